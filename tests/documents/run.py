#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What people hold, drawn and sealed by clea-documents and read by the tools of others.
`tests/documents/run.py PART` runs only tests whose name contains PART. Ends with `N passed, N failed`."""

import pathlib
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent)]
import corrected  # noqa: E402
import drawing  # noqa: E402
import flowing  # noqa: E402
import kinds  # noqa: E402
import letters  # noqa: E402
import livery  # noqa: E402
import papers  # noqa: E402
import printed  # noqa: E402
import proving  # noqa: E402
import scanning  # noqa: E402
import sealing  # noqa: E402
import waiting  # noqa: E402
import working  # noqa: E402
from paper import Suite  # noqa: E402


def main():
    suite = Suite("documents")
    suite.tests = [test for module in (drawing, kinds, flowing, livery, letters, printed, sealing, proving, papers, working, corrected, waiting, scanning) for test in module.suite.tests]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as beside:
        for one in (folder, beside):
            pathlib.Path(one).chmod(0o711)  # what a worker is told lies there, whoever it has become
        with scanning.Scans(folder) as works, papers.Papers(beside) as made:
            suite.run(sys.argv[1:], folder=pathlib.Path(folder), works=works, scans=works, papers=made)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
