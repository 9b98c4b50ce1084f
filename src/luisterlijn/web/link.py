"""The page behind the links of messages: a call-out answered, shifts taken, an invitation. Nobody logs in to look."""

from __future__ import annotations

from aiohttp import web

from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route


async def page(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The page; what the link is for stands in its address, whose it is behind the `#`."""
    return doors.pages.page(request, "link")


ROUTES: tuple[Route, ...] = (
    Route("GET", "/answer", page, "anyone", "the page behind the link of a call-out"),
    Route("GET", "/asked", page, "anyone", "the page behind the link of a letter that asks for shifts"),
    Route("GET", "/invitation", page, "anyone", "the page behind the link of an invitation"),
)
