"""The API as an OpenAPI 3.1 document, made from the route table and the models."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel

from luisterlijn.channel.protocol import Problem
from luisterlijn.web.route import Route
from luisterlijn.web.session import COOKIE


def _part(model: type[BaseModel], parts: dict[str, Any]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    parts |= schema.pop("$defs", {})
    parts[model.__name__] = schema
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}


def _operation(route: Route, parts: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": route.what}
    if route.hears is not None:
        good["content"] = _part(route.hears, parts)
    operation: dict[str, Any] = {
        "summary": route.what,
        "x-may": route.may,
        "responses": {
            "101" if route.socket else "200" if route.method == "GET" or route.hears else "204": good,
            "default": {"description": "refused", "content": _part(Problem, parts)},
        },
    }
    if route.says is not None:
        operation["requestBody"] = {"required": True, "content": _part(route.says, parts)}
    if route.may not in {"anyone", "internal"}:
        operation["security"] = [{"session": []}]
    return operation


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """The document of these routes; frames of the websockets are described by `luisterlijn protocol`."""
    parts: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for route in routes:
        operation = _operation(route, parts)
        names = [one.strip("{}") for one in route.path.split("/") if one.startswith("{")]
        if names:
            schema = {"type": "string"}
            operation["parameters"] = [
                {"name": name, "in": "path", "required": True, "schema": schema} for name in names
            ]
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    scheme = {"type": "apiKey", "in": "cookie", "name": COOKIE}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Luisterlijn", "version": version("luisterlijn")},
        "paths": paths,
        "components": {"schemas": dict(sorted(parts.items())), "securitySchemes": {"session": scheme}},
    }
