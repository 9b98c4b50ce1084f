"""The calendar file, read by the parser of a real client (Home Assistant's), and by the letter of RFC 5545."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from luisterlijn.volunteer.calendar_file import Kind, Language, Planned, render

BEGIN = datetime(2026, 10, 24, 20, tzinfo=UTC)
MADE = datetime(2026, 9, 1, 12, 30, 15, 999, tzinfo=UTC)
NIGHT = Planned(
    sign_up="uabc",
    shift="Nacht",
    kind="shift",
    status="CONFIRMED",
    starts_at=BEGIN,
    ends_at=BEGIN + timedelta(hours=9),
    sequence=3,
    made_at=MADE,
    changed_at=MADE + timedelta(days=1),
)
REQUIRED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED"}


def file(*planned: Planned, language: Language = "nl", page: str = "") -> bytes:
    return render(planned, line="demo", name="De Luisterlijn", zone="Europe/Amsterdam", language=language, page=page)


def read(written: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(written.decode())


def unfolded(written: bytes) -> list[str]:
    return written.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_client_reads_what_was_written() -> None:
    (event,) = read(file(NIGHT, page="https://lijn.example/console")).events
    assert (event.uid, event.sequence, event.status) == ("uabc@demo.luisterlijn", 3, EventStatus.CONFIRMED)
    assert (event.summary, event.url) == ("De Luisterlijn: Nacht", "https://lijn.example/console")
    assert (event.dtstart, event.dtend, event.dtstamp) == (
        BEGIN,
        NIGHT.ends_at,
        NIGHT.changed_at.replace(microsecond=0),
    )


def test_night_of_the_clock_change_is_at_its_local_time_and_nine_hours_long() -> None:
    (event,) = read(file(NIGHT)).events
    amsterdam = ZoneInfo("Europe/Amsterdam")
    local = [at.astimezone(amsterdam) for at in (event.dtstart, event.end) if isinstance(at, datetime)]
    assert [f"{at:%H:%M}" for at in local] == ["22:00", "06:00"]
    assert event.computed_duration == timedelta(hours=9)


@pytest.mark.parametrize(
    ("kind", "dutch", "english"),
    [
        ("shift", "De Luisterlijn: Nacht", "De Luisterlijn: Nacht"),
        ("standby", "De Luisterlijn: reserve (Nacht)", "De Luisterlijn: standby (Nacht)"),
        ("waiting", "De Luisterlijn: wachtlijst (Nacht)", "De Luisterlijn: waitlist (Nacht)"),
        ("walk_in", "De Luisterlijn: ingevallen", "De Luisterlijn: came in"),
        ("call_out", "De Luisterlijn: opgeroepen", "De Luisterlijn: called in"),
    ],
)
def test_summary_in_the_language_of_the_volunteer(kind: Kind, dutch: str, english: str) -> None:
    one = replace(NIGHT, kind=kind)
    assert [read(file(one, language=language)).events[0].summary for language in ("nl", "en")] == [dutch, english]


def test_only_what_is_sure_takes_the_time() -> None:
    sure, standby = NIGHT, replace(NIGHT, kind="standby")
    waiting, gone = replace(NIGHT, kind="waiting", status="TENTATIVE"), replace(NIGHT, status="CANCELLED")
    events = read(file(sure, standby, waiting, gone)).events
    assert [(event.status, event.transparency) for event in events] == [
        (EventStatus.CONFIRMED, "OPAQUE"),
        (EventStatus.CONFIRMED, "TRANSPARENT"),
        (EventStatus.TENTATIVE, "TRANSPARENT"),
        (EventStatus.CANCELLED, "TRANSPARENT"),
    ]


def test_calendar_has_its_name_and_says_how_often_to_ask() -> None:
    lines = unfolded(file(NIGHT))
    assert lines[:2] + lines[-1:] == ["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"]
    assert {
        "PRODID:-//Luisterlijn//rota//NL",
        "X-WR-CALNAME:Mijn diensten - De Luisterlijn",
        "X-WR-TIMEZONE:Europe/Amsterdam",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    } <= set(lines)


def test_event_has_each_required_property_once() -> None:
    names = [re.split("[;:]", line, maxsplit=1)[0] for line in unfolded(file(NIGHT))]
    event = names[names.index("BEGIN", 1) : -1]
    assert set(event) >= REQUIRED
    assert len(event) - len(set(event)) == 0


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300))
def test_any_name_comes_back_from_lines_of_at_most_75_octets(name: str) -> None:
    written = file(replace(NIGHT, shift=name))
    lines = written.split(b"\r\n")
    assert (lines[-1], [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]) == (b"", [])
    (summary,) = [line for line in unfolded(written) if line.startswith("SUMMARY:")]
    plain = re.sub(r"\\([\\;,])", r"\1", summary.removeprefix("SUMMARY:De Luisterlijn: "))
    assert plain == name


def test_line_break_in_a_name_makes_no_line_of_its_own() -> None:
    lines = unfolded(file(replace(NIGHT, shift="Nacht\r\nATTENDEE:mailto:x@y.example\nUID:other")))
    assert [line for line in lines if line.startswith(("ATTENDEE", "UID:other"))] == []


def test_file_is_the_same_while_nothing_changed() -> None:
    assert file(NIGHT) == file(NIGHT)
    assert file(NIGHT) != file(replace(NIGHT, sequence=4))
