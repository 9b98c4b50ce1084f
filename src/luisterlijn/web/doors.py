"""What every handler of a node is handed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from luisterlijn.channel.board import Boards
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.outbox import Writer
from luisterlijn.channel.ticks import Ticks
from luisterlijn.insight.demand import Pasts
from luisterlijn.insight.metrics import Metrics
from luisterlijn.insight.planner import Planner
from luisterlijn.insight.studies import Studies
from luisterlijn.record.relay import Relay
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.roster import Roster
from luisterlijn.web.crowd import Crowd
from luisterlijn.web.pages import Pages
from luisterlijn.web.visits import Visits


@dataclass
class Health:
    """Whether this node wants traffic. `alive`: Valkey answers; `database_alive`: PostgreSQL does."""

    alive: Callable[[], Awaitable[bool]]
    database_alive: Callable[[], Awaitable[bool]]
    draining: bool = False


@dataclass(frozen=True)
class Doors:
    """The rooms behind the doors of one node. `push_key`: what browsers subscribe to web push with; empty: there is none."""

    settings: Settings
    desk: Desk
    boards: Boards
    ticks: Ticks
    credentials: Credentials
    visits: Visits
    crowd: Crowd
    pages: Pages
    health: Health
    metrics: Metrics
    writer: Writer
    database: Database
    relay: Relay
    roster: Roster
    links: Links
    pasts: Pasts
    planner: Planner
    studies: Studies
    push_key: str


DOORS: web.AppKey[Doors] = web.AppKey("doors", Doors)
