# SPDX-License-Identifier: EUPL-1.2
"""What a drawing is to the tools of others: poppler, zbar, qpdf."""

import json
import os
import pathlib
import re
import subprocess
import unicodedata

from paper import CERTIFICATE, CODE, PROGRAM, ROOT, Drawn, Suite, draw, expect, expect_equal, program, tell

suite = Suite("documents")
FONTS = {"EBGaramond12-Regular", "EBGaramond12-Italic", "Inter-Regular", "Inter-SemiBold", "GentiumPlus", "GentiumPlus-Italic"}
# The frame of the sheet: no word touches it.
FRAME_PT = 46
# 60 characters each: apostrophes, letters of many tongues, marks that no letter has, words that do not end.
HARD_NAMES = {
    "many letters": ("Wąsowska-d'Œuvrefeuille-Ķirsis-Größmann-Yağmurdereli-Łuczak’s", "Ŝŭnjo-Ĝermana-Țiriac-Ķestutis-Ņīna-Ļubova-Šárka-Žofie-Đurđa"),
    "marks": ("Nguyễn-Thị-Hồng-Ánh-Ẹ̀kẹ́-Oluwàṣeun-Q̃ana-Ŵŷnne-Ẽ̞a-M̀bà-Jong", "Ħamrun-Ðorðe-Þóra-Ƀaŋaṛẽ-Ǵeorg-Ǎn-Ḫaṭṭi-Ṣāliḥ-Ầu-Ợt-Ỹvi-Ʒ"),
    "one word": ("W" * 60, "M" * 60),
    "short": ("O", "Y"),
    "words": ("de La Rochefoucauld Montmorency Beauvillier Saint Aignan Y Z", "Marie Ange Élisabeth Bérengère Clémentine Philippine Apolline"),
}


def composed(text):
    return unicodedata.normalize("NFC", text).replace("'", "’")


@suite.test
def the_same_data_are_the_same_bytes_in_every_process(folder):
    first = draw(folder)
    bare = pathlib.Path(folder) / "fonts.conf"
    bare.write_text("<fontconfig/>")
    for environment in ({}, {"TZ": "Pacific/Auckland", "LC_ALL": "fr_FR.UTF-8", "HOME": "/nonexistent"}, {"FONTCONFIG_FILE": str(bare)}):
        expect(draw(folder, **environment).bytes == first.bytes, f"another drawing with {environment}")
    expect(draw(folder, {"holder/birth_name": "Lefevre"}).bytes != first.bytes, "another name is the same drawing")


@suite.test
def every_font_is_embedded_and_one_of_ours(folder):
    drawn = draw(folder, {"holder/birth_name": HARD_NAMES["marks"][0]})
    rows = [row.split() for row in tell("pdffonts", drawn.path).splitlines()[2:]]
    names = {row[0].partition("+")[2] for row in rows}
    expect(len(rows) >= 5 and names <= FONTS, names - FONTS)
    expect("GentiumPlus" in names, f"no fallback was needed: {names}")
    for row in rows:
        expect_equal(row[-5:-2], ["yes", "yes", "yes"], f"embedded, subset, with its text: {row}")


@suite.test
def its_code_is_read_from_paper(folder):
    drawn = draw(folder)
    for dpi in (60, 80, 150):
        tell("pdftoppm", "-r", dpi, "-png", "-singlefile", drawn.path, drawn.path.with_suffix(""))
        expect_equal(tell("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", drawn.path.with_suffix(".png")).strip(), f"https://verification.example/v/{CODE}", f"{dpi} dpi")


@suite.test
def a_screen_reader_finds_its_way(folder):
    drawn = draw(folder)
    told = dict(re.findall(r"^(\w[\w ]*): +(.*)$", tell("pdfinfo", drawn.path), re.M))
    expect_equal((told["Tagged"], told["Pages"], told["Title"], told["Author"]), ("yes", "1", composed(CERTIFICATE["title"]), "Certif’Pro"))
    structure = tell("pdfinfo", "-struct", drawn.path)
    tags = re.findall(r"^ *(H1|H2|P|Figure)\b", structure, re.M)
    expect(tags.count("H1") == 1 and tags.count("H2") == 1 and tags.count("Figure") == 1 and tags.count("P") > 12, structure)
    whole = json.loads(tell("qpdf", "--json", drawn.path))
    values = [each.get("value") for each in whole["qpdf"][1].values() if isinstance(each.get("value"), dict)]
    expect([each for each in values if each.get("/Lang") == "u:fr-FR"], "the language is not told")
    expect_equal([each["/Alt"] for each in values if "/Alt" in each], ["u:Code QR : adresse où vérifier ce certificat"])


@suite.test
def the_file_is_sound(folder):
    drawn = draw(folder)
    expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", drawn.path), "qpdf complains")
    expect("pdfaid" not in drawn.bytes.decode("latin-1"), "a conformance is claimed that nobody has checked")


