"""Whether somebody may be invited to a shift, and where an invitation stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luisterlijn.volunteer.ask_standing import Asked, AskState, Known, Pair, judge, last_day, standing
from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rota import Shift, SignUp
from luisterlijn.volunteer.seen import Seen
from tests.rota import AMSTERDAM, NOW, Rota, local, rules

PAPERS = Papers(active=True, adult_from=None, certificate_until=None, trainings={})
PAIR = Pair("s1", "anna")
LIMITS = Rota(None).of.limits  # type: ignore[arg-type]  # of a rota that is in no database
SHIFT = Shift(
    id="s1",
    template=None,
    day=local(4, 18).date(),
    name="evening",
    starts_at=local(4, 18),
    ends_at=local(4, 22),
    minimum=1,
    target=1,
    maximum=1,
    channels=("chat",),
    topics=(),
    trainings=(),
    standby=False,
    state="published",
    changed=False,
    note=None,
    sequence=0,
)


def sign_up(who: str, state: str = "signed") -> SignUp:
    more: dict[str, Any] = {
        "starts_at": SHIFT.starts_at,
        "ends_at": SHIFT.ends_at,
        "channels": ("chat",),
        "standby": False,
        "state": state,
        "how": "self",
        "since": 0,
    }
    more |= {"note": None, "checked_in_at": None, "missed_at": None, "sequence": 0}
    return SignUp(id=f"u{who}", shift="s1", volunteer=who, **more)


def judged(
    shift: Shift | None = SHIFT,
    *people: SignUp,
    papers: Papers | None = PAPERS,
    work: Sequence[Span] = (),
    before: AskState | None = None,
) -> Asked:
    known = Known(
        {} if shift is None else {"s1": Seen(shift, people)},
        {} if papers is None else {"anna": papers},
        {"anna": work},
        {} if before is None else {PAIR: before},
    )
    return judge(PAIR, known, Needs(certificate=False, trainings=()), LIMITS, AMSTERDAM, NOW)


def test_who_could_sign_up_is_asked() -> None:
    assert judged(SHIFT) == Asked(PAIR, "asked")


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (judged(None), "no_such_shift"),
        (judged(replace(SHIFT, state="draft")), "no_such_shift"),
        (judged(papers=None), "no_such_person"),
        (judged(SHIFT, sign_up("anna")), "already_signed"),
        (judged(SHIFT, sign_up("bram"), sign_up("anna", "waiting")), "already_signed"),
        (judged(before="no"), "said_no"),
        (judged(SHIFT, sign_up("bram")), "shift_full"),
    ],
)
def test_who_is_not_asked_is_told_why(found: Asked, why: str) -> None:
    assert (found.state, found.why, found.reasons) == ("refused", why, ())


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (judged(replace(SHIFT, state="cancelled")), "cancelled"),
        (judged(replace(SHIFT, starts_at=NOW, ends_at=local(1, 14))), "started"),
        (judged(work=[Span(local(4, 21), local(4, 23))]), "overlap"),
        (judged(papers=replace(PAPERS, active=False)), "inactive"),
        (judged(work=[Span(local(3, 22), local(4, 6))]), "rest_after_night"),  # a soft one too
    ],
)
def test_rules_stand_in_the_way_as_for_signing_up(found: Asked, rule: str) -> None:
    assert (found.state, found.why, rules(found.reasons)) == ("refused", "rules", [rule])


def test_who_was_asked_and_has_not_answered_is_not_asked_again() -> None:
    assert judged(before="open") == Asked(PAIR, "open")


@pytest.mark.parametrize(
    ("lives", "until"),
    [(timedelta(days=7), local(9, 0)), (timedelta(), local(2, 0)), (timedelta(hours=15), local(3, 0))],
)
def test_last_day_is_a_whole_one(lives: timedelta, until: datetime) -> None:
    assert last_day(NOW, lives, AMSTERDAM) == until


def test_last_day_is_whole_where_the_clock_changes() -> None:
    eve = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert last_day(eve, timedelta(days=1), AMSTERDAM) == datetime(2026, 10, 25, 23, tzinfo=UTC)


LATER = local(4, 12)


@pytest.mark.parametrize(
    ("shift", "people", "now", "found"),
    [
        (SHIFT, [], NOW, "open"),
        (SHIFT, [sign_up("anna")], NOW, "yes"),
        (SHIFT, [sign_up("anna")], SHIFT.ends_at, "yes"),
        (SHIFT, [sign_up("bram")], NOW, "filled"),
        (SHIFT, [sign_up("bram")], LATER, "expired"),
        (SHIFT, [], LATER, "expired"),
        (replace(SHIFT, starts_at=NOW), [], NOW, "expired"),
        (replace(SHIFT, state="cancelled"), [], NOW, "expired"),
        (replace(SHIFT, maximum=2), [sign_up("bram")], NOW, "open"),
    ],
)
def test_open_invitation_stands_as_its_shift_does(
    shift: Shift, people: list[SignUp], now: datetime, found: AskState
) -> None:
    assert standing("open", "anna", Seen(shift, people), LATER, now) == found


@pytest.mark.parametrize("state", ["yes", "no", "filled", "expired", "withdrawn"])
def test_what_was_answered_or_ended_stays_so(state: AskState) -> None:
    assert standing(state, "anna", Seen(SHIFT, [sign_up("anna")]), LATER, NOW) == state
