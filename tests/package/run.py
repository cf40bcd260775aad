#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The Debian packages: made, looked at, and lived with in a clean Debian 12, from the installation over an upgrade to the purge.
Ends with `N passed, N failed`.

The clean Debian is tests/bootstrap.py's, with systemd's tools and a PostgreSQL in it; no systemd runs there, so the program is started
with the command, the user and the settings that its unit names. The journey is the README's, by curl. Needs root (chroot, mounts)."""

import importlib.util
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "package"), str(TESTS / "scenario")]

import bootstrap  # noqa: E402
import made  # noqa: E402
from harness.client import load_contract  # noqa: E402
from in_order import InOrder, expect  # noqa: E402
from instance import ROOT, free_port  # noqa: E402

WORK = ROOT / "build" / "package-root"
LOGS = ROOT / "build" / "tests"
MORE = ("ca-certificates", "systemd", "postgresql-15", "curl", "jq")
PLACES = (("v_commune_depuis_1943", "communes"), ("v_commune_comer_2026", "communes_overseas"), ("v_pays_et_territoire_depuis_1943", "countries"))
stand = InOrder(__file__, WORK)
test = stand.test


class House:
    """The clean Debian, and what runs in it."""

    def __init__(self):
        self.folder, self.root = WORK, WORK / "debian"
        self.binary = self.root / "usr/bin/clea-server"
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.before = set()
        self.processes = {}
        self.certifier_key = None

    def words(self, command, user="root"):
        """PATH and the like as a login gives them."""
        return ["unshare", "--pid", "--fork", "--kill-child", f"--mount-proc={self.root}/proc", "chroot", str(self.root), "setpriv",
                f"--reuid={user}", f"--regid={user}", "--init-groups", "--no-new-privs", "--", *map(str, command)] if user != "root" else \
               ["unshare", "--pid", "--fork", "--kill-child", f"--mount-proc={self.root}/proc", "chroot", str(self.root), *map(str, command)]

    def environment(self, more=None):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"} | (more or {})

    def run(self, *command, user="root", check=True, timeout=300, **environment):
        done = subprocess.run(self.words(command, user), env=self.environment(environment), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, errors="replace", timeout=timeout)
        expect(not check or done.returncode == 0, f"{str(command)[:300]} ended with {done.returncode}:\n{done.stderr[-1500:]}\n{done.stdout[-3000:]}")
        return done

    def start(self, name, command, user, **environment):
        LOGS.mkdir(parents=True, exist_ok=True)
        with open(LOGS / f"package-{name}.log", "wb") as log:
            self.processes[name] = subprocess.Popen(self.words(command, user), env=self.environment(environment), stdin=subprocess.DEVNULL,
                                                    stdout=log, stderr=log)

    def said(self, name):
        return (LOGS / f"package-{name}.log").read_text(errors="replace")[-3000:]

    def stop(self, name, by=signal.SIGTERM):
        process = self.processes.pop(name)
        first = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0]
        os.kill(int(first), by)
        return process.wait(60)

    def files(self):
        """{path: mode and kind} of all but what the kernel and apt keep."""
        found = subprocess.run(["find", ".", "-path", "./proc", "-prune", "-o", "-path", "./dev", "-prune", "-o", "-path", "./tmp", "-prune", "-o",
                                "-path", "./var/cache", "-prune", "-o", "-path", "./var/lib/apt", "-prune", "-o", "-printf", "%P %y%m\n"],
                               cwd=self.root, capture_output=True, text=True, check=True).stdout
        return set(filter(None, (line.rpartition(" ")[0] for line in found.splitlines())))

    def command(self, *arguments, environment=None, check=True):
        """clea-server as its operator; what tests/installation asks of an instance."""
        return self.run("clea-server", *arguments, user="postgres", check=check, **{"PGDATABASE": "clea"} | (environment or {}))


# Made and looked at


@test
def the_packages_are_made(house):
    made.packages()


for function in made.CHECKS:
    test(function)


# Lived with


