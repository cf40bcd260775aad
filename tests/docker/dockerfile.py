# SPDX-License-Identifier: EUPL-1.2
"""Does what a Dockerfile says, in folders instead of images: each stage is a tree of files, each RUN a chroot into it."""

import ctypes
import fcntl
import json
import os
import pathlib
import re
import shlex
import shutil
import socket
import struct
import subprocess


class DockerfileError(Exception):
    """The Dockerfile says what this reader does not know, or a step of it failed."""


def instructions(text):
    """[(line number, WORD, rest)]: comments and line continuations are resolved as Docker does."""
    found, held, start = [], "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or not line.strip():
            continue
        start = start or number
        if line.endswith("\\"):
            held += line[:-1] + " "
            continue
        word, _, rest = (held + line).strip().partition(" ")
        found.append((start, word.upper(), rest.strip()))
        held, start = "", 0
    if held:
        raise DockerfileError(f"line {start}: nothing follows the last line")
    return found


class Stage:
    def __init__(self, name, parent):
        self.name = name
        self.base = None  # name of an image of a registry, or
        self.parent = parent  # another stage
        self.steps = []
        self.root = None
        self.user = parent.user if parent else "root"
        self.folder = parent.folder if parent else "/"
        self.environment = dict(parent.environment) if parent else {}
        self.entrypoint = list(parent.entrypoint) if parent else []
        self.command = list(parent.command) if parent else []
        self.health = list(parent.health) if parent else []
        self.stop_signal = parent.stop_signal if parent else "SIGTERM"


def read(path):
    """{name: Stage}, in the order of the file; ENV, USER and the like are known at once, the steps are done by build()."""
    stages, stage = {}, None
    for number, word, rest in instructions(pathlib.Path(path).read_text()):
        try:
            if word == "FROM":
                base, _, name = re.fullmatch(r"(\S+)( AS (\S+))", rest).groups()
                stage = stages[name] = Stage(name, stages.get(base))
                stage.base = None if stage.parent else base
            elif word == "ENV":
                stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
            elif word == "USER":
                stage.user = rest
            elif word == "WORKDIR":
                stage.folder = str(pathlib.PurePosixPath(stage.folder) / rest)
            elif word == "ENTRYPOINT":
                stage.entrypoint, stage.command = json.loads(rest), []
            elif word == "CMD":
                stage.command = json.loads(rest)
            elif word == "STOPSIGNAL":
                stage.stop_signal = rest
            elif word == "HEALTHCHECK":
                stage.health = json.loads(re.fullmatch(r"(?:--[a-z-]+=\S+\s+)*CMD (.*)", rest)[1])
            elif word not in ("RUN", "COPY", "EXPOSE"):
                raise ValueError(f"{word} is not known here")
            # Where and as whom a step is done, and with which environment, is what was said until then.
            if word in ("RUN", "COPY", "WORKDIR"):
                stage.steps.append((number, word, rest, stage.user, stage.folder, dict(stage.environment)))
        except (AttributeError, TypeError, ValueError) as error:
            raise DockerfileError(f"line {number}: {word} {rest[:60]}: {error}") from None
    return stages


def place(root, path):
    """A path of the tree as seen from outside: links are followed as the tree means them (/var/run is one, to /run)."""
    found, left = pathlib.Path(root), [part for part in str(path).split("/") if part]
    for _ in range(100):
        if not left:
            return found
        next_one = found / left.pop(0)
        if next_one.is_symlink():
            target = os.readlink(next_one)
            found = pathlib.Path(root) if target.startswith("/") else found
            left = [part for part in target.split("/") if part] + left
        else:
            found = next_one
    raise DockerfileError(f"{path}: links in a circle")


def chroot(root, command, user="root", folder="/", environment=None, network=None, **options):
    """Starts a command in the tree as a user of its /etc/passwd or a number, with processes and /proc of its own."""
    number, group = identity(root, user)
    words = ["nsenter", f"--net={network}"] if network else []
    words += ["unshare", "--pid", "--fork", "--kill-child", f"--mount-proc={root}/proc",
             "chroot", f"--userspec={number}:{group}", "--groups=", str(root), "/usr/bin/env", f"--chdir={folder}", *command]
    # What Docker gives to every container, and no more.
    inside = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root" if number == "0" else "/"}
    return subprocess.Popen(words, env=inside | (environment or {}), stdin=subprocess.DEVNULL, **options)


def identity(root, user):
    if re.fullmatch(r"\d+(:\d+)?", user):
        number, _, group = user.partition(":")
        return number, group or "0"
    for line in place(root, "/etc/passwd").read_text().splitlines():
        name, _, number, group, *_ = line.split(":")
        if name == user:
            return number, group
    raise DockerfileError(f"there is no user {user} in the image")


def sent(context):
    """Names at the top of the context that .dockerignore lets through: it excludes all, then names what is sent."""
    lines = [line for line in (pathlib.Path(context) / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    if lines[0] != "*" or any(re.fullmatch(r"![^/*]+", line) is None for line in lines[1:]):
        raise DockerfileError(".dockerignore: only * and then !NAME are known here")
    return {line[1:] for line in lines[1:]}


def copy(stages, stage, context, rest, folder):
    words = shlex.split(rest)
    source = pathlib.Path(context)
    while words[0].startswith("--"):
        option, _, value = words.pop(0).partition("=")
        if option != "--from":
            raise DockerfileError(f"COPY {option} is not known here")
        source = pathlib.Path(stages[value].root)
    *names, target = words
    for name in names if source == pathlib.Path(context) else ():
        if name.split("/")[0] not in sent(context):
            raise DockerfileError(f".dockerignore keeps {name} from the build")
    into = place(stage.root, pathlib.PurePosixPath(folder) / target)
    for name in names:
        origin = place(source, name)
        if origin.is_dir():  # its content, as Docker does
            shutil.copytree(origin, into, symlinks=True, dirs_exist_ok=True)
        else:
            destination = into / origin.name if target.endswith("/") else into
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, destination, follow_symlinks=False)
            os.chown(destination, 0, 0)


def build(stages, stage, context, bases, folder, log):
    """Makes the tree of a stage. bases: {image: tree it starts from}; log: where the output of its steps goes."""
    if not stage.parent and stage.base not in bases:
        raise DockerfileError(f"{stage.name}: there is no {stage.base} here")
    origin = stage.parent.root if stage.parent else bases[stage.base]
    stage.root = str(pathlib.Path(folder) / stage.name)
    subprocess.run(["cp", "--archive", "--reflink=auto", origin, stage.root], check=True)
    for number, word, rest, user, inside, environment in stage.steps:
        if word == "COPY":
            copy(stages, stage, context, rest, inside)
            continue
        if word == "WORKDIR":
            place(stage.root, inside).mkdir(parents=True, exist_ok=True)
            continue
        with open(log, "ab") as out:
            done = chroot(stage.root, ["/bin/sh", "-c", rest], user, inside, environment, stdout=out, stderr=out)
            if done.wait() != 0:
                tail = "\n".join(pathlib.Path(log).read_text(errors="replace").splitlines()[-12:])
                raise DockerfileError(f"line {number}: RUN ended with {done.returncode}:\n{tail}")


def own_network():
    """Between fork and exec: a network of nothing but 127.0.0.1, so that every container has its ports for itself."""
    if ctypes.CDLL(None, use_errno=True).unshare(0x40000000) != 0:  # CLONE_NEWNET
        raise OSError(ctypes.get_errno(), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lo:
        fcntl.ioctl(lo, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS: up, running
