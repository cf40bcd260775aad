# SPDX-License-Identifier: EUPL-1.2
"""The people and bodies of the stories: networks, organisms and their staff, a commission and its jurors, the certifier.

All of it is made over HTTP; only keys are written by SQL (World.key).
"""

import itertools
import json
import pathlib

from keys import key_rows, new_key

from .client import Client

DATA = pathlib.Path(__file__).resolve().parents[3] / "server" / "data"
REGION = "Hauts-de-France"
ALWAYS = ("2015-01-01", None)
ROLES = ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT")
SURNAMES = ("Amar", "Benoit", "Caron", "Duval", "Etcheverry", "Ferrand", "Guérin", "Hamel", "Imbert", "Jolivet", "Keller", "Lefèvre")


def siret(number):
    """A SIRET whose SIREN and whole satisfy the Luhn sum."""
    siren = f"{80000000 + number:08d}"
    return siret_of(siren + _check_digit(siren), number % 10000)


def siret_of(siren, establishment):
    head = f"{siren}{establishment:04d}"
    return head + _check_digit(head)


def _check_digit(head):
    total = 0
    for position, digit in enumerate(reversed(head)):
        double = int(digit) * (2 if position % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return str(-total % 10)


class Referential:
    """The grid as published: codes in order, and what belongs to what."""

    def __init__(self, name="referential-clea-socle.json"):
        tree = json.loads((DATA / name).read_text())
        self.code = tree.get("code", "CLEA-SOCLE")
        self.criteria, self.domain_of, self.subdomain_of, self.domains = [], {}, {}, []
        for domain in tree["domains"]:
            self.domains.append(str(domain["code"]))
            for subdomain in domain.get("subdomains", []):
                for criterion in subdomain["criteria"]:
                    code = str(criterion["code"])
                    self.criteria.append(code)
                    self.domain_of[code] = str(domain["code"])
                    self.subdomain_of[code] = str(subdomain["code"])

    def of(self, *prefixes):
        """Criteria of domains ("2") or sub-domains ("2.1")."""
        return [code for code in self.criteria
                if self.domain_of[code] in prefixes or self.subdomain_of[code] in prefixes]


class Organism:
    """An organism, its staff, and one client for each role."""

    def __init__(self, world, id_):
        self.world, self.id = world, id_
        self.people = {}  # label -> person id
        self.clients = {}  # label -> Client

    def __getattr__(self, label):
        """organism.counsellor, organism.evaluator… are clients."""
        try:
            return self.__dict__["clients"][label.upper()]
        except KeyError:
            raise AttributeError(label) from None

    def person(self, label):
        return self.people[label.upper()]


class Commission:
    def __init__(self, world, id_):
        self.world, self.id = world, id_
        self.secretary = None
        self.members = {}  # "EMPLOYER1" -> {"id", "person_id", "college", "client"}


class World:
    """The instance serves already: everything but keys is made over HTTP, as the certifier would."""

    def __init__(self, instance):
        self.instance = instance
        self.pending = []
        self.clients = []  # all of them: a server that starts again has forgotten their connections
        self.numbers = itertools.count(1)
        self.referential = Referential()
        self.organisms = []
        self.commission = None
        self.today = None  # the real one
        self.certifier = self.auditor = None
        self._eyes = ()
        self._stated = set()  # merges that were stated
        self.public = Client(instance.base_url)

    # Base data

    def key(self, scope, scope_id, roles, person_id, created_by=None):
        """A client that acts as this principal, from the next flush() on: the one thing that needs SQL, because the
        first key can only be given by whoever runs the instance."""
        token = new_key()
        self.pending.append(key_rows(token, scope, scope_id, roles, person_id, created_by=created_by))
        client = Client(self.instance.base_url, token)
        client.roles = roles
        self.clients.append(client)
        return client

    def flush(self):
        pending, self.pending = self.pending, []  # what is refused is not tried again by the next story
        if pending:
            self.instance.sql("begin;\n" + "\n".join(pending) + "\ncommit;")

    def make(self, path, body):
        return self.certifier.post(path, body).must(201).body

    def end(self, kind, id_, body, act="merges", client=None, **options):
        """Merges another record into this one, or closes it: kind is candidates or persons. As whoever has just read the record, also
        where it has moved. Of candidates who are not alike somebody else has said before that they are one."""
        if (kind, act) == ("candidates", "merges") and (id_, body.get("duplicate_id")) not in self._stated:
            self._stated.add((id_, body.get("duplicate_id")))
            self.state_identity(id_, other_id=body.get("duplicate_id"))
        [[version]] = self.instance.sql(f"select coalesce(max(version), 1) from {kind[:-1]} where id = '{id_}'")
        return (client or self.certifier).post(f"/v1/{kind}/{id_}/{act}", {"reason": "Même personne, saisie deux fois."} | body,
                                               headers={"If-Match": f'"{version}"'}, **options)

    def network(self, name=None):
        return self.make("/v1/networks", {"name": name or f"Réseau {next(self.numbers)}"})["id"]

    def join(self, network_id, organism, valid_from=ALWAYS[0], valid_to=None):
        """The network asks, the organism accepts: on the first day, since no membership begins before."""
        manager = self.key("NETWORK", network_id, ["NETWORK_MANAGER"], None)
        self.flush()
        self.certifier.put("/v1/sandbox/clock", {"today": valid_from}).must(200)
        asked = manager.post(f"/v1/networks/{network_id}/memberships",
                             {"organism_id": organism.id, "valid_from": valid_from}).must(202)
        accepted = self.answer(organism.referent, asked, "ACCEPT")
        self.certifier.put("/v1/sandbox/clock", {"today": self.today}).must(200)
        path = f"/v1/memberships/{accepted['link_id']}"
        if valid_to:
            manager.patch(path, {"valid_to": valid_to}, version=1).must(200)
        return self.certifier.get(path).must(200).body

    def answer(self, client, asked, event, **data):
        """The request for a link after it."""
        body = {"event": event, "expected_version": asked["version"], "data": data}
        return client.post(f"/v1/link-requests/{asked['id']}/events", body).must(201)["resource"]

    def _link(self, path, body, first_day):
        """By the certifier: as early as it may begin when no day is given, which is today when somebody else is bound."""
        body = body | {"reason": "Constaté par le certificateur."}
        if body[first_day]:
            return self.make(path, body)
        reply = self.certifier.post(path, body | {first_day: ALWAYS[0]})
        if reply.status == 409:
            reply = self.certifier.post(path, body | {first_day: reply.details("LINK_BEFORE_CONSENT")["limit_date"]})
        return reply.must(201).body

    def person(self, human_id=None):
        """human_id: a second account of the same human."""
        number = next(self.numbers)
        body = {"last_name": SURNAMES[number % len(SURNAMES)], "first_name": f"Prénom {_letters(number)}"}
        return self.make("/v1/persons", body | ({"human_id": human_id} if human_id else {}))["id"]

    def affiliate(self, person_id, organism_id, role, valid_from=None, valid_to=None):
        return self._link(f"/v1/persons/{person_id}/affiliations",
                          {"organism_id": organism_id, "role": role, "valid_from": valid_from, "valid_to": valid_to}, "valid_from")

    def habilitate(self, activity, valid_from, valid_to, **holder):
        """holder: organism_id or network_id."""
        return self.make("/v1/habilitations", {"activity": activity, "referential_code": self.referential.code,
                                               "valid_from": valid_from, "valid_to": valid_to, "state": "GRANTED"} | holder)

    def staff(self, organism, label, role, person_id=None):
        """One more person (or account) of an organism, with a client of its own."""
        person_id = person_id or self.person()
        self.affiliate(person_id, organism.id, role)
        organism.people[label] = person_id
        organism.clients[label] = self.key("ORGANISM", organism.id, [role], person_id)
        return organism.clients[label]

    def organism(self, evaluation=ALWAYS, training=ALWAYS, region=REGION, **members):
        """evaluation, training: period of the habilitation, or None."""
        number = next(self.numbers)
        made = self.make("/v1/organisms", {"siret": siret(number), "name": f"Organisme {number}", "region": region} | members)
        organism = Organism(self, made["id"])
        for activity, period in (("EVALUATION", evaluation), ("TRAINING", training)):
            if period:
                self.habilitate(activity, *period, organism_id=organism.id)
        for role in ROLES:
            self.staff(organism, role, role)
        self.organisms.append(organism)
        return organism

    def other_commission(self, **members):
        """One more: a region has one, so this one has a branch of its own."""
        idcc = f"{next(self.numbers):04d}"
        return self.new_commission(None, kind="BRANCH", name=f"Commission de la branche {idcc}", idcc=idcc, **members)

    def new_commission(self, region=REGION, per_college=2, **members):
        made = self.make("/v1/commissions", {"kind": "REGIONAL", "name": f"Commission {region}", "region": region,
                                             "referential_code": self.referential.code} | members)
        commission = Commission(self, made["id"])
        commission.secretary = self.key("COMMISSION", commission.id, ["SECRETARY"], self.person())
        for college in ("EMPLOYER", "EMPLOYEE"):
            for number in range(1, per_college + 1):
                self.member(commission, f"{college}{number}", college)
        return commission

    def member(self, commission, label, college, person_id=None):
        person_id = person_id or self.person()
        made = self._link(f"/v1/commissions/{commission.id}/members",
                          {"person_id": person_id, "college": college, "mandate_from": None}, "mandate_from")
        commission.members[label] = {"id": made["id"], "person_id": person_id, "college": college,
                                     "client": self.key("COMMISSION", commission.id, ["JUROR", "CHAIR"], person_id)}
        return commission.members[label]

    def bootstrap(self, organisms=2):
        """The least that every story needs."""
        self.certifier = self.key("CERTIFIER", None, ["CERTIFIER"], None)
        self.auditor = self.key("AUDITOR", None, ["AUDITOR"], None)
        self.flush()
        for _ in range(organisms):
            self.organism()
        self.commission = self.new_commission()
        self.flush()
        return self

    # Certificates

    def eyes(self):
        """Two persons of the certifier: who asks that a certificate be annulled, and who confirms."""
        if not self._eyes:
            self._eyes = tuple(self.key("CERTIFIER", None, ["CERTIFIER"], self.person()) for _ in range(2))
            self.flush()
        return self._eyes

    def state_identity(self, candidate_id, client=None, **members):
        """Somebody of the certifier says that the identity of a record is right, or whose other record it is: others rest on it."""
        return (client or self.eyes()[0]).post(f"/v1/candidates/{candidate_id}/identity-statements",
                                               {"note": "Acte de naissance, mairie de Lille."} | members)

    def ask_annulment(self, certificate, client=None, **members):
        return (client or self.eyes()[0]).post(f"/v1/certificates/{certificate['id']}/annulment-requests",
                                               {"reason": "ERROR", "grounds": "Délivré par erreur."} | members)

    def answer_annulment(self, request, event="CONFIRM", client=None, **data):
        return (client or self.eyes()[1]).post(f"/v1/annulment-requests/{request['id']}/events",
                                               {"event": event, "expected_version": request["version"]} | ({"data": data} if data else {}))

    def annul(self, certificate, reason="ERROR"):
        """By both; the certificate as it is then."""
        self.answer_annulment(self.ask_annulment(certificate, reason=reason).must(201)).must(201)
        return self.certifier.get(f"/v1/certificates/{certificate['id']}").must(200)

    # Time

    def set_today(self, day):
        self.today = day
        return self.certifier.put("/v1/sandbox/clock", {"today": day}).must(200)

    # Candidates

    def identity(self, **changes):
        """Nobody twice: a full civil identity, as the certificate and the CPF file want it."""
        number = next(self.numbers)
        return {
            "birth_name": f"Candidat {_letters(number)}", "first_name_1": "Anaïs", "sex": "F",
            "birth_year": 1970 + number % 30, "birth_month": 1 + number % 12, "birth_day": 1 + number % 28,
            "birth_commune_insee": "59350", "birth_commune_label": "Lille", "birth_country_code": "100",
            "region": REGION, "employment_status": "JOB_SEEKER",
        } | changes

    def candidate(self, organism=None, **changes):
        organism = organism or self.organisms[0]
        return organism.counsellor.post("/v1/candidates", self.identity(**changes)).must(201).body


def _letters(number):
    """Digits do not belong in a name."""
    text = ""
    while number or not text:
        text = chr(ord("a") + number % 26) + text
        number //= 26
    return text.capitalize()


__all__ = ["World", "Organism", "Commission", "Referential", "REGION", "ALWAYS"]