@test
def they_install_into_a_clean_debian(house):
    bootstrap.debian(house.root, MORE)
    house.run("apt-get", "update")
    house.before = house.files()
    (house.root / "tmp/older").mkdir()
    for package in made.older():
        shutil.copy(package, house.root / "tmp/older")
    done = house.run("sh", "-c", "apt-get install --yes --no-install-recommends /tmp/older/*.deb")
    expect("clea" in (house.root / "etc/passwd").read_text(), done.stdout)
    version = house.run("dpkg-query", "--show", "--showformat=${Version}", "clea-server").stdout
    expect(version == made.OLDER, version)


@test
def what_it_reads_is_for_who_needs_it(house):
    told = house.run("stat", "--format=%n %a %U:%G", "/etc/clea", "/etc/clea/clea-server.conf", "/etc/clea/conf.d", "/etc/clea/seal").stdout
    wanted = ["/etc/clea 755 root:root", "/etc/clea/clea-server.conf 640 root:clea", "/etc/clea/conf.d 750 root:clea",
              "/etc/clea/seal 700 clea-documents:clea-documents"]
    expect(told.splitlines() == wanted, told)
    for user, may in (("clea", True), ("clea-documents", True), ("nobody", False)):
        expect((house.run("cat", "/etc/clea/clea-server.conf", user=user if user != "nobody" else "_apt", check=False).returncode == 0) == may, user)


@test
def nothing_was_started_and_no_database_touched(house):
    enabled = [path for path in (house.root / "etc/systemd/system").rglob("*") if "clea" in path.name]
    expect(not enabled, f"enabled: {enabled}")
    running = [path for path in pathlib.Path("/proc").glob("[0-9]*/root") if os.path.realpath(path) == str(house.root)]
    expect(not running, f"{running}")
    for script in (house.root / "var/lib/dpkg/info").glob("clea-*.p*"):
        expect(not re.search(r"psql|createdb|migrate|clea-server +(seed|keys)|systemctl +(re)?start|invoke +(re)?start", script.read_text()), script)


def start_database(house):
    """The operator's, with its users let in by the kernel's word (docker/database): not of the package."""
    settings = "/etc/postgresql/clea"
    folder = house.root / settings.strip("/")
    if not folder.exists():
        folder.mkdir(parents=True)
        for name in ("pg_hba.conf", "pg_ident.conf"):
            shutil.copy(ROOT / "docker/database" / name, folder)
        # root is the operator of this machine.
        with open(folder / "pg_ident.conf", "a") as ident:
            ident.write("clea postgres clea_migrator\n")
        house.run("install", "--directory", "--owner=postgres", "--group=postgres", "/var/lib/clea-test", "/run/postgresql")
        house.run("/usr/lib/postgresql/15/bin/initdb", "--pgdata=/var/lib/clea-test/data", "--username=postgres", "--encoding=UTF8", "--data-checksums",
                  "--locale-provider=icu", "--icu-locale=fr-FR", "--locale=C.UTF-8", user="postgres")
    house.start("database", ["/usr/lib/postgresql/15/bin/postgres", "-D", "/var/lib/clea-test/data", "-c", "listen_addresses=",
                             "-c", f"hba_file={settings}/pg_hba.conf", "-c", f"ident_file={settings}/pg_ident.conf", "-k", "/run/postgresql"], "postgres")
    end = time.monotonic() + 30
    while house.run("psql", "--no-psqlrc", "--command=select 1", "postgres", user="postgres", check=False).returncode:
        expect(time.monotonic() < end, house.said("database"))
        time.sleep(0.1)


