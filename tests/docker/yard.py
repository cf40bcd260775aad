# SPDX-License-Identifier: EUPL-1.2
"""The services of docker/compose.yaml, each in a tree, a network and processes of its own."""

import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import time

import dockerfile
from in_order import expect
from instance import ROOT
from trees import mount, run

WORK = ROOT / "build" / "docker"
# A small demonstration shows as much here as a large one.
MORE_WORDS = {"demo-seed": ["--candidacies", "12"]}
TLS = "https://127.0.0.1:8443"


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
    for text in service.get("tmpfs", []):
        target, _, options = text.partition(":")
        mount("-t", "tmpfs", "-o", options, "tmpfs", dockerfile.place(root, target))
    for each in service.get("secrets", []):
        place = dockerfile.place(root, f"/run/secrets/{each['source']}")
        place.parent.mkdir(exist_ok=True)
        place.touch()
        mount("--bind", WORK / "secrets" / each["source"], place)
    if service.get("networks"):
        hosts = dockerfile.place(root, "/etc/hosts")
        hosts.touch()
        mount("--bind", names(yard), hosts)
    if service.get("read_only"):
        mount("-o", "remount,bind,ro", root)
    return stage, root


def address(service):
    return service.get("networks", {}).get("front", {}).get("ipv4_address")


def names(yard):
    """What Docker's own name server tells, as a file."""
    file = WORK / "hosts"
    file.write_text("127.0.0.1 localhost\n" + "".join(f"{address(service)} {name}\n" for name, service in yard.services.items() if address(service)))
    return file


def connect(yard, name):
    """A wire to each container that runs and is on the same network."""
    for other in yard.running:
        ours, theirs = address(yard.services[name]), address(yard.services[other])
        if other == name or not ours or not theirs:
            continue
        wire = f"w{yard.running[name][0].pid}"
        ends = ((name, wire, ours, theirs), (other, f"v{wire}", theirs, ours))
        spaces = {each: f"/proc/{yard.running[each][0].pid}/ns/net" for each in (name, other)}
        run("nsenter", f"--net={spaces[name]}", "ip", "link", "add", wire, "type", "veth", "peer", "name", f"v{wire}")
        run("nsenter", f"--net={spaces[name]}", "ip", "link", "set", f"v{wire}", "netns", str(yard.running[other][0].pid))
        for each, link, here, there in ends:
            run("nsenter", f"--net={spaces[each]}", "ip", "address", "add", here, "peer", there, "dev", link)
            run("nsenter", f"--net={spaces[each]}", "ip", "link", "set", link, "up")


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
    connect(yard, name)
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


def up_alone(yard, name):
    """What it depends on runs already."""
    start(yard, name)
    await_health(yard, name)


def stop(yard, name):
    """The signal of the image to the first process of the container, as Docker does. Returns its status."""
    process, stage, _ = yard.running.pop(name)
    first = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(first[0]), signal.Signals[stage.stop_signal])
    return process.wait(40)


def tree(root, names):
    return [name for name in names if (pathlib.Path(root) / name).exists()]


def make_certificate():
    """Of an authority of our own: the file that compose.yaml gives the proxy."""
    folder = WORK / "secrets"
    ca, key, request, mine = (folder / name for name in ("ca.pem", "ca.key", "request", "mine.pem"))
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run("openssl", "req", "-x509", *curve, "-keyout", key, "-out", ca, "-days", "2", "-subj", "/CN=Tests", stderr=subprocess.DEVNULL)
    run("openssl", "req", *curve, "-keyout", folder / "mine.key", "-out", request, "-subj", "/CN=127.0.0.1", stderr=subprocess.DEVNULL)
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", key, "-CAcreateserial", "-days", "2", "-extfile", folder / "names", "-out", mine,
        stderr=subprocess.DEVNULL)
    secret = folder / "tls"
    secret.write_text(mine.read_text() + (folder / "mine.key").read_text())
    secret.chmod(0o400)
    os.chown(secret, 10004, 10004)


def outside(yard, name, script, **environment):
    """As a client that reaches the container's ports, and trusts who vouches for the proxy."""
    process = yard.running[name][0]
    done = subprocess.run(["nsenter", f"--net=/proc/{process.pid}/ns/net", "bash", "-uo", "pipefail", "-c", script], capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, cwd=ROOT, env=os.environ | environment | {"CURL_CA_BUNDLE": str(WORK / "secrets" / "ca.pem")})
    return done.stdout + done.stderr
