# SPDX-License-Identifier: EUPL-1.2
"""The world of the registry's stories, and how an answer is compared."""

import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario"), str(TESTS / "contract")]
from harness.client import Client, load_contract  # noqa: E402
from harness.event import event_body  # noqa: E402
from harness.runner import Suite  # noqa: E402
from harness.world import siret  # noqa: E402
from instance import ROOT, Instance  # noqa: E402
from keys import insert_key, new_key  # noqa: E402

__all__ = ["Client", "Instance", "NOBODY", "ROOT", "Suite", "World", "event_body", "load_contract", "new_key", "same", "siret"]
NOBODY = "0190a5d2-3c4e-7000-8000-000000000001"


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"wanted {wanted!r}, found {found!r}")


class World:
    """An instance with two networks and two organisms; organism A is a member of network A from 2026 on."""

    def __init__(self, instance):
        self.instance, self.number = instance, 0
        self.public = Client(instance.base_url)
        self.certifier = self.client("CERTIFIER", ["CERTIFIER"])
        self.auditor = self.client("AUDITOR", ["AUDITOR"])
        self.network_a, self.network_b = (self.new("/v1/networks", {"name": f"Réseau {n}"}) for n in "AB")
        self.organism_a, self.organism_b = (self.organism(f"Organisme {n}") for n in "AB")
        self.manager_a, self.manager_b = (self.client("NETWORK", ["NETWORK_MANAGER"], n["id"])
                                          for n in (self.network_a, self.network_b))
        self.referent_a, self.referent_b = (self.client("ORGANISM", ["REFERENT"], o["id"])
                                            for o in (self.organism_a, self.organism_b))
        self.counsellor_a = self.client("ORGANISM", ["COUNSELLOR"], self.organism_a["id"])
        self.clock("2026-01-01")
        self.new(f"/v1/networks/{self.network_a['id']}/memberships",
                 {"organism_id": self.organism_a["id"], "valid_from": "2026-01-01", "valid_to": "2030-06-30", "reason": "Membre fondateur"})
        self.clock(None)

    def client(self, scope, roles, scope_id=None, person_id=None):
        return Client(self.instance.base_url, insert_key(self.instance, scope, scope_id, roles, person_id))

    def new(self, path, body, by=None):
        return (by or self.certifier).post(path, body).must(201).body

    def organism(self, name, **more):
        self.number += 1
        return self.new("/v1/organisms", {"siret": siret(self.number), "name": name} | more)

    def person(self, by=None, **more):
        return self.new("/v1/persons", {"last_name": "Moreau", "first_name": "Camille"} | more, by)

    def clock(self, day):
        self.certifier.put("/v1/sandbox/clock", {"today": day}).must(200)
