"""The protocol as one JSON Schema document; what it validates with."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from luisterlijn.channel.protocol.caller import CallerHears, CallerSays
from luisterlijn.channel.protocol.console import ConsoleHears, VolunteerSays
from luisterlijn.channel.protocol.dashboard import DashboardHears, DashboardSays
from luisterlijn.channel.protocol.http import HEARD, SAID
from luisterlijn.channel.protocol.parts import CLOSE_CODES

SOCKETS: dict[str, tuple[Any, Any]] = {
    "caller": (CallerSays, CallerHears),
    "console": (VolunteerSays, ConsoleHears),
    "dashboard": (DashboardSays, DashboardHears),
}

caller_says: TypeAdapter[Any] = TypeAdapter(CallerSays)
volunteer_says: TypeAdapter[Any] = TypeAdapter(VolunteerSays)
dashboard_says: TypeAdapter[Any] = TypeAdapter(DashboardSays)


def schema() -> dict[str, Any]:
    """The whole protocol as one JSON Schema document, with the close codes and who may retry."""
    definitions: dict[str, Any] = {}
    sockets: dict[str, Any] = {}
    for page, (says, hears) in SOCKETS.items():
        for direction, kind in (("Says", says), ("Hears", hears)):
            mode: Any = "validation" if direction == "Says" else "serialization"
            part = TypeAdapter(kind).json_schema(mode=mode, ref_template="#/$defs/{model}")
            definitions |= part.pop("$defs", {})
            name = f"{page.capitalize()}{direction}"
            definitions[name] = {"title": name, **part}
            sockets.setdefault(page, {})[direction.lower()] = {"$ref": f"#/$defs/{name}"}
    for model in (*SAID, *HEARD):
        mode = "validation" if model in SAID else "serialization"
        part = model.model_json_schema(mode=mode, ref_template="#/$defs/{model}")
        definitions |= part.pop("$defs", {})
        definitions[model.__name__] = part
    codes = [
        {"code": int(code), "name": code.name, "why": why, "retry": retry} for code, (why, retry) in CLOSE_CODES.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Luisterlijn protocol",
        "sockets": sockets,
        "heard": sorted(model.__name__ for model in HEARD),
        "close_codes": codes,
        "$defs": dict(sorted(definitions.items())),
    }
