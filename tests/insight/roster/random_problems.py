"""Problems by chance, small and full of conflicts: odd limits, touching and overlapping shifts, other work everywhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import get_args

import numpy as np
from hypothesis import strategies as st

from luisterlijn.facts import Channel
from luisterlijn.insight.roster import Candidate, Opening, Problem
from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.reason import Limits, Span
from tests.insight.roster.cases import AMSTERDAM, local, problem

NAMES = tuple(f"p{number}" for number in range(6))
DAYS = 4
CHANNELS: tuple[Channel, ...] = get_args(Channel)
SETS: tuple[tuple[Channel, ...], ...] = (("chat",), ("phone",), ("chat", "phone"))
channels = st.sampled_from(SETS)
some = st.lists(st.sampled_from(("grief", "youth")), unique=True, max_size=1).map(tuple)


@st.composite
def spans(draw: st.DrawFn, first: int = 10, days: int = DAYS, lengths: tuple[float, ...] = (1, 2, 3, 4, 8)) -> Span:
    day, hour = (
        draw(st.integers(first, first + days - 1)),
        draw(st.sampled_from((0, 1, 2, 3, 6, 9, 12, 15, 18, 20, 22, 23))),
    )
    return Span(local(day, hour), local(day, hour + draw(st.sampled_from(lengths))))


@st.composite
def openings(draw: st.DrawFn, number: int) -> Opening:
    when, minimum = draw(spans()), draw(st.integers(0, 2))
    signed = (
        draw(st.lists(st.sampled_from((*NAMES, "stranger")), unique=True, max_size=2)) if draw(st.booleans()) else []
    )
    return Opening(
        f"o{number}",
        when.starts_at,
        when.ends_at,
        draw(channels),
        minimum,
        minimum + draw(st.integers(0, 1)),
        draw(st.sampled_from((None, minimum + 1))),
        draw(some),
        draw(some),
        tuple(signed),
    )


@st.composite
def candidates(draw: st.DrawFn, name: str) -> Candidate:
    papers = Papers(
        active=draw(st.sampled_from((True, True, True, False))),
        adult_from=draw(st.sampled_from((None, None, date(2026, 5, 12), date(2027, 1, 1)))),
        certificate_until=date(2026, 12, 31),
        trainings={"grief": None, "youth": date(2026, 5, 12)} if draw(st.booleans()) else {},
        channels=draw(channels),
        topics=draw(some),
    )
    return Candidate(
        name,
        papers,
        tuple(draw(st.lists(spans(first=5, days=12), max_size=4))),
        draw(st.none() | st.lists(spans(lengths=(4, 12, 24)), max_size=4).map(tuple)),
        draw(st.sampled_from((None, 1, 3))),
        draw(st.sampled_from((None, 300, 900))),
        draw(st.sampled_from((None, None, 0, 1))),
        draw(st.integers(0, 3)),
        draw(st.integers(0, 3)),
        frozenset(draw(st.lists(st.sampled_from(("o0", "o1", "o2")), max_size=2))),
    )


limits = st.builds(
    Limits,
    rest_after_night=st.sampled_from((timedelta(hours=5), timedelta(hours=14))),
    longest_shift=st.sampled_from((timedelta(hours=5), timedelta(hours=10))),
    days_in_a_row=st.sampled_from((1, 2, 7)),
    nights_in_16_weeks=st.sampled_from((0, 1, 2, 36)),
    minor_from=st.just(time(23)),
    minor_until=st.just(time(6)),
)


@st.composite
def required(draw: st.DrawFn) -> dict[Channel, tuple[datetime, np.ndarray]]:
    """Nothing, or something for some channels."""
    found = {}
    for channel in draw(st.lists(st.sampled_from(CHANNELS), unique=True, max_size=2)):
        hours = draw(st.lists(st.integers(0, 2), min_size=24 * DAYS, max_size=24 * DAYS))
        found[channel] = (local(10, 0), np.repeat(np.array(hours, np.int64), 4))
    return found


@st.composite
def problems(draw: st.DrawFn, most_openings: int = 9, most_people: int = len(NAMES)) -> Problem:
    count = draw(st.integers(0, most_openings))
    people = NAMES[: draw(st.integers(0, most_people))]
    return problem(
        [draw(openings(number)) for number in range(count)],
        [draw(candidates(name)) for name in people],
        limits=draw(limits),
        needs=Needs(certificate=True, trainings=()),
        required=draw(required()) if draw(st.booleans()) else {},
        show_rate=draw(st.sampled_from((1.0, 0.9))),
        now=local(10, draw(st.sampled_from((0, 20)))),
        zone=AMSTERDAM,
    )
