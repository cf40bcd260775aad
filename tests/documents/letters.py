# SPDX-License-Identifier: EUPL-1.2
"""Letters about a certificate: what they say to whom."""

import re

from drawing import composed
from kinds import expect_apart
from paper import CODE, Suite, draw, expect, expect_equal, sample, tell

suite = Suite("letters")
# Those that name a holder of the certificate, written to him.
LETTERS = ("ANNULMENT",)


def of_kind(folder, kind, changes=None, **more):
    return draw(folder, changes, "--kind", kind, told=sample(kind) | more)


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
            for page in drawn.pages():
                expect_apart(f"{kind}, {letter}", page)
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
    expect_equal(tell("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", drawn.path.with_suffix(".png")).strip(), f"https://verification.example/v/{CODE}")
