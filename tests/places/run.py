#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The register of communes and countries: loaded by the operator, read by everybody, asked at every birthplace. In the order of an
installation: at first nothing is loaded. Ends with `N passed, N failed`."""

import pathlib
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario"), str(TESTS / "contract")]
from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.world import World  # noqa: E402
from instance import ROOT, Instance  # noqa: E402

suite = Suite("places")
test = suite.test
SAMPLE = ROOT / "server" / "sandbox" / "data"
FILES = [SAMPLE / name for name in ("communes.csv", "communes_overseas.csv", "countries.csv")]
MIGRATOR = {"CLEA_DATABASE_MIGRATOR_CONNINFO": "user=postgres"}
HEAD = "COM,TNCC,NCC,NCCENR,LIBELLE,DATE_DEBUT,DATE_FIN\n"


def load(world, *files, check=True):
    arguments = [word for file in files for word in ("--file", str(file))]
    return world.instance.command("load-places", *arguments, check=check, environment=MIGRATOR)


def everything(world):
    return [world.instance.sql(f"select * from {table} order by id") for table in ("commune", "country")]


def listed(world, address):
    return [(row["code"], row["label"]) for row in Client(world.instance.base_url).get(address).must(200)["data"]]


def birth(world, code=None, year=1988, month=4, day=12, country=None, **more):
    body = {"birth_commune_insee": code, "birth_commune_label": None, "birth_country_code": country,
            "birth_year": year, "birth_month": month, "birth_day": day}
    return world.organisms[0].counsellor.post("/v1/candidates", world.identity(**(body | more)))


def suggested(reply, pointer="/birth_commune_insee"):
    """Codes and names that are proposed at a field."""
    expect_equal(reply.must(422).errors, {pointer: "INSEE_CODE_UNKNOWN"}, str(reply))
    return [(row["code"], row["label"]) for row in reply["errors"][0]["params"]["suggestions"]]


# Nothing is loaded


@test
def without_a_register_only_the_form_of_a_code_counts(world):
    birth(world, "59999").must(201)
    birth(world, "59350", birth_commune_label="Roubaix", country="109", birth_country_label="Belgique").must(422)  # a commune of France
    birth(world, "59350", birth_commune_label="Roubaix", country="100", birth_country_label="Belgique").must(201)
    expect_equal(birth(world, "5935A").must(422).errors, {"/birth_commune_insee": "INSEE_CODE_INVALID"})
    expect_equal(listed(world, "/v1/communes") + listed(world, "/v1/countries"), [])
    said = world.instance.command("doctor", check=False).stdout
    expect_equal(said.count("not loaded: only the form of their codes is checked"), 2, said)


# Files that are none


@test
def a_malformed_file_is_refused_with_its_line_and_column(world):
    good = "01001,5,ABC,Abc,L'Abc,1943-01-01,\n"
    for text, *words in [
        ("", "line 1", "COM, COM_COMER or COG"),
        ("CODE,NAME\n1,2\n", "line 1", "COM, COM_COMER or COG"),
        ("COM,NCC\n01001,A\n", "line 1", "column COM", "LIBELLE"),
        ("COM,LIBELLE,DATE_FIN\n", "line 1", "DATE_DEBUT and DATE_FIN"),
        (HEAD, "it holds no place"),
        (HEAD + good + "0100,5,ABC,Abc,L'Abc,1943-01-01,\n", "line 3", "column COM", "INSEE code"),
        (HEAD + good + "99109,5,ABC,Abc,L'Abc,1943-01-01,\n", "line 3", "column COM"),
        (HEAD + good + "01002,5,ABC,Abc,,1943-01-01,\n", "line 3", "column LIBELLE"),
        (HEAD + good + f"01002,5,ABC,Abc,{'x' * 101},1943-01-01,\n", "line 3", "column LIBELLE"),
        (HEAD + good + "\n01002,5,ABC,Abc,Abc,2016-13-01,\n", "line 4", "column DATE_DEBUT", "YYYY-MM-DD"),
        (HEAD + good + "01002,5,ABC,Abc,Abc,1943-01-01,01/01/2016\n", "line 3", "column DATE_FIN"),
        (HEAD + good + "01002,5,ABC,Abc,Abc,2016-01-01,2015-01-01\n", "line 3", "column DATE_FIN", "before DATE_DEBUT"),
        (HEAD + good + "01002,5,ABC\n", "line 3", "too few"),
        (HEAD + good + "01002,5,ABC,Abc,Abc,1943-01-01,,,\n", "line 3", "too many"),
        (HEAD + good + '01002,5,ABC,"Abc,Abc,1943-01-01,\n', "line 3", "value 4", "not closed"),
        (HEAD + good + '01002,5,ABC,"A"bc,Abc,1943-01-01,\n', "line 3", "value 4", "behind its quotes"),
        ("COG,CRPAY,LIBCOG,LIBENR,DATE_DEBUT,DATE_FIN\n100,,France,,1943-01-01,\n", "line 2", "column COG", "country"),
        ("COM,LIBELLE\n01001,Abc\n", "no file has dates"),
    ]:
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write(text)
            file.flush()
            done = load(world, file.name, check=False)
        expect_equal(done.returncode, 1, f"{text!r}: {done.stderr}")
        missing = [word for word in words if word not in done.stderr]
        expect(not missing, f"{text!r}: {missing} is not said: {done.stderr}")
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write((HEAD + "01001,5,A,A,Caf\xe9,1943-01-01,\n").encode("latin-1"))
        file.flush()
        expect("value 5: it is not UTF-8" in load(world, file.name, check=False).stderr, "Latin-1 was taken")
    expect("No such file" in load(world, "/nowhere.csv", check=False).stderr, "a file that is not there")
    expect("--file FILE" in load(world, check=False).stderr, "no file")
    # All or nothing: the good file before the bad one left nothing behind.
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("COG,LIBCOG\nnone,None\n")
        file.flush()
        expect_equal(load(world, *FILES, file.name, check=False).returncode, 1)
    expect_equal(everything(world), [[], []])


@test
def the_application_reads_the_register_and_writes_nothing_of_it(world):
    for table in ("commune", "country"):
        expect_equal(world.instance.sql(f"select count(*) from {table}", role="clea_app"), [["0"]])
        for text in (f"insert into {table} (id, code, label, kind, search_label, search_name) values (gen_random_uuid(), '100', 'A', 'COUNTRY', 'A', 'A')",
                     f"update {table} set label = 'A'", f"delete from {table}"):
            try:
                world.instance.sql(text, role="clea_app")
            except Exception as error:  # noqa: BLE001
                expect("permission denied" in str(error), str(error))
            else:
                raise AssertionError(f"the application did it: {text}")


# Loaded


@test
def the_same_files_again_change_nothing(world):
    said = load(world, *FILES).stderr
    expect("communes: 17 rows written, 0 taken away" in said, said)
    first = everything(world)
    again = load(world, *FILES).stderr
    expect("communes: 0 rows written, 0 taken away" in again and "countries: 0 rows written, 0 taken away" in again, again)
    expect_equal(everything(world), first)
    # Files of one kind leave the others; what they no longer hold is gone, and comes back.
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("\ufeff" + '"COG","CRPAY","LIBCOG","LIBENR","DATE_DEBUT","DATE_FIN"\r\n"99131","","Bel ""gique""","","1943-01-01",""\r\n'
                   "XXXXX,,France,,,\r\n")
        file.flush()
        load(world, file.name)
    expect_equal(listed(world, "/v1/countries"), [("131", 'Bel "gique"'), ("100", "France")])
    expect_equal(everything(world)[0], first[0])
    load(world, *FILES)
    expect_equal(everything(world), first)
    said = world.instance.command("doctor", check=False).stdout
    expect("18 codes" in said and "46 codes" in said, said)


