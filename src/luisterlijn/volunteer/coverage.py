"""Coverage of a rota: how many people are required and planned at every instant, quarter by quarter, and the holes. Pure.

Shifts and duties are spans of UTC, so that days of 23 and 25 hours and shifts over midnight need no rule of their own. They
are counted by difference array: a step up where each begins, a step down where it ends, added up once. The steps stand at
the quarters, and between them wherever somebody comes or goes at another time: nothing is rounded but to the second.

A quarter requires what the shifts in it ask for, and at least what the forecast says is needed (insight/planner.py).

A quarter is shown at its worst instant: where most people lack, and of those instants where most are required. So a
quarter shows too few exactly where there is a hole in it, a person who comes ten minutes late included, while one shift
that follows another at ten past is not counted as two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from luisterlijn.facts import Channel

Whole: TypeAlias = NDArray[np.int64]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
QUARTER_S = 900
_ROOM = 34
"""Bits that hold any instant in seconds, and any number of people."""


@dataclass(frozen=True, slots=True)
class Shift:
    """`minimum` people are required from `starts_at` to `ends_at`, on each of these channels."""

    starts_at: datetime
    ends_at: datetime
    minimum: int
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody is planned from `starts_at` to `ends_at`, for each of these channels; one person counts once."""

    volunteer: str
    starts_at: datetime
    ends_at: datetime
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A run of time with too few people. `short`: the most lacking at once.

    `severity`: the largest share lacking, 1 where nobody is planned. `uncovered_s`: seconds times people lacking.
    """

    channels: tuple[Channel, ...]
    starts_at: datetime
    ends_at: datetime
    short: int
    severity: float
    uncovered_s: int


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Spans as columns: seconds since 1970, channels as bits (`bit`), and the minimum or the number of the person."""

    starts: Whole
    ends: Whole
    channels: Whole
    numbers: Whole

    @classmethod
    def of(cls, starts: Sequence[int], ends: Sequence[int], channels: Sequence[int], numbers: Sequence[int]) -> Self:
        """From columns of plain numbers."""
        return cls(*(np.array(column, np.int64) for column in (starts, ends, channels, numbers)))

    def columns(self) -> tuple[Whole, Whole, Whole, Whole]:
        """One after the other."""
        return self.starts, self.ends, self.channels, self.numbers

    def on(self, channel: Channel, begin: int, end: int) -> Spans:
        """Those of a channel, as far as they lie between two instants."""
        mine = (
            (self.channels & bit(channel) > 0) & (self.starts < self.ends) & (self.starts < end) & (self.ends > begin)
        )
        starts, ends = np.maximum(self.starts[mine], begin), np.minimum(self.ends[mine], end)
        return Spans(starts, ends, self.channels[mine], self.numbers[mine])

    def each_once(self) -> Spans:
        """The same time of each person, without what overlaps."""
        person = self.numbers << _ROOM
        order = np.argsort(person + self.starts, kind="stable")  # quick where SQL has sorted them already
        person, starts, ends = person[order], self.starts[order], self.ends[order]
        until = np.maximum.accumulate(person + ends)  # a person's numbers are above those of the one before
        starts[1:] = np.maximum(starts[1:], until[:-1] - person[1:])
        return Spans(starts, np.maximum(ends, starts), self.channels[order], self.numbers[order])


NOTHING = Spans.of((), (), (), ())


@dataclass(frozen=True, slots=True)
class Rota:
    """All that is counted: what shifts require, who is planned, and how many the forecast needs."""

    required: Spans
    planned: Spans
    needed: Spans = NOTHING

    @classmethod
    def of(cls, shifts: Sequence[Shift], duties: Sequence[Duty], needed: Sequence[Shift] = ()) -> Rota:
        """From values one by one; of `needed` no two are at once on one channel."""
        people = {name: number for number, name in enumerate({one.volunteer: None for one in duties})}
        return cls(
            _spans(shifts, [one.minimum for one in shifts]),
            _spans(duties, [people[d.volunteer] for d in duties]),
            _spans(needed, [one.minimum for one in needed]),
        )

    def joined(self, duties: Sequence[Duty]) -> Rota:
        """The same with these people planned as well, none of whom is planned at that time."""
        last = int(self.planned.numbers.max(initial=0))
        more = _spans(duties, range(last + 1, last + 1 + len(duties)))
        columns = zip(self.planned.columns(), more.columns(), strict=True)
        return Rota(self.required, Spans(*(np.concatenate(pair) for pair in columns)), self.needed)


