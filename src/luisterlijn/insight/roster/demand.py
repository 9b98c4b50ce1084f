"""What a person on a shift is worth: how much shortage they take away.

Demand is cut into pieces: a channel and a run of quarters that the same shifts cover (or one shift, where its own minimum and
target count). In a piece the n-th person takes away a fixed amount, the later ones less: so shortage is convex, and
linear programming fills it in order by itself. A person on two channels counts in the pieces of both (volunteer/coverage.py).

Amounts are whole, per minute: LACKING for each person below what is required or the minimum, FIRST more where nobody would
be there, TARGET up to the target. A weighted hour is 60 * LACKING.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luisterlijn.facts import Channel
from luisterlijn.insight.roster.problem import Opening, Problem
from luisterlijn.volunteer.coverage import CHANNELS, QUARTER_S, bit, likely

Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
FIRST, LACKING, TARGET = 80, 40, 10
HOUR = 60 * LACKING
ANY = 1 << len(CHANNELS)
"""The bit of a shift without channels, where everybody counts."""
SURE = 0.8
"""Chance with which at least those required come, of those planned."""


@dataclass(frozen=True, slots=True, eq=False)
class Quarters:
    """What is required on one channel. `need`: people to plan, a quarter; `cover`: quarter x opening, wholly covered."""

    channel: Channel
    begins: Whole
    need: Whole
    cover: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """`worth`: piece x people there already, what one more takes away. `cover`: piece x opening. `mask`: channels as bits.

    `own`: the openings whose own minimum counts, with the channels it counts on; their pieces come first, in that order.
    `lost`: shortage no opening can take away.
    """

    worth: Whole
    cover: Flags
    mask: Whole
    quarters: tuple[Quarters, ...]
    own: tuple[tuple[int, Channel | None], ...]
    lost: int

    def shortage(self, present: Whole) -> int:
        """All that lacks, with so many people in each piece."""
        later = np.arange(self.worth.shape[1]) >= present[:, None]
        return int((self.worth * later).sum()) + self.lost


def demand(problem: Problem) -> Demand:
    """The pieces of a problem."""
    quarters = tuple(_quarters(problem, channel) for channel in CHANNELS if channel in problem.required)
    own = tuple(_own(problem))
    openings = problem.openings
    rows = [(_worth(openings[at]), np.arange(len(openings)) == at, _mask(channel)) for at, channel in own]
    lost = 0
    for each in quarters:
        patterns, where = np.unique(each.cover, axis=0, return_inverse=True)
        for number, pattern in enumerate(patterns):
            worth = _of_quarters(each.need[where.ravel() == number])
            if pattern.any():
                rows.append((worth, pattern, bit(each.channel)))
            else:
                lost += int(worth.sum())
    most = max((worth.size for worth, _, _ in rows), default=0) + 1
    padded = np.zeros((len(rows), most), np.int64)
    for row, (worth, _, _) in zip(padded, rows, strict=True):
        row[: worth.size] = worth
    cover = np.array([pattern for _, pattern, _ in rows], bool).reshape(len(rows), len(openings))
    return Demand(padded, cover, np.array([mask for _, _, mask in rows], np.int64), quarters, own, lost)


def to_plan(required: Whole, show_rate: float) -> Whole:
    """How many to plan so that with chance SURE at least those required come: the least such number (binomial)."""
    found = required.copy()
    for number in np.unique(required[required > 0]).tolist():
        tried = np.arange(number, 2 * number + 2)
        while likely(np.full(1, number), tried[-1:], show_rate)[0] < SURE:
            tried = np.arange(number, 2 * tried[-1] + 2)
        enough = likely(np.full(tried.size, number), tried, show_rate) >= SURE
        found[required == number] = tried[np.argmax(enough)]
    return found


def second(instants: Iterable[datetime]) -> Whole:
    """Instants as seconds since 1970."""
    return np.array([int(one.timestamp()) for one in instants], np.int64)


def _quarters(problem: Problem, channel: Channel) -> Quarters:
    begin, required = problem.required[channel]
    begins = int(begin.timestamp()) + QUARTER_S * np.arange(required.size)
    starts = second(one.starts_at for one in problem.openings)
    ends = second(one.ends_at for one in problem.openings)
    on = np.array([channel in one.channels for one in problem.openings], bool)
    cover = on & (starts <= begins[:, None]) & (ends >= begins[:, None] + QUARTER_S)
    return Quarters(channel, begins, to_plan(np.maximum(required, 0), problem.show_rate), cover)


def _own(problem: Problem) -> list[tuple[int, Channel | None]]:
    found: list[tuple[int, Channel | None]] = []
    for at, one in enumerate(problem.openings):
        channels = [channel for channel in CHANNELS if channel in one.channels and not _reached(problem, one, channel)]
        found += [(at, channel) for channel in channels]
        if not one.channels:
            found.append((at, None))
    return found


def _reached(problem: Problem, opening: Opening, channel: Channel) -> bool:
    if channel not in problem.required:
        return False
    begin, required = problem.required[channel]
    end_s = begin.timestamp() + QUARTER_S * required.size
    return begin <= opening.starts_at and opening.ends_at.timestamp() <= end_s


def _mask(channel: Channel | None) -> int:
    return ANY if channel is None else bit(channel)


def _worth(opening: Opening) -> Whole:
    """Of a shift whose own figures count."""
    worth = np.full(max(opening.minimum, opening.target, 0), TARGET, np.int64)
    worth[: opening.minimum] = LACKING
    if opening.minimum > 0:
        worth[0] += FIRST
    return worth * round((opening.ends_at - opening.starts_at).total_seconds() / 60)


def _of_quarters(need: Whole) -> Whole:
    """Of a run of quarters that need so many people each."""
    levels = np.arange(int(need.max(initial=0)))
    worth = (need[:, None] > levels).sum(0) * LACKING
    worth[:1] += FIRST * int((need > 0).sum())
    return np.asarray(worth * (QUARTER_S // 60), np.int64)
