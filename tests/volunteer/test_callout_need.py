"""For what people are called: holes cut and shared out, no-shows, long waits, and what was settled before."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from luisterlijn.facts import Channel
from luisterlijn.volunteer.callout_need import (
    CallOut,
    Gap,
    NoShow,
    Policy,
    for_holes,
    for_no_shows,
    for_waits,
    replaces,
    touches_night,
    waits_are_over,
)
from luisterlijn.volunteer.reason import Span
from tests.rota import AMSTERDAM, local

HOUR = timedelta(hours=1)
POLICY = Policy(2 * HOUR, 8 * HOUR, time(22), time(4), HOUR / 2, 2 * HOUR)
CHAT: tuple[Channel, ...] = ("chat",)
BOTH: tuple[Channel, ...] = ("chat", "phone")
NOON = local(4, 12)


def hole(begins: float, ends: float, need: int = 1, channels: tuple[Channel, ...] = CHAT) -> Gap:
    return Gap(local(4, begins), local(4, ends), "short", channels, need)


def call_out(begins: float, ends: float, need: int = 1, channels: tuple[Channel, ...] = CHAT, **more: Any) -> CallOut:
    values: dict[str, Any] = {"id": "o1", "filled": 0, "state": "running", "started_at": NOON, "why": "short"}
    values |= {"shift": None} | more
    why, shift = values.pop("why"), values.pop("shift")
    return CallOut(local(4, begins), local(4, ends), why, channels, need, shift, **values)


def begun(holes: list[Gap], *others: CallOut, now: datetime = NOON, shifts: list[Gap] | None = None) -> list[Any]:
    running = [one for one in others if one.state == "running"]
    ended = [one for one in others if one.state != "running"]
    found = for_holes(holes, shifts or [], running, ended, POLICY, AMSTERDAM, now)
    return [(one.starts_at, one.ends_at, one.channels, one.need) for one in found]


# --- holes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "is_begun"), [(local(4, 11.99), False), (NOON, True), (local(4, 14), True), (local(4, 15.8), False)]
)
def test_hole_by_day_is_called_for_two_hours_before_and_while_enough_is_left(now: datetime, *, is_begun: bool) -> None:
    expected = [(max(now, local(4, 14)), local(4, 16), CHAT, 1)]
    assert begun([hole(14, 16)], now=now) == (expected if is_begun else [])


def test_hole_any_part_of_which_is_in_the_night_is_called_for_eight_hours_before() -> None:
    assert begun([hole(20, 22)]) == []
    assert begun([hole(20, 22.25)]) == [(local(4, 20), local(4, 22.25), CHAT, 1)]
    assert begun([hole(20.1, 22.25)]) == []
    assert begun([hole(27.5, 30)], now=local(4, 19.5)) == [(local(4, 27.5), local(4, 30), CHAT, 1)]
    assert begun([hole(28, 30)], now=local(4, 20)) == []


def test_night_is_local_over_both_clock_changes() -> None:
    spring = datetime(2026, 3, 29, 1, 30, tzinfo=AMSTERDAM).astimezone(NOON.tzinfo), timedelta(hours=1, minutes=30)
    assert not touches_night(Span(spring[0] + spring[1], spring[0] + 2 * HOUR), POLICY, AMSTERDAM)  # 04:00 there
    assert touches_night(Span(spring[0] + spring[1] - timedelta(minutes=1), spring[0] + 2 * HOUR), POLICY, AMSTERDAM)
    autumn = datetime(2026, 10, 25, 1, 30, tzinfo=AMSTERDAM).astimezone(NOON.tzinfo)
    assert touches_night(Span(autumn + 3.4 * HOUR, autumn + 4 * HOUR), POLICY, AMSTERDAM)  # 03:54 there
    assert not touches_night(Span(autumn + 3.5 * HOUR, autumn + 4 * HOUR), POLICY, AMSTERDAM)


def test_hole_over_several_shifts_is_cut_where_they_end() -> None:
    shifts = [hole(14, 18), hole(18, 22), hole(22, 30)]
    found = begun([hole(14, 30)], shifts=shifts, now=local(4, 16))
    assert [(begins, ends) for begins, ends, _, _ in found] == [
        (local(4, 16), local(4, 18)),
        *[(local(4, 18), local(4, 22)), (local(4, 22), local(4, 30))],
    ]


def test_hole_in_shifts_that_overlap_is_cut_where_the_longest_ends() -> None:
    shifts = [hole(18, 22), hole(19, 23), hole(20, 24)]
    found = begun([hole(18, 24)], shifts=shifts, now=local(4, 18))
    assert [(begins, ends) for begins, ends, _, _ in found] == [
        (local(4, 18), local(4, 22)),
        (local(4, 22), local(4, 24)),
    ]


def test_hole_somebody_is_called_for_already_is_left_to_that() -> None:
    assert begun([hole(13, 16)], call_out(12, 16)) == []
    assert begun([hole(13, 16)], call_out(12, 14)) == [(local(4, 14), local(4, 16), CHAT, 1)]
    assert begun([hole(13, 16, channels=BOTH)], call_out(12, 14)) == [
        (local(4, 13), local(4, 16), ("phone",), 1),
        (local(4, 14), local(4, 16), CHAT, 1),
    ]


def test_hole_of_which_less_than_a_quarter_is_left_is_left() -> None:
    assert begun([hole(13, 13.2)]) == []
    assert begun([hole(13, 16)], call_out(12, 15.8)) == []


@pytest.mark.parametrize("state", ["stopped", "exhausted"])
def test_hole_people_were_called_for_is_called_for_again_only_if_more_lack(state: str) -> None:
    assert begun([hole(13, 16)], call_out(13, 16, state=state)) == []
    assert begun([hole(13, 16, need=2)], call_out(13, 16, state=state)) == [(local(4, 13), local(4, 16), CHAT, 2)]
    assert begun([hole(13, 16)], call_out(13, 15, state=state)) == [(local(4, 13), local(4, 16), CHAT, 1)]
    assert begun([hole(13, 16)], call_out(13, 16, need=2, filled=2, state="filled")) != []


def test_hole_nobody_was_found_for_far_ahead_is_called_for_once_more_when_near() -> None:
    early = call_out(22, 30, state="exhausted", started_at=local(4, 14))
    assert begun([hole(22, 30)], early, now=local(4, 19.9)) == []
    assert begun([hole(22, 30)], early, now=local(4, 20)) == [(local(4, 22), local(4, 30), CHAT, 1)]
    late = call_out(22, 30, state="exhausted", started_at=local(4, 20))
    assert begun([hole(22, 30)], early, late, now=local(4, 21)) == []
    stopped = call_out(22, 30, state="stopped", started_at=local(4, 14))
    assert begun([hole(22, 30)], stopped, now=local(4, 20)) == []


# --- no-shows --------------------------------------------------------------------------------------------------------


def absent(shift: str = "s1", need: int = 1, begins: float = 12, ends: float = 16, channels: Any = CHAT) -> NoShow:
    return NoShow(local(4, begins), local(4, ends), shift, channels, need)


def test_no_show_is_called_for_until_the_end_of_the_shift() -> None:
    now = local(4, 12.1)
    assert for_no_shows([absent(need=2)], [], [], now) == [Gap(now, local(4, 16), "no_show", CHAT, 2, "s1")]
    assert for_no_shows([absent(need=0)], [], [], now) == []
    assert for_no_shows([absent()], [], [], local(4, 15.8)) == []


def test_no_shows_of_the_same_time_are_one_call_out() -> None:
    now = local(4, 12.1)
    (gap,) = for_no_shows([absent("s1"), absent("s2")], [], [], now)
    one = call_out(12.1, 16, why="no_show", shift=gap.shift)
    assert [replaces(one, absent(shift), now) for shift in ("s1", "s2")] == [True, True]
    assert not replaces(one, absent("s3", ends=15), now)
    assert not replaces(one, absent("s3", channels=("phone",)), now)
    assert not replaces(one, absent("s3", begins=13), now)


def test_no_show_waits_for_another_call_out_of_that_time() -> None:
    now = local(4, 12.1)
    assert for_no_shows([absent()], [call_out(12, 13)], [], now) == []
    assert for_no_shows([absent()], [call_out(12, 13, channels=("phone",))], [], now) != []


def test_no_show_that_was_stopped_is_called_for_again_if_more_lack() -> None:
    now = local(4, 13)
    ended = call_out(12, 16, state="stopped", why="no_show", shift="s1")
    assert for_no_shows([absent()], [], [ended], now) == []
    assert for_no_shows([absent("s2")], [], [ended], now) != []
    assert for_no_shows([absent(need=2)], [], [ended], now) != []


# --- waits -----------------------------------------------------------------------------------------------------------


def test_long_wait_calls_for_its_channels_and_not_again_in_that_time() -> None:
    waits: dict[Channel, timedelta] = {"chat": HOUR / 2 + timedelta(seconds=1), "phone": HOUR / 2}
    gap = Gap(NOON, NOON + 2 * HOUR, "long_wait", CHAT, 1)
    assert for_waits(waits, [], [], POLICY, NOON) == gap
    for state in ("running", "filled", "stopped"):
        before = call_out(12, 14, state=state, why="long_wait")
        running, ended = ([before], []) if state == "running" else ([], [before])
        assert for_waits(waits, running, ended, POLICY, NOON + HOUR) is None
    assert for_waits(waits, [call_out(12, 14)], [], POLICY, NOON) is None
    assert for_waits(waits, [call_out(13, 14, why="long_wait", channels=("phone",))], [], POLICY, NOON) is None
    assert for_waits({}, [], [], POLICY, NOON) is None


def test_waits_are_over_at_half_and_never_while_unknown() -> None:
    one = call_out(12, 14, why="long_wait", channels=BOTH)
    assert waits_are_over(one, {"chat": HOUR / 4, "phone": HOUR / 4}, POLICY)
    assert not waits_are_over(one, {"chat": HOUR / 4, "phone": HOUR / 3}, POLICY)
    assert not waits_are_over(one, {"chat": HOUR / 4}, POLICY)
