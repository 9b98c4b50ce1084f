"""What a coordinator fills in of a shift or a template, and whether it can be. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import Any

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.volunteer.template import Template, checked

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=25)
FURTHEST = timedelta(days=3660)
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How many people, and who: below `minimum` there is a hole, past `maximum` (None: no end) people wait."""

    minimum: int = 1
    target: int = 1
    maximum: int | None = None
    channels: tuple[Channel, ...] = ("chat", "phone")
    topics: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()
    standby: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftWish(Demand):
    """A shift."""

    name: str
    starts_at: datetime
    ends_at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWish(Demand):
    """A shift that returns."""

    name: str
    template: Template


def check_shift(wish: ShiftWish, topics: Collection[str], now: datetime) -> ShiftWish:
    """Raise unless there can be such a shift on a line with these topics.

    Raises:
        RefusedError: `bad_shift`; the field says where.
    """
    _check_demand(wish, topics)
    for field in ("starts_at", "ends_at"):
        if getattr(wish, field).tzinfo is None:
            raise _bad(field, "Give the instant with its offset, such as 2026-03-29T22:00:00Z.")
    if not SHORTEST <= wish.ends_at - wish.starts_at <= LONGEST:
        raise _bad("ends_at", "Let it last from a quarter of an hour to a day.")
    if wish.ends_at <= now:
        raise _bad("ends_at", "Choose a time that is not over.")
    if wish.starts_at > now + FURTHEST:
        raise _bad("starts_at", "Choose a time within ten years.")
    return wish


def check_template(wish: TemplateWish, topics: Collection[str]) -> TemplateWish:
    """The wish with its recurrence as it is kept.

    Raises:
        RefusedError: `bad_shift` or `bad_recurrence`; the field says where.
    """
    _check_demand(wish, topics)
    template = wish.template
    if template.starts.tzinfo is not None or template.starts != time(template.starts.hour, template.starts.minute):
        raise _bad("starts", "Give the local time of the start in whole minutes, such as 22:00.")
    if not FIRST_YEAR <= template.first_on.year <= LAST_YEAR:
        raise _bad("first_on", f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.")
    if template.last_on is not None and template.last_on < template.first_on:
        raise _bad("last_on", "Let the last day come after the first, or leave it out.")
    values = {one.name: getattr(template, one.name) for one in fields(Template)}
    kept = Template(**(values | {"recurrence": checked(template.recurrence, template.first_on)}))
    return TemplateWish(**(plain(wish) | {"template": kept}))


def plain(wish: Demand) -> dict[str, Any]:
    """Its fields."""
    return {one.name: getattr(wish, one.name) for one in fields(wish)}


def columns(wish: Demand) -> dict[str, Any]:
    """The columns of its row; a template's own fields are columns too."""
    found = plain(wish)
    if isinstance(wish, TemplateWish):
        del found["template"]
        found |= {one.name: getattr(wish.template, one.name) for one in fields(Template)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _check_demand(wish: Demand, topics: Collection[str]) -> None:
    if wish.target < wish.minimum:
        raise _bad("target", "Let the target be the minimum or more.")
    if wish.maximum is not None and wish.maximum < wish.target:
        raise _bad("maximum", "Let the maximum be the target or more, or leave it out.")
    unknown = [one for one in wish.topics if one not in topics]
    if unknown:
        raise _bad("topics", f"Choose topics of the line; it has none called {unknown[0]}.")


def _bad(field: str, remedy: str) -> RefusedError:
    return RefusedError("bad_shift", remedy, field=field)
