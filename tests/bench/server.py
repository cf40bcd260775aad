# SPDX-License-Identifier: EUPL-1.2
"""Servers that are measured: ours, from any build, and those of the peers. Each in a process group of its own."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from place import RELEASE, BenchError, free_port, not_root, tail

READY_S = 180  # two processors that others use too


class Server:
    """A server of ours on a data set: the release build, with the settings that it comes with."""

    name = "ours"
    tables = "public"  # the schema that it writes to

    def __init__(self, place, database, binary=None, port=None, settings=None):
        self.place, self.database = place, database
        self.binary = binary or RELEASE / "clea-server"
        self.port, self.admin_port = port or free_port(), free_port()
        self.base_url, self.admin_url = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.admin_port}"
        self.log = place.folder / f"{self.name}.log"
        self.settings = {
            "PGDATABASE": database, "CLEA_HTTP_PORT": str(self.port), "CLEA_ADMIN_PORT": str(self.admin_port),
            "CLEA_SANDBOX_ENABLED": "true", "CLEA_LOG_LEVEL": "warning"} | self.limits() | (settings or {})
        self.process = None

    def limits(self):
        """They count, and are never reached: one address and a few keys stand for a country. A build of before may have none."""
        if self.name != "ours":
            return {}
        known = subprocess.run([str(self.binary), "settings"], capture_output=True, text=True).stdout
        return {name: "100000000" for name in ("CLEA_LIMITS_REQUESTS_PER_MINUTE", "CLEA_LIMITS_ADDRESS_PER_MINUTE") if name in known}

    def command(self):
        return [str(self.binary), "serve"]

    def start(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command(), env=self.place.environment | self.settings, cwd="/", stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True, **not_root())
        end = time.monotonic() + READY_S
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise BenchError(f"{self.name} does not become ready:\n{tail(self.log)}")
            time.sleep(0.02)
        return self

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=2) as reply:
                return reply.status == 200
        except (OSError, urllib.error.HTTPError):
            return False

    def stop(self):
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
