"""What waits to be written to one websocket: bounded, so that a slow reader costs a constant and stalls nobody.

`put` never waits. One coroutine of the node writes for all sockets whose buffers have room, in the turn after the frames
were put; a socket whose reader does not keep up gets a coroutine of its own until it has caught up, and one that has
`most` frames waiting is told to come back. An idle socket therefore has no task and no timer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from aiohttp import web

from luisterlijn.channel.frames import Shared
from luisterlijn.channel.protocol import Close
from luisterlijn.live.tasks import spawn

log = structlog.get_logger()
ROOM_BYTES = 32768
"""A frame is written at once while no more than this waits in the socket's own buffer (half its high-water mark)."""

FAREWELL_SECONDS = 5.0
FAREWELL_TRIES = 500


class Writer:
    """Writes for all healthy sockets of a node."""

    def __init__(self) -> None:
        self._due: list[Outbox] = []
        self._running = False
        self.open: set[Outbox] = set()

    def wake(self, outbox: Outbox) -> None:
        """Frames wait in this outbox."""
        self._due.append(outbox)
        if not self._running:
            self._running = True
            spawn(self._write(), name="outbox.write")

    def close_silent(self, before: float) -> None:
        """Let go of sockets from which nothing came since `before`, an instant of the loop's clock."""
        for outbox in list(self.open):
            if outbox.heard_at < before:
                outbox.close(Close.COME_BACK)

    async def _write(self) -> None:
        try:
            while self._due:
                due, self._due = self._due, []
                for outbox in due:
                    try:
                        await outbox.write_while_room()
                    except Exception as error:
                        log.exception("outbox.failed", error=type(error).__name__)
                        outbox.close(Close.COME_BACK)
                await asyncio.sleep(0)
        finally:
            self._running = False


class Outbox:
    """The frames of one socket on their way out; `heard_at` is when its page last sent something, by the loop's clock.

    Args:
        most: frames that may wait.
    """

    __slots__ = ("_awake", "_frames", "_most", "_transport", "_writer", "_ws", "code", "heard_at", "listener")

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.WriteTransport, writer: Writer, most: int) -> None:
        self._ws, self._transport, self._writer, self._most = ws, transport, writer, most
        self._frames: list[str] | None = None  # few at a time, and a list costs an idle or hasty socket the least
        self._awake = False
        self.code: Close | None = None
        self.listener: asyncio.Task[None] | None = None
        self.heard_at = asyncio.get_running_loop().time()
        writer.open.add(self)

    @property
    def closing(self) -> bool:
        """Whether nothing more can be put."""
        return self.code is not None or self._ws.closed

    def put(self, frame: str) -> None:
        """Send this frame, some time soon; without effect once the socket closes."""
        if self.code is not None or self._ws.closed:
            return
        if self._frames is None:
            self._frames = [frame]
        elif len(self._frames) >= self._most:
            self.close(Close.COME_BACK)
            return
        else:
            self._frames.append(frame)
        if not self._awake:
            self._awake = True
            self._writer.wake(self)

    def put_shared(self, frame: Shared) -> None:
        """The same for a frame that many get: where nothing waits and there is room it is written here and now."""
        transport = self._transport
        if self._frames is not None or self.code is not None or transport.is_closing():
            self.put(frame.text)
            return
        if transport.get_write_buffer_size() + len(frame.wire) <= ROOM_BYTES:
            transport.write(frame.wire)
        else:
            self.put(frame.text)

    def close(self, code: Close) -> None:
        """Close the socket soon: whoever listens to it stops listening and speaks the farewell."""
        if self.code is None:
            self.code = code
            if self.listener is not None:
                self.listener.cancel()

    async def farewell(self) -> None:
        """The last thing done with a socket: say why it closes, and wait a little for the page to agree."""
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                if self.code is not Close.COME_BACK:
                    await self._written()
                if self.code is not None:
                    await self._ws.close(code=self.code)
        except (TimeoutError, ConnectionError):
            self._transport.abort()
        finally:
            self._writer.open.discard(self)

    async def write_while_room(self) -> None:
        """Write what waits as long as the socket takes it without waiting; past that, go on in a task of its own."""
        frames, room = self._frames or [], self._transport.get_write_buffer_size
        try:
            while frames:
                if len(frames[0]) + room() > ROOM_BYTES:
                    spawn(self._write_slowly(), name="outbox.slow")
                    return
                await self._ws.send_str(frames.pop(0))
        except (ConnectionError, RuntimeError):
            frames.clear()  # the socket is gone, and what waited with it
        self._frames = None
        self._awake = False

    async def _write_slowly(self) -> None:
        with suppress(ConnectionError, RuntimeError):
            while self._frames:
                await self._ws.send_str(self._frames[0])
                self._frames.pop(0)
        self._frames = None
        self._awake = False

    async def _written(self) -> None:
        for _ in range(FAREWELL_TRIES):
            if not self._awake or self._ws.closed:
                return
            await asyncio.sleep(FAREWELL_SECONDS / FAREWELL_TRIES)
