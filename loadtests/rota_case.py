"""A line as it is, made up: volunteers who give about 22 hours a month with a night among them, and the shifts of a period.

Six shifts of four hours a day by local time, most on both channels; one a week asks for a training. Some evenings and parts
of weekends suit most people, days a quarter of them, and few nights anybody; one in twenty is a minor. Behind each of them
lie sixteen weeks of such work.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from luisterlijn.facts import Channel
from luisterlijn.insight.roster import Candidate, Opening, Problem, is_night, is_weekend
from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.reason import Limits, Span

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = date(2026, 10, 12)
NOW = datetime(2026, 10, 1, tzinfo=UTC)
HOURS = (2, 6, 10, 14, 18, 22)
LIMITS = Limits(timedelta(hours=14), timedelta(hours=10), 7, 36, time(23), time(6))
BOTH: tuple[Channel, ...] = ("chat", "phone")


def span(day: date, hour: float, length: float = 4) -> Span:
    """Local hours, in UTC; length by the clock on the wall."""
    start = datetime.combine(day, time()) + timedelta(hours=hour)
    return Span(*(one.replace(tzinfo=AMSTERDAM).astimezone(UTC) for one in (start, start + timedelta(hours=length))))


def problem(volunteers: int, days: int, people: float) -> Problem:
    """`people`: the mean minimum of a shift by day; at night half of it."""
    dice = random.Random(volunteers * days)
    openings = [_opening(dice, FIRST + timedelta(days=day), hour, people) for day in range(days) for hour in HOURS]
    candidates = [_candidate(dice, number, days) for number in range(volunteers)]
    needs = Needs(certificate=True, trainings=("listening",))
    return Problem(
        openings=tuple(openings),
        candidates=tuple(candidates),
        required={},
        limits=LIMITS,
        needs=needs,
        zone=AMSTERDAM,
        now=NOW,
    )


def _opening(dice: random.Random, day: date, hour: int, people: float) -> Opening:
    when = span(day, hour)
    shape = {2: 0.5, 6: 0.5, 10: 1.0, 14: 1.0, 18: 1.4, 22: 0.8}[hour]
    minimum = max(1, round(people * shape * dice.uniform(0.8, 1.2)))
    channels = BOTH if dice.random() < 0.8 else (dice.choice(BOTH),)
    trainings = ("youth",) if hour == 14 and day.weekday() == 2 else ()
    maximum = minimum + max(1, minimum // 3) + 1
    name = f"{day}T{hour:02}"
    return Opening(
        name, when.starts_at, when.ends_at, channels, minimum, minimum + max(1, minimum // 3), maximum, (), trainings
    )


def _candidate(dice: random.Random, number: int, days: int) -> Candidate:
    minor = dice.random() < 0.05
    trainings = {"listening": date(2026, 10, 20) if dice.random() < 0.03 else None}
    if dice.random() < 0.4:
        trainings["youth"] = None
    channels = BOTH if dice.random() < 0.5 else (dice.choice(BOTH),)
    papers = Papers(
        active=dice.random() > 0.02,
        adult_from=date(2026, 10, 22) if minor and dice.random() < 0.3 else date(2027, 6, 1) if minor else None,
        certificate_until=date(2027, 12, 31),
        trainings=trainings,
        channels=channels,
    )
    work = _past(dice)
    most = max(1, round(5.5 * days / 30 + dice.uniform(-0.7, 0.7)))
    return Candidate(
        f"v{number:04}",
        papers,
        work,
        _windows(dice, days),
        most,
        most * 240 if dice.random() < 0.5 else 22 * 60 * days // 28,
        sum(is_night(one, AMSTERDAM) for one in work[-6:]),
        sum(is_weekend(one, AMSTERDAM) for one in work[-6:]),
    )


def _past(dice: random.Random) -> tuple[Span, ...]:
    """About five shifts of a month, one of them a night, up to the eve of the period."""
    found: list[Span] = []
    for week in range(16):
        begin = FIRST - timedelta(days=7 * (16 - week))
        hours = (2, 10, 14, 18, 18, 22) if week % 4 else (10, 14, 18, 22)
        days = dice.sample(range(7), dice.choice((1, 1, 2)))
        found += [span(begin + timedelta(days=day), dice.choice(hours)) for day in days]
    return tuple(sorted(found, key=lambda one: one.starts_at))


def _windows(dice: random.Random, days: int) -> tuple[Span, ...] | None:
    if dice.random() < 0.03:
        return None
    evenings, by_day = dice.sample(range(5), dice.choice((1, 2, 2, 3))), dice.random() < 0.25
    nights = dice.sample(range(days), max(1, days // 14))
    found = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        if day.weekday() in evenings:
            found.append(span(day, 17.5, dice.choice((5, 5, 9))))
        if by_day and day.weekday() in evenings:
            found.append(span(day, 9, 5.5))
        if day.weekday() >= 5 and dice.random() < 0.4:
            found.append(span(day, dice.choice((9, 13)), 9.5))
        if number in nights:
            found.append(span(day, 21.5, 9))
    return tuple(found)
