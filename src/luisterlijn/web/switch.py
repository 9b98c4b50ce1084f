"""A coordinator opens or closes a channel by hand: for who arrives from now on; who waits keeps the place."""

from __future__ import annotations

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol.calling import SwitchGiven
from luisterlijn.sql import audit
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import body_of, done
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route


async def switch(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Switch it, noted: where either cannot be done, the other is not."""
    assert who is not None  # noqa: S101 - the route says who may
    given = SwitchGiven.model_validate_json(await body_of(request))
    async with doors.database.transaction() as connection:
        await audit.note(
            connection, who.line, clock.now(), who.id, "channel.switched", given.channel, state=given.state
        )
        await doors.desk.line.switch(given.channel, given.state)
    return done()


ROUTES: tuple[Route, ...] = (
    Route("POST", "/api/v1/switch", switch, "coordinator", "open or close a channel by hand", SwitchGiven),
)
