# SPDX-License-Identifier: EUPL-1.2
"""Another server on the database of an instance, with other settings."""

import time

from harness.client import Client
from harness.runner import expect_equal
from instance import free_port
from seen import server_errors


class SecondServer:
    """Another server on the same database, with other settings."""

    def __init__(self, instance, **settings):
        self.instance, self.settings, self.port = instance, settings, free_port()

    def __enter__(self):
        with open(self.instance.log, "ab") as log:
            self.process = self.instance.spawn(
                self.settings | {"CLEA_HTTP_PORT": str(self.port), "CLEA_ADMIN_PORT": "0"}, log)
        client, end = Client(f"http://127.0.0.1:{self.port}"), time.monotonic() + 30
        with server_errors.announced("a server that is starting is not ready"):
            while time.monotonic() < end:
                try:
                    if client.get("/readyz", checks=False).status == 200:
                        return self
                except OSError:
                    pass  # it does not listen yet
                time.sleep(0.05)
        raise AssertionError("the second server is not ready")

    def client(self, like):
        return Client(f"http://127.0.0.1:{self.port}", like.token)

    def __exit__(self, *_):
        self.process.terminate()
        expect_equal(self.process.wait(40), 0, "end of the second server")
