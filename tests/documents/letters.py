"""Letters about a certificate: what they say to whom."""

from paper import CODE, Suite, draw, expect, expect_equal, sample, tell

suite = Suite("letters")


def of_kind(folder, kind, changes=None, **more):
    return draw(folder, changes, "--kind", kind, told=sample(kind) | more)


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
