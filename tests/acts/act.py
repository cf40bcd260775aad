# SPDX-License-Identifier: EUPL-1.2
"""An act: one call of a command that succeeds on what its fixture has just made, and how it is sent again."""

import dataclasses
import typing
import uuid

REGISTER = {}  # (operationId, variant) -> the function that makes the act


@dataclasses.dataclass
class Act:
    """version: of the root that is changed, when the operation takes one. It travels in If-Match; in the body as
    expected_version when the act is an event (a body with the member `event`)."""

    client: object
    method: str
    path: str
    body: typing.Optional[dict] = None
    version: typing.Optional[int] = None
    always_sends_version: bool = False  # 428 without
    operation: str = ""  # what it is registered as
    variant: str = ""
    reads: tuple = ()  # addresses where what it typed is read, when neither its path nor its answer leads there
    reader: object = None  # who reads what was typed, when the act ends the sight of who did it
    others: typing.Optional[dict] = None  # how other sides do the same: {role: (client, what they say differently; None: not at all)}
    marks: dict = dataclasses.field(default_factory=dict)  # text that was put into the body -> its pointer
    reply: typing.Any = None  # of the send that took effect
    instance: typing.Any = None
    world: typing.Any = None
    gate: typing.Any = None  # of its races
    made: typing.Any = None
    file: typing.Optional[tuple] = None  # instead of a body: its bytes and its type
    secrets: dict = dataclasses.field(default_factory=dict)  # members of its answer that open something
    replay: typing.Any = None  # the same under the same key

    def send(self, key=None, with_version=False, body=None, client=None, query="", raw=None):
        if not key and getattr(self.client, "is_system", False):
            key = new_key()  # a system without a person behind it must name what it does
        headers = {"Idempotency-Key": key} if key else {}
        sent = self.body if body is None else body
        if self.version is not None and (with_version or self.always_sends_version):
            if isinstance(sent, dict) and "event" in sent:
                sent = {"expected_version": self.version} | sent
            else:
                headers["If-Match"] = f'"{self.version}"'
        if self.file is not None:
            headers["Content-Type"] = self.file[1]
            raw = self.file[0] if raw is None and body is None else raw
        options = {"raw": raw} if raw is not None else {} if sent is None else {"body": sent}
        return (client or self.client).send(self.method, self.path + query, headers=headers, **options)


def act(operation, variant=""):
    """Registers a fixture: a function of the world that returns an Act."""

    def register(function):
        assert (operation, variant) not in REGISTER, f"{operation} {variant} twice"
        REGISTER[operation, variant] = function
        return function

    return register


def new_key():
    return str(uuid.uuid4())
