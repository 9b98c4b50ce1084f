"""The rota under /api/v1 for coordinators: templates, publishing, shifts, a week of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.channel.protocol import rota as wire
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import publish, shift, templates
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf, SignUp
from luisterlijn.volunteer.seen import names_of, seen, shifts_between
from luisterlijn.volunteer.template import DAY, Template, day_begins, holidays_between, local_day
from luisterlijn.volunteer.wish import ShiftWish, TemplateWish
from luisterlijn.web.bodies import answer, body_of, done, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota_shown import DEMAND, shift_shown, template_shown
from luisterlijn.web.route import Route
from luisterlijn.web.told import changing

MOST_DAYS = 92
YEAR = timedelta(days=365)
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def asked_by(who: Profile | None) -> str:
    """The id of who asks, which the route has seen to."""
    assert who is not None  # noqa: S101 - the route says who may
    return who.id


def days_of(request: web.Request, usual: int, most: int = MOST_DAYS) -> int:
    """How many days are asked for.

    Raises:
        RefusedError: `bad_request`.
    """
    text = request.query.get("days", str(usual))
    if not (re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= most):
        raise RefusedError("bad_request", f"Ask for 1 to {most} days.", field="days")
    return int(text)


def first_of(request: web.Request, usual: date) -> date:
    """The first day asked for.

    Raises:
        RefusedError: `bad_request`.
    """
    try:
        found = date.fromisoformat(request.query.get("from", usual.isoformat()))
    except ValueError:
        found = date.min
    if not FIRST <= found <= LAST:
        raise RefusedError("bad_request", "Give a day, such as 2026-03-23.", field="from")
    return found


async def week(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The shifts of some days, with who is on them."""
    rota = RotaOf.of(doors.settings)
    first, days = first_of(request, local_day(clock.now(), rota.zone)), days_of(request, 7)
    begin, end = day_begins(first, rota.zone), day_begins(first + days * DAY, rota.zone)
    async with doors.database.transaction(snapshot=True) as connection:
        found = await shifts_between(connection, rota.line, begin, end, states=("draft", "published", "cancelled"))
        names = await names_of(connection, rota.line, {one.volunteer for each in found for one in each.people})
    shown = wire.RotaWeek(
        first_on=first,
        days=days,
        timezone=rota.settings.line.timezone,
        shifts=[shift_shown(one, names) for one in found],
        holidays=holidays_between(rota.settings.rota.holidays, first, first + (days - 1) * DAY),
    )
    return answer(shown)


# --- templates -------------------------------------------------------------------------------------------------------


