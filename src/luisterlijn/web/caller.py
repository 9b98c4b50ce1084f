"""The caller's page and its websocket. No cookie, no address kept, the ticket only in frames."""

from __future__ import annotations

from aiohttp import web

from luisterlijn.channel.caller import CallerSession
from luisterlijn.channel.protocol import caller_says
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import address_of
from luisterlijn.web.sockets import Opened


async def page(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The page."""
    return doors.pages.page(request, "caller")


async def asset(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """A script, style or picture of any page."""
    return doors.pages.asset(request, request.match_info["name"])


async def socket(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """One caller."""
    address = address_of(request, doors.settings.trusted_proxies)
    with doors.crowd.one_more(address) as there:
        opened = Opened(doors)
        outbox = await opened.admit(request, crowded=there > doors.settings.limits.sockets_per_address)
        if outbox is None:
            return opened.ws
        session = CallerSession(doors.desk, outbox, address)
        doors.ticks.add(session)
        try:
            return await opened.converse("caller", outbox, caller_says, session)
        finally:
            doors.ticks.remove(session)
