"""Routing policy: lanes and steps by example and by property; fairness that time does not change."""

from __future__ import annotations

import math
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.routing import (
    Patience,
    Plan,
    Step,
    Wish,
    contact_plan,
    fairness_key,
    profile_of,
    transfer_lanes,
    volunteer_service,
)

WORDS = st.sampled_from(["nl", "en", "fr", "ar"])
SPANS = st.integers(0, 600).map(lambda seconds: timedelta(seconds=seconds))
WISHES = st.builds(
    Wish,
    channel=st.sampled_from(["chat", "phone"]),
    language=WORDS,
    other_languages=st.lists(WORDS, max_size=3).map(tuple),
    topic=st.sampled_from([None, "grief"]),
    region=st.sampled_from([None, "north"]),
    urgent=st.booleans(),
)
PATIENCES = st.builds(Patience, region=SPANS, topic=SPANS, language=SPANS, credit_urgent=SPANS)


def decoded(text: str) -> tuple[Step, ...]:
    parts = (one.split("=") for one in text.split(";"))
    return tuple(Step(timedelta(milliseconds=int(after)), tuple(lanes.split())) for after, lanes in parts)


@given(WISHES, PATIENCES)
def test_plan_keeps_every_lane_once_gained(wish: Wish, patience: Patience) -> None:
    steps = contact_plan(wish, patience).steps
    for earlier, later in pairwise(steps):
        assert set(earlier.lanes) < set(later.lanes)
        assert earlier.after < later.after
    assert steps[0].after == timedelta(0)
    assert [len(set(step.lanes)) for step in steps] == [len(step.lanes) for step in steps]


@given(WISHES, PATIENCES)
def test_plan_is_read_back_from_its_encoding(wish: Wish, patience: Patience) -> None:
    plan = contact_plan(wish, patience)
    assert Plan(decoded(plan.encoded()), plan.credit) == plan


@given(WISHES, PATIENCES)
def test_plan_gives_a_head_start_to_the_urgent_only(wish: Wish, patience: Patience) -> None:
    assert contact_plan(wish, patience).credit == (patience.credit_urgent if wish.urgent else timedelta(0))


def test_plan_without_wishes_has_one_step() -> None:
    assert contact_plan(Wish("chat", "nl"), Patience()).encoded() == "0=chat.nl.any.any"


def test_plan_relaxes_region_then_language() -> None:
    wish = Wish("chat", "nl", other_languages=("en", "nl"), region="north")
    assert contact_plan(wish, Patience()).encoded() == (
        "0=chat.nl.any.north;60000=chat.nl.any.north chat.nl.any.any;"
        "120000=chat.nl.any.north chat.nl.any.any chat.en.any.north chat.en.any.any"
    )


@given(WISHES, PATIENCES)
def test_every_contact_ends_in_a_lane_of_a_general_volunteer(wish: Wish, patience: Patience) -> None:
    general = volunteer_service([wish.channel], [wish.language], [], None)
    assert set(general.lanes) <= set(contact_plan(wish, patience).steps[-1].lanes)


def test_service_takes_second_contacts_by_chat_only() -> None:
    service = volunteer_service(["chat", "phone"], ["nl"], ["grief"], None)
    assert service.lanes == ("chat.nl.grief.any", "chat.nl.any.any", "phone.nl.grief.any", "phone.nl.any.any")
    assert service.lanes2 == ("chat.nl.grief.any", "chat.nl.any.any")


@given(st.permutations(["a", "b", "c", "d"]))
def test_profile_is_the_same_in_any_order(lanes: list[str]) -> None:
    assert profile_of(lanes) == profile_of(["a", "b", "c", "d"])
    assert profile_of([]) == ""


def test_transfer_looks_in_any_region() -> None:
    wish = Wish("chat", "nl", topic="grief", region="north")
    assert transfer_lanes(wish, None, None) == ("chat.nl.any.any",)
    assert transfer_lanes(wish, "dark", "en") == ("chat.en.dark.any",)


LOADS = st.floats(0, 1e5)
INSTANTS = st.floats(0, 1e9)


@given(LOADS, LOADS, INSTANTS, INSTANTS, st.floats(0, 1e8))
def test_fairness_order_does_not_change_with_time(
    load: float, other: float, at: float, other_at: float, later: float
) -> None:
    constant = 4 * 3600 * 1000.0

    def fades(seconds: float, since: float, now: float) -> float:
        return math.log(60 + seconds) + (since - now) / constant

    now = max(at, other_at)
    by_key = fairness_key(load, at, constant) - fairness_key(other, other_at, constant)
    for instant in (now, now + later):
        by_load = fades(load, at, instant) - fades(other, other_at, instant)
        assert math.isclose(by_key, by_load, rel_tol=1e-6, abs_tol=1e-6)


@given(LOADS, INSTANTS, st.floats(1, 1e7))
def test_fairness_puts_the_longer_idle_of_equal_loads_first(load: float, at: float, longer: float) -> None:
    assert fairness_key(load, at, 1.44e7) < fairness_key(load, at + longer, 1.44e7)