@test
def what_is_undated_fills_what_no_date_is_known_of(world):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("TYPECOM,COM,REG,LIBELLE\nCOM,59902,32,Le Bois-Clair\nARM,75112,11,Paris 12e Arrondissement\nCOMD,59903,32,Rien\n")
        file.flush()
        load(world, *FILES, file.name)
    expect_equal(listed(world, "/v1/communes?code=59902"), [])  # the file with dates knows better: it ended in 2015
    expect_equal(listed(world, "/v1/communes?q=paris"), [("75112", "Paris 12e Arrondissement")])
    expect_equal(listed(world, "/v1/communes?code=59903"), [])
    load(world, *FILES)


@test
def communes_are_found_by_the_beginning_of_their_name_on_a_day(world):
    expect_equal(listed(world, "/v1/communes?q=VAL"), [("59901", "Valmoulin-le-Bois")])
    expect_equal(listed(world, "/v1/communes?q=val&on=2015-12-31"), [("59901", "Valmoulin")])
    expect_equal(listed(world, "/v1/communes?q=val&on=2016-01-01"), [("59901", "Valmoulin-le-Bois")])
    expect_equal(listed(world, "/v1/communes?q=sainte%20odile&on=1988-06-30"), [("62901", "Sainte-Odile")])
    expect_equal(listed(world, "/v1/communes?q=noume"), [("98818", "Nouméa")])
    for typed in ("bois", "le%20bois-", "LE%20BOIS%20CLAIR", "boisclair"):
        expect_equal(listed(world, f"/v1/communes?on=2010-01-01&q={typed}"), [("59902", "Le Bois-Clair")], typed)
    expect_equal(listed(world, "/v1/communes?q=ormeval"), [])
    expect_equal(listed(world, "/v1/communes?q=ormeval&on=1975-03-01"), [("80901", "Ormeval")])
    expect_equal(listed(world, "/v1/communes?q=--"), [])
    expect_equal(listed(world, "/v1/communes?q=lille&on=1900-01-01"), [("59350", "Lille")])  # before the register begins
    expect_equal(listed(world, "/v1/communes?code=59901&on=2000-01-01"), [("59901", "Valmoulin")])
    row = Client(world.instance.base_url).get("/v1/communes?code=59901&on=2000-01-01").must(200)["data"][0]
    expect_equal((row["kind"], row["valid_from"], row["valid_to"]), ("COMMUNE", None, "2015-12-31"))
    expect_equal(listed(world, "/v1/countries?q=ile&on=1992-12-31"), [])
    expect_equal(listed(world, "/v1/countries?q=ancienne&on=1992-12-31"), [("901", "Ancienne République des Îles")])
    expect_equal(listed(world, "/v1/countries?q=iles"), [("902", "Îles du Nord")])
    for address, name in (("/v1/communes?on=1988", "on"), ("/v1/communes?code=5935", "code"), ("/v1/countries?code=12a", "code"),
                          ("/v1/communes?name=lille", "name")):
        expect(name in Client(world.instance.base_url).get(address).must(400).errors, address)


