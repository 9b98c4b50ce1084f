"""People as a file of comma-separated values: what is written, and what a file that comes back would change. Pure.

One row is one person who takes part, known by the e-mail address. Lists are separated by `;`, or by `|` where `;` separates
the cells; a training is `name:done_on` or `name:done_on:valid_until`. A column that is not there changes nothing; an empty
cell empties, except where something must stand: there it changes nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from luisterlijn.settings import Line
from luisterlijn.volunteer import csv_file, rights
from luisterlijn.volunteer.card import FIELDS, Card, Person, Training, misfits, tidy
from luisterlijn.volunteer.csv_file import Row, Separator, Sheet, Trouble, shown
from luisterlijn.volunteer.profile import CHANNELS, ROLES, Role, normal_email

COLUMNS = FIELDS
NEEDED = ("name", "email")
STAYS_WHEN_EMPTY = frozenset({"name", "email", "role", "channels", "may_take_two", "speaks"})
MOST_TROUBLES = 1000

_LIST = re.compile(r"[;|]")
_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YES = frozenset({"yes", "ja", "true", "waar", "1"})
NO = frozenset({"no", "nee", "false", "onwaar", "0"})


class _CellError(ValueError):
    """A cell that cannot be read; the words are the remedy."""


@dataclass(slots=True)
class Plan:
    """What a file would do. While there are troubles, nothing of it may be done."""

    added: list[Card] = field(default_factory=list)
    changed: list[tuple[Person, Card]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def export(people: Iterable[Person], separator: Separator = ",") -> bytes:
    """The people who take part."""
    between = "|" if separator == ";" else ";"
    rows = ([_cell(getattr(one.card, name), between) for name in COLUMNS] for one in people if one.active)
    return csv_file.write(COLUMNS, rows, separator)


def read(data: bytes) -> Sheet:
    """The rows of a file."""
    return csv_file.read(data, COLUMNS, NEEDED)


def plan(sheet: Sheet, people: Sequence[Person], line: Line, today: date, by: Role) -> Plan:
    """What a file would change of the people of a line, or everything that is wrong with it.

    Args:
        by: the role of who brings it.
    """
    made = Plan(troubles=list(sheet.troubles))
    known = {one.card.email: one for one in people}
    first_at: dict[str, int] = {}
    for row in sheet.rows:
        email = normal_email(row.cells["email"])
        if email and first_at.setdefault(email, row.number) != row.number:
            remedy = f"Keep one row for each person; row {first_at[email]} has this address too."
            made.troubles.append(Trouble(row.number, "email", shown(email), remedy))
            continue
        _take(row, known.get(email), made, line, today, by)
    if not made.troubles and _loses_every_administrator(made, people):
        remedy = rights.last_administrator().remedy
        row_number = next(first_at[card.email] for before, card in made.changed if before.card.role != card.role)
        made.troubles.append(Trouble(row_number, "role", "", remedy))
    return made


def limited(troubles: Sequence[Trouble]) -> list[Trouble]:
    """Troubles by row, and how many more there are when that are too many to read."""
    ordered = sorted(troubles, key=lambda one: one.row)
    more = len(ordered) - MOST_TROUBLES
    if more <= 0:
        return ordered
    last = Trouble(ordered[MOST_TROUBLES].row, "", "", f"Mend those above first; there are {more} more.")
    return [*ordered[:MOST_TROUBLES], last]


# --- a row -----------------------------------------------------------------------------------------------------------


def _take(row: Row, known: Person | None, made: Plan, line: Line, today: date, by: Role) -> None:
    """One row: a new person, a changed one, nothing, or what is wrong."""
    if known is not None and not known.active:
        made.troubles.append(Trouble(row.number, "email", shown(known.card.email), "Let them take part again first."))
        return
    before = Card(name="", email="") if known is None else tidy(known.card)
    wrong: list[Trouble] = []
    after = tidy(replace(before, **_fields(row, wrong)))
    if known is not None and not wrong and after == before:
        return
    read_wrong = {one.column for one in wrong}
    wrong += [
        Trouble(row.number, one.field, shown(one.value), one.remedy)
        for one in misfits(after, line, today)
        if one.field not in read_wrong
    ]
    remedy = rights.why_not(by, before.role, after.role)
    if remedy is not None:
        wrong.append(Trouble(row.number, "role", after.role, remedy))
    made.troubles += wrong
    if wrong:
        return
    if known is None:
        made.added.append(after)
    else:
        made.changed.append((known, after))


def _fields(row: Row, wrong: list[Trouble]) -> dict[str, Any]:
    """What the cells say, by field; what cannot be read is added to `wrong`."""
    found = {}
    for name, text in row.cells.items():
        if not text and name in STAYS_WHEN_EMPTY:
            continue
        try:
            found[name] = _READ[name](text)
        except _CellError as error:
            wrong.append(Trouble(row.number, name, shown(text), str(error)))
    return found


def _loses_every_administrator(made: Plan, people: Sequence[Person]) -> bool:
    can = {one.id for one in people if one.card.role == "administrator" and one.active and not one.invited}
    lost = {before.id for before, after in made.changed if after.role != "administrator"}
    return bool(can) and can <= lost


# --- a cell ----------------------------------------------------------------------------------------------------------


def _cell(value: Any, between: str) -> str:
    """A field as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return between.join(_cell(one, between) for one in value)
    if isinstance(value, Training):
        return ":".join(str(one) for one in (value.name, value.done_on, value.valid_until) if one is not None)
    return str(value)


def _words(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _LIST.split(text) if one.strip())


def _among(*known: str) -> Callable[[str], str]:
    def read_word(text: str) -> str:
        if text.lower() not in known:
            raise _CellError(f"Write one of: {', '.join(known)}.")
        return text.lower()

    return read_word


def _channels(text: str) -> tuple[str, ...]:
    return tuple(map(_among(*CHANNELS), _words(text)))


def _yes_or_no(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise _CellError("Write yes or no.")
    return text.lower() in YES


def _day(text: str) -> date:
    dutch = _DUTCH_DAY.fullmatch(text)
    try:
        if dutch is not None:
            day, month, year = map(int, dutch.groups())
            return date(year, month, day)
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _CellError("Write a day such as 2026-03-29 (or 29-3-2026).")


def _day_or_none(text: str) -> date | None:
    return _day(text) if text else None


def _trainings(text: str) -> tuple[Training, ...]:
    return tuple(_training(one) for one in _words(text))


def _training(text: str) -> Training:
    name, *days = (part.strip() for part in text.split(":"))
    try:
        return Training(name, *map(_day, days))
    except (_CellError, TypeError):  # a day that is none, or not one or two of them
        remedy = "Write a training as name:2026-03-29, or with its last day as name:2026-03-29:2029-03-28."
        raise _CellError(remedy) from None


_READ: Mapping[str, Callable[[str], Any]] = {
    "name": str,
    "email": str,
    "role": _among(*ROLES),
    "languages": _words,
    "topics": _words,
    "channels": _channels,
    "region": lambda text: text or None,
    "location": lambda text: text or None,
    "may_take_two": _yes_or_no,
    "speaks": _among("nl", "en"),
    "adult_from": _day_or_none,
    "certificate_until": _day_or_none,
    "trainings": _trainings,
}
