"""Where somebody's invitation to a shift stands, and whether somebody may be invited to one. Pure.

    open -> yes | no            their answer; the first one stands
         -> filled              others took the last place
         -> expired             the time to answer, or the shift, began to be past; it was cancelled; they stopped
         -> withdrawn           by a coordinator

A row says so once it was written; until then what is so already counts: an open one whose shift is full is shown as filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.reason import Limits, Reason, Span
from luisterlijn.volunteer.rota import Shift
from luisterlijn.volunteer.rules import reasons
from luisterlijn.volunteer.seen import Seen
from luisterlijn.volunteer.template import DAY, day_begins, local_day

AskState: TypeAlias = Literal["open", "yes", "no", "filled", "expired", "withdrawn"]
Why: TypeAlias = Literal["no_such_shift", "no_such_person", "already_signed", "said_no", "shift_full", "rules"]
"""Why somebody is not asked: `said_no` before, to this shift; `rules` as for signing up by oneself, soft ones too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody to be asked for a shift."""

    shift: str
    volunteer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of asking one: `open`, they were asked before and have not answered; `refused`, and `why`."""

    pair: Pair
    state: Literal["asked", "open", "refused"]
    why: Why | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What asking looks at. `before`: how earlier invitations stand, those still open and those answered no."""

    shifts: Mapping[str, Seen]
    papers: Mapping[str, Papers]
    work: Mapping[str, Sequence[Span]]
    before: Mapping[Pair, AskState]


def judge(pair: Pair, known: Known, needs: Needs, limits: Limits, zone: ZoneInfo, now: datetime) -> Asked:
    """Whether this one is asked."""
    seen, papers = known.shifts.get(pair.shift), known.papers.get(pair.volunteer)
    if seen is None or seen.shift.state == "draft":
        return Asked(pair, "refused", "no_such_shift")
    if papers is None:
        return Asked(pair, "refused", "no_such_person")
    if any(one.volunteer == pair.volunteer for one in seen.people):
        return Asked(pair, "refused", "already_signed")
    before = known.before.get(pair)
    if before is not None:
        return Asked(pair, "open") if before == "open" else Asked(pair, "refused", "said_no")
    if seen.is_full:
        return Asked(pair, "refused", "shift_full")
    found = reasons(seen.shift.wanted(), papers, needs, known.work.get(pair.volunteer, ()), limits, zone, now)
    return Asked(pair, "refused", "rules", found) if found else Asked(pair, "asked")


def last_day(now: datetime, lives: timedelta, zone: ZoneInfo) -> datetime:
    """Until when an invitation may be answered, whatever its shift: to the end of the local day it has lived that long."""
    return day_begins(local_day(now + lives, zone) + DAY, zone)


def standing(state: AskState, volunteer: str, seen: Seen, expires_at: datetime, now: datetime) -> AskState:
    """Where an invitation stands at `now`, as its row and its shift say."""
    if state != "open":
        return state
    if any(one.volunteer == volunteer and one.state == "signed" for one in seen.people):
        return "yes"
    if is_over(seen.shift, expires_at, now):
        return "expired"
    return "filled" if seen.is_full else "open"


def is_over(shift: Shift, expires_at: datetime, now: datetime) -> bool:
    """Whether there is nothing left to answer."""
    return now >= min(expires_at, shift.starts_at) or shift.state != "published"