@test
def the_commands_of_the_readme_install_it(house):
    """The chapter "Install for real" as it stands, with the program of the package; its settings are those of the file."""
    settings = house.root / "etc/clea/clea-server.conf"
    text = settings.read_text()
    for section, line in (("http", f"port = {house.port}"), ("admin", "port = 0")):
        text = re.sub(rf"(?ms)^(\[{section}\]\n.*?)^#port = \d+$", rf"\g<1>{line}", text, count=1)
    settings.write_text(text)
    (house.root / "etc/clea/conf.d/50-database.conf").write_text(
        "[database]\n" + "".join(f"{name} = dbname=clea user={role}\n" for name, role in (
            ("conninfo", "clea_app"), ("reader_conninfo", "clea_read"), ("national_conninfo", "clea_national"),
            ("national_reader_conninfo", "clea_national_read"), ("documents_conninfo", "clea_documents"))))
    start_database(house)
    folder = house.root / "var/lib/clea-test"
    for name, places in PLACES:
        shutil.copy(ROOT / f"server/sandbox/data/{places}.csv", folder / f"{name}.csv")
    chapter = (ROOT / "server/guide/operators.md").read_text().partition("## Install for real")[2].partition("\n## ")[0]
    commands = "cd /var/lib/clea-test\n" + "\n".join(re.findall(r"^```sh\n(.*?)^```", chapter, re.M | re.S))
    # Whoever does this is the superuser of the database, and reads the settings.
    house.run("usermod", "--append", "--groups=clea", "postgres")
    # Its connections are those that serve: the operator may try them.
    with open(house.root / "etc/postgresql/clea/pg_ident.conf", "a") as ident:
        ident.write("".join(f"clea postgres {role}\n" for role in ("clea_app", "clea_read", "clea_national", "clea_national_read", "clea_documents")))
    house.run("psql", "--no-psqlrc", "--command=select pg_reload_conf()", "postgres", user="postgres")
    done = house.run("bash", "-euo", "pipefail", "-c", commands, user="postgres", clea="/usr/bin/clea-server", check=False)
    faults = [line for line in done.stdout.splitlines() if "WRONG" in line or "UNSAFE" in line]
    expect(done.returncode == 0 and "\n0 faults found" in done.stdout, f"{faults}\n{done.stderr[-500:]}")
    for words in ("a real one", "one is active"):
        expect(words in done.stdout, f"{words}: {done.stdout[-3000:]}{done.stderr[-1000:]}")
    house.certifier_key = (folder / "first-key").read_text().strip()


def unit(house, name):
    """{key: value} of a unit; of one that is given several times, the last."""
    lines = (house.root / f"usr/lib/systemd/system/{name}.service").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def serve(house):
    told = unit(house, "clea-server")
    house.start("server", told["ExecStart"].split(), told["User"])
    end = time.monotonic() + 60
    while house.run("curl", "--silent", "--fail", "--output", "/dev/null", f"{house.base_url}/readyz", check=False).returncode:
        expect(house.processes["server"].poll() is None and time.monotonic() < end, house.said("server"))
        time.sleep(0.2)


@test
def the_unit_starts_it(house):
    serve(house)
    process = house.processes["server"]
    first = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0]
    about = dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{first}/status").read_text().splitlines() if ":\t" in line)
    user = house.run("id", "--user", "clea").stdout.strip()
    expect(about["Uid"].split() == [user] * 4 and about["CapEff"] == "0" * 16, f"{about['Uid']} {about['CapEff']}")
    page = house.run("curl", "--silent", "--fail", f"{house.base_url}/docs").stdout
    expect("swagger-ui" in page, "the page /docs")


