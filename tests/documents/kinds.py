# SPDX-License-Identifier: EUPL-1.2
"""Every kind of document, from its sample (samples/KIND.json, KIND-VARIANT.json): what it says, in which order it is read. Which kinds there are is asked of the
program; what each cannot do without is tests/unit/server/documents/paper_test.c."""

import json
import re
import unicodedata

import yaml

from drawing import FONTS, HARD_NAMES, composed
from paper import ROOT, SAMPLES, TESTS, Drawn, Suite, draw, expect, expect_equal, program, sample, tell

suite = Suite("kinds")
GOLDEN = TESTS / "documents" / "golden"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))
# Written for the eye on one sheet, in areas side by side: their order is looked at in drawing.py.
FRAMED = ("CERTIFICATE", "DUPLICATE")
LETTERS = [name for name in NAMES if name.partition("-")[0] in ("ANNULMENT", "PATH_PROPOSAL", "DECISION", "RESTITUTION", "PORTFOLIO")]
SIDE_PT, TOP_PT, BOTTOM_PT = 66, 40, 26
SENTENCE_WORDS = 25


def kind_of(name):
    return name.partition("-")[0]


drawn_once = {}


def of(folder, name, change=None, **environment):
    """A sample on paper, as it is or with a change; the same is drawn once."""
    told = sample(name)
    if change:
        change(told)
    if change or environment:
        return draw(folder, None, "--kind", kind_of(name), told=told, **environment)
    if name not in drawn_once:
        own = folder / f"sample-{name}"
        own.mkdir()
        drawn_once[name] = draw(own, None, "--kind", kind_of(name), told=told)
    return drawn_once[name]


@suite.test
def every_kind_has_a_sample_and_every_sample_a_kind(folder):
    done = program(folder, "kinds")
    expect_equal((done.returncode, done.stderr), (0, b""))
    expect_equal(sorted({kind_of(name) for name in NAMES}), sorted({row.split()[0] for row in done.stdout.decode().splitlines()}))


@suite.test
def each_says_what_it_said(folder):
    """As poppler lays the text out. What is meant to change is printed anew: pdftotext -layout."""
    for name in NAMES:
        text = tell("pdftotext", "-layout", of(folder, name).path, "-")
        expect_equal(text, (GOLDEN / f"{name}.txt").read_text(), name)


@suite.test
def each_is_sound_tagged_and_the_same_bytes_in_two_processes(folder):
    for name in NAMES:
        drawn = of(folder, name)
        expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", drawn.path), name)
        rows = [row.split() for row in tell("pdffonts", drawn.path).splitlines()[2:]]
        expect({row[0].partition("+")[2] for row in rows} <= FONTS and all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), f"{name}: {rows}")
        told = dict(re.findall(r"^(\w[\w ]*): +(.*)$", tell("pdfinfo", drawn.path), re.M))
        expect_equal(told["Tagged"], "yes", name)
        tags = re.findall(r"^ *(H1|H2|P|Table|TH|TD|TR|Figure)\b", tell("pdfinfo", "-struct", drawn.path), re.M)
        expect(tags.count("H1") == 1 and "P" in tags and ("TR" in tags) == ("TH" in tags), f"{name}: {tags}")
        whole = json.loads(tell("qpdf", "--json", drawn.path))
        values = [each.get("value") for each in whole["qpdf"][1].values() if isinstance(each.get("value"), dict)]
        expect([each for each in values if each.get("/Lang") == "u:fr-FR"], f"{name}: the language is not told")
        again = of(folder, name, TZ="Pacific/Auckland", LC_ALL="fr_FR.UTF-8", HOME="/nonexistent")
        expect(again.bytes == drawn.bytes, f"{name}: the same data are other bytes")


