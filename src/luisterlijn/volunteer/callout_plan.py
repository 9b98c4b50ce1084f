"""Whom a call-out asks next: stage after stage, so many people a round, each of them once.

Nobody is asked who could not come, said no, or does not wish to be called at this hour. That wish does not bind those on a
standby shift, who are on call by their own choice, nor coordinators, who are told that a hand is needed.
Within a stage the order is fair: who can take all that is lacking, then who said "call me" for now, then who was asked
least in the last thirty days, then who was not asked longest, then a shuffle that is the same on every node.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

Who: TypeAlias = Literal["standby", "willing", "coordinator"]
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of people: `ask` at once (or as many as are needed, if that is more), `wait` for a yes, `rounds` at most."""

    who: Who
    ask: int
    wait: timedelta
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody as one of a kind; who is of two kinds is there twice. `willing`: said "call me" for now.

    `hindered`: on duty then, or a hard rule stands in the way. `call_from`, `call_until`: local times between which they
    may be called, None: any. `asks`: how often they were asked in the last thirty days, by whatever call-out. `partly`: they
    can take only some of the channels.
    """

    volunteer: str
    who: Who
    willing: bool = False
    hindered: bool = False
    call_from: time | None = None
    call_until: time | None = None
    asks: int = 0
    asked_at: datetime | None = None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask of this call-out. `answer` None: nothing yet. `gone`: who was asked takes part no more."""

    round: int
    who: Who
    volunteer: str
    answer: Literal["yes", "no", "too_late"] | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask these people now, and wait for them until then."""

    who: Who
    volunteers: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """The round is not over until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Nobody is left to ask."""


Step: TypeAlias = Ask | Wait | Exhausted


def next_step(
    call_out: str,
    stages: Sequence[Stage],
    candidates: Collection[Candidate],
    asked: Sequence[Asked],
    *,
    need: int,
    until: datetime | None,
    now: datetime,
    zone: tzinfo,
) -> Step:
    """What this call-out does now.

    Args:
        asked: everybody it has asked so far.
        need: how many people are still lacking.
        until: when the last round ends; a round in which everybody answered is over. None: it is over.
    """
    if until is not None and now < until and _unanswered(asked):
        return Wait(until)
    spent = _rounds(asked)
    known = {one.volunteer for one in asked}
    local = now.astimezone(zone).time()
    for stage in stages:
        rounds = min(spent[stage.who], stage.rounds)
        spent[stage.who] -= rounds
        fresh = [one for one in candidates if one.who == stage.who and one.volunteer not in known and _may(one, local)]
        if fresh and rounds < stage.rounds:
            ordered = sorted(fresh, key=lambda one: _turn(call_out, one))
            chosen = ordered[: max(stage.ask, need)]
            return Ask(stage.who, tuple(one.volunteer for one in chosen), now + stage.wait)
    return Exhausted()


def again(stages: Sequence[Stage], asked: Sequence[Asked], now: datetime) -> Ask | None:
    """The people of the running stage who have not answered yet, once more; None where there are none."""
    who = max(asked, key=lambda one: one.round).who if asked else None
    out = {one.volunteer for one in asked if one.answer is not None or one.gone}
    silent = [one.volunteer for one in asked if one.who == who and one.volunteer not in out]
    wait = next((stage.wait for stage in stages if stage.who == who), None)
    if who is None or wait is None or not silent:
        return None
    return Ask(who, tuple(dict.fromkeys(silent)), now + wait)


def may_be_called(local: time, call_from: time | None, call_until: time | None) -> bool:
    """Whether a local time lies between two others, over midnight where the second is not after the first; None: no end."""
    begins, ends = call_from or time.min, call_until or time.min
    if begins == ends:
        return True
    return begins <= local < ends if begins < ends else local >= begins or local < ends


def _may(one: Candidate, local: time) -> bool:
    if one.who == "coordinator":
        return True
    return not one.hindered and (one.who == "standby" or may_be_called(local, one.call_from, one.call_until))


def _turn(call_out: str, one: Candidate) -> tuple[bool, bool, int, datetime, bytes]:
    shuffle = hashlib.sha256(f"{call_out}|{one.volunteer}".encode()).digest()
    return one.partly, not one.willing, one.asks, one.asked_at or LONG_AGO, shuffle


def _unanswered(asked: Sequence[Asked]) -> bool:
    """Whether somebody of the last round has not answered and still may."""
    last = max((one.round for one in asked), default=0)
    return any(one.answer is None and not one.gone for one in asked if one.round == last)


def _rounds(asked: Sequence[Asked]) -> Counter[Who]:
    """How many rounds each kind had; one that asked nobody new was a repetition and does not count."""
    first: dict[str, tuple[int, Who]] = {}
    for one in sorted(asked, key=lambda one: one.round):
        first.setdefault(one.volunteer, (one.round, one.who))
    return Counter(who for _, who in set(first.values()))