@test
def the_lists_are_public_cached_and_walked_in_the_order_of_names(world):
    for path in ("/v1/communes", "/v1/countries"):
        anybody = Client(world.instance.base_url)
        whole = anybody.get(f"{path}?limit=200").must(200)
        expect_equal(whole.headers["Cache-Control"], "public, max-age=300")
        names = [row["label"] for row in whole["data"]]
        expect(len(names) > 10 and names[0][0] in "AÂ", names)
        walked, cursor = [], None
        while cursor or not walked:
            page = anybody.get(f"{path}?limit=3" + (f"&cursor={cursor}" if cursor else "")).must(200)
            walked += page["data"]
            cursor = page["page"]["next_cursor"]
        expect_equal([row["id"] for row in walked], [row["id"] for row in whole["data"]])
        last = anybody.get(f"{path}?limit=3&cursor={page['page']['prev_cursor']}").must(200)["data"]
        count = len(page["data"])
        expect_equal([row["id"] for row in last], [row["id"] for row in walked[:-count][-3:]])


@test
def a_birthplace_is_one_of_its_day(world):
    birth(world, "59350", country="100").must(201)
    birth(world, "59902", 2015, 12, 31).must(201)
    suggested(birth(world, "59902", 2016, 1, 1))
    birth(world, "80901", 1975, 3, 1).must(201)
    suggested(birth(world, "80901", 1975, 2, 28))
    birth(world, "80901", 1982, 2, 28).must(201)
    suggested(birth(world, "80901", 1982, 3, 1))
    birth(world, "59350", 1935, 1, 1).must(201)  # older than the register
    # As far as the date is known: a year or a month in which the place was one; without a year, ever.
    birth(world, "80901", 1975, None, None).must(201)
    birth(world, "80901", 1975, 3, None).must(201)
    suggested(birth(world, "80901", 1975, 2, None))
    suggested(birth(world, "80901", 1974, None, None))
    birth(world, "80901", None, None, None).must(201)
    suggested(birth(world, "59999", None, None, None))


