#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The public page of a certificate in a real browser: what it says, whom it serves, what it never loads. Ends with
`N passed, N failed`. Pictures of what was looked at are left in the folder CLEA_PAGES names, else in none."""

import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenario"), str(HERE.parent)]
from browser import Browser  # noqa: E402
from harness.client import load_contract  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.session import Session  # noqa: E402
from harness.world import World  # noqa: E402
from instance import Instance  # noqa: E402

suite = Suite("pages")
HELD = "2026-10-06"
ADDRESS = "https://verifier.clea.example/v/"
LEGAL = "https://clea.example/mentions"
CONTACT = "donnees@clea.example"
WIDTHS = (360, 1280)


class Pages:
    """A valid certificate, an annulled one, and codes that are none."""

    def __init__(self, world):
        world.set_today(HELD)
        self.valid, annulled = (self._certificate(world, birth_name=name) for name in ("L’Hôte-Œkerß", "Ķalniņš"))
        world.annul(annulled, "FRAUD")
        code = self.valid["verification_code"]
        self.codes = {"empty": "", "valid": code, "annulled": annulled["verification_code"],
                      "unknown": code[:-1] + ("0" if code[-1] != "0" else "1"), "malformed": "n%20importe%20quoi"}
        self.public = world.public

    @staticmethod
    def _certificate(world, **identity):
        journey = Journey(world, **identity).informed("2026-01-05").prior("2026-01-14").restitution("2026-01-14", to="JURY_READY")
        journey.submit("2026-01-20")
        Session(world, HELD).held(journey)
        return world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(201)

    def url(self, state, query="", path="/v1/verifications/"):
        return f"{self.public.base_url}{path if self.codes[state] else path.removesuffix('/')}{self.codes[state]}{query}"


SAYS = {
    "empty": ("Vérifier un certificat", "Verify a certificate", 200),
    "valid": ("Certificat valide", "Valid certificate", 200),
    "annulled": ("Certificat annulé", "Annulled certificate", 200),
    "unknown": ("Code de vérification inconnu", "Unknown verification code", 404),
    "malformed": ("Code de vérification inconnu", "Unknown verification code", 404),
}


def judge(shown, state, is_english):
    says = SAYS[state]
    expect_equal(shown["status"], says[2])
    expect(says[is_english] in shown["text"], shown["text"])
    expect_equal(shown["language"], "en" if is_english else "fr")
    expect(ADDRESS.removesuffix("v/") in shown["text"] and CONTACT in shown["text"], shown["text"])
    # The browser itself notes a page of a refusal; nothing else may be said.
    expect_equal([line for line in shown["said"] if "404" not in line], [], "the console")
    expect_equal([path for path in shown["asked"] if not path.startswith("/v")], [], "nothing else is loaded")
    expect("script-src" not in shown["headers"]["content-security-policy"] and "default-src 'none'" in shown["headers"]["content-security-policy"],
           shown["headers"])
    expect("form-action 'self'" in shown["headers"]["content-security-policy"], shown["headers"])
    expect_equal(shown["form"], 0 if state in ("valid", "annulled") else 1, f"a form on {state}")
    for secret in ("Hôte", "alni"):
        expect(secret not in shown["text"], shown["text"])


@suite.test
def every_state_in_both_languages_and_widths(pages, browser):
    for state in SAYS:
        for width in WIDTHS:
            for is_english, language in enumerate(("fr-FR", "en-GB")):
                shown = browser.look(name=f"{state}-{width}-{language[:2]}", url=pages.url(state), width=width, language=language)
                judge(shown, state, is_english)
                expect_equal(shown["violations"], [], f"axe-core on {state}")
                expect_equal(shown["overflow"], 0, f"{state} at {width} px is wider than its window")


@suite.test
def it_needs_no_script_and_grows_to_four_times_its_size(pages, browser):
    for state in SAYS:
        judge(browser.look(name=f"{state}-plain", url=pages.url(state), script=False), state, False)
        shown = browser.look(name=f"{state}-400", url=pages.url(state), width=1280, zoom=4)
        expect_equal((shown["overflow"], shown["violations"]), (0, []))


@suite.test
def the_language_may_be_chosen_and_the_choice_leads_back(pages, browser):
    shown = browser.look(name="chosen", url=pages.url("valid", "?lang=EN"), language="fr-FR")
    judge(shown, "valid", True)
    expect(any(link.endswith("?lang=FR") for link in shown["links"]) and LEGAL in shown["links"], shown["links"])


@suite.test
def what_the_page_says_is_what_the_register_says(pages, browser):
    told = pages.public.get(f"/v1/verifications/{pages.codes['valid']}").must(200)
    shown = browser.look(name="facts", url=pages.url("valid"))
    for fact in (told["number"], told["title"], told["holder_initials"], "6 octobre 2026"):
        expect(fact in shown["text"], (fact, shown["text"]))
    short = browser.look(name="short", url=pages.url("valid", path="/v/"))
    expect_equal(short["text"], shown["text"], "at the short address")
    browser.look(name="print", url=pages.url("annulled"), print=True)


@suite.test
def the_code_is_typed_without_a_reader_of_codes(pages, browser):
    """By the keyboard, at both addresses, in both languages, without a script; what was a slip stands there to be mended."""
    code = pages.codes["valid"]
    for path in ("/v", "/v1/verifications", "/v/nothing", "/v1/verifications/nothing", "/v/"):
        for is_english, language in enumerate(("fr-FR", "en-GB")):
            shown = browser.look(name="typed", url=pages.public.base_url + path, type=f" {code.lower().replace('-', ' ')} ", language=language)
            judge(shown, "valid", is_english)
            expect(shown["url"].split("?")[0] in (f"{pages.public.base_url}/v", f"{pages.public.base_url}/v1/verifications"), shown["url"])
            expect_equal(shown["violations"], [])
    judge(browser.look(name="typed-wrong", url=pages.url("empty", path="/v/"), type=pages.codes["unknown"], width=360), "unknown", False)
    shown = browser.look(name="typed-markup", url=pages.url("empty", path="/v/"), type='"><img src=x onerror=alert(1)>')
    judge(shown, "unknown", False)
    expect_equal(shown["violations"], [])
    # The language that was chosen stays, and so does the code.
    judge(browser.look(name="typed-chosen", url=pages.url("empty", "?lang=EN", path="/v/"), type=code), "valid", True)
    shown = browser.look(name="typed-other", url=pages.url("empty", f"?code={code}", path="/v/"))
    [other] = [link for link in shown["links"] if "lang=EN" in link]
    judge(browser.look(name="typed-turned", url=other), "valid", True)


@suite.test
def a_program_says_the_code_as_a_parameter(pages):
    for path in ("/v", "/v1/verifications"):
        by_path = pages.public.get(f"{path}/{pages.codes['valid']}").must(200)
        expect_equal(pages.public.get(f"{path}?code={pages.codes['valid']}").must(200).body, by_path.body)
        pages.public.get(f"{path}?code={pages.codes['unknown']}").must(404)
        refused = pages.public.get(path, checks=False).must(400)
        expect_equal(refused.errors, {"code": "PARAMETER_INVALID"})


@suite.test
def whoever_wants_data_is_given_data(pages):
    code = pages.codes["valid"]
    for accept, kind in ((None, "application/json"), ("*/*", "application/json"), ("application/json", "application/json"),
                         ("text/html", "text/html; charset=utf-8"), ("text/html;q=0.5, application/json", "application/json"),
                         ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8")):
        reply = pages.public.get(f"/v1/verifications/{code}", headers={"Accept": accept} if accept else {}, checks=False).must(200)
        expect_equal(reply.headers["Content-Type"], kind, accept)
        expect("Accept" in [name.strip() for name in ", ".join(reply.headers.get_all("Vary")).split(",")], reply.headers.get_all("Vary"))
    page = pages.public.get(f"/v1/verifications/{code}", headers={"Accept": "text/html"}, checks=False).must(200)
    again = pages.public.get(f"/v1/verifications/{code}", headers={"Accept": "text/html", "If-None-Match": page.headers["ETag"]}, checks=False)
    expect_equal((again.status, page.headers["Cache-Control"]), (304, "private, no-cache"))


@suite.test
def nothing_of_an_address_becomes_markup(pages, browser):
    shown = browser.look(name="markup", url=f"{pages.public.base_url}/v1/verifications/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    expect(shown["status"] in (400, 404) and not [line for line in shown["said"] if str(shown["status"]) not in line], shown)
    shown = browser.look(name="query", url=pages.url("valid", "?lang=%22%3E%3Cimg%20src=x%3E"))
    expect_equal((shown["status"], shown["violations"]), (200, []))


@suite.test
def what_others_put_behind_an_address_is_passed_over(pages, browser):
    """Mail and search programs, and hands: the certificate is shown, in the language that is known."""
    for query, is_english in (("?utm_source=lettre&fbclid=x%3Cy", False), ("?lang=en", True), ("?lang=xx&lang=EN", True), ("?lang=EN&lang=FR", True),
                              ("?foo=1&lang=En&bar", True), ("?lang", False)):
        judge(browser.look(name="behind", url=pages.url("valid", query)), "valid", is_english)
        judge(browser.look(name="behind", url=pages.url("annulled", query, path="/v/")), "annulled", is_english)
    # Who asks for data is told what is wrong with the question.
    pages.public.get(f"/v1/verifications/{pages.codes['valid']}?foo=1", checks=False).must(400)


def main():
    settings = {"CLEA_DOCUMENTS_VERIFICATION_ADDRESS": ADDRESS, "CLEA_DOCUMENTS_LEGAL_NOTICE": LEGAL,
                "CLEA_DOCUMENTS_DATA_PROTECTION": CONTACT}
    instance = Instance(seed=(), settings=settings)
    browser = None
    try:
        load_contract(instance)
        instance.start()
        browser = Browser(os.environ.get("CLEA_PAGES"))
        suite.run(sys.argv[1:], pages=Pages(World(instance).bootstrap()), browser=browser)
    finally:
        if browser:
            browser.stop()
        suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
