"""The rota as a file of comma-separated values: what is written, and how a row that comes back is read. Pure.

A row is one place on a shift: somebody's by the e-mail address, or an empty one. Rows with the same day, times and name are
one shift. Days and times are local; a shift that ends at or before its start ends on the next day. Lists are separated by
`;`, or by `|` where `;` separates the cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from luisterlijn.facts import Channel
from luisterlijn.volunteer import csv_file
from luisterlijn.volunteer.csv_file import Row, Separator, Sheet, Trouble, shown
from luisterlijn.volunteer.profile import CHANNELS, normal_email
from luisterlijn.volunteer.seen import Seen
from luisterlijn.volunteer.template import Template, span

DEMAND = ("channels", "topics", "trainings", "standby", "minimum", "target", "maximum")
COLUMNS = ("day", "starts", "ends", "shift", "email", "name", "state", *DEMAND)
NEEDED = ("day", "starts", "ends", "shift")
MOST_PEOPLE = 10_000
LONGEST_NAME, LONGEST_WORD = 120, 60
FIRST_YEAR, LAST_YEAR = 2000, 2099

_DUTCH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(:00)?")
_STATES: dict[str, Literal["signed", "waiting", ""]] = {
    "": "signed",
    "signed": "signed",
    "waiting": "waiting",
    "open": "",
}
_YES = frozenset({"yes", "ja", "true", "waar", "1"})
_NO = frozenset({"", "no", "nee", "false", "onwaar", "0"})
_ODD = re.compile(r"[\x00-\x1f\x7f]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a place on a shift. What it says nothing of is None; `email` empty: nobody has the place."""

    row: int
    day: date
    starts_at: datetime
    ends_at: datetime
    name: str
    email: str = ""
    state: Literal["signed", "waiting"] = "signed"
    channels: tuple[Channel, ...] | None = None
    topics: tuple[str, ...] | None = None
    trainings: tuple[str, ...] | None = None
    standby: bool | None = None
    minimum: int | None = None
    target: int | None = None
    maximum: int | None = None

    @property
    def key(self) -> tuple[datetime, datetime, str]:
        """What makes it a place on the same shift as another."""
        return self.starts_at, self.ends_at, self.name


class _CellError(ValueError):
    """A cell that cannot be read; the words are the remedy."""


def export(
    shifts: Iterable[Seen], people: Mapping[str, tuple[str, str]], zone: ZoneInfo, separator: Separator = ","
) -> bytes:
    """Shifts with who is on them, and their empty places up to the target.

    Args:
        people: e-mail address and name by id.
    """
    between = "|" if separator == ";" else ";"
    rows = (row for seen in shifts for row in _rows(seen, people, zone, between))
    return csv_file.write(COLUMNS, rows, separator)


def _rows(seen: Seen, people: Mapping[str, tuple[str, str]], zone: ZoneInfo, between: str) -> Iterator[list[str]]:
    shift = seen.shift
    begins, ends = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    about = [begins.date().isoformat(), f"{begins:%H:%M}", f"{ends:%H:%M}", shift.name]
    demand = [between.join(shift.channels), between.join(shift.topics), between.join(shift.trainings)]
    demand += ["yes" if shift.standby else "no", str(shift.minimum), str(shift.target)]
    demand += ["" if shift.maximum is None else str(shift.maximum)]
    for one in seen.people:
        yield [*about, *people.get(one.volunteer, ("", "")), one.state, *demand]
    for _ in range(max(shift.target - seen.signed, 0 if seen.people else 1)):
        yield [*about, "", "", "open", *demand]


def read(data: bytes) -> Sheet:
    """The rows of a file."""
    return csv_file.read(data, COLUMNS, NEEDED)


def entries(sheet: Sheet, zone: ZoneInfo, topics: Iterable[str]) -> tuple[list[Entry], list[Trouble]]:
    """The places a file names, and what is wrong with its rows.

    Args:
        topics: those the line has.
    """
    found, troubles = [], list(sheet.troubles)
    known = frozenset(topics)
    for row in sheet.rows:
        reader = _Reader(row, troubles)
        entry = _entry(reader, zone, known)
        if entry is not None:
            found.append(entry)
    return found, troubles


