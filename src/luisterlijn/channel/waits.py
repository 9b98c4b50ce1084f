"""What a waiting caller is shown of place and wait, coarse enough that it seldom changes.

The place is exact up to 10, "at most" so many behind that in steps that grow, and behind 1,000 just that: 50 different
texts. The wait is a range on a short ladder. So one dequeue changes what is shown for a few dozen callers, however many
wait. The wait is computed for the rounded number ahead, so a pass over the whole line computes a few dozen estimates.

It rests on who is on and on who is due to come and to go (contact/schedule.py). Nobody may be on and a wait be known all the
same: somebody is due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from luisterlijn.channel.frames import Shared, shared
from luisterlijn.channel.protocol import Place, WaitRange, WaitUpdate
from luisterlijn.contact.estimate import Estimate, estimate, tell
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.schedule import Schedule
from luisterlijn.contact.snapshot import Lanes, WaitingContact
from luisterlijn.insight.learned import Learned

EXACT = 10
RUNGS = ((50, 5), (200, 10), (1000, 50))
"""Up to this place, rounded up to a multiple of this."""

FURTHEST = RUNGS[-1][0]
HELD = timedelta(seconds=15)
"""How long the pace of the line is held: between, a dequeue moves places, not everybody's estimate."""


class Shown(NamedTuple):
    """What the page shows: `range` is (low, high) in seconds as `estimate.tell` has it, or None when there is no honest one.

    `nobody_on`: nobody is on who could take the contact; with a range somebody is due.

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


Ahead = Callable[[datetime, Mirror, timedelta], Schedule | None]
"""Who comes and goes from an instant on; `timedelta`: how long before its end a shift takes nothing new. None: not known."""


def not_known(*_: object) -> None:
    """Nothing is known of who comes and goes: who is on stays on."""


class Pace:
    """How fast the line moves: mean handle time and mean patience in seconds, and who comes and goes.

    Taken anew when `HELD` is over, or when other volunteers are on. Patience includes those who wait still.
    """

    def __init__(self, mirror: Mirror, learned: Callable[[], Learned], ahead: Ahead = not_known) -> None:
        self._mirror, self._learned, self._ahead = mirror, learned, ahead
        self._taken_at: datetime | None = None
        self._on = 0
        self._means_s = (0.0, 0.0)
        self._schedule: Schedule | None = None

    def means_s(self, now: datetime) -> tuple[float, float]:
        """Handle time and patience."""
        self._take(now)
        return self._means_s

    def schedule(self, now: datetime) -> Schedule | None:
        """Who comes and goes; None while that is not known."""
        self._take(now)
        return self._schedule

    def _take(self, now: datetime) -> None:
        held = self._taken_at is not None and self._taken_at <= now < self._taken_at + HELD
        if not held:
            self._taken_at, learned = now, self._learned()
            waiting_s = self._mirror.waited_s(now)
            self._means_s = learned.handling.mean_s(now), learned.patience.mean_s(now, waiting_s)
        if not held or self._on != self._mirror.on_count:
            self._on = self._mirror.on_count
            self._schedule = self._ahead(now, self._mirror, self._learned().long_handle())


class Waits:
    """What each caller is shown at one instant; make one a pass."""

    def __init__(self, mirror: Mirror, means_s: tuple[float, float], schedule: Schedule | None = None) -> None:
        self._mirror, self._schedule = mirror, schedule
        self._handle_s, self._patience_s = means_s
        self._shown: dict[tuple[int, int, int, Lanes], Shown] = {}
        self.computed = 0  # estimates so far: about a millisecond each where the rota changes within the wait

    def shown(self, contact: str) -> Shown | None:
        """For this contact; None if it does not wait, as far as this node knows."""
        waiting, position = self._mirror.waiting(contact), self._mirror.position(contact)
        if waiting is None or position is None:
            return None
        shown = self.at(position, self._mirror.ahead_in_lanes(contact), waiting)
        return self.asked(shown) if self._mirror.on_offer(contact) else shown

    def asked(self, shown: Shown) -> Shown:
        """The same while a volunteer is being asked."""
        return shown._replace(range=None, nobody_on=False, asking=True)

    def at(self, position: int, ahead: int, waiting: WaitingContact) -> Shown:
        """For a contact at this place in line, with so many ahead in its lanes."""
        able, lanes = self._mirror.able(waiting), waiting.lanes
        key = (min(coarse(position), FURTHEST + 1), coarse(ahead), able, lanes)
        shown = self._shown.get(key)
        if shown is None:
            told, on = self._estimate(key[1], able, lanes)
            self.computed += 1
            found = None if told is None else tell(told)
            if on <= 0 and found is not None and found[1] is None:
                found = None  # somebody is due, but not within what callers are told
            shown = Shown(*place_shown(position), found, nobody_on=on <= 0)
            self._shown[key] = shown
        return shown

    def told(self, contact: str) -> Estimate | None:
        """The estimate itself for who waits now, of the exact number ahead; None if there is none."""
        waiting = self._mirror.waiting(contact)
        if waiting is None:
            return None
        return self._estimate(self._mirror.ahead_in_lanes(contact), self._mirror.able(waiting), waiting.lanes)[0]

    def _estimate(self, ahead: int, able: int, lanes: Lanes) -> tuple[Estimate | None, float]:
        """With how many can take the contact now."""
        on, changes = (able, ()) if self._schedule is None else self._schedule.steps(lanes, able)
        told = estimate(ahead, on, handle_s=self._handle_s, patience_s=self._patience_s, changes=changes)
        return told, on


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
