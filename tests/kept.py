# SPDX-License-Identifier: EUPL-1.2
"""What many suites need and each would make the same: made by the first that asks, kept in build/tests/kept, found by what it is made of."""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "build" / "tests" / "kept"
MOST = 6  # of a kind: what was not asked for longest goes, as does whatever an older build made


def key_of(*parts):
    """Of texts, and of files by what is in them."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, pathlib.Path) else str(part).encode()
        digest.update(b"%d\n%b" % (len(data), data))
    return digest.hexdigest()[:32]


def remove(place):
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


@contextlib.contextmanager
def kept(kind, key, make):
    """The path of what make(path) has made there. Suites that run at once wait for whoever makes it; nobody takes it away as long as the
    block lasts."""
    folder = FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    place, half = folder / key, folder / "half-made"
    with open(FOLDER / f"{kind}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not place.exists():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                remove(half)
                make(half)
                half.rename(place)
                os.utime(place)
                for old in sorted(folder.iterdir(), key=lambda each: -each.stat().st_mtime)[MOST:]:
                    remove(old)
            fcntl.flock(lock, fcntl.LOCK_SH)
        os.utime(place)
        yield place
