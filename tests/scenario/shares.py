# SPDX-License-Identifier: EUPL-1.2
"""A suite in shares, each a process with an instance of its own: what looks at all that is there looks at less, and at the same time."""

import os
import re
import subprocess
import sys
import threading

OPTION, COUNT = "--share", 2


def run(suite, script, folder):
    """Adds what the shares counted to the suite, and says what each said as a whole when it has ended. Each is told a file of the folder
    to leave its notes in; those are returned."""
    notes = [folder / f"{place}.json" for place in range(COUNT)]
    saying = threading.Lock()

    def share(place):
        seen = os.environ.get("CLEA_TEST_SEEN")  # appended to at the end, by one process at a time
        done = subprocess.run([sys.executable, script, OPTION, f"{place}/{COUNT}", notes[place]], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                              env=os.environ | ({"CLEA_TEST_SEEN": f"{folder / str(place)}.txt"} if seen else {}))
        with saying:
            *lines, last = done.stdout.splitlines() or [""]
            counted = re.fullmatch(r"(\d+) passed, (\d+) failed", last)
            print("\n".join(lines if counted else [*lines, last]))
            noted = folder / f"{place}.txt"
            if seen and noted.exists():
                with open(seen, "a", encoding="utf-8") as out:
                    out.write(noted.read_text())
            suite.passed += int(counted[1]) if counted else 0
            suite.failed += int(counted[2]) if counted else 1
            suite.failures += [] if counted else [f"share {place} ended with {done.returncode} and counted nothing"]

    threads = [threading.Thread(target=share, args=(place,)) for place in range(COUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return notes