def structure(drawn):
    """(tags, sheet, number there) of each piece of text in the tree, in its order; tags as a path with whose they are, "/Document.5/Table.9"."""
    objects = json.loads(tell("qpdf", "--json", "--json-key=qpdf", drawn.path))["qpdf"][1]

    def found(value):
        return objects[f"obj:{value}"]["value"] if isinstance(value, str) and re.fullmatch(r"\d+ 0 R", value) else value

    root = found(objects["trailer"]["value"]["/Root"])
    sheets = [each for each in page_numbers(found, found(root["/Pages"]))]
    leaves = []

    def walk(element, page, path):
        own = str(element).partition(" ")[0]
        element = found(element)
        if isinstance(element, int):
            leaves.append((path, sheets.index(page), element))
        elif isinstance(element, list):
            for each in element:
                walk(each, page, path)
        elif "/MCID" in element:
            leaves.append((path, sheets.index(element.get("/Pg", page)), element["/MCID"]))
        elif "/K" in element:
            walk(element["/K"], element.get("/Pg", page), f"{path}{element['/S']}.{own}" if "/S" in element else path)

    walk(root["/StructTreeRoot"], None, "")
    return leaves


def page_numbers(found, node):
    for kid in node["/Kids"]:
        yield from page_numbers(found, found(kid)) if "/Kids" in found(kid) else [kid]


def is_aside(word):
    """What stands beside the text of what runs over several sheets: at the foot, and at the head of those behind the first."""
    return word[1] > 784 or (word[1] > 46 and word[3] < 62)


def read_pages(drawn):
    """(beside, words) of each sheet: those beside the text are first in the file, then those that are read, in their order."""
    pages = []
    for number, words in enumerate(drawn.pages("-raw")):
        start = next((place for place, word in enumerate(words) if not (word[1] > 784 or (number and is_aside(word)))), len(words))
        pages.append((words[:start], words[start:]))
    return pages


@suite.test
def each_is_read_in_the_order_in_which_it_is_seen(folder):
    """The order of the tags is that of the file, and on a sheet it goes down, or to the right within a row."""
    for name in NAMES:
        drawn = of(folder, name)
        leaves = structure(drawn)
        expect(leaves and all(path.startswith("/Document.") for path, _, _ in leaves), f"{name}: {leaves[:3]}")
        expect_equal([leaf[1:] for leaf in leaves], sorted(leaf[1:] for leaf in leaves), f"{name}: the tags are in another order")
        for beside, words in read_pages(drawn):
            expect(words, f"{name}: a sheet of which nothing is read")
            for one, other in zip(words, words[1:]):
                goes_back = other[3] < one[1] + 1 and other[0] < one[2]
                expect(kind_of(name) in FRAMED or not goes_back, f"{name}: {other} is read after {one}")
            text = "".join(word[4] for word in beside)
            expect(kind_of(name) in FRAMED or sample_foot(name) in text, f"{name}: no foot: {text}")


def sample_foot(name):
    told = sample(name)
    return (told.get("candidacy_reference") or told.get("reference") or told.get("number") or told["session"]["reference"])


def expect_apart(name, page):
    for left, top, right, bottom, word in page:
        expect(left > SIDE_PT and right < 595.3 - SIDE_PT and top > TOP_PT and bottom < 841.9 - BOTTOM_PT + 4, f"{name}: {word} at {left, top, right, bottom}")
    rows = sorted(page, key=lambda word: word[1])
    for place, one in enumerate(rows):
        for other in rows[place + 1:]:
            if other[1] > one[3]:
                break
            wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
            least = min(one[3] - one[1], other[3] - other[1])
            # A pair of letters may stand closer than their boxes.
            expect(wide < least / 4 or high < least * 0.6, f"{name}: {one[4]} and {other[4]} are one on the other")


