# SPDX-License-Identifier: EUPL-1.2
"""What runs over several sheets: long lists, long texts, their heads and numbers."""

import re

from drawing import composed
from kinds import expect_apart, kind_of, of, read_pages, structure
from paper import Suite, draw, expect, expect_equal, sample, tell

suite = Suite("flowing")
WORDS = "La commission a relevé que les heures suivies ne correspondent pas au parcours décrit dans le dossier".split()


def reference(number):
    return f"DOS-2026-{number:06d}-{number % 97:02d}"


def long_agenda():
    told = sample("AGENDA")
    told["items"] = [{"position": number, "starts_at_local": f"{8 + number // 60:02d}:{number % 60:02d}", "ends_at_local": f"{8 + (number + 1) // 60:02d}:{(number + 1) % 60:02d}",
                      "candidacy_reference": reference(number), "recusals": [{"first_name": "Anne", "last_name": f"Dupont-{number}"}] * (number % 3)} for number in range(1, 257)]
    return told


def long_minutes():
    told = sample("MINUTES")
    content = told["content"]
    content["jurors"] = [{"member_id": f"m{number}", "last_name": f"Nom-{number}", "first_name": "Prénom", "college": "EMPLOYER" if number < 20 else "EMPLOYEE", "presence": "PRESENT"} for number in range(40)]
    content["files"] = [content["files"][number % 3] | {"position": number, "candidacy_reference": reference(number), "recusals": [], "step_downs": [], "recorded_votes": [],
                         # Of every length, so that sheets end at every place.
                         "reasons": " ".join(WORDS * (number % 6 + 1)) + "."} for number in range(1, 201)]
    return told


def long_convocation():
    told = sample("CONVOCATION")
    told["documents"] = [{"title": "Attestation de restitution", "candidacy_reference": reference(number)} for number in range(1, 201)]
    return told


LONG = {"AGENDA": long_agenda, "MINUTES": long_minutes, "CONVOCATION": long_convocation}
HEADS = {"AGENDA": "Ordre", "MINUTES": "N°", "CONVOCATION": "Document"}
TIMES = {"AGENDA": 1, "MINUTES": 2, "CONVOCATION": 1}  # how often a file is named


def page_count(drawn):
    return int(re.search(r"^Pages: +(\d+)$", tell("pdfinfo", drawn.path), re.M).group(1))


@suite.test
def long_lists_lose_nothing_and_say_what_their_columns_are(folder):
    for kind, told in LONG.items():
        drawn = draw(folder, None, "--kind", kind, told=told())
        count = page_count(drawn)
        expect(count > 4, f"{kind}: {count} sheets")
        text = composed(drawn.text())
        numbers = range(1, 257 if kind == "AGENDA" else 201)
        for number in numbers:
            times = text.count(reference(number))
            expect(times == TIMES[kind] or (kind == "MINUTES" and times == 1), f"{kind}: {reference(number)} {times} times")
        for place, (page, (beside, words)) in enumerate(zip(drawn.pages(), read_pages(drawn)), 1):
            expect_apart(kind, page)
            said = " ".join(word[4] for word in beside)
            expect(f"page {place} sur {count}" in composed(said).replace("\u00a0", " "), f"{kind}, sheet {place}: {said}")
            # Rows that go on stand below the head of their table.
            if place > 1 and any(word[4] == reference(number) for number in numbers for word in words[:12]) and words[1][4] != "Dossier":
                expect_equal(words[0][4], HEADS[kind], f"{kind}, sheet {place}: no head above its rows")
        again = draw(folder, None, "--kind", kind, told=told())
        expect(again.bytes == drawn.bytes, f"{kind}: the same data are other bytes")
        expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", drawn.path), kind)
        tables = re.findall(r"^ *Table\b", tell("pdfinfo", "-struct", drawn.path), re.M)
        expect(len(tables) <= 5, f"{kind}: a table of several sheets is {len(tables)} tables")
        leaves = [leaf[1:] for leaf in structure(drawn)]
        expect(leaves == sorted(leaves), f"{kind}: the tags are in another order")


