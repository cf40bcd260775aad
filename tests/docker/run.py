#!/usr/bin/env python3
"""docker/ without Docker: every step of the Dockerfile in a clean Debian, then compose.yaml's services, one after the other, as the
users, with the commands and the volumes that the file says. Ends with `N passed, N failed`.

A clean Debian comes from mmdebstrap; PostgreSQL is this machine's, in the place of the one of postgres:15-bookworm. Needs root
(chroot, mounts); mounts and processes are in namespaces of their own and vanish with the test."""

import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import traceback

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "docker"), str(TESTS / "scenario")]
import dockerfile  # noqa: E402
import files  # noqa: E402
import yaml  # noqa: E402
from trees import debian, mount, output, postgres, run  # noqa: E402
from instance import ROOT  # noqa: E402

WORK = ROOT / "build" / "docker"
COMPOSE = ROOT / "docker" / "compose.yaml"
LOG = ROOT / "build" / "tests" / "docker-steps.log"
DEBIAN = "debian:12-slim"
POSTGRES = "postgres:15-bookworm"
MEMORY_KB = 6_000_000
# A small demonstration shows as much here as a large one.
MORE_WORDS = {"demo-seed": ["--candidacies", "12"]}
TESTS_IN_ORDER = []


def test(function):
    TESTS_IN_ORDER.append(function)
    return function


def expect(condition, message=""):
    if not condition:
        raise AssertionError(message)


class Yard:
    """What the tests make one after the other."""

    def __init__(self):
        self.bases = {}
        self.stages = {}
        self.services = {}
        self.running = {}  # service -> (process, stage, root)


# compose.yaml


def order(found, name):
    """The services that must have ended or be up before this one, and itself."""
    before = []
    for other in found[name].get("depends_on", {}):
        before += [each for each in order(found, other) if each not in before]
    return [*before, name]


def volume(name, owner):
    """A named volume: a folder of its own, which takes its owner and mode from the image the first time it is mounted."""
    folder = WORK / "volumes" / name
    if not folder.exists():
        folder.mkdir(parents=True)
        shutil.copystat(owner, folder)
        about = os.stat(owner)
        os.chown(folder, about.st_uid, about.st_gid)
    return folder


def container(yard, name, service):
    """The tree of a service with its volumes: the stage, read-only where the file says so."""
    stage = yard.stages[service["build"]["target"]]
    root = WORK / "containers" / name
    root.mkdir()
    if service.get("read_only"):
        mount("--bind", stage.root, root)
    else:
        run("cp", "--archive", "--reflink=auto", f"{stage.root}/.", root)
        mount("--bind", root, root)
    for text in service.get("volumes", []):
        source, target, mode = text.split(":")
        place = dockerfile.place(root, target)
        place.mkdir(parents=True, exist_ok=True)  # as Docker does
        folder = volume(source, place)
        mount("--bind", folder, place)
        if mode == "ro":
            mount("-o", "remount,bind,ro", place)
    if service.get("read_only"):
        mount("-o", "remount,bind,ro", root)
    return stage, root


def log_of(name):
    return ROOT / "build" / "tests" / f"docker-{name}.log"


def said(name):
    return log_of(name).read_text(errors="replace")[-3000:]


def start(yard, name, command=None, user=None, **environment):
    """Starts a service, or another command in its place. Returns the process."""
    service = yard.services[name]
    stage, root = container(yard, name, service)
    settings = stage.environment | service.get("environment", {}) | environment
    if service["build"]["target"] == "database":
        settings["PATH"] = f"/usr/lib/postgresql/15/bin:{os.environ['PATH']}"
        prepare_database(stage, root, settings, name)
        user = "postgres"
    command = command or service.get("entrypoint", stage.entrypoint) + service.get("command", stage.command)
    command = command + MORE_WORDS.get(name, [])
    with open(log_of(name), "ab") as log:
        process = dockerfile.chroot(root, command, user or service.get("user", stage.user), stage.folder, settings,
                                    stdout=log, stderr=log, preexec_fn=dockerfile.own_network)
    yard.running[name] = (process, stage, root)
    return process


def inside(yard, name, command, user="root", **options):
    """A command in a container that runs, in its network."""
    process, stage, root = yard.running[name]
    settings = {"PATH": f"/usr/lib/postgresql/15/bin:{os.environ['PATH']}"} | stage.environment
    return dockerfile.chroot(
        root, command, user, environment=settings, network=f"/proc/{process.pid}/ns/net",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )


