"""What comes back: whom to ask for which shift, what stays open and why, and how nights and weekends are shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from luisterlijn.facts import Channel

Why: TypeAlias = Literal[
    "nobody_fit",  # papers, trainings, topics, channels, minors at night
    "nobody_available",  # those who are fit cannot come then
    "all_busy",  # they work at that time
    "rest_rule",  # a soft rule would be broken: rest, longest stretch, days in a row, nights
    "all_at_maximum",  # of shifts or minutes
    "full",  # the shift takes no more people
    "started",
    "no_shift",  # people are required when no shift runs
    "not_worth_it",  # somebody could come, for a part of the shift too short to ask them
]


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which people still lack, laid to the shift that could have filled it (empty: none could).

    `lacking`: the most at once. `people`: of all candidates not on the shift, how many by the first reason that holds.
    """

    opening: str
    starts_at: datetime
    ends_at: datetime
    channels: tuple[Channel, ...]
    lacking: int
    why: Why
    people: Mapping[Why, int]


@dataclass(frozen=True, slots=True)
class Share:
    """One person's nights and weekend shifts: lately and signed for, and with the proposal."""

    person: str
    nights_before: int
    nights: int
    weekends_before: int
    weekends: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """New assignments only, as (opening, person), in the order of the openings.

    `cost`: weighted hours lacking, with a little for unfairness (roster/demand.py). `bound`: no proposal can cost less; None:
    not known. `proven`: this one is the best there is. `shares`: of everybody, by id.
    """

    assignments: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]
    shares: tuple[Share, ...]
    cost: float
    bound: float | None
    proven: bool
    method: Literal["greedy", "highs"]
