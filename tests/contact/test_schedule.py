"""Who can take a contact in the coming hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luisterlijn.contact.schedule import HORIZON, Coming, Schedule, Turn, schedule, turns
from luisterlijn.contact.snapshot import Lanes, VolunteerState
from luisterlijn.facts import Presence
from luisterlijn.volunteer.duty import Duty

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
CHAT: Lanes = ("chat.nl.any.any",)
BOTH: Lanes = ("chat.nl.any.any", "phone.nl.any.any")
PHONE: Lanes = ("phone.nl.any.any",)
COMING = Coming(show_rate=0.9, early=timedelta(minutes=15), fit=timedelta(minutes=30))


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def turn(begin: float, end: float, lanes: Lanes = CHAT, **more: Any) -> Turn:
    """From and until so many minutes from now."""
    return Turn(at(begin), at(end), lanes, **more)


def state(name: str, presence: Presence, lanes: Lanes = CHAT, *, draining: bool = False) -> VolunteerState:
    return VolunteerState(name, presence, draining=draining, lanes=lanes, version=1)


def steps(found: Schedule, lanes: Lanes = CHAT, able: int = 0) -> tuple[float, list[tuple[float, float]]]:
    """Now, and (minutes, able from then on)."""
    now, changes = found.steps(lanes, able)
    return now, [(at_s / 60, then) for at_s, then in changes]


def test_who_is_on_goes_before_the_end_of_the_shift() -> None:
    found = schedule(NOW, [state("anna", "ready")], {"anna": [turn(-60, 120)]}, COMING)
    assert steps(found, able=1) == (1, [(90, 0)])


def test_who_is_due_comes_by_the_show_rate_and_goes_as_all_do() -> None:
    found = schedule(NOW, [], {"anna": [turn(20, 120)], "bram": [turn(20, 240)]}, COMING)
    assert steps(found, able=3) == (3, [(21, 4.8), (90, 3.9), (210, 3)])


def test_who_is_there_already_before_the_begin_surely_comes() -> None:
    rota = {name: [turn(10, 120)] for name in ("here", "gone", "unknown")} | {"later": [turn(60, 120)]}
    people = [state("here", "away"), state("gone", "offline"), state("later", "away")]
    assert steps(schedule(NOW, people, rota, COMING)) == (0, [(11, 2.8), (61, 3.7), (90, 0)])


@pytest.mark.parametrize("there", [[], [state("anna", "away")], [state("anna", "ready", draining=True)]])
def test_who_is_late_or_on_a_break_does_not_count_until_they_are_on(there: list[VolunteerState]) -> None:
    assert steps(schedule(NOW, there, {"anna": [turn(-5, 120)]}, COMING)) == (0, [])


@pytest.mark.parametrize(("presence", "now"), [("busy", 0.0), ("ready", 1.0), ("wrapup", 1.0)])
def test_who_is_near_the_end_counts_only_where_they_chose_to_go_on(presence: Presence, now: float) -> None:
    found = schedule(NOW, [state("anna", presence)], {"anna": [turn(-60, 20)]}, COMING)
    assert steps(found, able=1) == (now, [] if presence == "busy" else [(20, 0)])


def test_last_talk_after_the_end_takes_nothing_new() -> None:
    found = schedule(NOW, [state("anna", "busy")], {"anna": [turn(-120, -5), turn(200, 320)]}, COMING)
    assert steps(found, able=1) == (0, [(201, 0.9), (290, 0)])


def test_who_the_rota_does_not_know_stays_on() -> None:
    assert steps(schedule(NOW, [state("anna", "busy")], {}, COMING), able=1) == (1, [])


def test_only_those_count_who_share_a_lane() -> None:
    found = schedule(
        NOW, [state("bea", "ready", PHONE)], {"bea": [turn(-60, 60, PHONE)], "anna": [turn(30, 240)]}, COMING
    )
    assert steps(found, CHAT, able=0) == (0, [(31, 0.9), (210, 0)])
    assert steps(found, PHONE, able=1) == (1, [(30, 0)])
    assert steps(found, BOTH, able=1) == (1, [(30, 0), (31, 0.9), (210, 0)])


def test_who_declined_is_not_taken_off_twice() -> None:
    found = schedule(NOW, [state("anna", "ready")], {"anna": [turn(-60, 120)]}, COMING)
    assert steps(found, able=0) == (0, [(90, 0)])


def test_shift_too_short_for_a_talk_brings_nobody() -> None:
    assert steps(schedule(NOW, [], {"anna": [turn(20, 45)]}, COMING)) == (0, [])


def test_shifts_beyond_the_horizon_are_not_looked_at() -> None:
    far = HORIZON / timedelta(minutes=1)
    assert steps(schedule(NOW, [], {"anna": [turn(far, far + 240)], "bram": [turn(far - 1, far + 60)]}, COMING)) == (
        0,
        [(far, 0.9), (far + 30, 0)],
    )


def test_shift_for_fewer_channels_in_one_part_is_cut_there() -> None:
    duty = Duty(((at(0), at(240)),), narrowed=((at(60), at(120), ("phone",)),))
    assert turns(duty, BOTH) == (
        turn(0, 60, BOTH, goes_on=True),
        turn(60, 120, PHONE, goes_on=True),
        turn(120, 240, BOTH),
    )


def test_part_for_fewer_channels_is_followed_from_who_is_on() -> None:
    mine = turns(Duty(((at(-30), at(240)),), narrowed=((at(60), at(120), ("phone",)),)), BOTH)
    found = schedule(NOW, [state("anna", "busy", BOTH)], {"anna": mine}, COMING)
    assert steps(found, CHAT, able=1) == (1, [(60, 0), (120, 1), (210, 0)])
    assert [(when, then) for when, then in steps(found, PHONE, able=1)[1] if when > 120] == [(210, 0)]


def test_one_who_comes_as_another_goes_changes_nothing() -> None:
    rota = {"anna": [turn(60, 150)], "bram": [turn(119, 240)]}
    assert steps(schedule(NOW, [], rota, COMING)) == (0, [(61, 0.9), (120, 0.9), (210, 0)])
