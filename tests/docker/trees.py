# SPDX-License-Identifier: EUPL-1.2
"""Trees that the images start from: a clean Debian, and what stands for postgres:15-bookworm and node:20-bookworm-slim."""

import os
import pathlib
import shutil

import dockerfile
from bootstrap import debian, output, run

__all__ = ["debian", "mount", "node", "output", "postgres", "run"]


def mount(*arguments):
    run("mount", *arguments)


def postgres(folder, origin):
    """postgres:15-bookworm, as far as our stage needs it: Debian, its user and folders, PostgreSQL's programs (this machine's)."""
    run("cp", "--archive", origin, folder)
    with open(folder / "etc/passwd", "a") as users, open(folder / "etc/group", "a") as groups:
        users.write("postgres:x:999:999::/var/lib/postgresql:/bin/bash\n")
        groups.write("postgres:x:999:\n")
    for name in ("docker-entrypoint-initdb.d", "var/lib/postgresql/data", "var/run/postgresql"):
        dockerfile.place(folder, name).mkdir(parents=True)
    return str(folder)


def node(folder, origin):
    """node:20-bookworm-slim, as far as our stage needs it: Debian, with Node and npm of this machine."""
    run("cp", "--archive", origin, folder)
    program = pathlib.Path(shutil.which("node")).resolve()
    npm = pathlib.Path(shutil.which("npm")).resolve().parent.parent
    needed = [line.split()[2] for line in output("ldd", program).splitlines() if "=> /" in line]
    for file in (program, *needed):
        place = dockerfile.place(folder, file)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place)
    shutil.copytree(npm, folder / "usr/lib/node_modules/npm", symlinks=True)
    (folder / "usr/bin/npm").symlink_to("../lib/node_modules/npm/bin/npm-cli.js")
    if not (folder / "usr/bin/node").exists():
        (folder / "usr/bin/node").symlink_to(program)
    # The registry that this machine uses, and whom it trusts about it.
    registry = output("npm", "config", "get", "registry").strip()
    trusted = [path for path in ("/etc/ssl/certs/ca-certificates.crt", os.environ.get("NODE_EXTRA_CA_CERTS", "")) if os.path.isfile(path)]
    (folder / "usr/etc").mkdir(exist_ok=True)
    (folder / "usr/etc/trusted.pem").write_text("\n".join(pathlib.Path(path).read_text() for path in trusted))
    (folder / "usr/etc/npmrc").write_text(f"registry={registry}\n" + ("cafile=/usr/etc/trusted.pem\n" if trusted else ""))
    return str(folder)
