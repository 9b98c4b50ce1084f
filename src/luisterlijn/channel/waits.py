"""What a waiting caller is shown of place and wait, coarse enough that it seldom changes.

The place is exact up to 10; behind that it is rounded up, in steps that grow with it, so that one dequeue changes what is
shown for a few dozen callers however many wait (49 steps up to 1,000, then three in each decade). The wait is computed
for the rounded number ahead, so a pass over the whole line computes a few dozen estimates, not one a caller.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from luisterlijn.channel.protocol import WaitRange, WaitUpdate
from luisterlijn.contact.estimate import estimate, tell
from luisterlijn.contact.mirror import Mirror

EXACT = 10
RUNGS = ((50, 5), (200, 10), (1000, 50))
"""Up to this place, rounded up to a multiple of this."""


class Shown(NamedTuple):
    """What the page shows: `range` is (low, high) in seconds, or None when nobody is on."""

    position: int
    range: tuple[int, int] | None
    nobody_on: bool


@lru_cache(maxsize=1 << 16)
def coarse(position: int) -> int:
    """The place as shown: exact to 10, then up to the next of `RUNGS`, past 1,000 up to 2,000, 5,000, 10,000, ..."""
    if position <= EXACT:
        return position
    for most, step in RUNGS:
        if position <= most:
            return -(-position // step) * step
    rung = 1000
    while position > rung * 5:
        rung *= 10
    return next(rung * times for times in (1, 2, 5) if position <= rung * times)


class Waits:
    """What each caller is shown at one instant; make one a pass."""

    def __init__(self, mirror: Mirror, now: datetime) -> None:
        self._mirror = mirror
        self._handle_s = mirror.handling.mean_s(now)
        self._patience_s = mirror.patience_s(now)
        self._shown: dict[tuple[int, int, int], Shown] = {}

    def shown(self, contact: str) -> Shown | None:
        """For this contact; None if it does not wait, as far as this node knows."""
        position = self._mirror.position(contact)
        if position is None:
            return None
        return self.at(position, self._mirror.ahead_in_lanes(contact), self._mirror.able(contact))

    def at(self, position: int, ahead: int, able: int) -> Shown:
        """For a place in line, with so many ahead in its lanes and so many volunteers able."""
        key = (coarse(position), coarse(ahead), able)
        shown = self._shown.get(key)
        if shown is None:
            told = estimate(key[1], able, handle_s=self._handle_s, patience_s=self._patience_s)
            shown = Shown(key[0], None if told is None else tell(told), nobody_on=able == 0)
            self._shown[key] = shown
        return shown


def wait_range(shown: Shown) -> WaitRange | None:
    """As it travels."""
    return None if shown.range is None else WaitRange(low_s=shown.range[0], high_s=shown.range[1])


@lru_cache(maxsize=8192)
def wait_text(shown: Shown) -> str:
    """The frame, built once for all who are shown the same."""
    return WaitUpdate(position=shown.position, wait=wait_range(shown), nobody_on=shown.nobody_on).model_dump_json()
