"""The volunteer's page and its websocket."""

from __future__ import annotations

from aiohttp import web

from luisterlijn.channel.console import ConsoleSession
from luisterlijn.channel.protocol import volunteer_says
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import token_of
from luisterlijn.web.sockets import Opened


async def page(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The page; it asks to log in by itself."""
    return doors.pages.page(request, "console")


async def push_worker(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """What shows messages of the line in a volunteer's browser, also while no page is open."""
    return doors.pages.worker(request, "push.worker.js")


async def socket(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """One volunteer."""
    opened = Opened(doors)
    outbox = await opened.admit(request, known=who is not None)
    if outbox is None or who is None:
        return opened.ws
    with doors.visits.visit(token_of(request), "volunteer", outbox):
        return await opened.converse("console", outbox, volunteer_says, ConsoleSession(doors.desk, outbox, who))