def prepare_database(stage, root, settings, name):
    """What docker-entrypoint.sh of the image does on an empty data folder, with what our stage has set."""
    mount("--bind", "/usr", root / "usr")
    mount("-o", "remount,bind,ro", root / "usr")
    for place, mode in (("var/lib/postgresql/data", 0o700), ("var/run/postgresql", 0o3775)):
        os.chown(dockerfile.place(root, place), 999, 999)
        os.chmod(dockerfile.place(root, place), mode)
    options = shlex.join([*stage.command[1:], "-c", "listen_addresses="])
    script = f"""set -eu
        export PGDATA=/var/lib/postgresql/data
        cat "$POSTGRES_PASSWORD_FILE" >/tmp/password
        eval "initdb --username=postgres --pwfile=/tmp/password --encoding=UTF8 --locale=C.UTF-8 $POSTGRES_INITDB_ARGS"
        pg_ctl start --wait --options={shlex.quote(options)}
        psql -v ON_ERROR_STOP=1 --username=postgres --dbname=postgres --command="create database $POSTGRES_DB"
        for file in /docker-entrypoint-initdb.d/*.sql; do
            psql -v ON_ERROR_STOP=1 --username=postgres --dbname="$POSTGRES_DB" --file="$file"
        done
        pg_ctl stop --mode=fast --wait"""
    with open(log_of(name), "wb") as log:
        first = dockerfile.chroot(root, ["sh", "-c", script], "postgres", environment=settings, stdout=log, stderr=log,
                                  preexec_fn=dockerfile.own_network)
        expect(first.wait(120) == 0, f"the first start of the database:\n{said(name)}")
    settings["PGDATA"] = "/var/lib/postgresql/data"


def await_health(yard, name, limit_s=60):
    process, stage, _ = yard.running[name]
    if not stage.health:  # it serves nobody: that it runs is all that is asked
        return
    end = time.monotonic() + limit_s
    while True:
        check = inside(yard, name, stage.health, "postgres" if "postgres" in stage.command[0] else stage.user)
        words, _ = check.communicate(timeout=20)
        if check.returncode == 0:
            return
        expect(process.poll() is None, f"{name} ended with {process.returncode}:\n{said(name)}")
        expect(time.monotonic() < end, f"{name} is not healthy: {words}\n{said(name)}")
        time.sleep(0.1)


def up(yard, wanted):
    """Starts what the service depends on, as compose does, and the service."""
    for name in order(yard.services, wanted):
        process = start(yard, name)
        needs = [each["depends_on"][name]["condition"] for each in yard.services.values() if name in each.get("depends_on", {})]
        if "service_completed_successfully" in needs:
            expect(process.wait(300) == 0, f"{name} ended with {process.returncode}:\n{said(name)}")
        else:
            await_health(yard, name)


def stop(yard, name):
    """SIGTERM to the first process of the container, as Docker does. Returns its status."""
    process, _, _ = yard.running.pop(name)
    first = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(first[0]), signal.SIGTERM)
    return process.wait(40)


def tree(root, names):
    return [name for name in names if (pathlib.Path(root) / name).exists()]


# The tests


@test
def the_compose_file_is_valid_for_docker_compose_1_29(yard):
    expect("1.29" in output("docker-compose", "version", "--short"), "another docker-compose")
    yard.services = yaml.safe_load(output("docker-compose", "-f", COMPOSE, "config"))["services"]
    always = sorted(name for name, service in yard.services.items() if not service.get("profiles"))
    expect(always == ["db", "migrate", "seed", "server"], always)
    for name, service in yard.services.items():
        behind = [other for other in service.get("depends_on", {}) if yard.services[other].get("profiles")]
        expect(name not in always or not behind, f"{name} needs {behind}, which another profile starts")


@test
def every_step_of_the_dockerfile_succeeds_in_a_clean_debian(yard):
    def timed(name, make, *arguments):
        started = time.monotonic()
        made = make(*arguments)
        print(f"  {name}: {time.monotonic() - started:.0f} s, {int(output('du', '-sm', WORK / made).split()[0])} MB")
        return str(WORK / made)

    yard.bases[DEBIAN] = timed("debian", debian, WORK / "debian")
    yard.bases[POSTGRES] = timed("postgres", postgres, WORK / "postgres", yard.bases[DEBIAN])
    stages = dockerfile.read(ROOT / "docker" / "Dockerfile")
    (LOG.parent / LOG.name).write_bytes(b"")
    for name, stage in stages.items():
        timed(name, lambda: dockerfile.build(stages, stage, ROOT, yard.bases, WORK / "stages", LOG) or stage.root)
    expect(list(stages)[-1] == "server", "the last stage is the default: that of the server")
    yard.stages = stages


