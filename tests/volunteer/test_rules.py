"""What nobody can override: two places at once, minors at night, papers, a shift that is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.rules import Limits, Reason, Span, Wanted, hard_reasons, reasons

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOTHING = Needs(certificate=False, trainings=())
LIMITS = Limits(
    rest_after_night=timedelta(hours=14),
    longest_shift=timedelta(hours=10),
    days_in_a_row=7,
    nights_in_16_weeks=36,
    minor_from=time(23),
    minor_until=time(6),
)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
FOR_GOOD: dict[str, date | None] = {}


def local(day: int, hour: float, month: int = 5) -> datetime:
    """An instant by Amsterdam's clock in 2026."""
    midnight = datetime(2026, month, day, tzinfo=AMSTERDAM)
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


def span(day: int, begins: float, ends: float, month: int = 5) -> Span:
    return Span(local(day, begins, month), local(day, ends, month))


def wanted(day: int, begins: float, ends: float, month: int = 5, **more: Any) -> Wanted:
    return Wanted(local(day, begins, month), local(day, ends, month), **more)


def papers(**more: Any) -> Papers:
    return Papers(**({"active": True, "adult_from": None, "certificate_until": None, "trainings": FOR_GOOD} | more))


def hard(
    work: Span, who: Papers | None = None, *others: Span, needs: Needs = NOTHING, now: datetime = NOW
) -> tuple[Reason, ...]:
    return hard_reasons(work, who or papers(), needs, others, LIMITS, AMSTERDAM, now)


def test_shift_that_suits_has_no_reasons() -> None:
    assert reasons(wanted(4, 18, 22), papers(), NOTHING, [], LIMITS, AMSTERDAM, NOW) == ()


def test_overlap_says_when_the_others_are_over() -> None:
    others = [span(4, 12, 19), span(4, 21, 23), span(5, 8, 12)]
    assert hard(span(4, 18, 22), None, *others) == (Reason("overlap", hard=True, until=local(4, 23)),)
    assert hard(span(4, 19, 21), None, *others) == ()


@pytest.mark.parametrize(
    ("begins", "ends", "stands"),
    [(19, 23, False), (19, 23.25, True), (22, 30, True), (29.75, 32, True), (30, 34, False), (0, 1, True)],
)
def test_minor_never_works_between_eleven_and_six(begins: float, ends: float, stands: bool) -> None:  # noqa: FBT001 - what is expected
    minor = papers(adult_from=date(2026, 9, 1))
    grown_at = local(1, 0, 9)
    expected = (Reason("minor_night", hard=True, until=grown_at),) if stands else ()
    assert hard(span(4, begins, ends), minor) == expected
    assert hard(span(4, begins, ends)) == ()


def test_minor_is_grown_up_from_midnight_of_the_birthday() -> None:
    minor = papers(adult_from=date(2026, 5, 5))
    assert [one.rule for one in hard(span(4, 22, 26), minor)] == ["minor_night"]  # an hour before midnight
    assert hard(span(5, 0, 6), minor) == ()
    assert hard(span(5, 22, 30), minor) == ()


@pytest.mark.parametrize(("month", "day"), [(3, 28), (10, 24)])
def test_minor_keeps_out_of_the_nights_the_clock_changes(month: int, day: int) -> None:
    minor = papers(adult_from=date(2027, 1, 1))
    six = datetime(2026, month, day + 1, 6, tzinfo=AMSTERDAM).astimezone(UTC)
    before, after = Span(six - timedelta(minutes=15), six + timedelta(hours=2)), Span(six, six + timedelta(hours=2))
    assert ([one.rule for one in hard(before, minor)], hard(after, minor)) == (["minor_night"], ())


def test_papers_must_be_good_on_the_last_day_of_the_shift() -> None:
    needs = Needs(certificate=True, trainings=("listening",))
    who = papers(certificate_until=date(2026, 5, 4), trainings={"listening": None})
    assert hard(span(4, 20, 24), who, needs=needs) == ()  # until midnight, and not into the next day
    assert hard(span(4, 20, 24.25), who, needs=needs) == (Reason("certificate", hard=True),)
    assert hard(span(4, 20, 24), papers(certificate_until=date.max), needs=needs) == (
        Reason("training", hard=True, what="listening"),
    )


def test_shift_asks_for_trainings_and_topics_of_its_own_and_one_of_its_channels() -> None:
    who = papers(trainings={"chat": date(2026, 5, 3)}, topics=("grief", "work"), channels=("chat",))
    shift = wanted(4, 18, 22, trainings=("chat", "youth"), topics=("grief", "money"), channels=("phone",))
    assert [(one.rule, one.what) for one in hard(shift, who)] == [
        ("shift_training", "chat"),
        ("shift_training", "youth"),
        ("shift_topic", "money"),
        ("shift_channel", "phone"),
    ]
    both = wanted(4, 18, 22, topics=("money",), channels=("chat", "phone"))
    assert hard(both, papers(topics=(), channels=("chat",))) == ()


def test_inactive_person_takes_nothing() -> None:
    assert hard(span(4, 18, 22), papers(active=False)) == (Reason("inactive", hard=True),)


def test_shift_that_began_or_was_cancelled_takes_nobody() -> None:
    begins_at = local(4, 18)
    shift = wanted(4, 18, 22, open_until=begins_at)
    assert hard(shift, now=begins_at - timedelta(seconds=1)) == ()
    assert hard(shift, now=begins_at) == (Reason("started", hard=True),)
    assert hard(span(4, 18, 22), now=local(4, 21)) == ()  # a bare span is open until it ends
    assert hard(span(4, 18, 22), now=local(4, 22)) == (Reason("started", hard=True),)
    assert hard(wanted(4, 18, 22, cancelled=True)) == (Reason("cancelled", hard=True),)


def test_reasons_name_the_hard_ones_first() -> None:
    found = reasons(wanted(4, 12, 24), papers(active=False), NOTHING, [], LIMITS, AMSTERDAM, NOW)
    assert [(one.rule, one.hard) for one in found] == [("inactive", True), ("longest_shift", False)]
