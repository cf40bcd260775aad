# SPDX-License-Identifier: EUPL-1.2
"""Many connections from one thread: requests as bytes, answers as (status, headers, body), nothing in between."""

import asyncio
import select
import socket
import time


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:200]!r}"

    @property
    def says_when(self):
        """A refusal of the moment says when to come again."""
        return self.status not in (429, 503) or self.headers.get("retry-after", "").isdigit()


def request(method, path, token=None, body=None, **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: crowd.example", "Accept-Language: en"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b"")


class Connection:
    """One kept connection; connects again by itself when it was closed between two requests."""

    def __init__(self, port, source="127.0.0.1"):
        self.port, self.source = port, source
        self.reader = self.writer = None

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20, local_addr=(self.source, 0))
        return self

    def send(self, data):
        self.writer.write(data)

    async def answer(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        status = int(head[0].split()[1])
        if status == 100:
            return await self.answer()
        body = await self.reader.readexactly(int(headers.get("content-length", 0))) if status not in (204, 304) else b""
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, body)

    async def ask(self, data):
        for attempt in range(2):
            if self.writer is None:
                await self.open()
            try:
                self.send(data)
                return await self.answer()
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                if attempt:
                    raise
        return None

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


class Still:
    """A connection that sends what it is told to and reads nothing: `is_cut` looks at the socket alone."""

    def __init__(self, port, data=b"", receive_bytes=4096, source="127.0.0.1"):
        self.socket = socket.socket()
        self.socket.bind((source, 0))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(10)
        self.send(data)

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass

    def is_cut(self):
        watched = select.poll()
        watched.register(self.socket, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
        return bool(watched.poll(0))

    def text(self):
        """What comes until the end, or until nothing comes for a while."""
        found = b""
        try:
            while piece := self.socket.recv(65536):
                found += piece
        except OSError:
            pass
        return found

    def close(self):
        self.socket.close()


def wait_until(says_yes, timeout_s):
    end = time.monotonic() + timeout_s
    while not says_yes() and time.monotonic() < end:
        time.sleep(0.1)
    return says_yes()