@suite.test
def a_long_text_is_whole_on_however_many_sheets(folder):
    written = " ".join(f"{word}{number}" for number in range(38) for word in WORDS)[:4000].rsplit(" ", 1)[0]
    for name, at in (("DECISION", ("decision", "reasons")), ("DECISION-DEFERRED", ("decision", "request_text")), ("RESTITUTION", ("restitution", "synthesis")),
                     ("RECTIFYING_MINUTES", (None, "reason"))):
        told = sample(name)
        (told[at[0]] if at[0] else told)[at[1]] = written if kind_of(name) != "RESTITUTION" else written + " " + written
        drawn = draw(folder, None, "--kind", kind_of(name), told=told)
        expect(page_count(drawn) > 1, name)
        said = "".join(re.sub(r"\s", "", word[4]) for _, words in read_pages(drawn) for word in words)
        expect(re.sub(r"\s", "", written) in said, f"{name}: the text is not whole")
        for page in drawn.pages():
            expect_apart(name, page)
        # One paragraph in the tree, whatever the sheets: its parts are spans of it.
        spans = [leaf for leaf in structure(drawn) if "/Span." in leaf[0]]
        expect(len(spans) > 1 and len({leaf[1] for leaf in spans}) == len(spans), f"{name}: {spans}")
        expect_equal(len({leaf[0].rpartition("/Span.")[0] for leaf in spans}), 1, f"{name}: {spans}")


@suite.test
def no_line_of_a_paragraph_stands_alone(folder):
    """Whatever the length of a text that ends near the end of a sheet: two lines at least on either side."""
    for count in range(120, 420, 25):
        told = sample("DECISION")
        told["decision"]["reasons"] = " ".join(WORDS[place % len(WORDS)] for place in range(count))
        drawn = draw(folder, None, "--kind", "DECISION", told=told)
        pages = [words for _, words in read_pages(drawn)]
        for before, after in zip(pages, pages[1:]):
            last, first = before[-1][4], after[0][4]
            if last in WORDS and first in WORDS:
                for words in (before[-40:], after):
                    lines = {round(word[1]) for word in words if word[4] in WORDS}
                    expect(len(lines) >= 2, f"{count} words: a line alone")


@suite.test
def a_decision_is_not_cut(folder):
    """What minutes say of a file stands on one sheet, from its heading on."""
    drawn = draw(folder, None, "--kind", "MINUTES", told=long_minutes())
    for _, words in read_pages(drawn):
        sheet = composed(" ".join(word[4] for word in words)).replace("\u00a0", " ")
        cuts = re.split(r"\d+\. Dossier ", sheet)
        # Of three files two are told at length: from the first words to the last.
        for told in cuts[:-1] if "Votes et décisions" in sheet else cuts[1:]:
            if "proposition d’ajourner" in told:
                expect("Réponse attendue" in told, f"cut: {told}")
        expect("Réponse attendue" not in cuts[0] and "Motifs :" not in cuts[0], f"a sheet begins within a file: {cuts[0]}")


@suite.test
def one_sheet_has_no_number(folder):
    expect("page" not in of(folder, "AGENDA").text(), "a number on the only sheet")


@suite.test
def a_last_line_does_not_take_a_sheet(folder):
    """Where a little smaller letters save the last sheet, they do."""
    for name in ("DECISION-DEFERRED", "CONVOCATION"):
        expect_equal(page_count(of(folder, name)), 1, name)


@suite.test
def a_specimen_says_so_on_every_sheet(folder):
    drawn = draw(folder, None, "--kind", "AGENDA", "--specimen", told=long_agenda())
    for number, page in enumerate(drawn.pages("-raw"), 1):
        # Across the sheet, before everything else.
        expect(re.sub(r"\s", "", "".join(word[4] for word in page)).startswith("SPÉCIMEN"), f"sheet {number}: {page[:3]}")
