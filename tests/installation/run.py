#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A new installation that is no sandbox, from nothing to a certificate. Ends with `N passed, N failed`.

The first key comes from the command (`clea-server keys create`); everything else is made over HTTP with it, keys of others
included: an organism with its people and habilitations, a commission with its jurors, a candidate and his way. No clock is
set and no row is written by SQL."""

import contextlib
import datetime
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]

from harness.client import Client, load_contract  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.session import Session  # noqa: E402
from harness.world import World  # noqa: E402
from instance import ROOT, Instance, free_port, not_root  # noqa: E402
from keys import key_rows, new_key  # noqa: E402

suite = Suite("installation")
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
TODAY = datetime.date.today().isoformat()


class Installation(World):
    """A world whose keys are made by the one who may make them."""

    def key(self, scope, scope_id, roles, person_id):
        body = {"scope": scope, "scope_id": scope_id, "roles": roles, "label": "installation", "permissions": ["READ", "WRITE", "KEYS"]}
        if "JUROR" in roles:  # nobody's who could then vote in the juror's place
            self.certifier.post("/v1/api-keys", body | {"person_id": person_id}).must_refuse("ACT_OF_ANOTHER", 403)
            return self.by_command(scope, scope_id, roles, person_id)
        # A secretary is a system here: who has the function is told elsewhere.
        if scope != "COMMISSION" or roles != ["SECRETARY"]:
            body["person_id"] = person_id
        made = self.certifier.post("/v1/api-keys", body).must(201)
        expect(made["key"].startswith("clea_live_") and made["prefix"] == made["key"][:14], f"{made}")
        client = Client(self.instance.base_url, made["key"])
        client.get("/v1/me").must(200)
        return client

    def by_command(self, scope, scope_id, roles, person_id):
        asked = [word for role in roles for word in ("--role", role)]
        given = command(self.instance, "create", "--scope", scope, "--scope-id", scope_id, *asked, "--person-id", person_id)
        expect_equal(given.returncode, 0, given.stderr)
        return Client(self.instance.base_url, given.stdout.strip())


def command(instance, *arguments):
    return instance.command("keys", *arguments, environment=MIGRATOR, check=False)


@suite.test
def the_commands_of_the_readme_install_it(instance, world):
    """The chapter "Install for real", as it stands, on a database of its own; and the key that it makes opens what it serves."""
    chapter = (ROOT / "server/guide/operators.md").read_text().partition("## Install for real")[2].partition("\n## ")[0]
    commands = "\n".join(re.findall(r"^```sh\n(.*?)^```", chapter, re.M | re.S))
    for name, places in (("v_commune_depuis_1943", "communes"), ("v_commune_comer_2026", "communes_overseas"),
                         ("v_pays_et_territoire_depuis_1943", "countries")):
        shutil.copy(ROOT / f"server/sandbox/data/{places}.csv", instance.folder / f"{name}.csv")
    environment = {name: value for name, value in instance.environment.items() if not name.startswith("CLEA_DATABASE")}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=instance.folder, capture_output=True, text=True, timeout=120,
                          env=environment | {"PGDATABASE": "by_the_readme", "clea": str(instance.binary)})
    expect_equal(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
    for words in ("\n0 faults found", "a real one", "one is active", "there is one that works"):
        expect(words in done.stdout, f"{words}: {done.stdout}")
    expect("not loaded" not in done.stdout, done.stdout)
    key = (instance.folder / "first-key").read_text().strip()
    with served(instance, "by_the_readme") as url:
        expect_equal(Client(url, key).get("/v1/me").must(200)["roles"], ["CERTIFIER"])


@contextlib.contextmanager
def served(instance, database):
    port = free_port()
    process = subprocess.Popen([instance._reachable(instance.binary), "serve"], cwd=instance.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=instance.environment | {"PGDATABASE": database, "CLEA_HTTP_PORT": str(port), "CLEA_ADMIN_PORT": "0"}, **not_root())
    try:
        url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"{url}/readyz", timeout=5).status == 200:
                    break
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        expect_equal(process.wait(timeout=60), 0, "the server ends well")


@suite.test
def the_first_key_comes_from_the_command(instance, world):
    done = command(instance, "create", "--scope", "CERTIFIER", "--person", "Moreau, Camille")
    expect_equal(done.returncode, 0, done.stderr)
    token = done.stdout.strip()
    expect(token.startswith("clea_live_") and token not in done.stderr, "a key alone on standard output")
    world.certifier = Client(instance.base_url, token)
    me = world.certifier.get("/v1/me").must(200)
    expect_equal((me["roles"], me["person"]["last_name"]), (["CERTIFIER"], "Moreau"))
    listed = command(instance, "list")
    expect(token[:14] in listed.stdout and token not in listed.stdout, listed.stdout + listed.stderr)


@suite.test
def no_key_of_a_sandbox_opens_it(instance, world):
    """Also when it stands in the database, as after a copy of a sandbox: the same row of a real one opens."""
    for prefix in ("clea_test_", "clea_live_"):
        token = new_key(prefix)
        instance.sql(key_rows(token, "AUDITOR", None, ["AUDITOR"], label=prefix))
        reply = Client(instance.base_url, token).get("/v1/me")
        reply.must(200) if prefix == "clea_live_" else reply.must_refuse("TOKEN_INVALID", 401)
    world.certifier.put("/v1/sandbox/clock", {"today": TODAY}).must(404)


@suite.test
def from_nothing_to_a_certificate(instance, world):
    world.organism()
    world.commission = world.new_commission(per_college=1)
    journey = Journey(world).informed(TODAY).prior(TODAY).restitution(TODAY, to="JURY_READY").submit(TODAY)
    Session(world, TODAY).held(journey)
    expect_equal(journey.refresh().state, "CERTIFIED")
    certificate = world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(201)
    found = world.public.get(f"/v1/verifications/{certificate['verification_code']}").must(200)
    expect_equal(found["number"], certificate["number"])


@suite.test
def the_command_rotates_and_revokes(instance, world):
    made = command(instance, "create", "--scope", "AUDITOR", "--person", "Petit, Anna", "--permission", "READ")
    old = Client(instance.base_url, made.stdout.strip())
    old.get("/v1/me").must(200)
    key_id = next(line.split()[0] for line in command(instance, "list", "--scope", "AUDITOR").stdout.splitlines())
    new = Client(instance.base_url, command(instance, "rotate", "--id", key_id).stdout.strip())
    for client in (old, new):
        client.get("/v1/me").must(200)
    expect_equal(command(instance, "revoke", "--id", key_id).returncode, 0)
    expect_equal(command(instance, "revoke", "--id", key_id).returncode, 1)
    old.get("/v1/candidates").must_refuse("KEY_REVOKED", 401)
    new.get("/v1/me").must(200)
    expect_equal(command(instance, "create", "--scope", "ORGANISM").returncode, 1, "no role, no organism")


def main():
    instance = Instance(is_durable=True, seed=None, settings={"CLEA_SANDBOX_ENABLED": "false"})
    try:
        load_contract(instance)
        instance.start_database()
        instance.prepare()
        instance.command("seed", environment=MIGRATOR)
        instance.start_server()
        suite.run(sys.argv[1:], instance=instance, world=Installation(instance))
    finally:
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
