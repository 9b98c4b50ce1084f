"""The coordinator's page and its websocket."""

from __future__ import annotations

from aiohttp import web

from luisterlijn.channel.dashboard import DashboardSession
from luisterlijn.channel.protocol import dashboard_says
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import token_of
from luisterlijn.web.sockets import Opened


async def page(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The page; it asks to log in by itself."""
    return doors.pages.page(request, "dashboard")


async def socket(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """One coordinator."""
    opened = Opened(doors)
    outbox = await opened.admit(request, known=who is not None and who.is_at_least("coordinator"))
    if outbox is None or who is None:
        return opened.ws
    with doors.visits.visit(token_of(request), "coordinator", outbox):
        session = DashboardSession(doors.boards, outbox, who)
        return await opened.converse("dashboard", outbox, dashboard_says, session)
