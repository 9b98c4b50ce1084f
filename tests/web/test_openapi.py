"""The API described from the table."""

from __future__ import annotations

from luisterlijn.app import Node
from luisterlijn.web.openapi import document
from luisterlijn.web.routes import ROUTES
from tests.doors import House


def test_document_has_every_route_and_who_may() -> None:
    paths = document(ROUTES)["paths"]
    described = {(method.upper(), path, one["x-may"]) for path, part in paths.items() for method, one in part.items()}
    assert described == {(route.method, route.path, route.may) for route in ROUTES}


def test_document_refers_only_to_what_it_holds() -> None:
    made = document(ROUTES)
    wanted = {part.split('"')[0] for part in str(made).replace("'", '"').split("#/components/schemas/")[1:]}
    assert wanted <= made["components"]["schemas"].keys()
    assert {"LogIn", "Person", "LineInfo", "Board", "Problem"} <= wanted


async def test_document_is_served(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node)).get("/openapi.json")
    assert (await answer.json())["openapi"] == "3.1.0"