@dataclass(frozen=True, slots=True, eq=False)
class Quarters:
    """One entry a quarter of UTC, from the one that begins at `starts_at` on."""

    starts_at: datetime
    required: Whole
    planned: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """What is required and planned on a channel: piece by piece between `edges` (one more), none across two quarters."""

    channel: Channel
    edges: Whole
    required: Whole
    planned: Whole

    def lacking(self) -> Whole:
        """People lacking, piece by piece."""
        lacking: Whole = np.maximum(self.required - self.planned, 0)
        return lacking

    def quarters(self) -> Quarters:
        """Every quarter at its worst instant, as far as it was counted."""
        quarter = self.edges[:-1] // QUARTER_S
        firsts = np.flatnonzero(np.diff(quarter, prepend=quarter[:1] - 1))
        worst = (self.required - self.planned << _ROOM) + self.required
        if firsts.size:
            worst = np.maximum.reduceat(worst, firsts)
        required = worst & (1 << _ROOM) - 1
        return Quarters(_instant(self.edges[0] // QUARTER_S * QUARTER_S), required, required - (worst >> _ROOM))

    def holes(self) -> list[Hole]:
        """The runs of too few, in order."""
        lacking = self.lacking()
        steps = np.diff(lacking > 0, prepend=False, append=False)
        begins, ends = np.flatnonzero(steps)[::2], np.flatnonzero(steps)[1::2]
        if not begins.size:
            return []
        short = np.maximum.reduceat(lacking, begins)
        severity = np.maximum.reduceat(lacking / np.maximum(self.required, 1), begins)
        uncovered = np.add.reduceat(lacking * np.diff(self.edges), begins)
        columns = (self.edges[begins], self.edges[ends], short, severity, uncovered)
        return [
            Hole((self.channel,), _instant(start), _instant(end), people, share, seconds)
            for start, end, people, share, seconds in zip(*(column.tolist() for column in columns), strict=True)
        ]

    def uncovered_s(self, begin: datetime, end: datetime) -> int:
        """Seconds times people lacking between two instants, as far as it was counted."""
        lengths = np.diff(np.clip(self.edges, _second(begin), _second(end)))
        return int((self.lacking() * lengths).sum())

    def at(self, instant: datetime) -> tuple[int, int]:
        """How many are required and planned at an instant; nobody where it was not counted."""
        piece = int(np.searchsorted(self.edges, _second(instant), "right")) - 1
        if not 0 <= piece < self.required.size:
            return 0, 0
        return int(self.required[piece]), int(self.planned[piece])


def bit(channel: Channel) -> int:
    """What stands for a channel in `Spans.channels`."""
    return 1 << CHANNELS.index(channel)


def count(rota: Rota, channel: Channel, begin: datetime, end: datetime) -> Count:
    """Count one channel between two instants; before `begin` and from `end` on nothing is looked at."""
    first, last = _second(begin), max(_second(begin), _second(end))
    required, planned = rota.required.on(channel, first, last), rota.planned.on(channel, first, last).each_once()
    needed = rota.needed.on(channel, first, last)
    grid = np.arange(-(-first // QUARTER_S), -(-last // QUARTER_S) + 1) * QUARTER_S
    spans = (required, planned, needed)
    times = (np.array([first, last]), *(one.starts for one in spans), *(one.ends for one in spans))
    between = np.unique(np.concatenate([time[time % QUARTER_S != 0] for time in times]))
    edges = np.sort(np.concatenate([grid[grid <= last], between]))
    places = np.searchsorted(edges, grid)

    def place(instants: Whole) -> Whole:
        """Where they stand in `edges`."""
        quarter = -(-instants // QUARTER_S)
        found: Whole = places[quarter - grid[0] // QUARTER_S]
        odd = quarter * QUARTER_S != instants
        found[odd] = np.searchsorted(edges, instants[odd])
        return found

    def added(starts: Whole, ends: Whole, people: Whole | None) -> Whole:
        up = np.bincount(place(starts), people, edges.size)
        return np.cumsum(up - np.bincount(place(ends), people, edges.size))[:-1].astype(np.int64)

    asked = added(required.starts, required.ends, required.numbers)
    if needed.starts.size:
        asked = np.maximum(asked, added(needed.starts, needed.ends, needed.numbers))
    return Count(channel, edges, asked, added(planned.starts, planned.ends, None))


def last_required(rota: Rota, channels: Iterable[Channel]) -> datetime | None:
    """When the last shift ends that requires anybody on these channels; None where there is none."""
    mine = rota.required.channels & sum(bit(channel) for channel in channels) > 0
    ends = rota.required.ends[mine & (rota.required.numbers > 0)]
    return _instant(ends.max()) if ends.size else None


def merged(holes: Iterable[Hole]) -> list[Hole]:
    """Holes of several channels in order, as one where begin and end are the same: of its figures then the largest."""
    found: dict[tuple[datetime, datetime], Hole] = {}
    for hole in holes:
        key = hole.starts_at, hole.ends_at
        other = found.get(key, hole)
        found[key] = Hole(
            tuple(one for one in CHANNELS if one in {*hole.channels, *other.channels}),
            *key,
            max(hole.short, other.short),
            max(hole.severity, other.severity),
            max(hole.uncovered_s, other.uncovered_s),
        )
    return sorted(found.values(), key=lambda hole: (hole.starts_at, hole.ends_at))


def likely(required: Whole, planned: Whole, show_rate: float) -> NDArray[np.float64]:
    """The chance that at least `required` of `planned` come, each with chance `show_rate` (above 0, at most 1)."""
    chances = np.ones(required.size)
    open_ = (required > 0) & (required <= planned)
    chances[required > planned] = 0.0
    if show_rate >= 1:
        return chances
    pairs, where = np.unique((planned[open_] << _ROOM) + required[open_], return_inverse=True)
    most = int(planned[open_].max(initial=0))
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    found = np.empty(pairs.size)
    for people in np.unique(pairs >> _ROOM).tolist():
        mine = pairs >> _ROOM == people
        come = np.arange(people + 1)
        log = logs[people] - logs[come] - logs[people - come]
        chance = np.exp(log + come * np.log(show_rate) + (people - come) * np.log1p(-show_rate))
        at_least = np.minimum(np.cumsum(chance[::-1])[::-1], 1.0)
        found[mine] = at_least[pairs[mine] & (1 << _ROOM) - 1]
    chances[open_] = found[where]
    return chances


def holding(spread: Whole, planned: Whole, show_rate: float) -> NDArray[np.float64]:
    """The chance that enough come, quarter by quarter, where the forecast leaves open how many that are.

    Args:
        spread: shape (quarters, rates): people needed at equally likely rates of arrival.
        planned: people planned, a quarter each.
    """
    chances = [likely(needed, planned, show_rate) for needed in spread.T]
    mean: NDArray[np.float64] = np.mean(chances, axis=0)
    return mean


def _spans(spans: Sequence[Shift] | Sequence[Duty], numbers: Sequence[int]) -> Spans:
    return Spans.of(
        [_second(one.starts_at) for one in spans],
        [_second(one.ends_at) for one in spans],
        [sum(bit(channel) for channel in set(one.channels)) for one in spans],
        numbers,
    )


def _second(instant: datetime) -> int:
    return int(instant.timestamp() // 1)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(int(second), UTC)
