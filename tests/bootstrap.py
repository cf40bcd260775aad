# SPDX-License-Identifier: EUPL-1.2
"""A clean Debian 12 in a folder, for tests that install something: made once by mmdebstrap, kept in build/bootstrap, and taken from
there for a week. Needs root.

    bootstrap.debian(folder)                             as debian:12-slim
    bootstrap.debian(folder, more=("postgresql-15",))    with packages in it, kept as well"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import time

KEPT = pathlib.Path(__file__).resolve().parent.parent / "build" / "bootstrap"
WEEK_S = 7 * 86400


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, stdin=subprocess.DEVNULL, **options)


def output(*command):
    return run(*command, capture_output=True, text=True).stdout


def tell_machine(folder):
    """The network and the mirror of this machine, for what is installed from here on."""
    # As the slim image.
    without = [f"path-exclude=/usr/share/{name}/*" for name in ("man", "locale", "doc", "info")]
    (folder / "etc/dpkg/dpkg.cfg.d/docker").write_text("\n".join([*without, "force-unsafe-io"]) + "\n")
    for name in ("resolv.conf", "hosts"):
        if pathlib.Path("/etc", name).exists():
            shutil.copy(f"/etc/{name}", folder / "etc" / name)
    acquire = [line for line in output("apt-config", "dump").splitlines() if line.startswith("Acquire::")]
    (folder / "etc/apt/apt.conf.d/99machine").write_text("\n".join([*acquire, 'Acquire::Retries "5";']) + "\n")


def make_clean(archive):
    lines = output(
        "apt-get", "indextargets", "--format", "deb $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages", "Origin: Debian"
    )
    mirrors = sorted({line for line in lines.splitlines() if "bookworm" in line}) or ["deb http://deb.debian.org/debian bookworm main"]
    # A mirror that does not answer once is no fault of ours.
    for attempt in range(3):
        try:
            run("mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", '--aptopt=Acquire::Retries "5"', "bookworm", archive, *mirrors)
            return
        except subprocess.CalledProcessError:
            if attempt == 2:
                raise
            archive.unlink(missing_ok=True)
            time.sleep(5)


def make_with(archive, more):
    """The clean one and these packages; their cluster is not wanted."""
    folder = archive.with_suffix(".folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        run("tar", "--extract", "--numeric-owner", "--directory", folder, "--file", kept("bookworm", make_clean))
        tell_machine(folder)
        cluster = folder / "etc/postgresql-common/createcluster.d"
        cluster.mkdir(parents=True)
        (cluster / "none.conf").write_text("create_main_cluster = false\n")
        words = f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(more)} && apt-get clean"
        run("unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={folder}/proc", "chroot", folder, "/bin/sh", "-c", words,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}, stdout=subprocess.DEVNULL)
        run("tar", "--create", "--numeric-owner", "--directory", folder, "--file", archive, ".")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kept(name, make, *arguments):
    """The archive of that name, made when there is none of this week."""
    archive = KEPT / f"{name}.tar"
    if not archive.exists() or archive.stat().st_mtime < time.time() - WEEK_S:
        part = KEPT / f"{name}.part.tar"
        part.unlink(missing_ok=True)
        make(part, *arguments)
        os.replace(part, archive)
    return archive


def debian(folder, more=()):
    folder = pathlib.Path(folder)
    KEPT.mkdir(parents=True, exist_ok=True)
    with open(KEPT / "lock", "w") as lock:  # two suites may want it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if more:
            name = "bookworm-" + hashlib.sha256(" ".join(more).encode()).hexdigest()[:8]
            archive = kept(name, make_with, more)
        else:
            archive = kept("bookworm", make_clean)
    folder.mkdir(parents=True, exist_ok=True)
    run("tar", "--extract", "--numeric-owner", "--directory", folder, "--file", archive)
    tell_machine(folder)
    return str(folder)
