"""Taking an invitation: open to anyone who has its link."""

from __future__ import annotations

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol.people import InvitationShown, InvitationToken
from luisterlijn.volunteer.credentials import SHORTEST_PASSWORD
from luisterlijn.volunteer.invitation import Invitations
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer, body_of, place_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route
from luisterlijn.web.told import told


async def invitation(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Say whose it is; with a password, take it."""
    given = InvitationToken.model_validate_json(await body_of(request))
    now, line = clock.now(), doors.settings.line
    place = await place_of(request, doors, now)
    invitations = Invitations(doors.database, doors.links, line.id)
    if given.password is None:
        found = await invitations.look(given.token, now, place)
    else:
        found = await invitations.take(given.token, given.password, now, place)
        await told(doors)
    return answer(
        InvitationShown(
            state=found.state,
            line=line.name,
            name=found.name,
            email=found.email,
            shortest_password=SHORTEST_PASSWORD,
        )
    )


ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        "/api/v1/invitation",
        invitation,
        "anyone",
        "choose a password by an invitation",
        InvitationToken,
        InvitationShown,
    ),
)
