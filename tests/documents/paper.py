# SPDX-License-Identifier: EUPL-1.2
"""Shared by the tests of documents: a certificate, and what becomes of it on paper."""

import collections
import copy
import json
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "scenario")]
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from instance import BINARY, ROOT  # noqa: E402

PROGRAM = BINARY.with_name("clea-documents")
CODE = "7K3D9QXMABCDEFGHJKMNPQRSTV"
SAMPLES = TESTS / "documents" / "samples"


def sample(name):
    """What a document of a kind has to say: NAME is a KIND, or KIND-VARIANT."""
    return json.loads((SAMPLES / f"{name}.json").read_text())


CERTIFICATE = sample("CERTIFICATE")
SETTINGS = {"CLEA_DOCUMENTS_VERIFICATION_ADDRESS": "https://verification.example/v/", "CLEA_DOCUMENTS_SIGNATORY": "Claude Besson"}


def tell(*command, code=0, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    expect_equal(done.returncode, code, f"{command}: {done.stderr}")
    return done.stdout


def program(folder, *arguments, binary=PROGRAM, **environment):
    """clea-documents, or another, with nothing of the caller's settings."""
    # What fontconfig keeps until the process ends is found by offsets, which no leak checker follows.
    quiet = pathlib.Path(folder) / "leaks"
    quiet.write_text("leak:libfontconfig.so\n")
    given = {name: value for name, value in os.environ.items() if not name.startswith("CLEA_")}
    given |= {"LSAN_OPTIONS": f"suppressions={quiet}:print_suppressions=0:exitcode=23"} | environment
    return subprocess.run([binary, *map(str, arguments)], env=given, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder)


class Drawn:
    """A document on paper, or why there is none; a certificate where nothing else is told."""

    def __init__(self, folder, changes=None, *arguments, more=None, told=None, **environment):
        certificate = copy.deepcopy(told or CERTIFICATE) | (more or {})
        for path, value in (changes or {}).items():
            *parents, last = path.split("/")
            at = certificate
            for name in parents:
                at = at[name]
            at[last] = value
        source = pathlib.Path(folder) / "certificate.json"
        source.write_text(json.dumps(certificate, ensure_ascii=False))
        done = program(folder, "draw", "--data", source, *arguments, **SETTINGS | environment)
        self.code, self.bytes, self.complaint = done.returncode, done.stdout, done.stderr.decode()
        self.path = pathlib.Path(folder) / "certificate.pdf"
        self.path.write_bytes(self.bytes)

    def text(self):
        return tell("pdftotext", self.path, "-")

    def pages(self, *options):
        """(left, top, right, bottom, text) of each word, sheet by sheet; "-raw": in the order of the file."""
        tree = xml.etree.ElementTree.fromstring(tell("pdftotext", "-bbox", *options, self.path, "-"))
        return [[(*(float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax")), word.text)
                 for word in page.iter("{http://www.w3.org/1999/xhtml}word")] for page in tree.iter("{http://www.w3.org/1999/xhtml}page")]

    def words(self):
        return [word for page in self.pages() for word in page]


drawn_before = collections.Counter()


def draw(folder, changes=None, *arguments, **environment):
    """Leaks are looked for in the first drawings of each kind alone: what fontconfig keeps costs as much to be forgiven as the drawing."""
    drawn_before[arguments] += 1
    if drawn_before[arguments] > 2:
        environment.setdefault("ASAN_OPTIONS", f"{os.environ.get('ASAN_OPTIONS', '')}:detect_leaks=0")
    drawn = Drawn(folder, changes, *arguments, **environment)
    expect_equal((drawn.code, drawn.complaint), (0, ""))
    return drawn


__all__ = ["BINARY", "CERTIFICATE", "CODE", "Drawn", "PROGRAM", "ROOT", "SAMPLES", "Suite", "TESTS", "draw", "expect", "expect_equal", "program", "sample", "tell"]
