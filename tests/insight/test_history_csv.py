"""Counts of earlier years, read row by row: times in either zone, lengths, sums kept, errors by row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.insight.history_csv import MOST_ROWS, Entry, entries, quarters, read
from luisterlijn.volunteer.csv_file import Trouble

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 12, 1, tzinfo=UTC)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def found(*rows: str, heading: str = "channel,starts_at,attempts") -> tuple[list[Entry], list[Trouble]]:
    return entries(read("\n".join([heading, *rows]).encode()), AMSTERDAM, NOW)


def sound(*rows: str, heading: str = "channel,starts_at,attempts") -> list[Entry]:
    read_rows, troubles = found(*rows, heading=heading)
    assert troubles == []
    return read_rows


def test_file_of_too_many_rows_is_not_read_at_all() -> None:
    rows = ["chat,2026-03-02 09:00,1"] * MOST_ROWS
    assert len(read("\n".join(["channel,starts_at,attempts", *rows]).encode()).rows) == MOST_ROWS
    remedy = f"Give at most {MOST_ROWS} rows at once."
    assert found(*rows, rows[0]) == ([], [Trouble(MOST_ROWS + 2, "", "", remedy)])


def test_row_with_all_it_may_say() -> None:
    heading = "channel;starts_at;attempts;minutes;callers;answered;abandoned;refused;handle_s"
    (one,) = sound("Phone;2026-03-02 09:00;12;30;11;7;3;2;1260,5", heading=heading)
    assert one == Entry(2, "phone", AT, 30, 12, 11, 7, 3, 2, 1260.5)


def test_row_that_says_only_what_it_must() -> None:
    heading = "channel,starts_at,attempts,minutes,callers,answered,abandoned,refused,handle_s"
    assert sound("chat,2026-03-02 09:00,12,15", heading=heading) == [Entry(2, "chat", AT, 15, 12)]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02 09:00",
        "2026-03-02T09:00:00",
        "2-3-2026 9:00",
        "02/03/2026 09:00:00",
        "2026-03-02T08:00Z",
        "2026-03-02 09:00+01:00",
        "2026-03-02T10:00:00.000+0200",
    ],
)
def test_time_is_read_as_people_and_programs_write_it(written: str) -> None:
    assert sound(f"chat,{written},1")[0].starts_at == AT


@pytest.mark.parametrize(
    ("second", "minutes"), [("09:15", 15), ("09:30", 30), ("10:00", 60), ("13:00", 60), ("09:45", 30)]
)
def test_rows_last_as_long_as_the_shortest_time_between_two(second: str, minutes: int) -> None:
    rows = sound("chat,2026-03-02 09:00,1", f"chat,2026-03-02 {second},1", "phone,2026-03-02 09:00,1")
    assert [one.minutes for one in rows] == [minutes, minutes, 60]


def test_rows_are_put_in_order() -> None:
    rows = sound("phone,2026-03-02 10:00,1", "phone,2026-03-02 09:00,2", "chat,2026-03-02 11:00,3")
    assert [(one.channel, one.row) for one in rows] == [("chat", 4), ("phone", 3), ("phone", 2)]


def test_hour_that_comes_twice_is_read_in_the_order_of_the_rows() -> None:
    times = ["02:00", "02:30", "02:00", "02:30", "03:00"]
    rows = sound(*(f"chat,2026-10-25 {one},{at}" for at, one in enumerate(times)))
    first = datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert [(one.starts_at, one.attempts) for one in rows] == [
        (first + at * timedelta(minutes=30), at) for at in range(5)
    ]


def test_empty_row_of_the_hour_left_out_is_passed_over() -> None:
    rows = sound("chat,2026-03-29 01:00,5", "chat,2026-03-29 02:00,0", "chat,2026-03-29 03:00,6")
    assert [one.starts_at.hour for one in rows] == [0, 1]


@pytest.mark.parametrize(
    ("row", "column", "remedy"),
    [
        ("mail,2026-03-02 09:00,1", "channel", "Write chat or phone."),
        ("chat,yesterday,1", "starts_at", "Write day and time as 2026-03-29 22:00 or 29-3-2026 22:00."),
        ("chat,2026-02-30 09:00,1", "starts_at", "Write day and time as 2026-03-29 22:00 or 29-3-2026 22:00."),
        ("chat,30-2-2026 09:00,1", "starts_at", "Write day and time as 2026-03-29 22:00 or 29-3-2026 22:00."),
        ("chat,1066-03-02 09:00,1", "starts_at", "Write day and time as 2026-03-29 22:00 or 29-3-2026 22:00."),
        ("chat,2026-03-02 09:05,1", "starts_at", "Write a time at which a quarter of an hour begins, such as 22:15."),
        ("chat,2026-12-02 09:00,1", "starts_at", "Leave out what is still to come."),
        ("chat,2026-03-02 09:00,", "attempts", "Write how many came; 0 if nobody did."),
        ("chat,2026-03-02 09:00,-1", "attempts", "Write a whole number, at most 100000."),
        ("chat,2026-03-02 09:00,1.5", "attempts", "Write a whole number, at most 100000."),
        ("chat,2026-03-02 09:00,100001", "attempts", "Write a whole number, at most 100000."),
        ("chat,2026-03-02 09:00,1,20", "minutes", "Write 15, 30 or 60, or leave it empty."),
        ("chat,2026-03-02 09:00,1,15,2", "callers", "Let callers be no more than attempts."),
        (
            "chat,2026-03-02 09:00,3,15,3,2,2",
            "answered",
            "Let answered, abandoned and refused together be no more than attempts.",
        ),
        ("chat,2026-03-02 09:00,3,15,3,,,,20", "handle_s", "Say how many were answered too."),
        ("chat,2026-03-02 09:00,3,15,3,1,,,ten", "handle_s", "Write the mean in seconds, such as 1260; a day at most."),
        (
            "chat,2026-03-02 09:00,3,15,3,1,,,86401",
            "handle_s",
            "Write the mean in seconds, such as 1260; a day at most.",
        ),
    ],
)
def test_odd_cell_is_told_with_its_row_column_and_remedy(row: str, column: str, remedy: str) -> None:
    heading = "channel,starts_at,attempts,minutes,callers,answered,abandoned,refused,handle_s"
    _, troubles = found("chat,2026-03-01 09:00,1", row, heading=heading)
    assert [(one.row, one.column, one.remedy) for one in troubles] == [(3, column, remedy)]
    names = heading.split(",")
    assert troubles[0].value == [*row.split(","), *[""] * 9][names.index(column)]


def test_hour_left_out_in_which_somebody_came_is_told() -> None:
    _, troubles = found("chat,2026-03-29 02:00,1")
    assert [(one.row, one.column) for one in troubles] == [(2, "starts_at")]


def test_every_trouble_of_a_file_is_told_at_once() -> None:
    _, troubles = found("mail,2026-03-02 09:05,x", "chat,2026-03-02 09:05,1")
    assert [(one.row, one.column) for one in troubles] == [(2, "channel"), (2, "attempts"), (3, "starts_at")]


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        (("chat,2026-03-02 09:00,1,60", "chat,2026-03-02 09:00,1,60"), 3),
        (("chat,2026-03-02 09:30,1,30", "chat,2026-03-02 09:00,1,60"), 3),
        (("chat,2026-10-25 02:00,1,15",) * 3, 4),
    ],
)
def test_rows_of_the_same_time_are_told(rows: tuple[str, ...], row: int) -> None:
    _, troubles = found(*rows, heading="channel,starts_at,attempts,minutes")
    assert [(one.row, one.column) for one in troubles] == [(row, "starts_at")]
    assert troubles[0].remedy.startswith("Keep one row for each time; row ")


def test_columns_that_lack_or_are_not_known_are_told() -> None:
    assert [one.column for one in read(b"channel,calls\nchat,1").troubles] == ["calls", "starts_at", "attempts"]


@given(st.sampled_from([15, 30, 60]), st.lists(st.integers(0, 1000), min_size=4, max_size=4), st.floats(0, 86_400))
def test_quarters_of_a_row_add_up_to_it(minutes: int, counts: list[int], handle_s: float) -> None:
    callers, answered, abandoned, refused = counts
    whole = Entry(7, "chat", AT, minutes, sum(counts), callers, answered, abandoned, refused, handle_s)
    parts = quarters(whole)
    assert [one.starts_at for one in parts] == [AT + at * timedelta(minutes=15) for at in range(minutes // 15)]
    for name in ("attempts", "callers", "answered", "abandoned", "refused"):
        each = [getattr(one, name) for one in parts]
        assert sum(each) == getattr(whole, name)
        assert max(each) - min(each) <= 1
    assert sum(one.handled for one in parts) == answered
    assert sum(one.handled_ms for one in parts) == round(answered * handle_s * 1000)


def test_quarters_do_not_say_what_the_row_does_not() -> None:
    (one,) = quarters(Entry(2, "chat", AT, 15, 5, answered=3))
    assert (one.callers, one.answered, one.handled, one.handled_ms) == (None, 3, 0, 0)
