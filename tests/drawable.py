# SPDX-License-Identifier: EUPL-1.2
"""What papers have to say, as a suite's acts left it: of each shape of it - which members are there - one is drawn.

A paper that cannot be drawn waits for ever, and whoever asks for it is told to come back: what the API accepts, the letter has to be
able to say."""

import json
import os
import pathlib
import subprocess
import tempfile

from harness.runner import expect, expect_equal

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("CLEA_BUILD", ROOT / "build" / "dev")) / "clea-documents"


def shape(told, depth=2):
    """The members that say something, whatever they say, and those of their own."""
    if not isinstance(told, dict) or not depth:
        return ()
    return tuple((name, shape(value, depth - 1)) for name, value in sorted(told.items()) if value is not None and value != [])


def drawn(folder, kind, told):
    source = pathlib.Path(folder) / "told.json"
    source.write_text(json.dumps(told, ensure_ascii=False))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "CLEA_"))}
    environment["ASAN_OPTIONS"] = "detect_leaks=0"  # what the font libraries keep until the end is not ours
    return subprocess.run([PROGRAM, "draw", "--kind", kind, "--data", source], cwd=folder, capture_output=True, timeout=60,
                          env=environment | {"CLEA_DOCUMENTS_VERIFICATION_ADDRESS": "https://clea.example/v/"}, check=False)


WAITING = """
select d.kind, document_told(d.kind, d.subject_id, d.edition) from document d where d.sealed_at is null and d.content is null"""


def every_waiting_shape_is_drawn(instance):
    shapes = {}
    for kind, told in instance.sql(WAITING):
        expect(told, f"a {kind} has something to say")
        told = json.loads(told)
        outcome = told.get("decision", {}).get("outcome")
        shapes.setdefault((kind, outcome, shape(told)), told)
    with tempfile.TemporaryDirectory() as folder:
        faults = [(kind, outcome, done.stderr.decode()) for (kind, outcome, _), told in shapes.items()
                  if (done := drawn(folder, kind, told)).returncode or not done.stdout.startswith(b"%PDF")]
    print(f"# {len(shapes)} shapes of {len({kind for kind, *_ in shapes})} kinds of papers drawn")
    expect_equal(faults, [])
