# SPDX-License-Identifier: EUPL-1.2
"""What is asked, as plans of the generator: real objects of 20 organisms, asked with the keys of their referents."""

import json
import random

from place import BenchError

# Name: [(kind, weight)].
WORKLOADS = {
    "R": [("R", 1)],
    "Rc": [("Rc", 1)],
    "L": [("L", 1)],
    "W": [("W", 1)],
    "G": [("G", 1)],
    "A": [("A", 1)],
    "S": [("S", 1)],
    "V": [("V", 1)],
    "Mix": [("R", 70), ("L", 10), ("W", 15), ("G", 5)],
}

TITLES = {
    "R": "a candidacy, with its line of the access log",
    "Rc": "the same, conditional, nothing changed (304)",
    "L": "the newest 50 candidacies of an organism",
    "W": "an event: history, audit, stored answer, durable",
    "G": "the grid of an evaluation, up to 107 results",
    "A": "what may happen now, and if not, why not",
    "S": "the summary of a candidacy",
    "V": "public verification of a certificate",
    "Mix": "70 R, 10 L, 15 W, 5 G",
}

STATUS = {"W": 201, "Rc": 304}
COUNTS = {"R": 4000, "Rc": 1500, "W": 6000, "G": 4000, "A": 2000, "S": 4000, "V": 4000}


class Targets:
    """Objects of a data set and who may ask for them. `tenants`: of so many organisms; `tables`: the schema that is looked in first."""

    def __init__(self, place, database, tenants=20, seed=1, tables="public"):
        self.place, self.database, self.tables = place, database, tables
        self.random = random.Random(seed)
        keys = {}
        for role, token, scope in place.tokens(database):
            if role == "REFERENT":
                keys.setdefault(scope, token)
        owners = [row[0] for row in self.sql("select owner_org_id from candidacy group by 1 having count(*) > 100 order by 1")]
        self.keys = {owner: keys[owner] for owner in owners if owner in keys}
        if len(self.keys) > tenants:
            self.keys = dict(sorted(self.keys.items())[:tenants])
        if not self.keys:
            raise BenchError("no organism with candidacies has a key")
        self.owners = ", ".join(f"'{owner}'" for owner in self.keys)

    def sql(self, query):
        return self.place.sql(self.database, f"set search_path = {self.tables}, public;\n{query}")

    def sample(self, kind, query):
        rows = self.sql(f"{query} order by md5(x.id::text || '{self.random.random()}') limit {COUNTS[kind]}")
        if not rows:
            raise BenchError(f"nothing to ask of kind {kind}")
        return rows

    def candidacies(self, kind, path="", needle='"id":"{}"'):
        rows = self.sample(kind, f"select x.owner_org_id, x.id from candidacy x where x.owner_org_id in ({self.owners})")
        return [("GET", f"/v1/candidacies/{id}{path}", self.keys[owner], needle.format(id), "-", "-") for owner, id in rows]

    def of(self, kind):
        return getattr(self, f"targets_{kind}")()

    def targets_R(self):
        return self.candidacies("R")

    def targets_Rc(self):
        return self.candidacies("Rc")

    def targets_L(self):
        newest = dict(self.sql(f"select owner_org_id, max(id::text) from candidacy where owner_org_id in ({self.owners}) group by 1"))
        return [("GET", "/v1/candidacies?limit=50", key, f'"id":"{newest[owner]}"', "-", "-") for owner, key in self.keys.items()]

    def targets_S(self):
        return self.candidacies("S", "/summary", '"candidacy_id":"{}"')

    def targets_A(self):
        return self.candidacies("A", "/allowed-events", '"state":')

    def targets_G(self):
        rows = self.sample("G", "select c.owner_org_id, x.id from evaluation x join candidacy c on c.id = x.candidacy_id"
                           f" where x.completed_on is not null and c.owner_org_id in ({self.owners})")
        return [("GET", f"/v1/evaluations/{id}/results", self.keys[owner], f'"evaluation_id":"{id}"', "-", "-") for owner, id in rows]

    def targets_V(self):
        rows = self.sample("V", "select x.verification_code, x.number from certificate x")
        return [("GET", f"/v1/verifications/{code}", "-", f'"number":"{number}"', "-", "-") for code, number in rows]

    def targets_W(self):
        """Files in training, by the minutes that are left to be recorded: one each time, of one day."""
        rows = self.sql(f"""
            select c.owner_org_id, c.id, m.id, c.version from candidacy c
            join lateral (select p.id from path p where p.candidacy_id = c.id order by p.ordinal desc limit 1) p on true
            join lateral (select m.id, m.planned_minutes - m.attended_minutes as left_minutes from path_module m
                          where m.path_id = p.id and m.status = 'OPEN' order by m.planned_minutes - m.attended_minutes desc limit 1) m on m.left_minutes > 120
            where c.state = 'IN_TRAINING' and c.owner_org_id in ({self.owners})
            order by m.left_minutes desc, md5(c.id::text || '{self.random.random()}') limit {COUNTS['W']}""")
        body = '{{"event":"RECORD_ATTENDANCE","data":{{"module_id":"{}","attended_minutes":60,"is_distinct":true}}}}'
        return [("POST", f"/v1/candidacies/{id}/events", self.keys[owner], '"RECORD_ATTENDANCE"', version, body.format(module))
                for owner, id, module, version in rows]

    def write(self, workload, path, needle=None):
        """The plan of a workload; fresh each time, as commands move the versions. needle: of every answer, instead of its own."""
        with open(path, "w") as file:
            for kind, weight in WORKLOADS[workload]:
                file.write(f"kind\t{kind}\t{weight}\t{STATUS.get(kind, 200)}\n")
                targets = self.of(kind)
                self.random.shuffle(targets)
                for target in targets:
                    fields = [*target[:3], needle or target[3], *target[4:]]
                    file.write("target\t" + "\t".join(str(field) for field in fields) + "\n")
        return path


def normalised(body):
    """A body as it is compared: JSON without white space, and without cursors, which each server makes its own way."""
    value = json.loads(body)
    if isinstance(value.get("page"), dict):
        value["page"] = {"limit": value["page"]["limit"], "is_last": value["page"].get("next_cursor") is None}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