@test
def every_service_is_a_stage_and_its_user_is_let_in(yard):
    named = {service["build"]["target"] for service in yard.services.values()}
    expect(named <= set(yard.stages), named - set(yard.stages))
    for image in named:
        names = {service["image"] for service in yard.services.values() if service["build"]["target"] == image}
        expect(len(names) == 1, f"one image, several names: {names}")
    root = yard.stages["database"].root
    people = {line.split(":")[2]: line.split(":")[0] for line in (pathlib.Path(root) / "etc/passwd").read_text().splitlines()}
    let_in = (pathlib.Path(root) / "etc/clea-database/pg_ident.conf").read_text()
    for name, service in yard.services.items():
        stage = yard.stages[service["build"]["target"]]
        number, _ = dockerfile.identity(stage.root, service.get("user", stage.user))
        if stage.name != "database":
            expect(number != "0", f"{name} runs as root")
            expect(number in people and f" {people[number]} " in let_in, f"{name} runs as {number}, whom the database does not know")
            expect(service["read_only"] and service["cap_drop"] == ["ALL"], f"{name} may more than it needs")


@test
def every_role_that_logs_in_is_on_the_map_or_left_out_on_purpose(yard):
    made = "\n".join(path.read_text() for path in sorted((ROOT / "migrations").rglob("*.sql")))
    roles = {words.split()[2] for words in made.split(";") if words.split()[:2] == ["create", "role"] and " login" in words}
    roles |= {line.split()[2] for line in made.splitlines() if line.split()[:2] == ["create", "role"] and " login" in line}
    expect(len(roles) >= 4, f"hardly a role was found: {roles}")
    mapped = {line.split()[2] for line in (ROOT / "docker/database/pg_ident.conf").read_text().splitlines() if line.startswith("clea ")}
    # Auditors are people: they come through the superuser's socket or are added to the map.
    expect(roles - mapped == {"clea_auditor"}, f"not on the map: {roles - mapped}")


@test
def the_images_hold_what_they_need_and_no_more(yard):
    ours = ["usr/bin/clea-server", "usr/bin/clea-sandbox", "usr/bin/clea-documents"]
    for name, programs in (("server", ours[:1]), ("sandbox", ours[:2]), ("documents", ours[2:])):
        root = yard.stages[name].root
        expect(tree(root, ours) == programs, f"{name}: {programs}")
        expect(not tree(root, ["src", "usr/bin/gcc", "usr/bin/cmake", "usr/include/libpq-fe.h"]), f"{name}: parts of the build")
        for program in programs:
            asked = dockerfile.chroot(root, ["ldd", f"/{program}"], stdout=subprocess.PIPE, text=True)
            words, _ = asked.communicate(timeout=20)
            expect(asked.returncode == 0 and "not found" not in words, words)
    expect((pathlib.Path(yard.stages["server"].root) / "usr/share/doc/clea-server/LICENSE").exists(), "no licence")


@test
def the_server_comes_up_and_is_healthy(yard):
    up(yard, "server")
    for place in ("livez", "readyz"):
        asked = inside(yard, "server", ["curl", "--silent", "--fail", f"http://127.0.0.1:8080/{place}"], "clea")
        words, _ = asked.communicate(timeout=20)
        expect(asked.returncode == 0, f"{place}: {words}\n{said('server')}")


def is_nobody(yard, name, user):
    process = yard.running[name][0]
    first = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0]
    status = pathlib.Path(f"/proc/{first}/status").read_text()
    expect("\nUid:" + 4 * f"\t{user}" + "\n" in status and "\nCapEff:\t0000000000000000\n" in status, status)


@test
def the_server_is_not_root_and_writes_nowhere(yard):
    is_nobody(yard, "server", 10001)
    tried = inside(yard, "server", ["touch", "/usr/bin/left", "/tmp/left"], "root")
    words, _ = tried.communicate(timeout=20)
    expect(words.count("Read-only") == 2, words)


