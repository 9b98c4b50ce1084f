"""The rota as a file, under /api/v1: out with its empty places, and in."""

from __future__ import annotations

import asyncio

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import people as wire
from luisterlijn.volunteer import people, rota_csv, rota_import
from luisterlijn.volunteer.csv_file import Separator
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.seen import shifts_between
from luisterlijn.volunteer.template import DAY, day_begins, local_day
from luisterlijn.web.bodies import answer, body_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by, days_of, first_of
from luisterlijn.web.route import Route
from luisterlijn.web.told import changing

LARGEST_FILE = 8 * 1024 * 1024
MOST_DAYS = 366


async def export(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The shifts of some days, a row for each place; with ?separator=; as a Dutch spreadsheet opens it."""
    rota = RotaOf.of(doors.settings)
    first, days = first_of(request, local_day(clock.now(), rota.zone)), days_of(request, 28, MOST_DAYS)
    begin, end = day_begins(first, rota.zone), day_begins(first + days * DAY, rota.zone)
    async with doors.database.transaction(snapshot=True) as connection:
        shifts = await shifts_between(connection, rota.line, begin, end, states={"published"})
        everybody = await people.everybody(connection, rota.line)
    named = {one.id: (one.card.email, one.card.name) for one in everybody}
    separator: Separator = ";" if request.query.get("separator") == ";" else ","
    written = await asyncio.to_thread(rota_csv.export, shifts, named, rota.zone, separator)
    headers = {"Content-Disposition": f'attachment; filename="rota-{first}.csv"'}
    return web.Response(body=written, content_type="text/csv", charset="utf-8", headers=headers)


async def take(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Add the shifts of a file and the people on them."""
    sheet = await asyncio.to_thread(rota_csv.read, await body_of(request))
    async with changing(doors) as (connection, rota):
        taken = await rota_import.take(connection, rota, sheet, clock.now(), asked_by(who))
    troubles = [
        wire.CsvTrouble(row=one.row, column=one.column, value=one.value, remedy=one.remedy) for one in taken.troubles
    ]
    return answer(wire.CsvTaken(added=taken.added, changed=taken.changed, troubles=troubles))


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/rota.csv", export, "coordinator", "the rota of some days as a file"),
    Route(
        "POST",
        "/api/v1/rota.csv",
        take,
        "coordinator",
        "add shifts and people by a file, all of it or nothing",
        None,
        wire.CsvTaken,
        most=LARGEST_FILE,
    ),
)
