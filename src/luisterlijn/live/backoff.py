"""Full-jitter backoff: the one formula by which the server waits before trying again."""

from __future__ import annotations

import asyncio
import random


class Backoff:
    """Spans of `random(0, min(cap, base * 2^n))` seconds; `reset` after a success."""

    def __init__(self, base: float = 0.05, cap: float = 2.0) -> None:
        self._base, self._cap, self._tries = base, cap, 0

    def reset(self) -> None:
        """Start again from the shortest span."""
        self._tries = 0

    def span(self) -> float:
        """The next span in seconds."""
        most = min(self._cap, self._base * 2 ** min(self._tries, 16))
        self._tries += 1
        return random.uniform(0, most)  # noqa: S311 - spreads load, guards nothing

    async def wait(self) -> None:
        """Sleep for the next span."""
        await asyncio.sleep(self.span())
