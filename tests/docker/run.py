#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""docker/ without Docker: every step of the Dockerfile in a clean Debian, then compose.yaml's services, one after the other, as the
users, with the commands and the volumes that the file says. Ends with `N passed, N failed`.

A clean Debian comes from mmdebstrap; PostgreSQL is this machine's, in the place of the one of postgres:15-bookworm. Needs root
(chroot, mounts); mounts and processes are in namespaces of their own and vanish with the test."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "docker"), str(TESTS / "scenario")]
import dockerfile  # noqa: E402
import files  # noqa: E402
import yaml  # noqa: E402
from in_order import InOrder, expect  # noqa: E402
from trees import debian, node, output, postgres, run  # noqa: E402
from instance import ROOT  # noqa: E402
from yard import TLS, WORK, Yard, inside, log_of, make_certificate, outside, said, stop, tree, up, up_alone  # noqa: E402

COMPOSE = ROOT / "docker" / "compose.yaml"
LOG = ROOT / "build" / "tests" / "docker-steps.log"
DEBIAN = "debian:12-slim"
POSTGRES = "postgres:15-bookworm"
NODE = "node:20-bookworm-slim"
stand = InOrder(__file__, WORK)
stand.told = (dockerfile.DockerfileError,)
test = stand.test


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
    yard.bases[NODE] = timed("node", node, WORK / "node", yard.bases[DEBIAN])
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
        # An unreaped child stays for ever where the first process does not look after it.
        expect(service.get("init") and service["security_opt"] == ["no-new-privileges:true"], f"{name}: init, new privileges")
        if stage.name != "database":
            expect(number != "0", f"{name} runs as root")
            expect(service["read_only"] and service["cap_drop"] == ["ALL"], f"{name} may more than it needs")
        if stage.name == "proxy":
            expect(not service.get("volumes") and number not in people, f"{name} reaches the database")
        elif stage.name != "database":
            expect(number in people and f" {people[number]} " in let_in, f"{name} runs as {number}, whom the database does not know")


@test
def health_is_asked_the_same_way_by_image_and_compose(yard):
    """Images in the format of OCI forget their HEALTHCHECK."""
    for name, service in yard.services.items():
        health = yard.stages[service["build"]["target"]].health
        if health and service["restart"] != "no":
            expect(service["healthcheck"]["test"] == ["CMD", *health], f"{name}: {service.get('healthcheck')} and {health}")


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
    assets = sorted(path.name for path in (pathlib.Path(yard.stages["server"].root) / "usr/share/clea-server/swagger-ui-dist").iterdir())
    expect(assets == ["LICENSE", "NOTICE", "swagger-ui-bundle.js", "swagger-ui.css"], f"/docs: {assets}")


@test
def the_server_comes_up_and_is_healthy(yard):
    up(yard, "server")
    for place in ("livez", "readyz", "docs"):
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
def the_proxy_speaks_tls_for_it(yard):
    make_certificate()
    up_alone(yard, "proxy")
    is_nobody(yard, "proxy", 10004)
    tried = inside(yard, "proxy", ["touch", "/etc/left", "/run/secrets/left"], "root")
    words, _ = tried.communicate(timeout=20)
    expect(words.count("Read-only") == 2, words)
    told = outside(yard, "proxy", f"curl --silent --fail --include {TLS}/readyz; curl --silent --include http://127.0.0.1:8080/v1/me")
    expect("HTTP/2 200" in told and "strict-transport-security: max-age=" in told, told)
    expect("308 Permanent Redirect" in told and "location: https://" in told, told)
    told = outside(yard, "proxy", f"curl --silent --output /dev/null --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 {TLS}/readyz; echo ended with $?")
    expect("ended with 35" in told, f"an old TLS: {told}")
    told = outside(yard, "proxy", f"curl --silent --output /dev/null --write-out '%{{http_code}}' {TLS}/metrics")
    expect(told.strip() == "404", f"what is for nobody outside: {told}")


@test
def nobody_chooses_the_address_that_the_proxy_tells(yard):
    """Wrong keys are counted by address: another X-Forwarded-For for each, and they are still those of one."""
    keys = " ".join(f"--next --silent --output /dev/null --write-out '%{{http_code}} ' -H 'X-Forwarded-For: 192.0.2.{number}' "
                    f"-H 'Authorization: Bearer clea_live_{number:0>32}' {TLS}/v1/me" for number in range(1, 90))
    told = outside(yard, "proxy", f"curl --silent {TLS}/livez --output /dev/null {keys}").split()
    expect(set(told) == {"401", "429"} and 50 <= told.count("401") <= 70, f"{told}")


@test
def the_lines_of_the_proxy_name_nobody(yard):
    lines = said("proxy")
    expect(" 401 " in lines or "401 " in lines, f"no line: {lines}")
    expect("192.0.2." not in lines and "/v1" not in lines and "clea_live" not in lines, lines)


@test
def the_proxy_ends_when_told(yard):
    expect(stop(yard, "proxy") == 0, said("proxy"))


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
def a_journey_goes_through_the_proxy(yard):
    """The README's, from the first contact to the certificate, by curl over TLS."""
    up_alone(yard, "demo-proxy")
    blocks = "set -e\n" + "\n".join(re.findall(r"^```bash\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S))
    told = outside(yard, "demo-proxy", blocks, base=TLS, tokens=str(WORK / "volumes" / "demo-tokens" / "demo-tokens")).split()
    missing = [word for word in ("INFORMED", "JURY_READY", "CERTIFIED", "SIGNED", '["VALID",true]') if word not in told]
    expect(not missing, f"missing {missing}: {' '.join(told)[-3000:]}\n{said('demo-proxy')}")
    stop(yard, "demo-proxy")


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
    yard = Yard()

    def end():
        for name in list(yard.running):
            yard.running[name][0].kill()  # and with it whatever runs in its container
            yard.running[name][0].wait()

    stand.goes_on = lambda function: yard.stages or function in stand.tests[:2]
    stand.main(yard, folders=("stages", "containers", "volumes", "secrets"), at_end=end)


if __name__ == "__main__":
    main()
