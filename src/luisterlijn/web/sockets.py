"""Opening a websocket: the origin checked, a bounded outbox, a limit to its frames, no compression.

A page that may not come in hears so by a close code, since a browser shows its script nothing of a refused handshake.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from aiohttp import web
from pydantic import TypeAdapter

from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.protocol import Close
from luisterlijn.channel.socket import Session, converse
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import own_origin

CLOSE_SECONDS = 3.0


class Opened:
    """One accepted websocket and what leads to it; `ws` is the answer to return."""

    __slots__ = ("_doors", "ws")

    def __init__(self, doors: Doors) -> None:
        limits = doors.settings.limits
        self.ws = web.WebSocketResponse(
            compress=False, heartbeat=None, max_msg_size=limits.frame_bytes + 1, timeout=CLOSE_SECONDS
        )
        self._doors = doors

    async def admit(self, request: web.Request, *, known: bool = True, crowded: bool = False) -> Outbox | None:
        """Take the socket; None if it was closed again at once.

        Args:
            known: whether this is somebody who may use the page.
            crowded: whether its address has too many sockets already.
        """
        await self.ws.prepare(request)
        if not own_origin(request, self._doors.settings):
            await self.ws.close(code=Close.WRONG_ORIGIN)
            return None
        if not known:
            await self.ws.close(code=Close.NOT_LOGGED_IN)
            return None
        if crowded:
            await self.ws.close(code=Close.TOO_MANY)
            return None
        transport = request.transport
        if self._doors.health.draining or transport is None:
            await self.ws.close(code=Close.COME_BACK)
            return None
        writing = cast("asyncio.WriteTransport", transport)  # uvloop's is one by what it does, not by its class
        return Outbox(self.ws, writing, self._doors.writer, self._doors.settings.limits.outbox_frames)

    async def converse(
        self, page: str, outbox: Outbox, says: TypeAdapter[Any], session: Session
    ) -> web.WebSocketResponse:
        """Feed the session until the socket closes."""
        self._doors.metrics.socket_opened(page)
        try:
            await converse(self.ws, outbox, says, session, most=self._doors.settings.limits.frames_per_ten_seconds)
        finally:
            self._doors.metrics.socket_closed(page)
        return self.ws
