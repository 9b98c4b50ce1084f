"""Everything that can be reached: one table of method, path, handler and who may.

The rooms' parts of it stand beside their handlers, as `ROUTES` of each module.
"""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from luisterlijn import clock
from luisterlijn.channel.protocol import Board, LineInfo, LogIn, Person
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web import (
    api,
    asks,
    availability,
    broadcast,
    calendar,
    caller,
    calling,
    campaigns,
    console,
    coverage,
    dashboard,
    internal,
    invitation,
    link,
    mine,
    people,
    planning,
    rota,
    rota_file,
    signups,
    studies,
    swaps,
    switch,
    trail,
)
from luisterlijn.web.doors import DOORS, Doors
from luisterlijn.web.middleware import add_headers, errors_as_problems
from luisterlijn.web.route import LARGEST_BODY, Route
from luisterlijn.web.session import allowed, own_origin, person_of, token_of


async def openapi(_request: web.Request, _doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The API described."""
    from luisterlijn.web.openapi import document  # noqa: PLC0415 - it describes this table

    return web.json_response(document(ROUTES))


ROUTES: tuple[Route, ...] = (
    Route("GET", "/", caller.page, "anyone", "the caller's page"),
    Route("GET", "/console", console.page, "anyone", "the volunteer's page; asks to log in"),
    Route("GET", "/dashboard", dashboard.page, "anyone", "the coordinator's page; asks to log in"),
    Route("GET", "/push.worker.js", console.push_worker, "anyone", "what shows messages in a volunteer's browser"),
    Route("GET", "/assets/{name}", caller.asset, "anyone", "scripts and styles of the pages"),
    Route("GET", "/ws/caller", caller.socket, "anyone", "a caller's websocket", socket=True),
    Route("GET", "/ws/console", console.socket, "volunteer", "a volunteer's websocket", socket=True),
    Route("GET", "/ws/dashboard", dashboard.socket, "coordinator", "a coordinator's websocket", socket=True),
    Route("POST", "/api/v1/login", api.log_in, "anyone", "log in", LogIn, Person),
    Route("POST", "/api/v1/logout", api.log_out, "anyone", "log out"),
    Route("GET", "/api/v1/me", api.me, "volunteer", "who is logged in", None, Person),
    Route("GET", "/api/v1/line", api.line, "anyone", "what a page needs to know of the line", None, LineInfo),
    Route("GET", "/api/v1/figures", api.figures, "coordinator", "the live figures", None, Board),
    Route("GET", "/openapi.json", openapi, "anyone", "this API described"),
    *people.ROUTES,
    *invitation.ROUTES,
    *mine.ROUTES,
    *trail.ROUTES,
    *link.ROUTES,
    *broadcast.ROUTES,
    *switch.ROUTES,
    *rota.ROUTES,
    *rota_file.ROUTES,
    *signups.ROUTES,
    *swaps.ROUTES,
    *coverage.ROUTES,
    *calendar.ROUTES,
    *calling.ROUTES,
    *availability.ROUTES,
    *asks.ROUTES,
    *planning.ROUTES,
    *campaigns.ROUTES,
    *studies.ROUTES,
)

INTERNAL_ROUTES: tuple[Route, ...] = (
    Route("GET", "/metrics", internal.metrics, "internal", "figures for Prometheus"),
    Route("GET", "/healthz", internal.healthz, "internal", "the process is up"),
    Route("GET", "/readyz", internal.readyz, "internal", "the node wants traffic"),
)


def _guarded(route: Route, doors: Doors) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        if route.most != LARGEST_BODY:
            request = request.clone(client_max_size=route.most)
        if request.method != "GET" and not own_origin(request, doors.settings):
            raise RefusedError("wrong_origin", "Only the line's own pages may do this.")
        person = None
        if route.may != "internal" and (route.may != "anyone" or request.method != "GET"):
            person = await person_of(token_of(request), doors.credentials, doors.settings.line.id, clock.now())
        if not route.socket:
            allowed(person, route.may)
        return await route.handle(request, doors, person)

    return handle


def application(routes: tuple[Route, ...], doors: Doors) -> web.Application:
    """A listener's application with these routes and no others."""
    app = web.Application(middlewares=[errors_as_problems], client_max_size=LARGEST_BODY)
    app[DOORS] = doors
    app.on_response_prepare.append(add_headers)
    for route in routes:
        app.router.add_route(route.method, route.path, _guarded(route, doors))
    return app
