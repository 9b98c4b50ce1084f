"""Spans of work as arrays, and what the rules say of any two of them for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from luisterlijn.insight.roster.demand import Flags, Whole, second
from luisterlijn.volunteer.reason import Limits, Span
from luisterlijn.volunteer.rest import LATE, nights
from luisterlijn.volunteer.template import at


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Seconds since 1970. `night`: it counts as one. `late`: a night that asks for rest."""

    starts: Whole
    ends: Whole
    night: Flags
    late: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Of two spans, on the two axes. `overlap`: at the same time. `tired`: a soft rule forbids both. `touch`: one stretch."""

    overlap: Flags
    tired: Flags
    touch: Flags


def times(spans: Sequence[Span], zone: ZoneInfo) -> Times:
    """One entry a span, each distinct span looked at once."""
    known: dict[tuple[datetime, datetime], tuple[bool, bool]] = {}
    for one in spans:
        if (one.starts_at, one.ends_at) not in known:
            known[one.starts_at, one.ends_at] = kind(one, zone)
    kinds = np.array([known[one.starts_at, one.ends_at] for one in spans], bool).reshape(-1, 2)
    starts, ends = second(one.starts_at for one in spans), second(one.ends_at for one in spans)
    return Times(starts, ends, kinds[:, 0], kinds[:, 1])


def pairs(one: Times, other: Times, limits: Limits) -> Pairs:
    """Every span of the one with every span of the other."""
    starts, ends, late = one.starts[:, None], one.ends[:, None], one.late[:, None]
    rest_s, longest_s = limits.rest_after_night.total_seconds(), limits.longest_shift.total_seconds()
    overlap = (starts < other.ends) & (other.starts < ends)
    after, before = other.starts - ends, starts - other.ends
    touch = (after == 0) | (before == 0)
    tired = late & (after > 0) & (after < rest_s) | other.late & (before > 0) & (before < rest_s)
    too_long = touch & (ends - starts + other.ends - other.starts > longest_s)
    return Pairs(overlap, tired | too_long, touch & ~too_long)


def kind(span: Span, zone: ZoneInfo) -> tuple[bool, bool]:
    """Whether it is a night, and one so late that it asks for rest."""
    found = nights([span], zone)
    return bool(found), bool(found) and span.ends_at > at(datetime.combine(max(found), LATE), zone)