def named(value, names):
    """The same with these names in every place of a name."""
    last, first = names
    if isinstance(value, list):
        return [named(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    given = {"last_name": last, "birth_name": last, "usage_name": last, "first_name": first, "first_name_1": first, "first_name_2": first,
             "birth_commune_label": last, "city": first, "address_line_1": f"{first} {last}", "name": f"{last} {first}", "place": f"{first} {last}",
             "commission_name": f"{last} {first}", "email": f"{'x' * 60}@{'y' * 60}.example"}
    return {key: given[key] if key in given and value[key] is not None else named(value[key], names) for key in value}


@suite.test
def no_name_overflows_any_of_them(folder):
    for name in NAMES:
        if name in FRAMED or name != kind_of(name):
            continue
        for what, names in HARD_NAMES.items():
            drawn = draw(folder, None, "--kind", kind_of(name), told=named(sample(name), names))
            for page in drawn.pages():
                expect_apart(f"{name}, {what}", page)
            # Whoever reads a text takes the hyphen at the end of a line for ours.
            squeezed = re.sub(r"[\s-]", "", composed("".join(word[4] for page in drawn.pages("-raw") for word in page)))
            whole = re.sub(r"[\s-]", "", composed(names[1]))
            expect(whole in squeezed or what == "short", f"{name}, {what}: the name is not whole")


@suite.test
def decomposed_input_is_the_same_drawing_of_each(folder):
    for name in NAMES:
        loose = json.loads(unicodedata.normalize("NFD", json.dumps(sample(name), ensure_ascii=False)))
        expect(draw(folder, None, "--kind", kind_of(name), told=loose).bytes == of(folder, name).bytes, name)


def places(value, pointer):
    """The parents of what a pointer leads to, and its last name: one for the first item of a list."""
    names = pointer.strip("/").split("/")
    path = ""
    for step in names[:-1]:
        step = "0" if step == "*" else step
        path += f"/{step}"
        value = value[int(step)] if isinstance(value, list) and value else value.get(step) if isinstance(value, dict) else None
    return value, names[-1], f"{path}/{names[-1]}"


@suite.test
def what_a_rule_asks_for_beside_the_shape_is_named(folder):
    for name, pointer, value in (("DECISION", "/decision/reasons", None), ("DECISION", "/decision/outcome", "NOT_EXAMINED"), ("ANNULMENT", "/annulled_on", None),
                                 ("DECISION-DEFERRED", "/decision/request_text", None), ("DECISION-DEFERRED", "/decision/answer_by_date", None),
                                 ("RECTIFYING_MINUTES", "/reference", None), ("CONVOCATION", "/member/college", "OTHER")):
        told = sample(name)
        parent, last, path = places(told, pointer)
        parent[last] = value
        refused = Drawn(folder, None, "--kind", kind_of(name), told=told)
        expect_equal((refused.code, refused.bytes), (1, b""), name)
        expect(f"this is no such document: {path}\n" in refused.complaint, f"{name} {pointer}: {refused.complaint}")


def mended_members():
    """What may be mended of minutes, by the contract: {pointer of the member: (what it said, what it says)}."""
    schemas = yaml.load((ROOT / "openapi.yaml").read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["components"]["schemas"]
    values = {"modality": ("ON_SITE", "REMOTE"), "presence": ("ABSENT", "REMOTE"), "starts_at": ("14:00", "14:15"),
              "domain_codes": (["2"], ["3", "2"]), "answer_by_date": ("2026-04-11", "2026-04-15")}
    for schema, place in (("NewRectification", ""), ("RectifiedJuror", "/jurors/1"), ("RectifiedFile", "/files/1")):
        for name, told in schemas[schema]["properties"].items():
            if not told.get("readOnly") and name not in ("reason", "jurors", "files", "member_id", "agenda_item_id"):
                yield f"{place}/{name}", values.get(name, ("Ce qui était écrit", "Ce qui se lit"))


# A word of the wire, or a day as it is sent there: neither is French.
OF_THE_WIRE = re.compile(r"\b(?:[a-z]+_[a-z_]+|[A-Z]+_[A-Z_]+|\d{4}-\d{2}-\d{2})\b")


@suite.test
def no_paper_speaks_the_language_of_the_wire(folder):
    """The samples as they are, and rectifying minutes of each member that may be mended: as it was and as it is, and no empty line."""
    for name in NAMES:
        expect_equal(OF_THE_WIRE.findall(of(folder, name).text()), [], name)
    mends = [{"pointer": pointer, "was": was, "becomes": becomes} for pointer, (was, becomes) in mended_members()]
    expect(len(mends) >= 10, f"{mends}")
    for mend in mends:
        text = of(folder, "RECTIFYING_MINUTES", lambda told, mend=mend: told.update(mends=[mend])).text()
        expect_equal(OF_THE_WIRE.findall(text), [], mend["pointer"])
        expect("(rien)" not in text, f"{mend}: {text}")
    told = sample("RECTIFYING_MINUTES") | {"mends": [{"pointer": "/files/1/outcome", "was": "REFUSED", "becomes": "CERTIFIED"}]}
    refused = Drawn(folder, None, "--kind", "RECTIFYING_MINUTES", told=told)
    expect_equal((refused.code, refused.bytes), (1, b""), "what no label is known of is printed nowhere")


@suite.test
def a_portfolio_says_nothing_of_what_is_missing(folder):
    text = of(folder, "PORTFOLIO").text()
    for word in ("2.3", "2.5", "3.4", "Non", "non valid", "manqu", "échec", "reste", "L’utilisation"):
        expect(word not in text, f"{word}: {text}")
    expect("2.1" in text and "Domaines validés" in text and "Autres sous-domaines validés" in text, text)


@suite.test
def files_of_an_agenda_are_told_by_their_reference_alone(folder):
    def with_names(told):
        told["items"][0] |= {"candidate": {"birth_name": "Lefèvre"}, "organism": {"name": "Greta"}}

    expect(of(folder, "AGENDA", with_names).bytes == of(folder, "AGENDA").bytes, "more than the reference is drawn")


def sentences(drawn):
    """Of what stands in lines as wide as the sheet: no table."""
    text = " ".join(word[4] for _, words in read_pages(drawn) for word in words if word[3] - word[1] > 14)
    return [one for one in re.split(r"(?<=[.?!:])\s+", text) if one]


@suite.test
def letters_are_in_plain_french(folder):
    """One idea a sentence, so none is long; what happens next is told; no word of the trade unexplained."""
    for name in LETTERS:
        drawn = of(folder, name)
        for sentence in sentences(drawn):
            expect(len(sentence.split()) <= SENTENCE_WORDS or sentence.startswith("«"), f"{name}: {sentence}")
        text = composed(drawn.text())
        for word in ("nonobstant", "susvisé", "ci-après", "afférent", "le cas échéant", "susmentionné", "jury", "COPANEF", "notification", "habilit"):
            expect(word.lower() not in text.lower(), f"{name}: {word}")
        if name not in ("PORTFOLIO", "RESTITUTION-ANNULLED", "PATH_PROPOSAL"):
            expect("La suite" in text, f"{name} does not say what happens next")
    refused = composed(of(folder, "DECISION").text())
    for word in ("deux mois", "recours", "Écrivez une lettre à", "DOS-2026-000123-45", "d’autres membres"):
        expect(word in refused, f"{word} is not in {refused}")


@suite.test
def what_people_wrote_is_shown_whatever_it_holds(folder):
    """A character that no font has stops a name, and never what a commission gives as its reasons."""
    def written(told):
        told["decision"]["reasons"] = "Voir l'annexe 山 :\tles heures\nmanquent 😀 !"

    text = composed(of(folder, "DECISION", written).text())
    expect("l’annexe \ufffd\u00a0:" in text.replace(": les", "\u00a0:") or "annexe \ufffd" in text, text)
    expect("山" not in text and "manquent \ufffd" in text, text)
    told = sample("MINUTES")
    told["content"]["jurors"][0]["last_name"] = "Mo山reau"
    refused = Drawn(folder, None, "--kind", "MINUTES", told=told)
    expect_equal(refused.code, 1)
    expect("no font has the character 山 (U+5C71)" in refused.complaint, refused.complaint)


__all__ = ["expect_apart", "kind_of", "of", "read_pages", "structure"]
