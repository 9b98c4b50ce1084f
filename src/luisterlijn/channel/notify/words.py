"""What a message says, in the person's language, from its kind and fields. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from luisterlijn.channel.notify.en import EN, EN_PAPER
from luisterlijn.channel.notify.nl import NL, NL_PAPER
from luisterlijn.channel.notify.way import Words
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.messages import Kind

URGENT: frozenset[str] = frozenset({"late", "callout", "callout_exhausted", "broadcast", "reminder_hour"})
"""Kinds that want a hand now."""

PAGES: dict[Kind, str] = {
    "callout_exhausted": "/dashboard#callouts",
    "swap_asked": "/dashboard#rota",
    "callout_filled": "",
}
"""Where a message leads, if not to the volunteer's own shifts."""

NOW = frozenset({"late", "reminder_hour", "broadcast"})
"""Kinds that lead to the console as it is now."""

DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "nl": ("jan.", "feb.", "maart", "april", "mei", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}
TEXTS = {"nl": NL, "en": EN}
MORE = {"nl": "en nog {}", "en": "and {} more"}
"""Of the shifts a letter does not name."""
PAPERS = {"nl": NL_PAPER, "en": EN_PAPER}

Fields = Mapping[str, str | int | None]


@dataclass(frozen=True)
class House:
    """What all messages of a line have in common. `origin`: where its pages are, once that is known."""

    line: str
    zone: ZoneInfo
    origin: Callable[[], str]
    links: Links


def words(kind: Kind, fields: Fields, name: str, language: str, house: House) -> Words:
    """The message in `language` (`nl` or `en`, Dutch for any other).

    Args:
        fields: `starts_at` and `ends_at` in ISO 8601 where it is about a time; `number` of the row a link opens; `shifts` a
            line each: start, end and name, and how many `more` there are.
        name: of the person it is for.
    """
    language = language if language in TEXTS else "nl"
    title, body = TEXTS[language][kind]
    paper = PAPERS[language][1 if fields.get("what") else 0]
    known = _Known({key: "" if value is None else str(value) for key, value in fields.items()})
    if known["on"]:
        known["on"] = _day(date.fromisoformat(known["on"]), language)
    known |= {"line": house.line, "name": name, "when": _when(fields, language, house.zone)}
    known["paper"] = paper.format_map(known)
    known["shifts"] = _shifts(fields, language, house.zone)
    return Words(title.format_map(known), body.format_map(known), _url(kind, fields, house))


class _Known(dict[str, str]):
    """What a text may use; what is missing says nothing, rather than that a message is not sent."""

    def __missing__(self, key: str) -> str:
        return ""


def _url(kind: Kind, fields: Fields, house: House) -> str:
    origin = house.origin()
    if kind == "callout":
        return f"{origin}/answer#{house.links.token('callout', int(fields['number'] or 0))}"
    if kind in {"shift_asked", "shifts_asked"}:
        return f"{origin}/asked#{house.links.token('shifts', int(fields['number'] or 0))}"
    if kind == "invitation":
        return f"{origin}/invitation#{house.links.token('invitation', int(fields['number'] or 0))}"
    page = PAGES.get(kind, "/console" if kind in NOW else "/console#shifts")
    return f"{origin}{page}" if page else ""


def _when(fields: Fields, language: str, zone: ZoneInfo) -> str:
    begin, end = fields.get("starts_at"), fields.get("ends_at")
    if begin is None:
        return ""
    begins = datetime.fromisoformat(str(begin)).astimezone(zone)
    day = _day(begins.date(), language)
    if end is None:
        return f"{day} {begins:%H:%M}"
    ends = datetime.fromisoformat(str(end)).astimezone(zone)
    return f"{day} {begins:%H:%M}-{ends:%H:%M}"


def _shifts(fields: Fields, language: str, zone: ZoneInfo) -> str:
    """The shifts of a letter, one a line, as volunteer/ask_letters.py wrote them."""
    lines = []
    for line in filter(None, str(fields.get("shifts") or "").split("\n")):
        starts_at, ends_at, name = line.split(" ", 2)
        lines.append(f"- {_when({'starts_at': starts_at, 'ends_at': ends_at}, language, zone)}, {name}")
    if fields.get("more"):
        lines.append(f"- {MORE[language].format(fields['more'])}")
    return "\n".join(lines)


def _day(day: date, language: str) -> str:
    return f"{DAYS[language][day.weekday()]} {day.day} {MONTHS[language][day.month - 1]}"