@test
def suggestions_are_places_of_that_day(world):
    expect_equal(suggested(birth(world, "59351")), [("59350", "Lille")])  # one character
    expect_equal(suggested(birth(world, "11111", birth_commune_label="Roubaix")), [("59512", "Roubaix")])
    expect_equal(suggested(birth(world, "11111", birth_commune_label="bois clair")), [("59902", "Le Bois-Clair")])
    expect_equal(suggested(birth(world, "11111", 2017, birth_commune_label="Valmoulin")), [("59901", "Valmoulin-le-Bois")])
    expect_equal(suggested(birth(world, "11111", birth_commune_label="Atlantis")), [])
    expect_equal(suggested(birth(world, "59909")), [("59902", "Le Bois-Clair"), ("59901", "Valmoulin"), ("59009", "Villeneuve-d'Ascq")])


@test
def countries_are_asked_too_and_so_is_99nnn(world):
    birth(world, None, country="109").must(201)
    birth(world, "99109", country="109").must(201)
    birth(world, None, 1992, 12, 31, country="901").must(201)
    expect_equal(suggested(birth(world, None, 1993, 1, 1, country="901"), "/birth_country_code"), [("902", "Îles du Nord"), ("903", "Îlot-aux-Vents")])
    refused = birth(world, "99108", country="108").must(422)
    expect_equal(refused.errors, {"/birth_commune_insee": "INSEE_CODE_UNKNOWN", "/birth_country_code": "INSEE_CODE_UNKNOWN"})
    expect_equal([[row["code"] for row in error["params"]["suggestions"]] for error in refused["errors"]], [["99109", "99208"], ["109", "100", "208"]])
    expect_equal(suggested(birth(world, None, country="777", birth_country_label="belg"), "/birth_country_code"), [("131", "Belgique")])


def mismatch(reply, pointer="/birth_commune_label"):
    """Codes and names that are proposed where a code and a name stand for two places."""
    expect_equal(reply.must(422).errors, {pointer: "PLACE_NAME_MISMATCH"}, str(reply))
    return [(row["code"], row["label"]) for row in reply["errors"][0]["params"]["suggestions"]]


@test
def a_place_is_suggested_once(world):
    """The code's own name, and those that begin like what was typed: the same place may be both."""
    told = mismatch(birth(world, "59901", 1987, birth_commune_label="Valmo"))
    expect_equal((told[0][0], len(told)), ("59901", len(set(told))), str(told))