@suite.test
def no_name_overflows(folder):
    for kind, (birth_name, first_name) in HARD_NAMES.items():
        changes = {"holder/birth_name": birth_name, "holder/usage_name": birth_name, "holder/birth_commune_label": first_name,
                   "commission_name": f"{birth_name} {first_name}", "signatories": [{"name": f"{first_name} {birth_name}", "role": birth_name}] * 3}
        changes |= {f"holder/first_name_{place}": first_name for place in (1, 2, 3)}
        drawn = draw(folder, changes)
        words = drawn.words()
        for left, top, right, bottom, word in words:
            expect(left > FRAME_PT and top > FRAME_PT - 8 and right < 841.9 - FRAME_PT and bottom < 595.3 - FRAME_PT + 8,
                   f"{kind}: {word} at {left, top, right, bottom}")
        for place, one in enumerate(words):
            for other in words[place + 1:]:
                wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
                least = min(one[3] - one[1], other[3] - other[1])
                # A pair of letters may stand closer than their boxes.
                expect(wide < least / 4 or high < least * 0.6, f"{kind}: {one[4]} and {other[4]} are one on the other")
        # The name itself, whole, whatever its lines.
        squeezed = re.sub(r"\s", "", composed(drawn.text()))
        name = re.sub(r"\s", "", composed(first_name * 3 + birth_name))
        expect(name in squeezed, f"{kind}: {name} is not in {squeezed}")


@suite.test
def decomposed_input_is_the_same_drawing(folder):
    wanted = draw(folder).bytes
    loose = {f"holder/{name}": unicodedata.normalize("NFD", value) for name, value in CERTIFICATE["holder"].items() if isinstance(value, str)}
    expect(draw(folder, loose).bytes == wanted, "accents apart are another drawing")


@suite.test
def a_character_that_no_font_has_is_named(folder):
    refused = Drawn(folder, {"holder/birth_name": "Lefè山vre"})
    expect_equal((refused.code, refused.bytes), (1, b""))
    expect("no font has the character 山 (U+5C71)" in refused.complaint, refused.complaint)


@suite.test
def the_server_knows_what_the_fonts_have(folder):
    """The table of the server is that of the fonts: whoever changes them prints it anew (clea-documents characters)."""
    done = program(folder, "characters")
    expect_equal((done.returncode, done.stderr), (0, b""))
    expect(done.stdout.decode() == (ROOT / "server/text/drawn.def").read_text(), "server/text/drawn.def is not what the fonts have")


@suite.test
def what_is_no_certificate_is_told_by_its_member(folder):
    for path, value in (("number", None), ("title", ""), ("decision_on", "2026-02-30"), ("issued_on", 20260301), ("holder", {}),
                        ("holder/first_name_1", None), ("signatories", [{"name": "Camille"}]), ("verification_code", 12)):
        refused = Drawn(folder, {path: value})
        pointer = {"holder": "/holder/birth_name", "signatories": "/signatories/0/role"}.get(path, f"/{path}")
        expect_equal((refused.code, refused.bytes), (1, b""), path)
        expect(f"this is no such document: {pointer}\n" in refused.complaint, refused.complaint)


@suite.test
def a_specimen_says_so(folder):
    # Across the sheet: a reader of text meets its letters one by one, from below.
    def letters(drawn):
        return "".join(reversed([line for line in drawn.text().splitlines() if len(line) == 1]))

    expect_equal((letters(draw(folder, None, "--specimen")), letters(draw(folder))), ("SPÉCIMEN", ""))


@suite.test
def a_font_that_is_not_there_is_named_with_its_package(folder):
    """In a name space of its own, where an empty folder hides it."""
    source = pathlib.Path(folder) / "certificate.json"
    source.write_text(json.dumps(CERTIFICATE))
    hidden = ["unshare", "--mount", "sh", "-c",
              f"mount -t tmpfs none /usr/share/fonts/opentype/ebgaramond && exec {PROGRAM} draw --data {source}"]
    done = subprocess.run(hidden, capture_output=True, env={"PATH": os.environ["PATH"], "ASAN_OPTIONS": "detect_leaks=0"})
    expect_equal((done.returncode, done.stdout), (1, b""), done.stderr)
    expect(b"EBGaramond12-Regular.otf is missing: install the package fonts-ebgaramond" in done.stderr, done.stderr)


@suite.test
def the_settings_of_the_certifier_are_printed(folder):
    text = draw(folder, CLEA_POLICY_CERTIFIER_NAME="Le Certificateur", CLEA_DOCUMENTS_SIGNATORY_ROLE="Direction générale").text()
    expect("Le Certificateur" in text and "Direction générale" in text, text)
    expect("Claude Besson" not in draw(folder, CLEA_DOCUMENTS_SIGNATORY="").text(), "nobody is named, and somebody signs")
    expect(draw(folder, CLEA_DOCUMENTS_COLOR="#7a1f2b").bytes != draw(folder).bytes, "another colour is the same drawing")
    refused = Drawn(folder, CLEA_DOCUMENTS_COLOR="blue")
    expect(refused.code == 2 and 'documents.color is "blue", expected a colour as #1f3a5f' in refused.complaint, refused.complaint)
