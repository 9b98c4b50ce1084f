"""Looking anew, coalesced: however often it is asked for, one look runs at a time, and one more after a late ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from luisterlijn.errors import EngineAwayError
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.tasks import spawn


class Refresher:
    """Runs `look` when asked, again when asked meanwhile, and until it succeeds when Valkey is away.

    Args:
        look: what to do.
        busy: told once each time Valkey turned out to be away.
    """

    __slots__ = ("_again", "_busy", "_look", "_running", "_stopped")

    def __init__(self, look: Callable[[], Awaitable[None]], busy: Callable[[], None]) -> None:
        self._look, self._busy = look, busy
        self._running = self._again = self._stopped = False

    def ask(self) -> None:
        """Look soon."""
        self._again = True
        if not self._running and not self._stopped:
            self._running = True
            spawn(self._run(), name="session.refresh")

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True

    async def _run(self) -> None:
        backoff: Backoff | None = None
        try:
            while self._again and not self._stopped:
                self._again = False
                try:
                    await self._look()
                    backoff = None
                except EngineAwayError:
                    self._again = True
                    if backoff is None:
                        backoff = Backoff()
                        self._busy()
                    await backoff.wait()
        finally:
            self._running = False
