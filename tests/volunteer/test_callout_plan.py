"""Whom a call-out asks next."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.volunteer.callout_plan import (
    Ask,
    Asked,
    Candidate,
    Exhausted,
    Stage,
    Step,
    Wait,
    Who,
    again,
    may_be_called,
    next_step,
)

ZONE = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)  # 12:00 there
MINUTES = timedelta(minutes=1)
STAGES = (
    Stage("standby", 2, 3 * MINUTES, 5),
    Stage("willing", 2, 5 * MINUTES, 2),
    Stage("coordinator", 10, 10 * MINUTES, 1),
)


def somebody(volunteer: str, who: Who = "willing", **more: Any) -> Candidate:
    return Candidate(volunteer=volunteer, who=who, **more)


def step(candidates: list[Candidate], *asked: Asked, need: int = 1, now: datetime = NOON, **more: Any) -> Step:
    options = {"until": None, "call_out": "o1", "stages": STAGES} | more
    return next_step(candidates=candidates, asked=asked, need=need, now=now, zone=ZONE, **options)


def test_standby_is_asked_first() -> None:
    people = [somebody("w"), somebody("s", "standby"), somebody("c", "coordinator")]
    assert step(people) == Ask("standby", ("s",), NOON + 3 * MINUTES)


def test_round_asks_as_many_as_are_needed_if_that_is_more() -> None:
    people = [somebody(f"v{n}", asks=n) for n in range(5)]
    assert step(people, need=1) == Ask("willing", ("v0", "v1"), NOON + 5 * MINUTES)
    assert step(people, need=4) == Ask("willing", ("v0", "v1", "v2", "v3"), NOON + 5 * MINUTES)


def test_round_is_waited_for_while_somebody_has_not_answered() -> None:
    people = [somebody("a", "standby"), somebody("b", "standby"), somebody("d", "standby")]
    asked = Asked(1, "standby", "a", "no"), Asked(1, "standby", "b")
    assert step(people, *asked, until=NOON + MINUTES) == Wait(NOON + MINUTES)
    assert step(people, *asked, until=NOON) == Ask("standby", ("d",), NOON + 3 * MINUTES)


def test_round_in_which_everybody_said_no_is_over() -> None:
    people = [somebody("a", "standby"), somebody("d", "standby")]
    assert step(people, Asked(1, "standby", "a", "no"), until=NOON + MINUTES) == Ask(
        "standby", ("d",), NOON + 3 * MINUTES
    )


def test_next_stage_begins_where_nobody_is_left_or_the_rounds_are_over() -> None:
    people = [somebody("s", "standby"), *(somebody(f"v{n}", asks=n) for n in range(5)), somebody("c", "coordinator")]
    asked = [Asked(1, "standby", "s")]
    assert step(people, *asked) == Ask("willing", ("v0", "v1"), NOON + 5 * MINUTES)
    asked += [Asked(2, "willing", "v0"), Asked(2, "willing", "v1"), Asked(3, "willing", "v2")]
    assert step(people, *asked) == Ask("coordinator", ("c",), NOON + 10 * MINUTES)
    assert step(people, *asked, Asked(4, "coordinator", "c")) == Exhausted()


def test_nobody_at_all_is_exhausted_at_once() -> None:
    assert step([]) == Exhausted()


def test_repetition_is_not_a_round_of_the_stage() -> None:
    people = [somebody(f"v{n}", asks=n) for n in range(4)]
    asked = Asked(1, "willing", "v0"), Asked(1, "willing", "v1"), Asked(2, "willing", "v0"), Asked(2, "willing", "v1")
    assert step(people, *asked) == Ask("willing", ("v2", "v3"), NOON + 5 * MINUTES)


def test_stage_that_is_there_twice_has_the_rounds_of_both() -> None:
    stages = Stage("willing", 1, MINUTES, 1), Stage("willing", 3, MINUTES, 1)
    people = [somebody(f"v{n}", asks=n) for n in range(9)]
    assert step(people, stages=stages) == Ask("willing", ("v0",), NOON + MINUTES)
    asked = [Asked(1, "willing", "v0")]
    assert step(people, *asked, stages=stages) == Ask("willing", ("v1", "v2", "v3"), NOON + MINUTES)
    asked += [Asked(2, "willing", f"v{n}") for n in (1, 2, 3)]
    assert step(people, *asked, stages=stages) == Exhausted()


def test_somebody_newly_on_standby_is_asked_before_the_stage_goes_on() -> None:
    people = [somebody("v1"), somebody("new", "standby")]
    assert step(people, Asked(1, "willing", "v0")) == Ask("standby", ("new",), NOON + 3 * MINUTES)


def test_order_is_willing_now_then_fewest_asks_then_longest_not_asked() -> None:
    people = [
        somebody("often", asks=3, asked_at=NOON - timedelta(days=3)),
        somebody("lately", asks=1, asked_at=NOON - timedelta(days=1)),
        somebody("long ago", asks=1, asked_at=NOON - timedelta(days=9)),
        somebody("never"),
        somebody("now", willing=True, asks=9, asked_at=NOON),
        somebody("chat only", willing=True, partly=True),
    ]
    found = step(people, need=6)
    assert isinstance(found, Ask)
    assert found.volunteers == ("now", "never", "long ago", "lately", "often", "chat only")


def test_equals_are_shuffled_alike_on_every_node_and_differently_in_every_call_out() -> None:
    people = [somebody(f"v{n}") for n in range(9)]

    def order(call_out: str, found: list[Candidate]) -> tuple[str, ...]:
        asked = step(found, need=9, call_out=call_out)
        assert isinstance(asked, Ask)
        return asked.volunteers

    assert order("o1", people) == order("o1", people[::-1])
    assert len({order(f"o{n}", people) for n in range(9)}) > 1


def test_hindered_is_asked_as_a_coordinator_only() -> None:
    people = [somebody("c", who, hindered=True) for who in ("standby", "willing", "coordinator")]
    assert step(people) == Ask("coordinator", ("c",), NOON + 10 * MINUTES)


def test_hours_bind_the_willing_and_not_those_on_standby() -> None:
    evenings: dict[str, Any] = {"call_from": time(18), "call_until": time(23)}
    people = [somebody("w", **evenings), somebody("s", "standby", **evenings)]
    assert step(people) == Ask("standby", ("s",), NOON + 3 * MINUTES)
    assert step(people, Asked(1, "standby", "s")) == Exhausted()
    evening = NOON + timedelta(hours=6)
    assert step(people, Asked(1, "standby", "s"), now=evening) == Ask("willing", ("w",), evening + 5 * MINUTES)


@pytest.mark.parametrize(
    ("local", "call_from", "call_until", "may"),
    [
        (time(3), None, None, True),
        (time(9), time(9), time(17), True),
        (time(17), time(9), time(17), False),
        (time(23, 30), time(22), time(2), True),
        (time(1, 59), time(22), time(2), True),
        (time(2), time(22), time(2), False),
        (time(12), time(22), time(2), False),
        (time(23, 59), time(9), None, True),
        (time(8), time(9), None, False),
        (time(0), None, time(9), True),
        (time(9), None, time(9), False),
        (time(4), time(9), time(9), True),
    ],
)
def test_hours_one_may_be_called_in(local: time, call_from: time | None, call_until: time | None, *, may: bool) -> None:
    assert may_be_called(local, call_from, call_until) is may


def test_hours_are_local_over_a_clock_change() -> None:
    early = somebody("w", call_from=time(3), call_until=time(4))
    before, after = datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 01:59, 03:00
    assert step([early], now=before) == Exhausted()
    assert step([early], now=after) == Ask("willing", ("w",), after + 5 * MINUTES)


def test_again_asks_the_silent_of_the_running_stage() -> None:
    asked = [
        Asked(1, "standby", "s"),
        Asked(2, "willing", "v0", "no"),
        Asked(2, "willing", "v1"),
        Asked(3, "willing", "v2"),
    ]
    assert again(STAGES, asked, NOON) == Ask("willing", ("v1", "v2"), NOON + 5 * MINUTES)
    asked += [Asked(4, "willing", "v1"), Asked(4, "willing", "v2", "no")]
    assert again(STAGES, asked, NOON) == Ask("willing", ("v1",), NOON + 5 * MINUTES)


def test_again_without_anybody_silent_is_nothing() -> None:
    assert again(STAGES, [], NOON) is None
    assert again(STAGES, [Asked(1, "standby", "s", "no")], NOON) is None


WHO = st.sampled_from(["standby", "willing", "coordinator"])
PEOPLE = st.lists(
    st.builds(
        Candidate,
        volunteer=st.sampled_from("abcdefghij"),
        who=WHO,
        willing=st.booleans(),
        hindered=st.booleans(),
        call_from=st.none() | st.times(),
        call_until=st.none() | st.times(),
        asks=st.integers(0, 3),
    ),
    unique_by=lambda one: (one.volunteer, one.who),
)


@given(PEOPLE, st.integers(1, 4), st.randoms())
def test_call_out_asks_everybody_at_most_once_and_comes_to_an_end(
    people: list[Candidate], need: int, dice: Any
) -> None:
    asked: list[Asked] = []
    now, rounds = NOON, 0
    while not isinstance(found := step(people, *asked, need=need, now=now), Exhausted):
        assert isinstance(found, Ask)
        assert found.volunteers
        rounds += 1
        answers = dice.choice([None, "no"])
        asked += [Asked(rounds, found.who, one, answers) for one in found.volunteers]
        now = found.until
    assert len({one.volunteer for one in asked}) == len(asked)
    hindered = {(one.volunteer, one.who) for one in people if one.hindered and one.who != "coordinator"}
    assert hindered.isdisjoint((one.volunteer, one.who) for one in asked)
