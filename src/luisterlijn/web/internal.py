"""The internal listener: metrics and health, for machines that watch the node; never reachable from outside."""

from __future__ import annotations

import asyncio

from aiohttp import web

from luisterlijn.insight.metrics import CONTENT_TYPE
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors


async def metrics(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The figures in Prometheus' text format."""
    return web.Response(body=doors.metrics.render(), headers={"Content-Type": CONTENT_TYPE})


async def healthz(_request: web.Request, _doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The process is up."""
    return web.json_response({"up": True})


async def readyz(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Whether to send people here: Valkey answers and the node is not leaving. Callers need no database: it is only shown."""
    health = doors.health
    alive, database = await asyncio.gather(health.alive(), health.database_alive())
    ready = alive and not health.draining and doors.desk.hub.loaded.is_set()
    state = {"ready": ready, "valkey": alive, "draining": health.draining, "database": database}
    return web.json_response(state, status=200 if ready else 503)