@test
def a_name_beside_a_code_is_a_name_of_its_place(world):
    for code, *names in (("59350", "Lille", "LILLE", "lillé", "Lille Cedex 9", "Lille 2"), ("59902", "Le Bois-Clair", "bois clair", "BOISCLAIR"),
                         ("62901", "Ste Odile", "Sainte-Odile-sur-Lys", "ste-odile sur lys"), ("59901", "Valmoulin", "Valmoulin-le-Bois"),
                         ("59009", "Villeneuve d’Ascq"), ("59911", "Grandville", "Grandville 1er", "Grandville 1", "Grandville 1er Arrondissement"),
                         ("99131", "Liège")):
        country = code[2:] if code.startswith("99") else "100"
        for name in names:
            birth(world, code, 1987, birth_commune_label=name, country=country).must(201)
    expect_equal(mismatch(birth(world, "59350", birth_commune_label="Roubaix")), [("59350", "Lille"), ("59512", "Roubaix")])
    expect_equal(mismatch(birth(world, "59350", birth_commune_label="Atlantis")), [("59350", "Lille")])
    expect_equal(mismatch(birth(world, "59901", 2017, birth_commune_label="Sainte-Odile")), [("59901", "Valmoulin-le-Bois"), ("62901", "Sainte-Odile-sur-Lys")])
    for code, name in (("59911", "Grandville 2e"), ("59350", "Lill"), ("59350", "Lille-sur-Mer"), ("59009", "Villeneuve"), ("59350", "--")):
        mismatch(birth(world, code, birth_commune_label=name))
    # A code that was nobody's on that day is the fault, whatever stands beside it; a name alone is taken as it is.
    suggested(birth(world, "59902", 2016, 1, 1, birth_commune_label="Lille"))
    birth(world, None, birth_commune_label="Lille").must(201)


@test
def a_country_beside_its_code_too(world):
    for code, name in (("100", "France"), ("131", "BELGIQUE"), ("352", "Algerie"), ("902", "Îles du Nord")):
        birth(world, None, 1995, country=code, birth_country_label=name).must(201)
    expect_equal(mismatch(birth(world, None, country="131", birth_country_label="Italie"), "/birth_country_label"), [("131", "Belgique"), ("127", "Italie")])
    mismatch(birth(world, "59350", country="100", birth_country_label="Belgique"), "/birth_country_label")


@test
def a_country_beside_whatever_code_says_it(world):
    """That of a commune, of 99nnn, or of the post; and whoever corrects one of two is judged by the record as it will be."""
    told = "/birth_country_label"
    for code, more in (("99352", {"birth_commune_label": "Alger"}), ("59350", {}), ("98818", {}), (None, {"birth_postal_code": "59000"})):
        right = "Algérie" if code == "99352" else "France"
        birth(world, code, birth_country_label=right, **more).must(201)
        for wrong in ("Maroc", "Zzz"):
            mismatch(birth(world, code, birth_country_label=wrong, **more), told)
    made = birth(world, "99352", birth_commune_label="Alger", birth_country_label="Algérie").must(201)
    path, who = f"/v1/candidates/{made['id']}", world.organisms[0].counsellor
    mismatch(who.patch(path, {"birth_country_label": "Maroc"}, version=1), told)
    mismatch(who.patch(path, {"birth_commune_insee": "99350"}, version=1), "/birth_commune_insee")
    who.patch(path, {"birth_commune_insee": "99350", "birth_country_label": "Maroc"}, version=1).must(200)


@test
def papers_name_a_place_of_which_only_the_code_was_told(world):
    """As it was called on the day of the birth, with its country; of a town abroad nobody knows the code."""
    for code, label, country in (("59350", "Lille", "France"), ("99352", None, "Algérie"), ("99350", "Fès", "Maroc")):
        made = birth(world, code, **({"birth_commune_label": label} if label == "Fès" else {})).must(201)
        holder = world.state_identity(made["id"]).must(201)["holder"]
        expect_equal((holder["birth_commune_label"], holder["birth_country_label"]), (label, country))
        [[same]] = world.instance.sql(f"select candidate_told('{made['id']}') - 'sex' = s.holder from identity_statement s"
                                      f" where s.candidate_id = '{made['id']}'")
        expect_equal(same, "t", "one rule for all papers")


