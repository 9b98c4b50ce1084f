"""What is still to happen in a simulated day, by its instant; what falls together happens in the order it was planned. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count
from typing import TypeAlias

from luisterlijn.live.driven import Call

Action: TypeAlias = Callable[[], tuple[Call, ...]]
"""Looks at what is so by then, and says what is asked of the engine; nothing, if it has become pointless."""


class Agenda:
    """Instants in milliseconds since 1970, as the engine counts them; `now_ms` is set by whoever moves on."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self._heap: list[tuple[int, int, Action]] = []
        self._turn = count()

    def add(self, at_ms: float, action: Action) -> None:
        """Plan it; what would be in the past is now."""
        heapq.heappush(self._heap, (max(round(at_ms), self.now_ms), next(self._turn), action))

    def after(self, seconds: float, action: Action) -> None:
        """Plan it for so many seconds from now."""
        self.add(self.now_ms + seconds * 1000, action)

    def next_ms(self) -> int | None:
        """When the next of them happens."""
        return self._heap[0][0] if self._heap else None

    def pop(self) -> Action:
        """The next, which is no longer planned."""
        return heapq.heappop(self._heap)[2]
