"""One websocket of any page: the first frame is hello, frames that do not fit, or come too fast, are told and counted,
errors become frames.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

import structlog
from aiohttp import WSMsgType, web
from pydantic import TypeAdapter, ValidationError

from luisterlijn.channel import frames
from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.protocol import Close
from luisterlijn.errors import EngineAwayError, RefusedError

log = structlog.get_logger()
HELLO_SECONDS = 10.0
BAD_FRAMES = 3
PACE_SECONDS = 10.0


class Session(Protocol):
    """What a page's socket speaks with."""

    async def hear(self, frame: Any) -> None:
        """Handle one frame that fits the protocol."""

    def gone(self) -> None:
        """The socket is closed."""


class Pace:
    """Counts the frames of one socket in spans of ten seconds.

    Args:
        most: frames that may come in one span.
    """

    __slots__ = ("_count", "_most", "_since")

    def __init__(self, most: int, now: float) -> None:
        self._most, self._since, self._count = most, now, 0

    def wait(self, now: float) -> float:
        """Seconds for which this frame came too soon; 0 if it did not."""
        if now - self._since >= PACE_SECONDS:
            self._since, self._count = now, 0
        self._count += 1
        return 0.0 if self._count <= self._most else self._since + PACE_SECONDS - now


async def converse(
    ws: web.WebSocketResponse, outbox: Outbox, says: TypeAdapter[Any], session: Session, *, most: int
) -> None:
    """Feed the session until the socket closes.

    Args:
        says: the frames this page may send.
        most: of them, how many in ten seconds.
    """
    loop = asyncio.get_running_loop()
    bad, greeted, pace = 0, False, Pace(most, loop.time())
    try:
        while bad < BAD_FRAMES:
            message = await _next(ws, outbox, None if greeted else HELLO_SECONDS)
            if message is None or message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                return
            outbox.heard_at = loop.time()
            if wait := pace.wait(outbox.heard_at):
                bad += 1
                outbox.put(frames.refused(_too_fast(wait)))
                continue
            frame = _read(outbox, says, message.data)
            if frame is not None and (frame.kind == "hello") != greeted:
                bad, greeted = 0, True
                await _hear(outbox, session, frame)
                continue
            bad += 1
            if frame is not None:
                outbox.put(frames.refused(_out_of_turn(greeted=greeted)))
        outbox.close(Close.BAD_FRAMES)
    except TimeoutError:
        outbox.close(Close.BAD_FRAMES)
    finally:
        session.gone()
        await outbox.farewell()


async def _next(ws: web.WebSocketResponse, outbox: Outbox, seconds: float | None) -> Any:
    """The next message, or None once this side has decided to close."""
    task = asyncio.current_task()
    if outbox.closing or task is None:
        return None
    outbox.listener = task
    try:
        return await ws.receive(timeout=seconds)
    except asyncio.CancelledError:
        if outbox.code is None:
            raise
        task.uncancel()
        return None
    finally:
        outbox.listener = None


def _out_of_turn(*, greeted: bool) -> RefusedError:
    remedy = "Say hello once only." if greeted else "Say hello first."
    return RefusedError("out_of_turn", remedy, field="kind")


def _too_fast(wait: float) -> RefusedError:
    return RefusedError("too_fast", f"Send fewer frames; wait {wait:.0f} s.", retry=True)


def _read(outbox: Outbox, says: TypeAdapter[Any], data: str | bytes) -> Any:
    try:
        return says.validate_json(data)
    except ValidationError as error:
        outbox.put(frames.misfit(error))
        return None


async def _hear(outbox: Outbox, session: Session, frame: Any) -> None:
    key = frame.key if "key" in type(frame).model_fields else None
    try:
        await session.hear(frame)
    except RefusedError as error:
        outbox.put(frames.refused(error, key))
    except EngineAwayError:
        outbox.put(frames.busy(key))
    except Exception as error:
        log.exception("socket.failed", kind=frame.kind, error=type(error).__name__)
        outbox.put(frames.failed(key))
