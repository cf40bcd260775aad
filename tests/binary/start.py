# SPDX-License-Identifier: EUPL-1.2
"""How `clea-server serve` starts, and refuses to: every refusal says what to do, and nothing was opened before it."""

import contextlib
import json
import os
import pathlib
import pwd
import re
import signal
import socket
import subprocess
import time

from support import Client, Suite, announces, expect, expect_equal, free_port, not_root

suite = Suite("start")


def refuses(instance, *words, as_root=False, **environment):
    """serve ends at once with 1, and one line says why in these words."""
    ports = {"CLEA_HTTP_PORT": str(free_port()), "CLEA_ADMIN_PORT": str(free_port())}
    done = subprocess.run([instance._reachable(instance.binary), "serve"], env=instance.environment | ports | environment,
                          cwd=instance.folder, capture_output=True, text=True, timeout=60, **({} if as_root else not_root()))
    expect_equal(done.returncode, 1, done.stderr)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    expect_equal([(line["level"], line["msg"]) for line in lines], [("error", "cannot start")], done.stderr)
    for word in words:
        expect(word in lines[0]["why"], f"{word!r} is not said: {lines[0]['why']}")
    expect("password" not in done.stderr, done.stderr)


# Ports


@suite.test
def a_second_server_on_the_port_is_refused(instance):
    """Its kernel would let it share the port and the requests, perhaps with another database behind it."""
    told = ["taken by another program", "choose another port"]
    refuses(instance, f"port {instance.port} of 127.0.0.1", *told, CLEA_HTTP_PORT=str(instance.port))
    refuses(instance, f"port {instance.port} of 0.0.0.0", *told, CLEA_HTTP_PORT=str(instance.port), CLEA_HTTP_LISTEN="0.0.0.0")
    refuses(instance, f"port {instance.admin_port} of 127.0.0.1", *told, CLEA_ADMIN_PORT=str(instance.admin_port))
    Client(instance.base_url).get("/readyz").must(200)


@suite.test
def a_port_of_any_other_program_is_refused(instance):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        refuses(instance, "taken by another program", CLEA_HTTP_PORT=str(other.getsockname()[1]))


@suite.test
def a_port_that_was_just_left_is_free(instance):
    """Its connections of a moment ago are no obstacle."""
    client = Client(instance.base_url)
    client.get("/readyz").must(200)
    instance.stop_server()  # it closes first: TIME_WAIT is on its side
    instance.start_server()
    client.close()
    Client(instance.base_url).get("/readyz").must(200)


# The database


@suite.test
def a_role_that_row_level_security_does_not_bind_is_refused(instance):
    role = "create role told_{0} login {1}; grant clea_app to told_{0}"
    words = ["the walls between tenants would not hold", "connect as clea_app"]
    roles = {"super": ("superuser", "is a superuser"), "bypass": ("bypassrls", "may bypass row-level security"),
             "owner": ("in role clea_owner", "owns "), "both": ("in role clea_national", "is of tenants and of the nation at once"),
             "may_become": ("in role told_bypass", "may bypass row-level security")}
    instance.sql("\n".join(role.format(name, option) + ";" for name, (option, _) in roles.items()))
    ident = pathlib.Path(instance.data, "pg_ident.conf")
    before = ident.read_text()
    users = {"root", "postgres", pwd.getpwuid(os.geteuid()).pw_name}
    try:
        ident.write_text(before + "".join(f'clea "{user}" told_{name}\n' for user in users for name in roles))
        instance.sql("select pg_reload_conf()")
        time.sleep(0.3)
        for setting in ("CLEA_DATABASE_CONNINFO", "CLEA_DATABASE_READER_CONNINFO", "CLEA_DATABASE_NATIONAL_CONNINFO",
                        "CLEA_DATABASE_NATIONAL_READER_CONNINFO"):
            name = setting.removeprefix("CLEA_").lower().replace("_", ".", 1)
            refuses(instance, name, "postgres is a superuser", *words, **{setting: "user=postgres"})
            for role_name, (_, said) in roles.items():
                refuses(instance, f"{name}: the role told_{role_name} {said}", *words, **{setting: f"user=told_{role_name}"})
        done = instance.command("doctor", check=False, environment={"CLEA_DATABASE_CONNINFO": "user=postgres"})
        expect(done.returncode == 1 and "WRONG: database.conninfo: the role postgres is a superuser" in done.stdout, done.stdout)
    finally:
        ident.write_text(before)
        instance.sql("select pg_reload_conf(); " + " ".join(f"drop role told_{name};" for name in reversed(roles)))


