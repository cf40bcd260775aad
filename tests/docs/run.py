#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The contract as people meet it: /docs in a real browser with an operation that is tried, the catalogue of problems as pages,
and where everything is. Ends with `N passed, N failed`. Pictures are left in the folder CLEA_PAGES names, else in none."""

import gzip
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "pages"), str(HERE.parent / "scenario"), str(HERE.parent)]
from browser import Browser  # noqa: E402
from harness.client import Client, load_contract  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.second_server import SecondServer  # noqa: E402
from instance import Instance, read_tokens  # noqa: E402

suite = Suite("docs")
ROOT = HERE.parents[1]
# Both languages and both widths, once each: a page of the whole contract costs a browser ten seconds.
LOOKS = ((360, "fr-FR"), (1280, "en-GB"))
FILES = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
         "initializer.js": "text/javascript; charset=utf-8"}
HTML = {"Accept": "text/html"}
AUTHORIZE = ".auth-wrapper .authorize"
TAG = "#operations-tag-Service"
ME = "#operations-Service-getMe"


def install(folder):
    """By the function of server/run, which puts it beside the build; a copy that any user may read."""
    script = f'root={ROOT}; . "$root/server/prepare.sh"; install_docs; echo "$docs_folder"'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=180, check=True)
    installed = pathlib.Path(done.stdout.strip())
    expect((installed / "swagger-ui.css").exists(), done.stderr)
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        shutil.copy(installed / name, folder / name)


def well_shown(shown, width, language, status=200):
    expect_equal(shown["status"], status, shown["text"])
    expect_equal(shown["language"], language[:2])
    expect_equal([line for line in shown["said"] if str(status) not in line], [], "the console")
    expect_equal(shown["violations"], [], f"axe-core at {width} px")
    expect_equal(shown["overflow"], 0, f"wider than its window at {width} px")


@suite.test
def the_page_is_shown_in_both_languages_and_widths(public, browser, tokens):
    for width, language in LOOKS:
        shown = browser.look(name=f"docs-{width}-{language[:2]}", url=public.base_url + "/docs", width=width, language=language,
                             steps=[["waitFor", TAG]], judged=".page")
        well_shown(shown, width, language)
        policy = shown["headers"]["content-security-policy"]
        for source in ("default-src 'none'", "script-src 'self';", "connect-src 'self';", "base-uri 'none'", "frame-ancestors 'none'"):
            expect(source in policy, policy)
        expect("unsafe" not in policy and "demo-tokens" in shown["text"], (policy, shown["text"][:800]))
        expect("bac à sable" in shown["text"] if language == "fr-FR" else "sandbox" in shown["text"], shown["text"][:800])
        expect_equal(set(shown["asked"]) - {"/docs", "/openapi.json"}, {f"/docs/{name}" for name in FILES}, "what is loaded")


@suite.test
def an_operation_is_tried_with_a_key_that_stands_in_no_address(public, browser, tokens):
    steps = [["click", AUTHORIZE], ["fill", ".auth-container input", tokens["COUNSELLOR"]], ["click", ".auth-container .btn.authorize"],
             ["click", ".auth-container .btn-done"], ["click", TAG], ["click", f"{ME} .opblock-summary-control"], ["click", f"{ME} .execute"],
             ["waitFor", f"{ME} .live-responses-table .response-col_status"]]
    # In the same look: the codes of another operation.
    vote = public.get("/openapi.json").must(200).body["paths"]["/v1/agenda-items/{agenda_item_id}/votes/{member_id}"]["put"]
    steps += [["click", "#operations-tag-Votes"], ["click", "#operations-Votes-castVote .opblock-summary-control"],
              ["waitFor", "#operations-Votes-castVote .responses-wrapper"]]
    for width, language in LOOKS[:1]:
        shown = browser.look(name=f"docs-tried-{width}", url=public.base_url + "/docs", width=width, language=language, steps=steps, judged=".page")
        expect("x-problem-codes" in shown["text"] and vote["x-problem-codes"][0] in shown["text"], shown["text"][-3000:])
        expect_equal(shown["said"], [], "the console")
        expect("/v1/me" in shown["asked"] and "COUNSELLOR" in shown["text"] and "credential_id" in shown["text"], shown["text"][-3000:])
        expect_equal([address for address in shown["addresses"] if tokens["COUNSELLOR"] in address], [], "a key in an address")
        expect(tokens["COUNSELLOR"] not in shown["url"], shown["url"])


@suite.test
def its_files_are_fixed_cached_and_compressed(public):
    for name, kind in FILES.items():
        whole = public.get(f"/docs/{name}", headers={"Accept": "*/*"}).must(200)
        expect_equal((whole.headers["Content-Type"], whole.headers["Cache-Control"]), (kind, "public, max-age=300"), name)
        public.get(f"/docs/{name}", headers={"If-None-Match": whole.headers["ETag"]}).must(304)
        coded = public.send("GET", f"/docs/{name}", headers={"Accept-Encoding": "gzip"}, checks=False).must(200)
        if len(whole.raw) >= 1024:
            expect_equal(gzip.decompress(coded.raw), whole.raw, name)
    for name in ("package.json", "LICENSE", "swagger-ui.css.map", "..%2Fpackage.json", "..", "%2e%2e/%2e%2e/etc/passwd", ""):
        reply = public.send("GET", f"/docs/{name}", checks=False)
        expect(reply.status in (308, 400, 404), reply)


@suite.test
def a_page_comes_to_whoever_takes_one_and_refusals_as_they_were_asked(public):
    for path in ("/docs", "/problems", "/problems/GRID_INCOMPLETE"):
        for accept in (None, "*/*", "application/json", "text/html", "text/html,application/xhtml+xml,*/*;q=0.8"):
            reply = public.get(path, headers={"Accept": accept}, checks=False).must(200)
            expect_equal((reply.headers["Content-Type"], reply.headers["Cache-Control"]), ("text/html; charset=utf-8", "public, max-age=300"), accept)
            public.get(path, headers={"Accept": accept, "If-None-Match": reply.headers["ETag"]}, checks=False).must(304)
        public.get(path).must(200)  # as the contract says
        public.get(path, headers={"Accept": "image/png"}, checks=False).must_refuse("NOT_ACCEPTABLE", 406)
        coded = public.send("GET", path, headers={"Accept-Encoding": "gzip"}, checks=False).must(200)
        expect(coded.headers["Content-Encoding"] == "gzip" and gzip.decompress(coded.raw).startswith(b"<!DOCTYPE html>"), path)
        public.get(path + "?foo=1&lang=xx", headers=HTML, checks=False).must(200)
        public.get(path + "?foo=1", checks=False).must_refuse("UNKNOWN_PARAMETER", 400)
    public.get("/problems/NO_SUCH").must_refuse("NOT_FOUND", 404)
    page = public.get("/problems/NO_SUCH", headers=HTML, checks=False).must(404)
    expect(page.raw.startswith(b"<!DOCTYPE html>") and "script" not in page.headers["Content-Security-Policy"], page)


@suite.test
def without_its_files_the_page_says_so(instance, public, browser):
    with SecondServer(instance, CLEA_DOCS_FOLDER=str(instance.folder / "nowhere")) as server:
        says_so(server.client(public), browser)


def says_so(bare, browser):
    for path in ("/docs", *(f"/docs/{name}" for name in FILES)):
        refused = bare.get(path, checks=False)
        if path != "/docs/initializer.js":
            refused.must_refuse("DOCS_NOT_INSTALLED", 404)
            expect("docs.folder" in refused["hint"], refused)
    shown = browser.look(name="docs-missing", url=bare.base_url + "/docs", width=360)
    well_shown(shown, 360, "fr-FR", status=404)
    expect("n’est pas installée" in shown["text"] and "npm ci --ignore-scripts" in shown["text"], shown["text"])
    expect("script-src" not in shown["headers"]["content-security-policy"] and shown["asked"] == ["/docs"], shown["headers"])
    [_, api] = bare.get("/.well-known/api-catalog").must(200)["linkset"]
    expect_equal([link["href"] for link in api["service-doc"]], ["/problems"])


@suite.test
def the_catalogue_leads_to_everything(public):
    for method in ("GET", "HEAD"):
        found = public.send(method, "/.well-known/api-catalog", headers={"Accept": "application/linkset+json"}).must(200)
        expect_equal(found.headers["Content-Type"], "application/linkset+json")
        expect('rel="api-catalog"' in found.headers["Link"], found.headers)
    public.get("/.well-known/api-catalog", headers={"If-None-Match": found.headers["ETag"]}).must(304)
    [catalogue, api] = public.get("/.well-known/api-catalog", headers={"Accept": "*/*"}).must(200)["linkset"]
    expect_equal((catalogue["item"][0]["href"], api["anchor"]), ("/v1", "/v1"))
    expect_equal([link["href"] for link in api["service-doc"]], ["/docs", "/problems"])
    for relation in ("service-desc", "service-doc", "status"):
        for link in api[relation]:
            kind = public.get(link["href"], headers={"Accept": link["type"]}, checks=False).must(200).headers["Content-Type"]
            expect_equal(kind.split(";")[0], link["type"], link["href"])
    entrance = {link["rel"]: link["href"] for link in public.get("/v1").must(200)["links"]}
    expect_equal((entrance["docs"], entrance["api_catalog"], entrance["problem_pages"]), ("/docs", "/.well-known/api-catalog", "/problems"))


@suite.test
def every_problem_has_a_page_in_both_languages(public):
    """What the tables say of it stands there, and the index leads to each."""
    index = {language: public.get(f"/problems?lang={language}", headers=HTML, checks=False).must(200).raw.decode() for language in ("FR", "EN")}
    for problem in public.get("/v1/problems").must(200)["data"]:
        for language in ("FR", "EN"):
            expect(f'href="problems/{problem["code"]}?lang={language}"' in index[language], problem["code"])
            page = public.get(f"/problems/{problem['code']}?lang={language}", headers=HTML, checks=False).must(200).raw.decode()
            told = [problem[f"{member}_{language.lower()}"] for member in ("title", "detail", "hint")] + [problem["type"], str(problem["status"])]
            for text in filter(None, told):
                text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;")
                expect(text in page, (problem["code"], language, text))
        by_type = public.get(f"/problems/{problem['type'].rpartition(':')[2]}", headers=HTML, checks=False).must(200)
        expect(problem["code"].encode() in by_type.raw, by_type)


@suite.test
def problems_are_shown_well(public, browser):
    for path, says in (("", ("Problèmes que l’API peut signaler", "Problems that the API may report")),
                       ("/GRID_INCOMPLETE", ("Qui le rencontre", "Who meets it")), ("/NO_SUCH", ("Tous les problèmes", "All problems")),
                       ("/INTERNAL", ("Quiconque appelle le service", "Whoever calls the service"))):
        for is_english, (width, language) in enumerate(LOOKS):
            shown = browser.look(name=f"problems{path.replace('/', '-')}-{width}-{language[:2]}", url=f"{public.base_url}/problems{path}",
                                 width=width, language=language)
            well_shown(shown, width, language, status=404 if path == "/NO_SUCH" else 200)
            expect(says[is_english] in shown["text"], shown["text"])
            expect_equal(shown["asked"], [f"/problems{path}"], "nothing else is loaded")
            expect("script-src" not in shown["headers"]["content-security-policy"], shown["headers"])
    shown = browser.look(name="problems-400", url=f"{public.base_url}/problems/GRID_INCOMPLETE", zoom=4, script=False)
    expect("Évaluateur" in shown["text"] and "POST /v1/candidacies/{candidacy_id}/events" in shown["text"], shown["text"])


@suite.test
def the_contract_names_the_codes_of_each_operation(public):
    contract = public.get("/openapi.json").must(200).body
    known = set(contract["components"]["schemas"]["ReasonCode"]["enum"])
    named = 0
    for path in contract["paths"].values():
        for operation in path.values():
            codes = operation.get("x-problem-codes", [])
            named += len(codes)
            expect(set(codes) <= known and len(set(codes)) == len(codes), (operation["operationId"], codes))
    expect(named > 500, named)


@suite.test
def a_refusal_leads_to_its_page(public, tokens):
    """The client of the suites compares the address with the code of every refusal; here it is followed, from the engine, from the door
    before it, and from a page."""
    caller = Client(public.base_url, tokens["COUNSELLOR"])
    for refused in (public.get("/v1/nothing"), public.get("/v1/candidates"), public.get("/v1?x=1"), public.get("/v/0", headers=HTML, checks=False),
                    public.send("PATCH", "/v1/candidates", checks=False), caller.post("/v1/candidates", {}),
                    caller.post("/v1/candidates", raw=b"x" * 200000, headers={"Content-Type": "application/json"}, checks=False)):
        expect(refused.status >= 400, refused)
        address, _, relation = refused.headers["Link"].partition(">; ")
        page = public.get(address.removeprefix("<"), headers=HTML, checks=False).must(200)
        code = refused.code or address.rpartition("/")[2].upper().replace("-", "_")  # a page does not show it
        expect(relation == 'rel="help"' and code.encode() in page.raw, (refused, address))
    expect("Link" not in public.get("/v1").must(200).headers, "an answer that is no refusal has nothing to explain")


def main():
    with tempfile.TemporaryDirectory() as assets:
        os.chmod(assets, 0o755)
        install(pathlib.Path(assets))
        instance = Instance(settings={"CLEA_DOCS_FOLDER": assets})
        browser = None
        try:
            load_contract(instance)
            instance.start()
            public = Client(instance.base_url)
            browser = Browser(os.environ.get("CLEA_PAGES"))
            suite.run(sys.argv[1:], instance=instance, public=public, browser=browser, tokens=read_tokens(instance.tokens_path))
        finally:
            if browser:
                browser.stop()
            suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
