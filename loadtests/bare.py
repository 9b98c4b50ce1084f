"""A bare RESP client: no retries, no decoding, every command of a loop turn in one write. The reference for our own path."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

import hiredis


class Bare(asyncio.Protocol):
    """One connection; `call` returns a future of the raw reply."""

    def __init__(self) -> None:
        self._reader = hiredis.Reader()
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._out: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()

    @classmethod
    async def connect(cls, path: str) -> Bare:
        """Connect to a unix socket."""
        _, client = await asyncio.get_running_loop().create_unix_connection(cls, path)
        return client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer whoever waits, in order."""
        self._reader.feed(data)
        while (reply := self._reader.gets()) is not False:
            future = self._waiting.popleft()
            if isinstance(reply, hiredis.ReplyError):
                future.set_exception(reply)
            else:
                future.set_result(reply)

    def call(self, *command: str | int | bytes) -> asyncio.Future[Any]:
        """Send a command with the others of this loop turn."""
        future: asyncio.Future[Any] = self._loop.create_future()
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(hiredis.pack_command(command))  # type: ignore[arg-type]  # typed for one argument only
        self._waiting.append(future)
        return future

    def _flush(self) -> None:
        assert self._transport is not None
        self._transport.write(b"".join(self._out))
        self._out.clear()

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()
