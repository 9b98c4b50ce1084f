"""The audit trail under /api/v1."""

from __future__ import annotations

from dataclasses import asdict

from aiohttp import web

from luisterlijn.channel.protocol import people as wire
from luisterlijn.record.audit import trail
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import ID, answer, number_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route


async def audit(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Who changed what, newest first."""
    before, about = request.query.get("before"), request.query.get("about")
    if about is not None and not ID.fullmatch(about):
        return answer(wire.Audit(rows=[]))
    number = None if before is None else number_of(before, "before")
    async with doors.database.transaction() as connection:
        rows = await trail(connection, doors.settings.line.id, number, about)
    return answer(wire.Audit(rows=[wire.AuditRow(**asdict(row)) for row in rows]))


ROUTES: tuple[Route, ...] = (Route("GET", "/api/v1/audit", audit, "coordinator", "who changed what", None, wire.Audit),)