async def list_templates(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """All templates, those that ended too."""
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction() as connection:
        rows = await templates.every(connection, rota.line)
        last = await publish.published_until(connection, rota.line)
    today = local_day(clock.now(), rota.zone)
    holidays = holidays_between(rota.settings.rota.holidays, today, today + YEAR)
    listed = [template_shown(row, last.get(row["id"])) for row in rows]  # type: ignore[arg-type]  # a row's keys are text
    return answer(wire.Templates(templates=listed, holidays=holidays))


async def add_template(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Keep a template."""
    given = wire.TemplateGiven.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        row = await templates.add(connection, rota, _template(given), clock.now(), asked_by(who))
    return answer(template_shown(dict(row), None), 201)


async def change_template(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Change a template and the shifts it made."""
    given = wire.TemplateGiven.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        row, removed = await templates.change(
            connection, rota, id_of(request), _template(given), clock.now(), asked_by(who)
        )
        last = (await publish.published_until(connection, rota.line)).get(row["id"])
        names = await _names(connection, rota, removed)
    return answer(template_shown(dict(row), last, names))


async def end_template(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Let a template make no more shifts."""
    async with changing(doors) as (connection, rota):
        await templates.end(connection, rota, id_of(request), clock.now(), asked_by(who))
    return done()


async def publish_rota(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Make the shifts of all templates up to a day, or say what that would make."""
    given = wire.PublishGiven.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        made = await publish.publish(connection, rota, given.until, clock.now(), asked_by(who), dry=given.dry)
    holes = [wire.Hole.model_validate(asdict(one) | {"channels": list(one.channels)}) for one in made.holes]
    return answer(wire.Published(shifts=made.shifts, holes=holes))


# --- shifts ----------------------------------------------------------------------------------------------------------


async def add_shift(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Publish a shift by itself."""
    given = wire.ShiftGiven.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        made = await shift.add(connection, rota, _shift(given), clock.now(), asked_by(who))
        shown = await _shown(connection, rota, made.id)
    return answer(shown, 201)


async def change_shift(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Make an exception of a shift."""
    given = wire.ShiftGiven.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        made, removed = await shift.change(connection, rota, id_of(request), _shift(given), clock.now(), asked_by(who))
        shown = await _shown(connection, rota, made.id, await _names(connection, rota, removed))
    return answer(shown)


async def cancel_shift(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Cancel a shift; its people are told."""
    given = wire.NoteGiven.model_validate_json(await body_of(request) or b"{}")
    async with changing(doors) as (connection, rota):
        made = await shift.cancel(connection, rota, id_of(request), clock.now(), asked_by(who), note=given.note)
        shown = await _shown(connection, rota, made.id)
    return answer(shown)


async def _shown(
    connection: AsyncConnection, rota: RotaOf, shift_id: str, removed: Sequence[str] = ()
) -> wire.ShiftShown:
    found = (await seen(connection, {shift_id}))[shift_id]
    names = await names_of(connection, rota.line, {one.volunteer for one in found.people})
    return shift_shown(found, names, removed)


async def _names(connection: AsyncConnection, rota: RotaOf, removed: Sequence[SignUp]) -> list[str]:
    names = await names_of(connection, rota.line, {one.volunteer for one in removed})
    return sorted(names.values())


def _demand(given: wire.Demand) -> dict[str, Any]:
    values = {name: getattr(given, name) for name in DEMAND}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _shift(given: wire.ShiftGiven) -> ShiftWish:
    values = _demand(given) | {"starts_at": given.starts_at, "ends_at": given.ends_at}
    return ShiftWish(**values, name=given.name, note=given.note)


def _template(given: wire.TemplateGiven) -> TemplateWish:
    when = Template(
        given.starts, given.minutes, given.keeps, given.recurrence, given.first_on, given.last_on, given.holidays
    )
    return TemplateWish(**_demand(given), name=given.name, template=when)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/rota", week, "coordinator", "shifts of some days with their people", None, wire.RotaWeek),
    Route("POST", "/api/v1/rota/publish", publish_rota, "coordinator", "publish", wire.PublishGiven, wire.Published),
    Route("GET", "/api/v1/templates", list_templates, "coordinator", "all templates", None, wire.Templates),
    Route(
        "POST",
        "/api/v1/templates",
        add_template,
        "coordinator",
        "keep a template",
        wire.TemplateGiven,
        wire.TemplateShown,
    ),
    Route(
        "PUT",
        "/api/v1/templates/{id}",
        change_template,
        "coordinator",
        "change a template and its shifts",
        wire.TemplateGiven,
        wire.TemplateShown,
    ),
    Route("DELETE", "/api/v1/templates/{id}", end_template, "coordinator", "a template makes no more shifts"),
    Route("POST", "/api/v1/shifts", add_shift, "coordinator", "one shift by itself", wire.ShiftGiven, wire.ShiftShown),
    Route(
        "PUT",
        "/api/v1/shifts/{id}",
        change_shift,
        "coordinator",
        "an exception to its template",
        wire.ShiftGiven,
        wire.ShiftShown,
    ),
    Route("POST", "/api/v1/shifts/{id}/cancel", cancel_shift, "coordinator", "cancel", wire.NoteGiven, wire.ShiftShown),
)
