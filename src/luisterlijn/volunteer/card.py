"""What is known of a person: what a coordinator fills in, whether it fits the line, and what a change of it changes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from luisterlijn.facts import Channel
from luisterlijn.settings import Line
from luisterlijn.volunteer.fitness import Papers
from luisterlijn.volunteer.profile import CHANNELS, EMAIL, NAME, ROLES, Role, normal_email

LONGEST_WORD, MOST_TRAININGS = 60, 50
FIRST_YEAR = 1900
_ODD = re.compile(r"[\x00-\x1f\x7f]")
_SEPARATOR = re.compile(r"[:;|]")


@dataclass(frozen=True, slots=True, order=True)
class Training:
    """A training somebody has done; `valid_until` None: for good."""

    name: str
    done_on: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a coordinator fills in. Empty `languages` or `topics`: those of the line. `region` None: any."""

    name: str
    email: str
    role: Role = "volunteer"
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = CHANNELS
    region: str | None = None
    location: str | None = None
    may_take_two: bool = False
    speaks: Literal["nl", "en"] = "nl"
    adult_from: date | None = None
    certificate_until: date | None = None
    trainings: tuple[Training, ...] = ()


FIELDS = tuple(field.name for field in fields(Card))
PLAIN = tuple(name for name in FIELDS if name != "trainings")
"""Those that are columns of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as kept. `invited`: has not chosen a password yet, and cannot log in."""

    id: str
    card: Card
    active: bool
    invited: bool

    @property
    def papers(self) -> Papers:
        """What they have, to be held against what a line or a shift asks for."""
        card = self.card
        return Papers(
            active=self.active,
            adult_from=card.adult_from,
            certificate_until=card.certificate_until,
            trainings={one.name: one.valid_until for one in card.trainings},
            channels=card.channels,
            topics=card.topics,
        )


@dataclass(frozen=True, slots=True)
class Misfit:
    """A field of a card that does not fit the line."""

    field: str
    code: str
    value: str
    remedy: str


def tidy(card: Card) -> Card:
    """The card as it is kept and compared: trimmed, nothing twice, trainings by name."""
    return replace(
        card,
        name=card.name.strip(),
        email=normal_email(card.email),
        languages=tuple(dict.fromkeys(card.languages)),
        topics=tuple(dict.fromkeys(card.topics)),
        channels=tuple(one for one in CHANNELS if one in card.channels),
        region=(card.region or "").strip() or None,
        location=(card.location or "").strip() or None,
        trainings=tuple(sorted(replace(one, name=one.name.strip()) for one in card.trainings)),
    )


def changed(before: Card, after: Card) -> tuple[str, ...]:
    """The fields that differ, by name."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def misfits(card: Card, line: Line, today: date) -> Iterator[Misfit]:
    """What of a tidy card does not fit the line, in the order of its fields.

    Args:
        today: the local day; a training was done by then.
    """
    if not NAME.fullmatch(card.name):
        yield Misfit("name", "name_invalid", card.name, "Give a name of at most 120 characters.")
    if not EMAIL.fullmatch(card.email):
        yield Misfit("email", "email_invalid", card.email, "Give an e-mail address such as name@example.org.")
    if card.role not in ROLES:
        yield Misfit("role", "role_unknown", card.role, f"Use one of {', '.join(ROLES)}.")
    yield from _unknown("languages", card.languages, line.languages)
    yield from _unknown("topics", card.topics, [one.id for one in line.topics])
    if not card.channels:
        yield Misfit("channels", "channels_missing", "", "Choose chat, phone or both.")
    yield from _unknown("region", [card.region] if card.region else [], [one.id for one in line.regions])
    if card.location and (_ODD.search(card.location) or len(card.location) > LONGEST_WORD):
        remedy = f"Give a location of at most {LONGEST_WORD} characters."
        yield Misfit("location", "location_invalid", card.location, remedy)
    for field in ("adult_from", "certificate_until"):
        day = getattr(card, field)
        if day is not None and day.year < FIRST_YEAR:
            yield Misfit(field, "day_invalid", str(day), "Look at the year: it is too long ago.")
    yield from _trainings(card, today)


def _unknown(field: str, given: Any, known: Any) -> Iterator[Misfit]:
    there = ", ".join(known) or "none"
    for one in given:
        if one not in known:
            remedy = f"Use what the line has ({there}), or leave it empty."
            yield Misfit(field, f"unknown_{field.removesuffix('s')}", one, remedy)


def _trainings(card: Card, today: date) -> Iterator[Misfit]:
    seen = set[str]()
    if len(card.trainings) > MOST_TRAININGS:
        remedy = f"Keep {MOST_TRAININGS} trainings at most."
        yield Misfit("trainings", "trainings_many", str(len(card.trainings)), remedy)
    for one in card.trainings:
        wrong = ""
        if not one.name or len(one.name) > LONGEST_WORD or _ODD.search(one.name) or _SEPARATOR.search(one.name):
            wrong = f"Name a training in at most {LONGEST_WORD} characters, without : ; and |."
        elif one.name in seen:
            wrong = "Name each training once, with its latest date."
        elif one.done_on.year < FIRST_YEAR:
            wrong = "Look at the year: it is too long ago."
        elif one.done_on > today:
            wrong = "Give a day in the past: a training counts once it is done."
        elif one.valid_until is not None and one.valid_until < one.done_on:
            wrong = "Give a last day that is not before the training was done."
        if wrong:
            yield Misfit("trainings", "training_invalid", one.name, wrong)
        seen.add(one.name)
