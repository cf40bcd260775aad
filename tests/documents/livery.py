# SPDX-License-Identifier: EUPL-1.2
"""What is the certifier's own on documents: logo, address, line at the foot; and what is said at start of a logo that cannot be drawn."""

import json
import re
import struct
import zlib

from kinds import kind_of
from paper import BINARY, Drawn, Suite, draw, expect, expect_equal, program, sample, tell

suite = Suite("livery")
SERVER = BINARY.with_name("clea-server")


def chunk(name, held):
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def png(width=120, height=48, dots=None):
    """A PNG in two colours, with transparent corners."""
    rows = b"".join(b"\0" + b"".join(bytes((200, 30 + column % 100, 40, 255 if 4 < column < width - 4 else 0)) for column in range(width)) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows if dots is None else dots)) + chunk(b"IEND", b"")


def logo_in(folder, held, name="logo.png"):
    path = folder / name
    path.write_bytes(held)
    return str(path)


@suite.test
def a_logo_stands_at_the_head_and_is_told_in_words(folder):
    logo = logo_in(folder, png())
    for name in ("AGENDA", "DECISION", "CERTIFICATE"):
        drawn = draw(folder, None, "--kind", kind_of(name), told=sample(name), CLEA_DOCUMENTS_LOGO_FILE=logo)
        images = tell("pdfimages", "-list", drawn.path).splitlines()[2:]
        expect(any(" image " in line and " 120 " in line for line in images), f"{name}: {images}")
        again = draw(folder, None, "--kind", kind_of(name), told=sample(name), CLEA_DOCUMENTS_LOGO_FILE=logo)
        expect(again.bytes == drawn.bytes, f"{name}: the same logo is other bytes")
        whole = json.loads(tell("qpdf", "--json", drawn.path))
        values = [each.get("value") for each in whole["qpdf"][1].values() if isinstance(each.get("value"), dict)]
        expect("u:Certif’Pro" in [each["/Alt"] for each in values if "/Alt" in each], f"{name}: the logo is not told in words")
        expect("No syntax or stream encoding errors found" in tell("qpdf", "--check", drawn.path), name)


@suite.test
def address_and_foot_are_printed_where_they_belong(folder):
    settings = {"CLEA_DOCUMENTS_POSTAL_ADDRESS": "14, rue de l'Hôtel-de-Ville, 75004 Paris", "CLEA_DOCUMENTS_FOOT": "Association régie par la loi de 1901 : n° 1"}
    text = re.sub(r"\s+", " ", draw(folder, None, "--kind", "DECISION", told=sample("DECISION"), **settings).text())
    expect("Écrivez une lettre à Certif’Pro, 14, rue de l’Hôtel-de-Ville, 75004 Paris." in text, text)
    expect_equal(text.count("Association régie par la loi de 1901"), text.count(" sur 2"), text)


BROKEN = {"no PNG": b"GIF89a" + bytes(100), "empty": b"", "cut": png()[:-20], "more behind it": png() + b"x", "too wide": png(4001, 1), "too large": png() + bytes(3 << 20)}


@suite.test
def a_logo_that_cannot_be_drawn_is_refused_and_said_at_start(folder):
    seen = set()
    for what, held in BROKEN.items():
        path = logo_in(folder, held)
        refused = Drawn(folder, None, "--kind", "AGENDA", told=sample("AGENDA"), CLEA_DOCUMENTS_LOGO_FILE=path)
        expect_equal((refused.code, refused.bytes), (1, b""), what)
        expect(f"the logo: documents.logo_file: {path}: it " in refused.complaint, f"{what}: {refused.complaint}")
        seen.add(refused.complaint.rsplit(": it ", 1)[1])
        for binary in (SERVER, None):
            done = program(folder, "check-config", **({"binary": binary} if binary else {}), CLEA_DOCUMENTS_LOGO_FILE=path)
            expect(done.returncode != 0 and b"documents.logo_file: " in done.stderr, f"{what}: {binary}: {done.stderr}")
    expect_equal(len(seen), 4, seen)
    # Whole as a file, and no picture: only who decodes it knows.
    path = logo_in(folder, png(dots=b"\0"))
    expect_equal(program(folder, "check-config", binary=SERVER, CLEA_DOCUMENTS_LOGO_FILE=path).returncode, 0)
    done = program(folder, "check-config", CLEA_DOCUMENTS_LOGO_FILE=path)
    expect(done.returncode == 1 and b"the logo" in done.stderr, done.stderr)
    missing = program(folder, "check-config", binary=SERVER, CLEA_DOCUMENTS_LOGO_FILE=str(folder / "none.png"))
    expect(missing.returncode == 1 and b"none.png: No such file" in missing.stderr, missing.stderr)
    good = program(folder, "check-config", CLEA_DOCUMENTS_LOGO_FILE=logo_in(folder, png()))
    expect_equal((good.returncode, good.stderr), (0, b""))
