"""The table of routes: who may use each, tried on a real node."""

from __future__ import annotations

import re

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.web.route import Route
from luisterlijn.web.routes import INTERNAL_ROUTES, ROUTES
from tests.doors import House, Visitor

EVERY = (*ROUTES, *INTERNAL_ROUTES)


async def status(visitor: Visitor, route: Route) -> int:
    """What a visitor gets at a route: a status, or the close code of a socket."""
    if route.socket:
        page = await visitor.open(route.path.removeprefix("/ws/"))
        kind = (await page.ws.receive()).type.name
        code = 101 if kind == "TEXT" else page.ws.close_code or 0
        await page.ws.close()
        return code
    path = re.sub(r"\{\w+\}", "0", route.path)
    return (await visitor.ask(route.method, path, **({} if route.method == "GET" else {"json": {}}))).status


def test_every_route_names_who_may_use_it_once() -> None:
    assert {route.may for route in ROUTES} <= {"anyone", "volunteer", "coordinator", "administrator"}
    assert {route.may for route in INTERNAL_ROUTES} == {"internal"}
    assert len({(route.method, route.path) for route in EVERY}) == len(EVERY)


def test_every_socket_says_nothing_in_its_address() -> None:
    sockets = [route.path for route in ROUTES if route.socket]
    assert sockets == ["/ws/caller", "/ws/console", "/ws/dashboard"]
    assert [route.path for route in EVERY if "{" in route.path and not route.path.startswith("/api/v1/")] == [
        "/assets/{name}",
        "/calendar/{name}",  # secret: a calendar can send nothing else
    ]


async def test_route_lets_in_whom_the_table_names(doors: House, node: Node) -> None:
    await doors.people(node, "dora", role="administrator")
    visitors = {
        "anyone": await doors.visitor(node),
        "volunteer": await doors.visitor(node, "anna"),
        "coordinator": await doors.visitor(node, "cora"),
        "administrator": await doors.visitor(node, "dora"),
    }
    ranks = list(visitors)
    for route in (one for one in ROUTES if one.may != "anyone"):
        for rank, visitor in visitors.items():
            got = await status(visitor, route)
            let_in = ranks.index(rank) >= ranks.index(route.may)
            refusals = {Close.NOT_LOGGED_IN} if route.socket else {401} if rank == "anyone" else {403}
            assert (got not in {401, 403, Close.NOT_LOGGED_IN}) if let_in else (got in refusals), (route, rank, got)
            assert got != 500, (route, rank)


async def test_internal_routes_are_not_on_the_public_listener(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    assert {(await visitor.get(route.path)).status for route in INTERNAL_ROUTES} == {404}