@test
def a_journey_by_curl_ends_with_a_certificate(house):
    """The README's, by people that the first key brought here (tests/installation)."""
    spec = importlib.util.spec_from_file_location("installation", TESTS / "installation" / "run.py")
    installation = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(installation)
    load_contract(house)
    world = installation.Installation(house)
    world.certifier = installation.Client(house.base_url, house.certifier_key)
    organism = world.organism()
    commission = world.new_commission(per_college=1)
    people = {role: organism.clients[role] for role in ("COUNSELLOR", "EVALUATOR", "TRAINER", "REFERENT")}
    people |= {"SECRETARY": commission.secretary, "CERTIFIER": world.certifier, "CHAIR": commission.members["EMPLOYER1"]["client"],
               "VICE_CHAIR": commission.members["EMPLOYEE1"]["client"]}
    tokens = WORK / "tokens"
    tokens.write_text("".join(f"{role} {client.token}\n" for role, client in people.items()))
    blocks = "\n".join(re.findall(r"^```bash\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S))
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", blocks], env=os.environ | {"base": house.base_url, "tokens": str(tokens)},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    lines = done.stdout.split()
    expect(done.returncode == 0 and "CERTIFIED" in lines and "SIGNED" in lines and '["VALID",true]' in lines, done.stdout + done.stderr)


@test
def it_ends_when_told(house):
    expect(house.stop("server") == 0, house.said("server"))


@test
def an_upgrade_keeps_settings_and_data(house):
    settings = house.root / "etc/clea/clea-server.conf"
    before = settings.read_text()
    (house.root / "tmp/newer").mkdir()
    for package in made.newer():
        shutil.copy(package, house.root / "tmp/newer")
    house.run("sh", "-c", "apt-get install --yes --no-install-recommends /tmp/newer/*.deb")
    version = house.run("dpkg-query", "--show", "--showformat=${Version}", "clea-server").stdout
    expect(version == made.NEWER, version)
    expect(settings.read_text() == before, "the settings were changed")
    serve(house)
    told = house.run("curl", "--silent", "--fail", "-H", f"Authorization: Bearer {house.certifier_key}",
                     f"{house.base_url}/v1/certificates?status=ISSUED").stdout
    expect(told.count('"number"') == 1, f"the certificate of before: {told}")
    expect(house.stop("server") == 0, house.said("server"))


@test
def removal_leaves_what_was_set_and_purge_what_was_put_there(house):
    key = house.root / "etc/clea/seal/seal.key"
    key.write_text("a key of the certifier\n")
    house.run("apt-get", "remove", "--yes", "clea-server", "clea-documents")
    expect((house.root / "etc/clea/clea-server.conf").exists(), "removal took the settings away")
    done = house.run("apt-get", "purge", "--yes", "clea-server", "clea-documents")
    expect(key.read_text() == "a key of the certifier\n" and "/etc/clea/seal holds files and stays" in done.stdout + done.stderr, done.stderr)
    expect((house.root / "etc/clea/conf.d/50-database.conf").exists(), "a file that the operator wrote")
    expect(not (house.root / "etc/clea/clea-server.conf").exists(), "the settings of the package stay")


@test
def the_database_is_as_it_was(house):
    told = house.run("psql", "-XAtc", "select count(*) from public.certificate", "clea", user="postgres").stdout
    expect(told.strip() == "1", told)
    expect(house.stop("database", signal.SIGINT) == 0, house.said("database"))


# What dpkg and systemd keep of a package that is gone, and why.
LEFT = (
    r"etc/(passwd|group|shadow|gshadow|subuid|subgid)-?",  # the users stay: a number that is given again would own what they left
    r"etc/\.pwd\.lock",
    r"etc/clea(/seal(/seal\.key)?|/conf\.d(/50-database\.conf)?)?",  # what the operator put there, above
    r"(etc/postgresql/clea|var/lib/clea-test|run/postgresql|var/run/postgresql)(/.*)?",  # the operator's database
    r"var/log/.*",
    r"var/lib/ucf/hashfile\.\d",
    r"var/lib/(dpkg|systemd)(/.*)?",
)


@test
def nothing_else_is_left(house):
    # Also what something that stays would merely suggest.
    house.run("apt-get", "autoremove", "--yes", "--purge", "-o", "APT::AutoRemove::SuggestsImportant=false")
    left = sorted(house.files() - house.before)
    unexpected = [path for path in left if not any(re.fullmatch(pattern, path) for pattern in LEFT)]
    print(f"  left: {', '.join(path for path in left if 'clea-test' not in path and 'var/l' not in path)}")
    expect(not unexpected, f"left behind: {unexpected[:20]}")
    expect(not [path for path in left if path.startswith("var/lib/dpkg/info/clea")], "dpkg still knows it")


def main():
    house = House()

    def end():
        for process in house.processes.values():
            process.kill()
            process.wait()

    # Without the packages nothing of the rest can be tried; without a Debian nothing of what lives in it.
    first = [function.__name__ for function in made.CHECKS] + ["the_packages_are_made", "they_install_into_a_clean_debian"]
    stand.goes_on = lambda function: function.__name__ in first or (house.root / "usr/bin/clea-server").exists() or bool(house.before)
    stand.main(house, at_end=end)


if __name__ == "__main__":
    main()