# The user


def root_only(function):
    """What only root can try: told where it is not."""
    def skipped(instance):
        print(f"# not tried, for it takes root: {function.__name__}")

    skipped.__name__, skipped.__module__ = function.__name__, function.__module__
    return function if os.geteuid() == 0 else skipped


@suite.test
@root_only
def nothing_is_served_as_root(instance):
    refuses(instance, "started as root", "process.user", "adduser --system", "User=clea", as_root=True)
    refuses(instance, "started as root", as_root=True, CLEA_PROCESS_USER="root")
    refuses(instance, '"nobody-of-that-name"', "no such user", as_root=True, CLEA_PROCESS_USER="nobody-of-that-name")


@suite.test
def only_root_can_become_another_user(instance):
    refuses(instance, '"daemon"', "only root can become another user", CLEA_PROCESS_USER="daemon")


def status_of(pid):
    return dict(re.findall(r"^(\w+):\t(.*)$", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M))


@contextlib.contextmanager
def served_from_root(instance, user):
    """A release server that root starts and that becomes this user."""
    port = free_port()
    environment = instance.environment | {"CLEA_HTTP_PORT": str(port), "CLEA_ADMIN_PORT": str(free_port()), "CLEA_PROCESS_USER": user,
                                          "ASAN_OPTIONS": "detect_leaks=0"}  # it cannot be traced any more
    with open(instance.folder / "root.log", "ab") as log:
        process = subprocess.Popen([instance.binary, "serve"], env=environment, cwd=instance.folder, stdout=log, stderr=log,
                                   stdin=subprocess.DEVNULL, extra_groups=[0, 4])
    client = Client(f"http://127.0.0.1:{port}")
    try:
        end = time.monotonic() + 30
        while True:
            expect(process.poll() is None and time.monotonic() < end, (instance.folder / "root.log").read_text()[-2000:])
            with contextlib.suppress(OSError):
                if client.get("/readyz").status == 200:
                    break
            time.sleep(0.05)
        yield process.pid
        process.send_signal(signal.SIGTERM)
        expect_equal(process.wait(40), 0)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@suite.test
@root_only
@announces("a server that starts is not ready at once")
def root_becomes_the_user_for_good(instance):
    """Every thread, every kind of id, no group and no capability of root; and nothing it starts can gain any."""
    user = pwd.getpwnam("postgres")
    groups = {str(group) for group in os.getgrouplist(user.pw_name, user.pw_gid)}
    with served_from_root(instance, user.pw_name) as pid:
        for thread in os.listdir(f"/proc/{pid}/task"):
            told = status_of(f"{pid}/task/{thread}")
            expect_equal(told["Uid"].split(), [str(user.pw_uid)] * 4)
            expect_equal(told["Gid"].split(), [str(user.pw_gid)] * 4)
            expect(set(told["Groups"].split()) <= groups, told["Groups"])
            expect_equal([int(told[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")], [0] * 4)
            expect_equal(told["NoNewPrivs"], "1")


@suite.test
@root_only
@announces("a server that starts is not ready at once")
def no_socket_and_no_connection_is_opened_as_root(instance):
    """Who owns the server's sockets, in the kernel's table; and whom PostgreSQL saw connecting: only the user may be clea_app."""
    ident = pathlib.Path(instance.data, "pg_ident.conf")
    before = ident.read_text()
    user = pwd.getpwnam("postgres")
    try:
        ident.write_text("\n".join(line for line in before.splitlines() if not ('"root"' in line and "clea_" in line)) + "\n")
        instance.sql("select pg_reload_conf()")
        time.sleep(0.3)
        with served_from_root(instance, user.pw_name) as pid:
            inodes = {match for fd in os.listdir(f"/proc/{pid}/fd")
                      for match in re.findall(r"socket:\[(\d+)\]", os.readlink(f"/proc/{pid}/fd/{fd}"))}
            owners = {line.split()[7] for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
                      if line.split()[9] in inodes}
            expect_equal(owners, {str(user.pw_uid)})
    finally:
        ident.write_text(before)
        instance.sql("select pg_reload_conf()")
