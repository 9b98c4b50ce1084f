"""A volunteer's shifts as an iCalendar file (RFC 5545), for the calendar they use. Pure.

Instants are in UTC, which every calendar shows by the clock of who looks at it: no two of them agree on time zones of a file's
own. A sign-up is one event for good, by its id; its SEQUENCE rises with every change of it or of its shift, and one that is
over by withdrawal or cancelling stays for a while as CANCELLED, so that a calendar which asks seldom hears of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from icalendar import Calendar, Event

Language: TypeAlias = Literal["nl", "en"]
Status: TypeAlias = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
Kind: TypeAlias = Literal["shift", "standby", "waiting", "walk_in", "call_out"]
REFRESH = timedelta(hours=1)

WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "name": "Mijn diensten - {line}",
        "shift": "{line}: {shift}",
        "standby": "{line}: reserve ({shift})",
        "waiting": "{line}: wachtlijst ({shift})",
        "walk_in": "{line}: ingevallen",
        "call_out": "{line}: opgeroepen",
    },
    "en": {
        "name": "My shifts - {line}",
        "shift": "{line}: {shift}",
        "standby": "{line}: standby ({shift})",
        "waiting": "{line}: waitlist ({shift})",
        "walk_in": "{line}: came in",
        "call_out": "{line}: called in",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One sign-up. `shift`: the name of its shift, empty without one; `changed_at`: when anything of it last changed."""

    sign_up: str
    shift: str
    kind: Kind
    status: Status
    starts_at: datetime
    ends_at: datetime
    sequence: int
    made_at: datetime
    changed_at: datetime


def render(planned: Iterable[Planned], *, line: str, name: str, zone: str, language: Language, page: str = "") -> bytes:
    """The file.

    Args:
        line: the line's id, which makes the ids of its events those of no other line.
        name: of the line, as people know it.
        zone: of the line; some calendars show times by it.
        page: where the volunteer's own page is; empty: not known.
    """
    words = WORDS[language]
    calendar = Calendar()
    calendar.add("prodid", f"-//Luisterlijn//rota//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    title = words["name"].format(line=name)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for one in planned:
        calendar.add_component(_event(one, words[one.kind].format(line=name, shift=one.shift), line, page))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Planned, summary: str, line: str, page: str) -> Event:
    event = Event()
    event.add("uid", f"{one.sign_up}@{line}.luisterlijn")
    event.add("dtstamp", _whole(one.changed_at))
    event.add("created", _whole(one.made_at))
    event.add("last-modified", _whole(one.changed_at))
    event.add("sequence", one.sequence)
    event.add("dtstart", _whole(one.starts_at))
    event.add("dtend", _whole(one.ends_at))
    event.add("summary", summary)
    event.add("status", one.status)
    event.add("transp", "OPAQUE" if one.status == "CONFIRMED" and one.kind != "standby" else "TRANSPARENT")
    event.add("class", "PRIVATE")
    if page:
        event.add("url", page)
    return event


def _whole(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)
