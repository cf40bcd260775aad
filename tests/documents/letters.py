"""Letters: read in the order in which they are seen, in plain French, and nothing overflows whatever the names are."""

import re

from drawing import FONTS, HARD_NAMES, composed
from paper import CODE, Suite, TESTS, draw, expect, expect_equal, tell

suite = Suite("letters")
FOLDER = TESTS / "documents"
MARGIN_PT = 60
ANNULLED = {"annulled_on": "2026-04-12", "annul_reason": "ERROR"}
DUPLICATE = {"duplicate": {"ordinal": 2, "issued_on": "2027-01-05"}}
# Of each kind: what it has to say beside a certificate.
KINDS = {"ANNULMENT": ANNULLED, "DUPLICATE": DUPLICATE}
LETTERS = ("ANNULMENT",)


def of_kind(folder, kind, changes=None, **more):
    return draw(folder, changes, "--kind", kind, more=KINDS[kind] | more)


@suite.test
def each_is_read_in_the_order_in_which_it_is_seen(folder):
    for kind in KINDS:
        golden = FOLDER / f"{kind.lower()}.txt"
        expect_equal(of_kind(folder, kind).text().strip(), golden.read_text().strip(), kind)


@suite.test
def each_is_sound_tagged_and_the_same_bytes_again(folder):
    for kind in KINDS:
        drawn = of_kind(folder, kind)
        expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", drawn.path), kind)
        rows = [row.split() for row in tell("pdffonts", drawn.path).splitlines()[2:]]
        expect({row[0].partition("+")[2] for row in rows} <= FONTS and all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), rows)
        told = dict(re.findall(r"^(\w[\w ]*): +(.*)$", tell("pdfinfo", drawn.path), re.M))
        expect_equal((told["Tagged"], told["Pages"]), ("yes", "1"), kind)
        structure = re.findall(r"^ *(H1|H2|P|Figure)\b", tell("pdfinfo", "-struct", drawn.path), re.M)
        expect(structure.count("H1") == 1 and "P" in structure, f"{kind}: {structure}")
        expect(of_kind(folder, kind).bytes == drawn.bytes, f"{kind}: the same data are other bytes")


@suite.test
def no_name_overflows_a_letter(folder):
    for kind in LETTERS:
        for name, (birth_name, first_name) in HARD_NAMES.items():
            drawn = of_kind(folder, kind, {"holder/birth_name": birth_name, "holder/first_name_1": first_name, "holder/birth_commune_label": first_name})
            words = drawn.words()
            for left, top, right, bottom, word in words:
                expect(left > MARGIN_PT and right < 595.3 - MARGIN_PT and top > 30 and bottom < 841.9 - 30, f"{kind}, {name}: {word} at {left, top, right, bottom}")
            for place, one in enumerate(words):
                for other in words[place + 1:]:
                    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
                    least = min(one[3] - one[1], other[3] - other[1])
                    expect(wide < least / 4 or high < least * 0.6, f"{kind}, {name}: {one[4]} and {other[4]} are one on the other")
            # Whoever reads a text takes the hyphen at the end of a line for ours.
            squeezed = re.sub(r"[\s-]", "", composed(drawn.text()))
            expect(re.sub(r"[\s-]", "", composed(first_name + "Marie" + birth_name)) in squeezed, f"{kind}, {name}: the name is not whole")


@suite.test
def names_as_long_as_they_may_be_are_on_a_letter_as_on_the_certificate(folder):
    """Five names of the most characters that a field takes, in the widest letters: whoever got the certificate gets the letter."""
    for letter in ("W", "Ǆ", "Œ", "M"):
        name = letter * 60
        changes = {f"holder/{member}": name for member in ("birth_name", "usage_name", "first_name_1", "first_name_2", "first_name_3")}
        changes |= {"holder/birth_commune_label": letter * 40, "holder/birth_country_label": letter * 40}
        draw(folder, changes)
        for kind in LETTERS:
            drawn = of_kind(folder, kind, changes)
            for left, top, right, bottom, word in drawn.words():
                expect(left > MARGIN_PT and right < 595.3 - MARGIN_PT and top > 30 and bottom < 841.9 - 30, f"{kind}, {letter}: {word[:9]} at {left, top, right, bottom}")
            squeezed = re.sub(r"[\s-]", "", composed(drawn.text()))
            expect(squeezed.count(letter * 60) >= 2, f"{kind}, {letter}: the name is not whole")


@suite.test
def who_is_told_why_is_told_what_may_follow(folder):
    text = of_kind(folder, "ANNULMENT", annul_reason="FRAUD").text()
    expect("Le motif est une fraude." in text and "ne peut être ouverte que par nous" in text, text)
    for sex, greeting in (("F", "Madame,"), ("M", "Monsieur,"), (None, "Madame, Monsieur,")):
        expect(f"\n{greeting}\n" in of_kind(folder, "ANNULMENT", {"holder/sex": sex}).text(), greeting)


@suite.test
def the_code_of_a_duplicate_is_that_of_the_certificate(folder):
    drawn = of_kind(folder, "DUPLICATE")
    tell("pdftoppm", "-r", 150, "-png", "-singlefile", drawn.path, drawn.path.with_suffix(""))
    expect_equal(tell("zbarimg", "--quiet", "--raw", drawn.path.with_suffix(".png")).strip(), f"https://verification.example/v/{CODE}")
