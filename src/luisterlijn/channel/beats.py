"""Heartbeats of a node's pages, gathered for a moment and proven to the engine in one call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from luisterlijn import clock
from luisterlijn.channel import frames
from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live.tasks import spawn

log = structlog.get_logger()
GATHER_SECONDS = 0.1
MOST_AT_ONCE = 500


class Beating(Protocol):
    """A session whose page has beaten."""

    def heard(self, answer: str, beat_back: str) -> None:
        """The engine's word for this one (OK, UNKNOWN, or a final state) and the frame that answers the page."""

    def busy(self) -> None:
        """The engine could not be reached."""


class Beats:
    """Gathers beats by the name of contact or volunteer.

    Args:
        call: proves the presence of all these names; one word each.
    """

    def __init__(self, call: Callable[[Sequence[str]], Awaitable[list[str]]]) -> None:
        self._call = call
        self._waiting: dict[str, Beating] = {}
        self._running = False

    def put(self, name: str, session: Beating) -> None:
        """This one is there."""
        self._waiting[name] = session
        if not self._running:
            self._running = True
            spawn(self._gather(), name="beats.gather")

    async def _gather(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(GATHER_SECONDS)
                waiting, self._waiting = self._waiting, {}
                names = list(waiting)
                for start in range(0, len(names), MOST_AT_ONCE):
                    await self._prove({name: waiting[name] for name in names[start : start + MOST_AT_ONCE]})
        finally:
            self._running = False

    async def _prove(self, some: dict[str, Beating]) -> None:
        try:
            answers = await self._call(list(some))
        except EngineError as error:
            if not isinstance(error, EngineAwayError):
                log.exception("beats.failed", error=type(error).__name__)
            for session in some.values():
                session.busy()
            return
        text = frames.beat_back(clock.now())
        for session, answer in zip(some.values(), answers, strict=True):
            session.heard(answer, text)
