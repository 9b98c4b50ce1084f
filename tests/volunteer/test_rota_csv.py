"""The rota as a file: what is written, and how its cells are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.volunteer import rota_csv
from luisterlijn.volunteer.csv_file import Trouble
from luisterlijn.volunteer.rota import Shift, SignUp
from luisterlijn.volunteer.rota_csv import Entry, entries, export, read
from luisterlijn.volunteer.seen import Seen
from tests.rota import local

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HEADING = "day,starts,ends,shift,email,state,channels,topics,trainings,standby,minimum,target,maximum"
SHIFT = Shift(
    id="s1",
    template=None,
    day=date(2026, 5, 4),
    name="night",
    starts_at=local(4, 22),
    ends_at=local(4, 30),
    minimum=1,
    target=2,
    maximum=None,
    channels=("chat", "phone"),
    topics=("grief",),
    trainings=(),
    standby=False,
    state="published",
    changed=False,
    note=None,
    sequence=0,
)
SIGN_UP = SignUp(
    id="u1",
    shift="s1",
    volunteer="vanna",
    starts_at=local(4, 22),
    ends_at=local(4, 30),
    channels=("chat", "phone"),
    standby=False,
    state="signed",
    how="self",
    since=1,
    note=None,
    checked_in_at=None,
    missed_at=None,
    sequence=0,
)
PEOPLE = {"vanna": ("anna@demo.example", "Anna")}


def sheet(*rows: str, heading: str = HEADING) -> tuple[list[Entry], list[Trouble]]:
    return entries(read("\n".join((heading, *rows)).encode()), AMSTERDAM, ["grief", "work"])


def only(row: str) -> Entry:
    (entry,), troubles = sheet(row)
    assert troubles == []
    return entry


def test_export_has_a_row_for_each_place_and_each_empty_one() -> None:
    written = export([Seen(SHIFT, [SIGN_UP])], PEOPLE, AMSTERDAM).decode("utf-8-sig").splitlines()
    assert written == [
        "day,starts,ends,shift,email,name,state,channels,topics,trainings,standby,minimum,target,maximum",
        "2026-05-04,22:00,06:00,night,anna@demo.example,Anna,signed,chat;phone,grief,,no,1,2,",
        "2026-05-04,22:00,06:00,night,,,open,chat;phone,grief,,no,1,2,",
    ]


def test_export_names_a_shift_that_wants_nobody_once() -> None:
    nobody = replace(SHIFT, minimum=0, target=0)
    assert len(export([Seen(nobody)], PEOPLE, AMSTERDAM).splitlines()) == 2
    assert len(export([Seen(nobody, [SIGN_UP])], PEOPLE, AMSTERDAM).splitlines()) == 2


@pytest.mark.parametrize("separator", [",", ";"])
def test_export_comes_back_as_it_was(separator: Any) -> None:
    found, troubles = entries(
        read(export([Seen(SHIFT, [SIGN_UP])], PEOPLE, AMSTERDAM, separator)), AMSTERDAM, ["grief"]
    )
    anna = Entry(
        row=2,
        day=SHIFT.day,
        starts_at=SHIFT.starts_at,
        ends_at=SHIFT.ends_at,
        name="night",
        email="anna@demo.example",
        channels=("chat", "phone"),
        topics=("grief",),
        trainings=(),
        standby=False,
        minimum=1,
        target=2,
    )
    assert (found, troubles) == ([anna, replace(anna, row=3, email="")], [])


def test_row_may_say_little() -> None:
    found, troubles = sheet("4-5-2026;9.00;12:00:00;morning", heading="day;starts;ends;shift")
    assert troubles == []
    assert found == [Entry(2, date(2026, 5, 4), local(4, 9), local(4, 12), "morning")]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-05-04", 8)])
def test_night_ends_by_the_clock_on_the_wall(day: str, hours: int) -> None:
    entry = only(f"{day},22:00,06:00,night")
    assert (entry.ends_at - entry.starts_at).total_seconds() == hours * 3600


def test_whole_day_ends_where_it_began() -> None:
    entry = only("2026-05-04,09:00,09:00,standby")
    assert (entry.starts_at, entry.ends_at) == (
        datetime(2026, 5, 4, 7, tzinfo=UTC),
        datetime(2026, 5, 5, 7, tzinfo=UTC),
    )


def test_open_place_is_nobodys_whatever_address_it_has() -> None:
    assert only("2026-05-04,18:00,22:00,evening,anna@demo.example,open").email == ""
    assert only("2026-05-04,18:00,22:00,evening, Anna@Demo.example ,waiting").email == "anna@demo.example"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("4 May,18:00,22:00,evening", "day"),
        ("2026-02-30,18:00,22:00,evening", "day"),
        ("1026-02-03,18:00,22:00,evening", "day"),
        ("2026-05-04,24:00,22:00,evening", "starts"),
        ("2026-05-04,18:00,ten,evening", "ends"),
        ("2026-05-04,18:00,22:00,", "shift"),
        ("2026-05-04,18:00,22:00,evening,,perhaps", "state"),
        ("2026-05-04,18:00,22:00,evening,,,mail", "channels"),
        ("2026-05-04,18:00,22:00,evening,,,,football", "topics"),
        ("2026-05-04,18:00,22:00,evening,,,,," + "x" * 61, "trainings"),
        ("2026-05-04,18:00,22:00,evening,,,,,,perhaps", "standby"),
        ("2026-05-04,18:00,22:00,evening,,,,,,,-1", "minimum"),
        ("2026-05-04,18:00,22:00,evening,,,,,,,,many", "target"),
        ("2026-05-04,18:00,22:00,evening,,,,,,,,,99999", "maximum"),
    ],
)
def test_cell_that_cannot_be_read_is_named_with_what_to_write(row: str, column: str) -> None:
    found, troubles = sheet("2026-05-04,18:00,22:00,evening", row)
    assert len(found) == 1
    assert [(one.row, one.column) for one in troubles] == [(3, column)]
    assert troubles[0].remedy


def test_file_without_a_needed_column_is_refused() -> None:
    assert [one.column for one in read(b"day,starts,shift\n").troubles] == ["ends"]
    assert set(rota_csv.NEEDED) <= set(rota_csv.COLUMNS)
