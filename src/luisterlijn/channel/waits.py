"""What a waiting caller is shown of place and wait, coarse enough that it seldom changes.

The place is exact up to 10, "at most" so many behind that in steps that grow, and behind 1,000 just that: 50 different
texts. The wait is a range on a short ladder. So one dequeue changes what is shown for a few dozen callers, however many
wait. The wait is computed for the rounded number ahead, so a pass over the whole line computes a few dozen estimates.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from luisterlijn.channel.frames import Shared, shared
from luisterlijn.channel.protocol import Place, WaitRange, WaitUpdate
from luisterlijn.contact.estimate import estimate, tell
from luisterlijn.contact.mirror import Mirror
from luisterlijn.insight.learned import Learned

EXACT = 10
RUNGS = ((50, 5), (200, 10), (1000, 50))
"""Up to this place, rounded up to a multiple of this."""

FURTHEST = RUNGS[-1][0]
HELD = timedelta(seconds=15)
"""How long the pace of the line is held: between, a dequeue moves places, not everybody's estimate."""


class Shown(NamedTuple):
    """What the page shows: `range` is (low, high) in seconds as `estimate.tell` has it, or None when nobody is on.

    `asking`: a volunteer is being asked at this moment; how long it will take is then known to nobody.
    """

    position: int
    place: Place
    range: tuple[int, int | None] | None
    nobody_on: bool
    asking: bool = False


@lru_cache(maxsize=1 << 16)
def coarse(position: int) -> int:
    """A number of people: exact to 10, then up to the next of `RUNGS`, past 1,000 up to 2,000, 5,000, 10,000, ..."""
    if position <= EXACT:
        return position
    for most, step in RUNGS:
        if position <= most:
            return -(-position // step) * step
    rung = FURTHEST
    while position > rung * 5:
        rung *= 10
    return next(rung * times for times in (1, 2, 5, 10) if position <= rung * times)


def place_shown(position: int) -> tuple[int, Place]:
    """The number shown for a place in line, and whether it is the place, the most it can be, or less than it is."""
    if position > FURTHEST:
        return FURTHEST, "beyond"
    return coarse(position), "exact" if position <= EXACT else "at_most"


class Pace:
    """How fast the line moves: mean handle time and mean patience in seconds, taken anew when `HELD` is over.

    Patience includes those who wait still.
    """

    def __init__(self, mirror: Mirror, learned: Callable[[], Learned]) -> None:
        self._mirror, self._learned = mirror, learned
        self._taken_at: datetime | None = None
        self._means_s = (0.0, 0.0)

    def means_s(self, now: datetime) -> tuple[float, float]:
        """Handle time and patience."""
        if self._taken_at is None or not self._taken_at <= now < self._taken_at + HELD:
            self._taken_at, learned = now, self._learned()
            waiting_s = self._mirror.waited_s(now)
            self._means_s = learned.handling.mean_s(now), learned.patience.mean_s(now, waiting_s)
        return self._means_s


class Waits:
    """What each caller is shown at one instant; make one a pass."""

    def __init__(self, mirror: Mirror, means_s: tuple[float, float]) -> None:
        self._mirror = mirror
        self._handle_s, self._patience_s = means_s
        self._shown: dict[tuple[int, int, int], Shown] = {}

    def shown(self, contact: str) -> Shown | None:
        """For this contact; None if it does not wait, as far as this node knows."""
        waiting, position = self._mirror.waiting(contact), self._mirror.position(contact)
        if waiting is None or position is None:
            return None
        shown = self.at(position, self._mirror.ahead_in_lanes(contact), self._mirror.able(waiting))
        return self.asked(shown) if self._mirror.on_offer(contact) else shown

    def asked(self, shown: Shown) -> Shown:
        """The same while a volunteer is being asked."""
        return shown._replace(range=None, nobody_on=False, asking=True)

    def at(self, position: int, ahead: int, able: int) -> Shown:
        """For a place in line, with so many ahead in its lanes and so many volunteers able."""
        key = (min(coarse(position), FURTHEST + 1), coarse(ahead), able)
        shown = self._shown.get(key)
        if shown is None:
            told = estimate(key[1], able, handle_s=self._handle_s, patience_s=self._patience_s)
            shown = Shown(*place_shown(position), None if told is None else tell(told), nobody_on=able == 0)
            self._shown[key] = shown
        return shown


def wait_range(shown: Shown) -> WaitRange | None:
    """As it travels."""
    return None if shown.range is None else WaitRange(low_s=shown.range[0], high_s=shown.range[1])


@lru_cache(maxsize=8192)
def wait_frame(shown: Shown) -> Shared:
    """The frame, built once for all who are shown the same."""
    update = WaitUpdate(
        position=shown.position,
        place=shown.place,
        wait=wait_range(shown),
        nobody_on=shown.nobody_on,
        asking=shown.asking,
    )
    return shared(update.model_dump_json())
