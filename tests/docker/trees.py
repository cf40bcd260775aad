"""Trees that the images start from: a clean Debian, and what stands for postgres:15-bookworm."""

import pathlib
import shutil
import subprocess
import time

import dockerfile


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, stdin=subprocess.DEVNULL, **options)


def output(*command):
    return run(*command, capture_output=True, text=True).stdout


def mount(*arguments):
    run("mount", *arguments)


def debian(folder):
    """debian:12-slim from the mirror that this machine uses."""
    lines = output(
        "apt-get", "indextargets", "--format", "deb $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages", "Origin: Debian"
    )
    mirrors = sorted({line for line in lines.splitlines() if "bookworm" in line}) or ["deb http://deb.debian.org/debian bookworm main"]
    # A mirror that does not answer once is no fault of ours.
    for attempt in range(3):
        try:
            run("mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", '--aptopt=Acquire::Retries "5"', "bookworm", folder, *mirrors)
            break
        except subprocess.CalledProcessError:
            if attempt == 2:
                raise
            shutil.rmtree(folder, ignore_errors=True)
            time.sleep(5)
    # As the slim image, for what is installed from here on.
    without = [f"path-exclude=/usr/share/{name}/*" for name in ("man", "locale", "doc", "info")]
    (folder / "etc/dpkg/dpkg.cfg.d/docker").write_text("\n".join([*without, "force-unsafe-io"]) + "\n")
    for name in ("resolv.conf", "hosts"):
        if pathlib.Path("/etc", name).exists():
            shutil.copy(f"/etc/{name}", folder / "etc" / name)
    acquire = [line for line in output("apt-config", "dump").splitlines() if line.startswith("Acquire::")]
    (folder / "etc/apt/apt.conf.d/99machine").write_text("\n".join([*acquire, 'Acquire::Retries "5";']) + "\n")
    return str(folder)


def postgres(folder, origin):
    """postgres:15-bookworm, as far as our stage needs it: Debian, its user and folders, PostgreSQL's programs (this machine's)."""
    run("cp", "--archive", origin, folder)
    with open(folder / "etc/passwd", "a") as users, open(folder / "etc/group", "a") as groups:
        users.write("postgres:x:999:999::/var/lib/postgresql:/bin/bash\n")
        groups.write("postgres:x:999:\n")
    for name in ("docker-entrypoint-initdb.d", "var/lib/postgresql/data", "var/run/postgresql"):
        dockerfile.place(folder, name).mkdir(parents=True)
    return str(folder)
