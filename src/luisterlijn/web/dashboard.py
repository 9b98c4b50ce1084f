"""The coordinator's page and its websocket."""

from __future__ import annotations

from aiohttp import web

from luisterlijn.channel.board import DashboardSession
from luisterlijn.channel.protocol import Close, dashboard_says
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.sockets import Opened


async def page(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The page; it asks to log in by itself."""
    return doors.pages.page(request, "dashboard")


async def socket(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """One coordinator."""
    opened = Opened(doors)
    outbox = await opened.admit(request)
    if outbox is None:
        return opened.ws
    if who is None or who.role != "coordinator":
        await opened.refuse(Close.NOT_LOGGED_IN)
        return opened.ws
    return await opened.converse("dashboard", outbox, dashboard_says, DashboardSession(doors.boards, outbox))
