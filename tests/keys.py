# SPDX-License-Identifier: EUPL-1.2
"""Keys as the operator writes them, for tests that need to be somebody: the one thing that is made by SQL, because the
first key of an installation can only be given by whoever runs it."""

import hashlib
import random
import string
import uuid
import zlib

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
CHANCE = random.SystemRandom()
PREFIX_SIZE = 14
ALL = ("READ", "WRITE", "KEYS")
# Scopes whose keys are always those of a person.
OF_PERSONS = ("CERTIFIER", "AUDITOR", "SYSTEM")
ROLES = {
    "ORGANISM": ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT"), "NETWORK": ("NETWORK_MANAGER",), "COMMISSION": ("SECRETARY", "JUROR", "CHAIR"),
    "CERTIFIER": ("CERTIFIER",), "AUDITOR": ("AUDITOR",), "SYSTEM": ("ADMINISTRATOR",),
}


def new_key(prefix="clea_test_"):
    """A prefix, 43 characters of chance, and a checksum so that a slip is seen at once."""
    body = prefix + "".join(CHANCE.choice(DIGITS) for _ in range(43))
    sum_, tail = zlib.crc32(body.encode()), ""
    for _ in range(6):
        tail = DIGITS[sum_ % 62] + tail
        sum_ //= 62
    return body + tail


def digest(key):
    return hashlib.sha256(key.encode()).hexdigest()


def quote(value):
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def person_row(person_id, last_name="Moreau", first_name="Camille"):
    return (f"insert into person (id, human_id, last_name, first_name) values ({quote(person_id)}, {quote(person_id)},"
            f" {quote(last_name)}, {quote(first_name)});")


def key_rows(token, scope, scope_id, roles, person_id=None, permissions=ALL, label="test", created_by=None):
    """What makes this token the key of a person, or without one of a partner's system. Persons of the house of the
    certifier are made on the way."""
    rows = []
    if person_id is None and scope in OF_PERSONS:
        person_id = uuid.uuid4()
        rows.append(person_row(person_id))
    rows.append(
        "insert into api_key (id, hash, prefix, person_id, scope, scope_id, roles, permissions, label, created_by_id, is_sandbox) values "
        f"({quote(uuid.uuid4())}, '\\x{digest(token)}', {quote(token[:PREFIX_SIZE])}, {quote(person_id)}, {quote(scope)},"
        f" {quote(scope_id)}, '{{{','.join(roles)}}}', '{{{','.join(permissions)}}}', {quote(label)},"
        f" {quote(created_by)}, {str(token.startswith('clea_test_')).lower()});")
    return "\n".join(rows)


def insert_key(instance, scope, scope_id, roles, person_id=None, permissions=ALL):
    token = new_key()
    instance.sql(key_rows(token, scope, scope_id, roles, person_id, permissions))
    return token


class Everybody:
    """A key for every role there is, in scopes without data."""

    def __init__(self, instance):
        organism, network, commission = (str(uuid.uuid4()) for _ in range(3))
        number = CHANCE.randrange(1000, 10000)
        instance.sql(
            f"insert into organism (id, reference, siret, name, search_name, name_rule, region) values ('{organism}', next_reference('ORG', 2026),"
            f" '{SIRET}', 'Organisme de tous {number}', 'organisme de tous', 2, 'Bretagne');"
            f"insert into network (id, name) values ('{network}', 'Réseau de tous {number}');"
            "insert into commission (id, reference, kind, name, idcc, referential_code) values"
            f" ('{commission}', next_reference('COM', 2026), 'BRANCH', 'Commission de tous', '{number}', 'NOBODYS');")
        places = {"ORGANISM": organism, "NETWORK": network, "COMMISSION": commission}
        self.organism_id = organism
        self.tokens = {}
        worker = uuid.uuid4()
        instance.sql(person_row(worker) + "".join(
            "insert into affiliation (id, person_id, organism_id, role, valid_from) values"
            f" ('{uuid.uuid4()}', '{worker}', '{organism}', '{role}', '2000-01-01');" for role in ROLES["ORGANISM"]))
        for scope, roles in ROLES.items():
            if scope != "COMMISSION":
                person = worker if scope == "ORGANISM" else None
                self.tokens |= dict.fromkeys(roles, insert_key(instance, scope, places.get(scope), roles, person))
        self.tokens["SECRETARY"] = insert_key(instance, "COMMISSION", commission, ["SECRETARY"])
        juror = uuid.uuid4()
        instance.sql(person_row(juror) + "insert into commission_member (id, commission_id, person_id, college, mandate_from) values"
                     f" ('{uuid.uuid4()}', '{commission}', '{juror}', 'EMPLOYER', '2000-01-01');")
        self.tokens |= dict.fromkeys(("JUROR", "CHAIR"), insert_key(instance, "COMMISSION", commission, ["JUROR", "CHAIR"], juror))
        # May do what is done to keys, and no role of his does that.
        self.nobody = insert_key(instance, "ORGANISM", organism, ["COUNSELLOR"], permissions=["KEYS"])

    def token(self, operation):
        """Of somebody whose role lets him call this operation; None where nobody needs one."""
        if operation.get("security") == []:
            return None
        return next(self.tokens[role] for role in operation["x-roles"] if role in self.tokens)


# Satisfies the Luhn sums; no other test uses it.
SIRET = "39860733300059"
