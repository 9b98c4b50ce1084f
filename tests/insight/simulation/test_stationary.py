"""Against theory: what the twin comes to where a formula, or the balance of a chain, says what it must be.

Days begin empty, so the first hour is left out. The days are independent, and the truth lies within their 99% interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import exp, sqrt

import numpy as np
import pytest
from scipy.stats import t

from luisterlijn.insight.simulation.length import Exponential
from luisterlijn.insight.simulation.measured import Attempt, Day
from luisterlijn.insight.simulation.scenario import Behaviour, Scenario
from luisterlijn.insight.simulation.twin import Twin
from luisterlijn.insight.staffing import erlang
from luisterlijn.live.driven import DrivenLine
from tests.insight.simulation.small import MINUTES, people, steady

DAYS, HOURS, HOUR_MS = 8, 5, 3_600_000
AN_HOUR, HANDLE_S, PATIENCE_S, PEOPLE, WITHIN_S = 60, 360, 240, 6, 20


def simulated(line: DrivenLine, scenario: Scenario) -> list[Day]:
    return [Twin(line, scenario, 7, day).day() for day in range(DAYS)]


def settled(day: Day) -> list[Attempt]:
    return [one for one in day.attempts if one.arrived_ms >= HOUR_MS]


def assert_holds(days: Sequence[Day], figure: Callable[[Sequence[Attempt]], float], truth: float) -> None:
    values = np.array([figure(settled(day)) for day in days])
    half = float(t.ppf(0.995, len(days) - 1)) * values.std(ddof=1) / sqrt(len(days))
    assert abs(values.mean() - truth) <= half, f"{values.mean():.4f} +- {half:.4f} leaves out {truth:.4f}"
    assert half < 0.5 * truth  # it does not hold whatever the figure is


def left(attempts: Sequence[Attempt]) -> float:
    return sum(one.fate == "abandoned" for one in attempts) / len(attempts)


def in_time(attempts: Sequence[Attempt]) -> float:
    return sum(one.fate == "answered" and one.waited_ms <= 1000 * WITHIN_S for one in attempts) / len(attempts)


def waited(attempts: Sequence[Attempt]) -> float:
    return sum(one.waited_ms for one in attempts) / len(attempts) / 1000


def test_people_with_one_call_each_are_erlang_a(twin_line: DrivenLine) -> None:
    days = simulated(twin_line, steady(AN_HOUR, people(PEOPLE), hours=HOURS))
    theory = erlang.a(PEOPLE, AN_HOUR * HANDLE_S / 3600, HANDLE_S, PATIENCE_S)
    assert_holds(days, left, float(theory.leaves))
    assert_holds(days, in_time, float(theory.served(WITHIN_S)))
    assert_holds(days, waited, float(theory.wait_s))


def chain(people_on: int, arrivals: float, alone: float, together: float, leaves: float, most: int) -> float:
    """The share of callers who leave, from the balance of the chain of (with one chat, with two, waiting); rates a second.

    An arrival goes to somebody without a chat, else to somebody with one, else waits; a place that comes free is filled
    by who waits.
    """
    states = [(a, b, 0) for b in range(people_on + 1) for a in range(people_on + 1 - b)]
    states += [(0, people_on, waiting) for waiting in range(1, most + 1)]
    number = {state: index for index, state in enumerate(states)}
    rates: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b, waiting), index in number.items():
        free = people_on - a - b
        arrived = (a + 1, b, 0) if free else (a - 1, b + 1, 0) if a else (a, b, waiting + 1)
        ended = (a + 1, b - 1, 0) if not waiting else (a, b, waiting - 1)
        for state, rate in (
            (arrived, arrivals),
            ((a - 1, b, 0), alone * a),
            (ended, 2 * together * b),
            ((a, b, waiting - 1), leaves * waiting),
        ):
            if rate and state in number:
                rates[index, number[state]] += rate
    balance = np.zeros((len(states), len(states)))
    for (before, after), rate in rates.items():
        balance[after, before] += rate
        balance[before, before] -= rate
    balance[-1] = 1
    shares = np.linalg.solve(balance, np.eye(len(states))[-1])
    return float(sum(share * leaves * state[2] for state, share in zip(states, shares, strict=True)) / arrivals)


def test_chain_of_one_chat_each_is_erlang_a() -> None:
    theory = erlang.a(2 * PEOPLE, 10, HANDLE_S, PATIENCE_S)
    found = chain(PEOPLE, 10 / HANDLE_S, 1 / HANDLE_S, 1 / HANDLE_S, 1 / PATIENCE_S, 200)
    assert found == pytest.approx(float(theory.leaves), rel=1e-9)  # two at once that cost nothing: twice the people


def test_two_chats_at_once_are_the_chain_of_their_pace(twin_line: DrivenLine) -> None:
    slows = 1.6
    behaviour = replace(MINUTES, second_slows=slows)
    who = people(3, 48, "chat", two_chats=True)
    days = simulated(twin_line, steady(AN_HOUR * 0.8, who, hours=HOURS, channel="chat", behaviour=behaviour))
    truth = chain(3, AN_HOUR * 0.8 / 3600, 1 / HANDLE_S, 1 / (slows * HANDLE_S), 1 / PATIENCE_S, 200)
    assert_holds(days, left, truth)


def test_nobody_waits_where_there_is_room_for_all(twin_line: DrivenLine) -> None:
    day = Twin(twin_line, steady(10, people(12), hours=8), 1, 0).day()
    assert (day.figures.answered_share, day.figures.wait_longest_s) == (1.0, 0.0)


def test_patience_alone_decides_where_nobody_is_on(twin_line: DrivenLine) -> None:
    scenario = steady(200, (), hours=8, behaviour=Behaviour(Exponential(360), patience=Exponential(PATIENCE_S)))
    day = Twin(twin_line, scenario, 1, 0).day()
    waits = np.array([one.waited_ms / 1000 for one in day.attempts])
    assert waits.mean() == pytest.approx(PATIENCE_S, rel=0.08)
    assert (waits > PATIENCE_S).mean() == pytest.approx(exp(-1), abs=0.03)
