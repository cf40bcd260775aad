# SPDX-License-Identifier: EUPL-1.2
"""The packages as they are made, and what can be seen of them without installing any."""

import fcntl
import os
import pathlib
import re
import subprocess
import tempfile

from in_order import expect
from instance import ROOT

RELEASE = ROOT / "build" / "release"
OLDER_FOLDER = ROOT / "build" / "package-older"
VERSION = re.search(r"project\(clea VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
OLDER, NEWER = "0.0.9-1", f"{VERSION}-1"
PROGRAMS = ("clea-server", "clea-documents")
EXPOSURE_MOST = 2.0
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def say(*command, **options):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", **options)
    return done.returncode, done.stdout + done.stderr


def must(*command, **options):
    code, words = say(*command, **options)
    expect(code == 0, f"{command} ended with {code}:\n{words[-3000:]}")
    return words


def make(version, folder):
    """Both packages of one version, in a folder. The programs are those of the release."""
    must("cmake", "--preset", "package", f"-DCLEA_PACKAGE_VERSION={version}", cwd=ROOT)
    must("cmake", "--build", "--preset", "package", cwd=ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("clea-*.deb"):
        stale.unlink()
    must("cpack", "--preset", "package", "-B", folder, cwd=ROOT)


def packages():
    with open(RELEASE.parent / "release.lock", "w") as lock:  # tests/release_build.py
        fcntl.flock(lock, fcntl.LOCK_EX)
        make(OLDER, OLDER_FOLDER)
        make(NEWER, RELEASE)
    expect(len(older()) == len(newer()) == 2, f"{older()} {newer()}")


def older():
    return sorted(OLDER_FOLDER.glob(f"clea-*_{OLDER}_*.deb"))


def newer():
    return sorted(RELEASE.glob(f"clea-*_{NEWER}_*.deb"))


def package(program):
    return next(path for path in newer() if path.name.startswith(program + "_"))


def contents(program):
    """{path: (mode, owner)} of what is no folder."""
    lines = must("dpkg-deb", "--contents", package(program)).splitlines()
    return {line.split()[5].removeprefix("."): tuple(line.split()[:2]) for line in lines if not line.startswith("d")}


@check
def lintian_has_nothing_to_say(house):
    code, words = say("lintian", "--allow-root", "--tag-display-limit", "0", "--fail-on", "error,warning", *newer())
    found = [line for line in words.splitlines() if line[:2] in ("E:", "W:")]
    expect(code == 0 and not found, f"{code}: {words}")


WANTED = {
    "clea-server": """
        /etc/clea/clea-server.conf -rw-r-----
        /usr/bin/clea-server -rwxr-xr-x
        /usr/lib/systemd/system/clea-server.service -rw-r--r--
        /usr/lib/sysusers.d/clea-server.conf -rw-r--r--
        /usr/lib/tmpfiles.d/clea-server.conf -rw-r--r--
        /usr/share/bash-completion/completions/clea-server -rw-r--r--
        /usr/share/clea-server/swagger-ui-dist/swagger-ui-bundle.js -rw-r--r--
        /usr/share/clea-server/swagger-ui-dist/swagger-ui.css -rw-r--r--
        /usr/share/doc/clea-server/changelog.Debian.gz -rw-r--r--
        /usr/share/doc/clea-server/changelog.gz -rw-r--r--
        /usr/share/doc/clea-server/copyright -rw-r--r--
        /usr/share/lintian/overrides/clea-server -rw-r--r--
        /usr/share/man/man5/clea-server.conf.5.gz -rw-r--r--
        /usr/share/man/man8/clea-server.8.gz -rw-r--r--""",
    "clea-documents": """
        /usr/bin/clea-documents -rwxr-xr-x
        /usr/lib/systemd/system/clea-documents.service -rw-r--r--
        /usr/lib/sysusers.d/clea-documents.conf -rw-r--r--
        /usr/lib/tmpfiles.d/clea-documents.conf -rw-r--r--
        /usr/share/bash-completion/completions/clea-documents -rw-r--r--
        /usr/share/doc/clea-documents/changelog.Debian.gz -rw-r--r--
        /usr/share/doc/clea-documents/changelog.gz -rw-r--r--
        /usr/share/doc/clea-documents/copyright -rw-r--r--
        /usr/share/lintian/overrides/clea-documents -rw-r--r--
        /usr/share/man/man8/clea-documents.8.gz -rw-r--r--""",
}


@check
def they_hold_what_they_should_and_no_more(house):
    for program in PROGRAMS:
        wanted = {line.split()[0]: (line.split()[1], "root/root") for line in WANTED[program].split("\n") if line.strip()}
        found = contents(program)
        expect(found == wanted, f"{program}: {sorted(set(found.items()) ^ set(wanted.items()))}")


@check
def they_depend_on_what_they_call(house):
    told = must("dpkg-deb", "--field", package("clea-server"), "Depends")
    expect("libmicrohttpd12 (>= 0.9.75)" in told and "libpq5 (>= 15" in told and "libcairo" not in told, told)
    told = must("dpkg-deb", "--field", package("clea-documents"), "Depends")
    expect(f"clea-server (= {NEWER})" in told and "fonts-inter" in told and "libqpdf29" in told and "libmicrohttpd" not in told, told)
    expect(must("dpkg-deb", "--info", package("clea-server"), "conffiles") == "/etc/clea/clea-server.conf\n", "the settings are a conffile")


# Read in a folder of their own


def unpacked(program):
    folder = tempfile.TemporaryDirectory()
    must("dpkg-deb", "--extract", package(program), folder.name)
    return folder


@check
def the_settings_of_the_package_are_the_defaults(house):
    """As shipped it says where the files of /docs are; with every other line in force it is read, and is what holds without it."""
    with unpacked("clea-server") as folder:
        shipped = pathlib.Path(folder, "etc/clea/clea-server.conf").read_text()
        program = pathlib.Path(folder, "usr/bin/clea-server")

        def holds(text):
            """{section.key: value}, and how many of them the file gave."""
            path, section, found = pathlib.Path(folder, "tried.conf"), "", {}
            path.write_text(text)
            words = must(program, "check-config", "--config", path, env={})
            for line in words.splitlines():
                section = line.strip("[]") if line[:1] == "[" else section
                if " ; " in line:
                    key, _, value = line.rpartition(" ; ")[0].partition(" = ")
                    found[f"{section}.{key}"] = value
            return found, words.count("tried.conf")

        default, _ = holds("")
        as_shipped, given = holds(shipped)
        changed = {key: value for key, value in as_shipped.items() if default[key] != value}
        expect((changed, given) == ({"docs.folder": "/usr/share/clea-server/swagger-ui-dist"}, 1), f"{given}: {changed}")
        in_force = re.sub(r"(?m)^#(\w+ =)", r"\1", shipped)
        every, given = holds(in_force)
        expect(given == len(every) == len(re.findall(r"(?m)^\w+ =", in_force)), f"{given} of {len(every)}")
        changed = {key: value for key, value in every.items() if default[key] != value and value != "***"}
        expect(set(changed) == {"docs.folder"}, f"{changed}")


@check
def the_manual_is_well_written(house):
    """mandoc finds nothing but that pages are not installed here; and every page that is named is one of ours or of systemd's."""
    pages = sorted((RELEASE / "packaging").glob("clea-*.[58]"))
    expect(len(pages) == 3, f"{pages}")
    ours = {tuple(page.name.rsplit(".", 1)) for page in pages}
    for page in pages:
        _, words = say("mandoc", "-T", "lint", page)
        said = [line for line in words.splitlines() if "referenced manual not found" not in line and "outdated mandoc.db" not in line]
        expect(not said, "\n".join(said))
        named = set(re.findall(r"^\.Xr (\S+) (\d)", page.read_text(), re.M))
        expect(named <= ours | {("systemctl", "1")}, f"{page.name}: {named - ours}")
        expect("@" not in re.sub(r"\S+@\d{4}|path@", "", page.read_text()), f"{page.name}: something was not put in its place")
    settings = must(RELEASE / "clea-server", "settings", env={})
    for key in re.findall(r"^\| `\w+\.(\w+)`", settings, re.M):
        expect(f".It Ic {key}\n" in (RELEASE / "packaging/clea-server.conf.5").read_text(), f"{key} is not in clea-server.conf(5)")


@check
def the_units_are_sound_and_closed(house):
    for program in PROGRAMS:
        with unpacked(program) as folder:
            service = pathlib.Path(folder, f"usr/lib/systemd/system/{program}.service")
            words = must("systemd-analyze", "security", "--offline=true", "--no-pager", service)
            exposure = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", words)[1])
            print(f"  {program}: exposure {exposure}")
            expect(exposure <= EXPOSURE_MOST, words)
            # The program is not installed here, the manual neither; everything else that it says is a fault.
            text = service.read_text()
            local = pathlib.Path(folder, f"{program}.service")
            local.write_text(text.replace("/usr/bin/clea", f"{folder}/usr/bin/clea").replace("Documentation=", "#"))
            code, words = say("systemd-analyze", "verify", "--man=no", local)
            said = [line for line in words.splitlines() if program in line]
            expect(code == 0 and not said, words)


def completed(program, *words):
    """What bash offers for the last of these words."""
    file = RELEASE / "packaging" / f"{program}.completion"
    quoted = " ".join(f"'{word}'" for word in words)
    script = f'. "{file}"; COMP_WORDS=({program} {quoted}); COMP_CWORD={len(words)}; _{program.replace("-", "_")}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    return must("bash", "-euc", script).split()


@check
def a_shell_completes_what_the_program_takes(house):
    """Every command and every option of its help is offered, and nothing else."""
    for program in PROGRAMS:
        must("shellcheck", RELEASE / "packaging" / f"{program}.completion")
        commands = re.findall(r"^  ([a-z][a-z-]*) ", must(RELEASE / program, "--help"), re.M)
        expect(completed(program, "") == [*commands, "--help", "--version"], f"{completed(program, '')}")
        paths = []
        for command in commands:
            inner = re.findall(r"^  ([a-z][a-z-]*) ", must(RELEASE / program, command, "--help"), re.M)
            paths += [[command, each] for each in inner] if inner else [[command]]
            expect(not inner or completed(program, command, "") == [*inner, "--help"], command)
        for path in paths:
            named = set(re.findall(r"^  (--[a-z0-9_-]+)", must(RELEASE / program, *path, "--help"), re.M))
            offered = set(completed(program, *path, "--"))
            expect(offered == named, f"{program} {path}: {sorted(offered ^ named)[:8]}")
    expect(completed("clea-server", "serve", "--log-level", "") == ["error", "warning", "info", "debug"], "choices")
    expect(completed("clea-server", "se") == ["serve", "seed", "settings"], f"{completed('clea-server', 'se')}")
    expect(completed("clea-server", "check-config", "--config", "/etc/host") and os.path.exists("/etc/hostname"), "files")