@test
def a_correction_of_one_is_judged_beside_the_other(world):
    made = birth(world, "59350", birth_commune_label="Lille", country="100", birth_country_label="France").must(201)
    path, who = f"/v1/candidates/{made['id']}", world.organisms[0].counsellor
    mismatch(who.patch(path, {"birth_commune_label": "Roubaix"}, version=1))
    expect_equal(mismatch(who.patch(path, {"birth_commune_insee": "59512"}, version=1), "/birth_commune_insee"), [("59512", "Roubaix")])
    mismatch(who.patch(path, {"birth_country_label": "Italie"}, version=1), "/birth_country_label")
    who.patch(path, {"birth_commune_insee": "59512", "birth_commune_label": "Roubaix"}, version=1).must(200)
    who.patch(path, {"birth_commune_insee": "59350", "birth_commune_label": None}, version=2).must(200)
    # What was taken before stays, until somebody tells where or when the birth was.
    world.instance.sql(f"update candidate set birth_commune_label = 'Roubaix' where id = '{made['id']}'")
    who.patch(path, {"phone": "03 20 00 00 00"}, version=4).must(200)
    mismatch(who.patch(path, {"birth_year": 1989}, version=5), "/birth_commune_insee")


@test
def a_correction_is_judged_as_the_record_it_makes(world):
    made = birth(world, "59902", 2010, 5, 6).must(201)
    path, who = f"/v1/candidates/{made['id']}", world.organisms[0].counsellor
    expect_equal(suggested(who.patch(path, {"birth_year": 2016}, version=1)), suggested(birth(world, "59902", 2016, 5, 6)))
    suggested(who.patch(path, {"birth_commune_insee": "59999"}, version=1))
    changed = who.patch(path, {"birth_year": 2016, "birth_commune_insee": "59901"}, version=1).must(200)
    expect_equal(changed["birth_commune_insee"], "59901")
    suggested(who.patch(path + "?dry_run=true", {"birth_commune_insee": "59902"}, version=2))
    # By its reference, and without a word about the birth what was taken before stays.
    suggested(who.patch(f"/v1/candidates/{made['reference']}", {"birth_commune_insee": "59902"}, version=2))
    world.instance.sql(f"update candidate set birth_commune_insee = '59999' where id = '{made['id']}'")
    who.patch(path, {"phone": "03 20 00 00 00"}, version=3).must(200)
    who.patch(path, {"birth_commune_insee": None}, version=4).must(200)


@test
def a_site_stands_in_a_commune_of_today(world):
    path, who = f"/v1/organisms/{world.organisms[0].id}/sites", world.organisms[0].referent
    who.post(path, {"name": "Centre", "insee_code": "59901"}).must(201)
    expect_equal(suggested(who.post(path, {"name": "Centre", "insee_code": "59902", "city": "Lille"}), "/insee_code")[0], ("59350", "Lille"))
    who.post(path, {"name": "Centre"}).must(201)
    who.post(path, {"name": "Centre", "insee_code": "59350", "city": "Lille Cedex 9"}).must(201)
    expect_equal(mismatch(who.post(path, {"name": "Centre", "insee_code": "59350", "city": "Roubaix"}), "/city"), [("59350", "Lille"), ("59512", "Roubaix")])


@test
def communes_and_countries_are_asked_each_when_they_are_loaded(world):
    world.instance.sql("delete from commune; delete from country")
    world.instance.command("load-places", "--file", str(FILES[2]), environment=MIGRATOR)
    expect_equal(world.instance.sql("select count(*) from commune"), [["0"]])
    birth(world, "59999", country="100").must(201)  # communes are not loaded, countries are
    suggested(birth(world, None, country="777"), "/birth_country_code")


def main():
    with Instance(seed=()) as instance:
        load_contract(instance)
        world = World(instance).bootstrap()
        world.set_today("2026-02-10")
        suite.run(sys.argv[1:], world=world)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
