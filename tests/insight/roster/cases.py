"""Small problems for the tests of proposals, by Amsterdam's clock in May 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from luisterlijn.insight.roster import Candidate, Opening, Problem, Proposal, is_night
from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.reason import Limits, Reason, Span
from luisterlijn.volunteer.rules import reasons

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 5, 1, tzinfo=UTC)
LIMITS = Limits(timedelta(hours=14), timedelta(hours=10), 7, 36, time(23), time(6))
NOTHING = Needs(certificate=False, trainings=())


def local(day: int, hour: float, month: int = 5) -> datetime:
    """An instant in UTC."""
    midnight = datetime(2026, month, 1, tzinfo=AMSTERDAM)
    return (midnight + timedelta(days=day - 1, hours=hour)).astimezone(UTC)


def span(day: int, begins: float, ends: float, month: int = 5) -> Span:
    return Span(local(day, begins, month), local(day, ends, month))


def opening(name: str, day: int, begins: float, ends: float, minimum: int = 1, **more: Any) -> Opening:
    """A shift of the chat with a target as its minimum, if nothing else is said."""
    settings: dict[str, Any] = {"channels": ("chat",), "minimum": minimum, "target": minimum} | more
    return Opening(name, local(day, begins), local(day, ends), **settings)


def papers(**more: Any) -> Papers:
    settings: dict[str, Any] = {"active": True, "adult_from": None, "certificate_until": None, "trainings": {}} | more
    return Papers(**settings)


def person(name: str, who: Papers | None = None, **more: Any) -> Candidate:
    return Candidate(name, who or papers(), **more)


def problem(openings: list[Opening], candidates: list[Candidate], **more: Any) -> Problem:
    settings: dict[str, Any] = {
        "required": {},
        "limits": LIMITS,
        "needs": NOTHING,
        "zone": AMSTERDAM,
        "now": NOW,
    } | more
    return Problem(openings=tuple(openings), candidates=tuple(candidates), **settings)


def broken(given: Problem, proposal: Proposal) -> list[tuple[str, str, tuple[Reason, ...] | str]]:
    """What of a proposal is not allowed: the rules are asked of each assignment, beside all the others."""
    openings = {one.id: one for one in given.openings}
    found: list[tuple[str, str, tuple[Reason, ...] | str]] = []
    for who in given.candidates:
        new = [openings[at] for at, person in proposal.assignments if person == who.id]
        signed = [one for one in given.openings if who.id in one.signed]
        for one in new:
            others = {Span(each.starts_at, each.ends_at) for each in (*signed, *new) if each is not one} | set(who.work)
            asked = one.wanted()
            why = reasons(
                asked, who.papers, given.needs, sorted(others, key=_begin), given.limits, given.zone, given.now
            )
            if why:
                found.append((one.id, who.id, why))
            if one.id in who.refused:
                found.append((one.id, who.id, "refused"))
            if not _comes(who, one):
                found.append((one.id, who.id, "window"))
        found += [("", who.id, what) for what in _too_much(who, signed, new, given)] if new else []
    for one in given.openings:
        there = [person for at, person in proposal.assignments if at == one.id] + list(one.signed)
        if len(there) > len(one.signed) and one.maximum is not None and len(there) > one.maximum:
            found.append((one.id, "", "maximum"))
        if len(set(there)) < len(there):
            found.append((one.id, "", "twice"))
    return found


def _too_much(who: Candidate, signed: list[Opening], new: list[Opening], given: Problem) -> Iterator[str]:
    """What somebody has more of than they said, of which something is new."""
    everything = [*signed, *new]
    if who.most_shifts is not None and len(everything) > who.most_shifts:
        yield "most_shifts"
    minutes = sum((one.ends_at - one.starts_at).total_seconds() / 60 for one in everything)
    if who.most_minutes is not None and minutes > who.most_minutes:
        yield "most_minutes"
    dark = [one for one in everything if is_night(one.wanted(), given.zone)]
    if who.most_nights is not None and len(dark) > who.most_nights and any(one in new for one in dark):
        yield "most_nights"


def _begin(one: Span) -> datetime:
    return one.starts_at


def _comes(who: Candidate, one: Opening) -> bool:
    """Minute by quarter: whether every quarter of it lies in one of the windows, or in two that meet."""
    if who.windows is None:
        return True
    at = one.starts_at
    while at < one.ends_at:
        reach = [window.ends_at for window in who.windows if window.starts_at <= at < window.ends_at]
        if not reach:
            return False
        at = max(reach)
    return True