@test
def nobody_gets_a_role_that_is_not_his(yard):
    def login(user, role, *more):
        asked = inside(yard, "db", ["psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--username={role}", "--dbname=clea", *more,
                                    "--command=select current_user"], user)
        return asked.communicate(timeout=20)[0].strip()

    expect(login("clea", "clea_app") == "clea_app", "clea is not let in")
    for user, role in (("clea", "clea_migrator"), ("clea", "postgres"), ("clea", "clea_backup"), ("clea-migrator", "clea_backup"), ("clea-migrator", "postgres"), ("root", "postgres"), ("clea-documents", "clea_national"),
                       ("root", "clea_app"), ("www-data", "clea_app")):
        expect("Peer authentication failed" in login(user, role), f"{user} became {role}: {login(user, role)}")
    expect("pg_hba.conf" in login("postgres", "postgres", "--host=127.0.0.1"), "a way in by TCP")
    able = inside(yard, "db", ["psql", "-XAtq", "--username=postgres", "--dbname=clea",
                               "--command=select rolname from pg_roles where rolcanlogin and (rolsuper or rolbypassrls)"], "postgres")
    # The role of backups sees all rows and may write none; only the administrator of the database becomes it.
    able_to_all = sorted(able.communicate(timeout=20)[0].split())
    expect(able_to_all == ["clea_backup", "postgres"], f"a role with more rights than it needs: {able_to_all}")


@test
def the_server_ends_when_told(yard):
    expect(stop(yard, "server") == 0, said("server"))


def key_of(role):
    lines = (WORK / "volumes" / "demo-tokens" / "demo-tokens").read_text().splitlines()
    return dict(line.split()[:2] for line in lines if not line.startswith("#"))[role]


@test
def the_demonstration_has_its_people_and_their_keys(yard):
    up(yard, "demo")
    about = (WORK / "volumes" / "demo-tokens" / "demo-tokens").stat()
    expect((about.st_uid, about.st_mode & 0o777) == (10002, 0o600), f"{about.st_uid} {about.st_mode:o}")
    token = key_of("COUNSELLOR")
    asked = inside(yard, "demo", ["curl", "--silent", "--fail", "-H", f"Authorization: Bearer {token}", "http://127.0.0.1:8080/v1/me"])
    words, _ = asked.communicate(timeout=20)
    expect(asked.returncode == 0 and "COUNSELLOR" in words, words)
    expect(token not in log_of("demo-seed").read_text() + log_of("demo").read_text(), "a key in a log")


@test
def what_people_hold_is_drawn_beside_it(yard):
    ask = f"curl --silent --fail --retry 20 --retry-delay 1 -H 'Authorization: Bearer {key_of('CERTIFIER')}' http://127.0.0.1:8080/v1/certificates"
    script = f"""number=$({ask}'?status=ISSUED&limit=1' | sed 's/.*"number":"\\([^"]*\\)".*/\\1/') && {ask}/$number/document | head -c 5"""
    words, _ = inside(yard, "demo", ["sh", "-c", script]).communicate(timeout=60)
    expect(words == "%PDF-", f"{words}\n{said('demo-documents')}")
    key = (WORK / "volumes" / "demo-seal" / "seal.key").stat()
    expect((key.st_uid, key.st_mode & 0o777) == (10003, 0o600), f"{key.st_uid} {key.st_mode:o}")
    is_nobody(yard, "demo-documents", 10003)


def ask_demo(yard, role, path, *more):
    words, _ = inside(yard, "demo", ["curl", "--silent", "--fail", "--retry", "20", "--retry-delay", "1", "-H", f"Authorization: Bearer {key_of(role)}",
                                     *more, f"http://127.0.0.1:8080{path}"]).communicate(timeout=60)
    return words


@test
def credentials_are_signed_beside_it(yard):
    for name in ("rsa.key", "ed25519.key"):
        key = (WORK / "volumes" / "demo-seal" / name).stat()
        expect((key.st_uid, key.st_mode & 0o777) == (10003, 0o600), f"{name}: {key.st_uid} {key.st_mode:o}")
    number = json.loads(ask_demo(yard, "CERTIFIER", "/v1/certificates?status=ISSUED&limit=1"))["data"][0]["number"]
    issuer = json.loads(ask_demo(yard, "CERTIFIER", f"/v1/certificates/{number}/credential"))["issuer"]["id"]
    expect(issuer.startswith("http://127.0.0.1:8081/"), issuer)
    expect(len(json.loads(ask_demo(yard, "CERTIFIER", "/.well-known/jwks.json"))["keys"]) == 2, "the keys")


