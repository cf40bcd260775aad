#!/usr/bin/env python3
"""What people hold, drawn and sealed by clea-documents and read by the tools of others.
`tests/documents/run.py PART` runs only tests whose name contains PART. Ends with `N passed, N failed`."""

import pathlib
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent)]
import drawing  # noqa: E402
import letters  # noqa: E402
import printed  # noqa: E402
import proving  # noqa: E402
import sealing  # noqa: E402
import working  # noqa: E402
from paper import Suite  # noqa: E402


def main():
    suite = Suite("documents")
    suite.tests = [test for module in (drawing, letters, printed, sealing, proving, working) for test in module.suite.tests]
    with tempfile.TemporaryDirectory() as folder, working.Works(folder) as works:
        pathlib.Path(folder).chmod(0o711)  # what a worker is told lies there, whoever it has become
        suite.run(sys.argv[1:], folder=folder, works=works)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
