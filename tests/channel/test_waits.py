from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.channel.waits import HELD, Pace, Shown, Waits, coarse, place_shown, wait_frame, wait_range
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.schedule import Schedule
from luisterlijn.contact.snapshot import Snapshot, VolunteerState, WaitingContact
from luisterlijn.insight.learned import Learned, Priors

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
LANE = ("chat.nl.any.any",)


def mirror(waiting: int, volunteers: int) -> Mirror:
    """A line in which `c0`, `c1`, ... wait in this order."""
    line = Mirror()
    line.load(
        Snapshot(
            "1-0",
            tuple(WaitingContact(f"c{n}", float(n), LANE, NOW - timedelta(minutes=1), 1) for n in range(waiting)),
            volunteers=tuple(VolunteerState(f"v{n}", "busy", False, LANE, 1) for n in range(volunteers)),  # noqa: FBT003 - not draining
        )
    )
    return line


def waits(line: Mirror) -> Waits:
    return Waits(line, Pace(line, lambda: Learned(Priors())).means_s(NOW))


@pytest.mark.parametrize(
    ("count", "rounded"),
    [(0, 0), (1, 1), (10, 10), (11, 15), (50, 50), (51, 60), (201, 250), (1001, 2000), (90_001, 100_000)],
)
def test_number_of_people_is_exact_to_ten_and_coarser_behind(count: int, rounded: int) -> None:
    assert coarse(count) == rounded


@given(st.integers(1, 200_000))
def test_number_of_people_is_never_rounded_down(count: int) -> None:
    assert count <= coarse(count) <= coarse(count + 1)


@pytest.mark.parametrize(
    ("position", "shown"),
    [
        (1, (1, "exact")),
        (10, (10, "exact")),
        (11, (15, "at_most")),
        (1000, (1000, "at_most")),
        (1001, (1000, "beyond")),
        (90_000, (1000, "beyond")),
    ],
)
def test_place_shown_is_true_however_coarse(position: int, shown: tuple[int, str]) -> None:
    assert place_shown(position) == shown


def test_nobody_on_shows_a_place_and_no_number() -> None:
    assert waits(mirror(3, 0)).shown("c2") == Shown(3, "exact", None, nobody_on=True)


@pytest.mark.parametrize(
    ("due_s", "shown"),
    [(600.0, (600, 900)), (4 * 3600.0, None)],
)
def test_nobody_on_with_somebody_due_shows_a_wait_if_callers_are_told_such(
    due_s: float, shown: tuple[int, int] | None
) -> None:
    due = Waits(mirror(1, 0), (1200.0, 1800.0), Schedule({LANE: {due_s: 2.0}}))
    assert due.shown("c0") == Shown(1, "exact", shown, nobody_on=True)


def test_waits_follow_who_comes_and_who_goes() -> None:
    line = mirror(12, 3)
    usual, more, fewer = (Waits(line, (1200.0, 1800.0), Schedule({LANE: {600.0: by}})).told("c11") for by in (0, 9, -2))
    assert usual is not None
    assert more is not None
    assert fewer is not None
    assert more.p90 < usual.p90 < fewer.p90


def test_last_talk_after_the_shift_counts_as_nobody() -> None:
    assert Waits(mirror(1, 1), (1200.0, 1800.0), Schedule({LANE: {0.0: -1.0}})).shown("c0") == Shown(
        1, "exact", None, nobody_on=True
    )


def test_schedule_is_taken_anew_when_held_long_or_when_others_are_on() -> None:
    line, asked = mirror(1, 1), []

    def ahead(now: datetime, _: Mirror, fit: timedelta) -> Schedule:
        asked.append((now, fit))
        return Schedule({})

    learned = Learned(Priors())
    pace, soon = Pace(line, lambda: learned, ahead), NOW + HELD / 2
    first = pace.schedule(NOW)
    assert pace.schedule(soon) is first
    line.load(Snapshot("2-0", volunteers=(VolunteerState("v0", "away", draining=False, lanes=LANE, version=2),)))
    assert pace.schedule(soon) is not first
    pace.schedule(soon + HELD)
    assert asked == [(one, learned.long_handle()) for one in (NOW, soon, soon + HELD)]


def test_wait_is_computed_once_for_all_who_are_shown_the_same() -> None:
    shared = waits(mirror(60, 5))
    for number in [*range(60), *range(60)]:
        shared.shown(f"c{number}")
    assert shared.computed == len({(coarse(number + 1), coarse(number)) for number in range(60)}) < 30


def test_told_is_of_the_exact_number_ahead() -> None:
    line = mirror(60, 5)
    told = Waits(line, (1200.0, 1800.0)).told
    before, after = told("c57"), told("c58")
    assert before is not None
    assert after is not None
    assert (before.mean < after.mean, told("another")) == (True, None)


def test_contact_that_does_not_wait_is_shown_nothing() -> None:
    assert waits(mirror(1, 1)).shown("another") is None


def test_pace_is_held_for_a_while() -> None:
    line, learned = mirror(1, 1), Learned(Priors())
    pace = Pace(line, lambda: learned)
    first = pace.means_s(NOW)
    learned.handling = learned.handling.handled(NOW, 9000)

    assert pace.means_s(NOW + HELD / 2) == first
    assert pace.means_s(NOW + HELD) != first


def test_pace_counts_the_time_of_those_who_wait_still() -> None:
    nobody, many = (Pace(mirror(count, 1), lambda: Learned(Priors())).means_s(NOW) for count in (0, 100))
    assert (many[0], many[1] > nobody[1]) == (nobody[0], True)


def test_wait_grows_with_the_place_and_shrinks_with_volunteers() -> None:
    few, many = waits(mirror(30, 2)), waits(mirror(30, 20))
    first, last, helped = few.shown("c0"), few.shown("c29"), many.shown("c29")
    assert first is not None
    assert last is not None
    assert helped is not None
    assert first.range is not None
    assert last.range is not None
    assert helped.range is not None
    assert (first.range < last.range, helped.range < last.range) == (True, True)


def test_dequeue_changes_what_few_are_shown_however_many_wait() -> None:
    changed: list[int] = []
    for size in (2000, 20_000):
        before, after = (Waits(mirror(count, 5), (1200.0, 1800.0)) for count in (size, size - 1))
        changed.append(sum(before.shown(f"c{n + 1}") != after.shown(f"c{n}") for n in range(size - 1)))
    assert changed[0] == changed[1] <= 80


def test_frame_is_built_once_for_all_who_are_shown_the_same() -> None:
    shown = Shown(3, "exact", (60, 300), nobody_on=False)
    assert wait_frame(shown) is wait_frame(Shown(3, "exact", (60, 300), nobody_on=False))
    told = wait_range(shown)
    assert told is not None
    assert (told.low_s, told.high_s) == (60, 300)
