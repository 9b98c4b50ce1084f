"""A coordinator's message to everybody on shift: in their consoles at once, and by their ways."""

from __future__ import annotations

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol.calling import Broadcast, BroadcastGiven
from luisterlijn.volunteer import broadcast
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer, body_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route


async def send(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Send it: the consoles are told before it is certain that all ways will be, and if they cannot be nobody is."""
    assert who is not None  # noqa: S101 - the route says who may
    given = BroadcastGiven.model_validate_json(await body_of(request))
    present = doors.desk.hub.mirror.present()
    async with doors.database.transaction() as connection:
        people = await broadcast.send(connection, who.line, clock.now(), who.id, given.body, present)
        await doors.desk.notices.give(who.id, given.body)
    doors.relay.wake()
    return answer(Broadcast(people=people))


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/broadcast", send, "coordinator", "a message to everybody on shift", BroadcastGiven, Broadcast
    ),
)
