"""Reading what a request brings, and answering with a model of the protocol."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime

from aiohttp import web
from pydantic import BaseModel

from luisterlijn.errors import EngineAwayError, RefusedError
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import address_of

BODY_SECONDS = 30.0
"""A body that takes longer to come is refused."""
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
NUMBER = re.compile(r"[0-9]{1,18}")


async def body_of(request: web.Request) -> bytes:
    """The whole body; the route says how large it may be.

    Raises:
        RefusedError: `too_slow`.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise RefusedError("too_slow", "Send the request faster.", retry=True) from None


def answer(body: BaseModel, status: int = 200) -> web.Response:
    """A model as JSON."""
    return web.Response(status=status, text=body.model_dump_json(), content_type="application/json")


def done() -> web.Response:
    """It was done, and there is nothing to say."""
    return web.Response(status=204)


async def place_of(request: web.Request, doors: Doors, now: datetime) -> str:
    """Where a request comes from, as a pseudonym; empty while Valkey, which has the day's key, is away."""
    try:
        return await doors.desk.intake.pseudonym(address_of(request, doors.settings.trusted_proxies), now)
    except EngineAwayError:
        return ""


def id_of(request: web.Request, name: str = "id") -> str:
    """The id in the path.

    Raises:
        RefusedError: `not_found`, where it cannot be one.
    """
    given = request.match_info[name]
    if not ID.fullmatch(given):
        raise RefusedError("not_found", "There is nothing at this address.")
    return given


def number_of(text: str, field: str) -> int:
    """The number of a row, as an address or a query has it.

    Raises:
        RefusedError: `bad_request`, where it cannot be one.
    """
    if not NUMBER.fullmatch(text):
        raise RefusedError("bad_request", "Give the number of a row.", field=field)
    return int(text)
