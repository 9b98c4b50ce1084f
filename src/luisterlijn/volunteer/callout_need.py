"""For what people are to be called now. Pure.

A hole longer than a shift is cut where a shift that runs in it ends: so people are asked for a time they could take. What a
running call-out is for already is left to it, and what one was stopped for, or nobody was found for, is not begun again
unless more people lack than then. For a hole seen far ahead there is one more attempt when it is near.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.template import DAY, at, local_day

Why: TypeAlias = Literal["no_show", "short", "long_wait", "asked"]
State: TypeAlias = Literal["running", "filled", "stopped", "exhausted", "over"]
LEAST = timedelta(minutes=15)
"""For less nobody is called."""
FURTHEST = timedelta(days=731)
"""Nobody is called for a time further ahead."""


@dataclass(frozen=True, slots=True)
class Gap(Span):
    """A time in which `need` people are lacking on these channels; `shift`: the one somebody did not come to."""

    why: Why
    channels: tuple[Channel, ...]
    need: int
    shift: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOut(Gap):
    """A call-out that runs, or one that ended of which the time is not over."""

    id: str
    filled: int
    state: State
    started_at: datetime


@dataclass(frozen=True, slots=True)
class NoShow(Span):
    """A shift in which `need` people did not come and were not replaced."""

    shift: str
    channels: tuple[Channel, ...]
    need: int


@dataclass(frozen=True, slots=True)
class Policy:
    """When people are called: settings.callout, by the same names."""

    ahead: timedelta
    ahead_night: timedelta
    night_from: time
    night_until: time
    longest_wait: timedelta
    long_wait_lasts: timedelta


def by_hand(channels: Sequence[Channel], starts_at: datetime, ends_at: datetime, need: int, now: datetime) -> Gap:
    """What a coordinator calls people for.

    Raises:
        RefusedError: `bad_time`; the field says which.
    """
    for field, instant in (("starts_at", starts_at), ("ends_at", ends_at)):
        if instant.tzinfo is None:
            raise RefusedError(
                "bad_time", "Give the instant with its offset, such as 2026-03-29T22:00:00Z.", field=field
            )
    if ends_at <= now:
        raise RefusedError("bad_time", "Choose a time that is not over.", field="ends_at")
    if starts_at > now + FURTHEST:
        raise RefusedError("bad_time", "Choose a time within two years.", field="starts_at")
    if not LEAST <= ends_at - starts_at <= DAY:
        raise RefusedError("bad_time", "Let it last from a quarter of an hour to a day.", field="ends_at")
    return Gap(starts_at, ends_at, "asked", tuple(dict.fromkeys(channels)), need)


def meets(one: Gap, other: Gap) -> bool:
    """Whether both are for one instant of one channel: only one call-out may be."""
    return one.overlaps(other) and not set(one.channels).isdisjoint(other.channels)


def replaces(one: CallOut, absent: NoShow, now: datetime) -> bool:
    """Whether those a call-out asks can take the place of who did not come to a shift: its own, or one around its time."""
    around = absent.starts_at <= max(now, one.starts_at) and one.ends_at <= absent.ends_at
    return one.shift == absent.shift or (around and set(one.channels) <= set(absent.channels))


def for_no_shows(
    absent: Iterable[NoShow], running: Sequence[Gap], ended: Sequence[CallOut], now: datetime
) -> list[Gap]:
    """A gap for every shift somebody did not come to, for the rest of it; where others are called for that time, later."""
    found: list[Gap] = []
    for one in absent:
        gap = Gap(now, one.ends_at, "no_show", one.channels, one.need, one.shift)
        before = [other for other in ended if other.why == "no_show" and other.shift == one.shift]
        free = not any(meets(gap, other) for other in (*running, *found))
        if one.need > 0 and free and one.ends_at - now >= LEAST and not _settled(gap, before):
            found.append(gap)
    return found


def for_holes(
    holes: Iterable[Gap],
    shifts: Collection[Gap],
    running: Sequence[Gap],
    ended: Sequence[CallOut],
    policy: Policy,
    zone: ZoneInfo,
    now: datetime,
) -> list[Gap]:
    """The parts of these holes people are to be called for now. Their `need` is the hole's: no less than that of the part.

    Args:
        shifts: those that run in the holes.
    """
    found: list[Gap] = []
    for part in _parts(holes, shifts, now):
        before = [one for one in ended if one.why != "long_wait" and not _early(one, policy, now)]
        for gap in _left(part, [*running, *found]):
            is_near = gap.starts_at - now <= _ahead(gap, policy, zone)
            if is_near and gap.ends_at - gap.starts_at >= LEAST and not _settled(gap, before):
                found.append(gap)
    return found


def for_waits(
    waits: Mapping[Channel, timedelta],
    running: Sequence[Gap],
    ended: Sequence[CallOut],
    policy: Policy,
    now: datetime,
) -> Gap | None:
    """A gap for channels whose callers wait too long; None while people are called for them, or were within that span."""
    before = {channel for one in (*running, *ended) if one.why == "long_wait" for channel in one.channels}
    long = tuple(one for one, wait in waits.items() if wait > policy.longest_wait and one not in before)
    if not long or any(one.why == "long_wait" for one in running):
        return None
    gap = Gap(now, now + policy.long_wait_lasts, "long_wait", long, 1)
    return None if any(meets(gap, one) for one in running) else gap


def waits_are_over(one: CallOut, waits: Mapping[Channel, timedelta], policy: Policy) -> bool:
    """Whether nobody waits even half as long as is too long; what is not known is not over."""
    return all(channel in waits and waits[channel] <= policy.longest_wait / 2 for channel in one.channels)


def touches_night(span: Span, policy: Policy, zone: ZoneInfo) -> bool:
    """Whether any part lies between the local times of the night; from and until at the same hour: always."""
    past_midnight = DAY if policy.night_until <= policy.night_from else timedelta()
    day, last = local_day(span.starts_at, zone) - DAY, local_day(span.ends_at, zone)
    while day <= last:
        begins_at = at(datetime.combine(day, policy.night_from), zone)
        if span.overlaps(Span(begins_at, at(datetime.combine(day, policy.night_until) + past_midnight, zone))):
            return True
        day += DAY
    return False


def _ahead(span: Span, policy: Policy, zone: ZoneInfo) -> timedelta:
    return max(policy.ahead, policy.ahead_night) if touches_night(span, policy, zone) else policy.ahead


def _early(one: CallOut, policy: Policy, now: datetime) -> bool:
    """Whether nobody was found when the hole was far away, and now it is near, or has begun."""
    near_at = one.starts_at - policy.ahead
    return one.state == "exhausted" and one.started_at < near_at <= now


def _settled(gap: Gap, ended: Iterable[CallOut]) -> bool:
    """Whether a call-out for all of it was stopped, or found nobody, when no fewer were lacking."""
    return any(
        one.state in {"stopped", "exhausted"}
        and one.starts_at <= gap.starts_at
        and gap.ends_at <= one.ends_at
        and set(gap.channels) <= set(one.channels)
        and gap.need <= one.need - one.filled
        for one in ended
    )


def _parts(holes: Iterable[Gap], shifts: Collection[Gap], now: datetime) -> Iterator[Gap]:
    """Holes from now on, cut where the longest of the shifts that run when a part begins ends."""
    for hole in holes:
        begins_at = max(hole.starts_at, now)
        while begins_at < hole.ends_at:
            there = replace(hole, starts_at=begins_at, ends_at=begins_at + timedelta.resolution)
            ends = [one.ends_at for one in shifts if meets(one, there)]
            ends_at = min(hole.ends_at, max(ends, default=hole.ends_at))
            yield replace(hole, starts_at=begins_at, ends_at=ends_at)
            begins_at = ends_at


def _left(part: Gap, running: Iterable[Gap]) -> list[Gap]:
    """What of a part nobody is called for yet; channels with the same time left are one."""
    times: dict[tuple[datetime, datetime], list[Channel]] = {}
    for channel in part.channels:
        free = [(part.starts_at, part.ends_at)]
        for one in running:
            if channel in one.channels:
                free = [piece for begins, ends in free for piece in _without(begins, ends, one)]
        for piece in free:
            times.setdefault(piece, []).append(channel)
    return [replace(part, starts_at=one[0], ends_at=one[1], channels=tuple(times[one])) for one in sorted(times)]


def _without(begins_at: datetime, ends_at: datetime, other: Span) -> list[tuple[datetime, datetime]]:
    before, after = (begins_at, min(ends_at, other.starts_at)), (max(begins_at, other.ends_at), ends_at)
    return [piece for piece in (before, after) if piece[0] < piece[1]]
