# SPDX-License-Identifier: EUPL-1.2
"""Whose civil identity was corrected after the issue holds papers that say different things: each is verified as it is."""

from paper import Suite, expect_equal, tell
from harness.client import Client
from working import is_whole

suite = Suite("corrected")


@suite.test
def a_corrected_identity_is_drawn_and_verified_as_its_paper_says(works):
    """The first paper says what it said; the new one has a code of its own, by which nobody learns the former name."""
    works.work()
    one = works.ids()[1]
    path = f"/v1/certificates/{one}"
    before = works.certifier.get(path).must(200)
    former, first_paper = before["holder"], works.get(one).must(200).raw
    asked = {"reason": "IDENTITY_CORRECTED", "note": "Acte de naissance rectifié, mairie de Lille, 3 mars 2026"}
    works.certifier.post(f"{path}/duplicates", asked).must_refuse("HOLDER_UNCHANGED", 409)
    expect_equal(works.certifier.post(f"{path}/duplicates", {"reason": "IDENTITY_CORRECTED"}).must(422).errors, {"/note": "REQUIRED"})
    plain = works.certifier.post(f"{path}/duplicates", {"reason": "LOST"}).must(201)
    expect_equal((plain["holder"], plain["verification_code"]), (former, before["verification_code"]))
    works.instance.sql("set session_replication_role = replica; update candidate set birth_name = 'Vaillant-Œuvrard', first_name_1 = 'Zoé'"
                       f" where id = '{before['candidate_id']}'")
    works.certifier.post(f"{path}/duplicates", asked).must_refuse("IDENTITY_UNCONFIRMED", 409)
    works.state_identity(before["candidate_id"]).must(201)
    made = works.certifier.post(f"{path}/duplicates", asked).must(201)
    again = works.certifier.post(f"{path}/duplicates", {"reason": "STOLEN"}).must(201)
    now = former | {"birth_name": "Vaillant-Œuvrard", "first_name_1": "Zoé"}
    expect_equal([(each["holder"], each["number"]) for each in (made, again)], [(now, before["number"])] * 2)
    expect_equal((made["verification_code"] == again["verification_code"], made["verification_code"] == before["verification_code"]), (True, False))
    expect_equal([mark["holder"] for mark in works.certifier.get(path).must(200)["duplicates"][-3:]], [None, now, now])
    works.certifier.post(f"{path}/duplicates", asked).must_refuse("HOLDER_UNCHANGED", 409)
    works.work()
    text = {}
    for each in (plain, made, again):
        paper = works.saved(f"identity-{each['ordinal']}.pdf", works.certifier.get(f"{path}/duplicates/{each['id']}/document").must(200).raw)
        is_whole(paper)
        text[each["ordinal"]] = " ".join(tell("pdftotext", paper, "-").split())
    old_name, new_name = former["birth_name"].replace("'", "’"), "Vaillant-Œuvrard"
    expect_equal([(old_name in each, new_name in each) for each in text.values()], [(True, False), (False, True), (False, True)])
    expect_equal(works.get(one).must(200).raw, first_paper, "the first paper")
    # Each code says what its papers say, and nothing of the other name.
    public = Client(works.instance.base_url)
    names = {code: {"birth_name": holder["birth_name"], "first_name_1": holder["first_name_1"]}
             for code, holder in ((before["verification_code"], former), (made["verification_code"], now))}
    for code, told in names.items():
        initials = f"{told['first_name_1'][0]}. {told['birth_name'][0]}."
        shown = public.get(f"/v1/verifications/{code}").must(200)
        expect_equal((shown["number"], shown["status"], shown["holder_initials"]), (before["number"], "VALID" if told["first_name_1"] == "Zoé" else "SUPERSEDED", initials))
        for other, claimed in names.items():
            expect_equal(public.post("/v1/verifications", {"code": code} | claimed).must(200)["is_match"],
                         code == other == made["verification_code"], f"{code} {claimed}")