class _Reader:
    """Reads the cells of a row; what cannot be read is noted."""

    def __init__(self, row: Row, troubles: list[Trouble]) -> None:
        self.row, self._troubles = row, troubles
        self.whole = True

    def cell(self, column: str, of: Callable[[str], T]) -> T | None:
        """What a cell says; None if it cannot be read or is not there."""
        text = self.row.cells.get(column)
        if text is None:
            return None
        try:
            return of(text)
        except _CellError as error:
            self._troubles.append(Trouble(self.row.number, column, shown(text), str(error)))
            self.whole = False
            return None


def _entry(reader: _Reader, zone: ZoneInfo, topics: frozenset[str]) -> Entry | None:
    day, name = reader.cell("day", _day), reader.cell("shift", _name)
    starts, ends = reader.cell("starts", _time), reader.cell("ends", _time)
    email, state = reader.cell("email", normal_email) or "", reader.cell("state", _state)
    demand: dict[str, Any] = {
        "channels": reader.cell("channels", _channels),
        "topics": reader.cell("topics", lambda text: _topics(text, topics)),
        "trainings": reader.cell("trainings", _words),
        "standby": reader.cell("standby", _yes),
        "minimum": reader.cell("minimum", _number),
        "target": reader.cell("target", _number),
        "maximum": reader.cell("maximum", _number),
    }
    if not reader.whole or day is None or starts is None or ends is None or name is None:
        return None
    begins_at, ends_at = _span(day, starts, ends, zone)
    email = "" if state == "" else email
    place: Literal["signed", "waiting"] = "waiting" if state == "waiting" else "signed"
    return Entry(reader.row.number, day, begins_at, ends_at, name, email, place, **demand)


def _span(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    length = datetime.combine(day, ends) - datetime.combine(day, starts)
    minutes = (length if length > timedelta() else length + timedelta(days=1)) // timedelta(minutes=1)
    return span(Template(starts, minutes, "end", "FREQ=DAILY", day), day, zone)


# --- a cell ----------------------------------------------------------------------------------------------------------


def _day(text: str) -> date:
    dutch = _DUTCH_DAY.fullmatch(text)
    try:
        day = date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _CellError("Write the day as 2026-03-29 or 29-3-2026.")
    return day


def _time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _CellError("Write the local time as 22:00.")
    return time(int(match[1]), int(match[2]))


def _name(text: str) -> str:
    if not text or len(text) > LONGEST_NAME or _ODD.search(text):
        raise _CellError(f"Give the shift a name of at most {LONGEST_NAME} characters.")
    return text


def _state(text: str) -> Literal["signed", "waiting", ""]:
    found = _STATES.get(text.lower())
    if found is None:
        raise _CellError("Write signed, waiting or open.")
    return found


def _words(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word for one in re.split(r"[;|]", text) if (word := one.strip())))
    if any(len(word) > LONGEST_WORD or _ODD.search(word) for word in words):
        raise _CellError(f"Let each be at most {LONGEST_WORD} characters long.")
    return words


def _topics(text: str, known: frozenset[str]) -> tuple[str, ...]:
    words = _words(text)
    if not known.issuperset(words):
        raise _CellError("Choose topics of the line; it has: " + (", ".join(sorted(known)) or "none") + ".")
    return words


def _channels(text: str) -> tuple[Channel, ...] | None:
    words = {word.lower() for word in _words(text)}
    if not words.issubset(CHANNELS):
        raise _CellError("Write chat, phone, or both.")
    return tuple(one for one in CHANNELS if one in words) or None


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise _CellError("Write yes or no.")
    return text.lower() in _YES


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= MOST_PEOPLE):  # noqa: PLR2004 - digits of MOST_PEOPLE
        raise _CellError(f"Write how many people, at most {MOST_PEOPLE}.")
    return int(text)