@test
def evidence_of_the_demonstration_says_that_nobody_scanned_it(yard):
    rows = json.loads(ask_demo(yard, "REFERENT", "/v1/candidacies?limit=100"))["data"]
    for path in (f"/v1/candidacies/{row['id']}/evidences" for row in rows):
        words = ask_demo(yard, "REFERENT", path, "-H", "Content-Type: application/pdf", "-H", "Idempotency-Key: docker-1", "--data-binary", files.pdf().decode("latin-1"))
        if words:
            break
    expect(words, "no candidacy takes evidence")
    path, end = f"/v1/evidences/{json.loads(words)['id']}", time.monotonic() + 60
    while json.loads(ask_demo(yard, "REFERENT", path))["state"] == "PENDING_SCAN":
        expect(time.monotonic() < end, f"nobody looks at it\n{said('demo-documents')}")
        time.sleep(0.2)
    expect(json.loads(ask_demo(yard, "REFERENT", path))["state"] == "UNSCANNED", "it was scanned")


@test
def the_settings_of_the_certifier_reach_the_worker(yard):
    """Keys beside the seal, and a scanner: off until they are given, and given as the head of the file says."""
    service, settings = yard.services["documents"], yard.services["documents"]["environment"]
    expect(not settings["CLEA_CREDENTIALS_KEY_FILES"] + settings["CLEA_EVIDENCE_SCANNER"], settings)
    told = dict(re.findall(r"^#   (CLEA_\w+)=(.*)$", COMPOSE.read_text(), re.M))
    printed = run("docker-compose", "-f", COMPOSE, "config", capture_output=True, text=True, env=os.environ | told).stdout
    given = yaml.safe_load(printed)["services"]["documents"]["environment"]
    expect({name: given[name] for name in told} == told, given)
    root = pathlib.Path(yard.stages["documents"].root)
    expect(os.access(root / told["CLEA_EVIDENCE_SCANNER"].split()[0].lstrip("/"), os.X_OK), "the scanner is not in the image")
    folders = {volume.split(":")[1] for volume in service["volumes"]}
    expect({"/seal", "/run/clamav"} <= folders and "/seal/" in told["CLEA_CREDENTIALS_KEY_FILES"], folders)
    expect("LocalSocket /run/clamav/clamd.ctl" in (root / "etc/clamav/clamd.conf").read_text(), "where clamd listens")


@test
def the_demonstration_ends_when_told(yard):
    for name in ("demo-documents", "demo"):
        expect(stop(yard, name) == 0, said(name))


def main():
    if set(sys.argv[1:]) - {"--inside"}:
        sys.exit("tests/docker/run.py takes no names of tests: each stands on those before it")
    if os.geteuid() != 0:
        os.execvp("sudo", ["sudo", "--non-interactive", sys.executable, *sys.argv])
    if "--inside" not in sys.argv:
        # Mounts and processes of our own, which end with us. Outside of them there is nothing but files to remove.
        words = ["unshare", "--mount", "--propagation=private", "--pid", "--fork", "--kill-child", "--mount-proc"]
        shutil.rmtree(WORK, ignore_errors=True)
        status = subprocess.run([*words, sys.executable, *sys.argv, "--inside"], stdin=subprocess.DEVNULL).returncode
        shutil.rmtree(WORK, ignore_errors=True)
        sys.exit(status)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    WORK.mkdir(parents=True, exist_ok=True)
    # In memory where there is enough of it: nothing here is kept.
    available_kb = int(next(line for line in open("/proc/meminfo") if line.startswith("MemAvailable")).split()[1])
    if available_kb > MEMORY_KB:
        mount("-t", "tmpfs", "-o", "size=4g,mode=755", "tmpfs", WORK)
    for name in ("stages", "containers", "volumes"):
        (WORK / name).mkdir()
    yard, passed, failed = Yard(), 0, 0
    for function in TESTS_IN_ORDER:
        started = time.monotonic()
        try:
            expect(yard.stages or function in TESTS_IN_ORDER[:2], "there are no images")
            function(yard)
            passed += 1
            print(f"ok {function.__name__} ({time.monotonic() - started:.0f} s)", flush=True)
        except Exception as error:
            failed += 1
            if not isinstance(error, (AssertionError, dockerfile.DockerfileError)):
                traceback.print_exc()
            print(f"not ok {function.__name__}: {error}", flush=True)
    for name in list(yard.running):
        yard.running[name][0].kill()  # and with it whatever runs in its container
        yard.running[name][0].wait()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
