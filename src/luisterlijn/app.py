"""Wires everything once: stores, rooms, doors and the work in the background. The only module that knows everyone.

async with Node(settings) as node:
...  # node.url, node.internal_url
await node.until_stopped()
"""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import resource
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from typing import Self
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel import outbox
from luisterlijn.channel.beats import Beats
from luisterlijn.channel.board import Boards
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.hub import Hub
from luisterlijn.channel.names import Names
from luisterlijn.channel.notices import Notices
from luisterlijn.channel.notify.courier import Courier
from luisterlijn.channel.notify.push import key_of, public_key
from luisterlijn.channel.notify.senders import senders
from luisterlijn.channel.notify.words import House
from luisterlijn.channel.protocol import Close
from luisterlijn.channel.recorded import own_talks
from luisterlijn.channel.rota_ahead import RotaAhead
from luisterlijn.channel.rota_now import RotaNow
from luisterlijn.channel.sight import Sight
from luisterlijn.channel.ticks import Ticks
from luisterlijn.contact import queue
from luisterlijn.contact.intake import Intake
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.secret import secret_of
from luisterlijn.contact.ticket import Tickets
from luisterlijn.errors import ListenError, SettingsError
from luisterlijn.insight import past, proposals, scenarios
from luisterlijn.insight.apart import Compute
from luisterlijn.insight.calibration import Calibration
from luisterlijn.insight.demand import Pasts
from luisterlijn.insight.follower import Follower
from luisterlijn.insight.learned import Priors
from luisterlijn.insight.metrics import Metrics
from luisterlijn.insight.planner import Planner
from luisterlijn.insight.rollup import RollUp
from luisterlijn.insight.rota_gauges import RotaGauges
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.studies import Kind, Studies
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import Line
from luisterlijn.live.rewrite import rewrite_forever
from luisterlijn.live.stream import FactReader
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.live.valkey import Live
from luisterlijn.record.relay import Relay
from luisterlijn.record.retention import Retention
from luisterlijn.record.writer import Writer
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import presence
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.roster import Roster
from luisterlijn.volunteer.watch import Watch
from luisterlijn.web.crowd import Crowd
from luisterlijn.web.doors import Doors, Health
from luisterlijn.web.pages import Pages
from luisterlijn.web.route import Route
from luisterlijn.web.routes import INTERNAL_ROUTES, ROUTES, application
from luisterlijn.web.visits import Visits

log = structlog.get_logger()
BACKLOG = 4096
MOST_FILES = 1 << 20
DRAIN_LOOK_SECONDS = 0.05
IDLE_SECONDS = 75.0
"""A connection that sends no whole head of a request for so long is closed; longer than proxies keep an idle one."""


def allow_open_files() -> int:
    """Let this process, and those it starts, have as many files and sockets open as it may; returns how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    with suppress(ValueError, OSError):  # some systems allow less than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _not_listened(name: str, host: str, port: int, code: int | None) -> ListenError:
    """What to say when a listener does not open; `name` is the setting of its port, `code` the system's error."""
    if code in {errno.EADDRINUSE, errno.EACCES}:
        why, remedy = os.strerror(code), "stop what does, or choose another"
    else:
        name, why, remedy = name.replace("port", "host"), "not of this machine", "name an address that is"
    return ListenError(f"{name}: cannot listen at {host}:{port} ({why}); {remedy}")


async def supervised(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` for ever: if it fails that is logged, and it starts again after a while."""
    backoff = Backoff(base=0.2, cap=10.0)
    while True:
        try:
            await work()
        except Exception as error:
            log.exception("background.failed", work=name, error=type(error).__name__)
        await backoff.wait()


class Node:
    """One process of the line; several on one Valkey serve it together. Use as an async context manager.

    Raises:
        EngineAwayError: on entering, if the program's own Valkey does not come up.
        SettingsError: on entering, if the data directory cannot be used; names the setting.
        ListenError: on entering, if an address cannot be listened at; names the setting.
    """

    live: Live
    line: Line
    hub: Hub
    ticks: Ticks
    watch: Watch
    url: str = ""
    internal_url: str

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database.of(settings)
        self._stack = AsyncExitStack()
        self._stop = asyncio.Event()
        self._hurry = False

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.drain()
        await self._stack.aclose()
        log.info("node.stopped")

    def stop(self) -> None:
        """Let `until_stopped` return."""
        self._stop.set()

    async def until_stopped(self) -> None:
        """Return at SIGTERM, SIGINT or `stop()`. A second signal ends the draining; the stores still stop in order."""
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._signalled)
        await self._stop.wait()

    def _signalled(self) -> None:
        if self._stop.is_set():
            self._hurry = True
        self._stop.set()

    async def drain(self) -> None:
        """Ask for no more traffic, tell every page to come back (elsewhere), and wait until they have gone."""
        self._health.draining = True
        sockets = self._doors.writer.open
        log.info("node.draining", sockets=len(sockets))
        self.hub.close_all(Close.COME_BACK)
        try:
            async with asyncio.timeout(self.settings.drain.total_seconds()):
                while sockets and not self._hurry:  # noqa: ASYNC110 - looked at only while stopping
                    await asyncio.sleep(DRAIN_LOOK_SECONDS)
        except TimeoutError:
            log.warning("node.drain_over", sockets=len(sockets))

    async def _start(self) -> None:
        settings = self.settings
        self._secret = secret_of(settings)
        url = settings.valkey_url
        if not url:
            try:
                url = (await self._stack.enter_async_context(EmbeddedValkey(settings.data_dir))).url
            except OSError as error:
                message = (
                    f"data_dir: {settings.data_dir} cannot hold the line's data ({error.strerror}); choose another"
                )
                raise SettingsError(message) from None
        self._wire(url)
        self._background("sql", self.database.run)
        self._background("hub", self.hub.run)
        self._background("sweep", self.line.sweep_forever)
        self._background("record", self._writer.run)
        self._background("relay", self._relay.run)
        self._background("rollup", self._rollup.run)
        self._background("retention", self._retention.run)
        self._background("roster", self._roster.run)
        self._background("courier", self._courier.run)
        self._background("watch", self.watch.run)
        self._background("figures", self._follower.run)
        self._background("gauges", self._gauges.run)
        self._background("planner", self._planner.run)
        self._background("studies", self._studies.run)
        self._background("ticks", self.ticks.run)
        self._background("visits", self._visits.run)
        self._background("rewrite", partial(rewrite_forever, url))
        self.internal_url = await self._site(
            INTERNAL_ROUTES, "internal_port", settings.internal_host, settings.internal_port
        )
        await self.hub.loaded.wait()
        self.url = await self._site(ROUTES, "port", settings.host, settings.port)
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        log.info("node.ready", line=settings.line.id)

    def _wire(self, url: str) -> None:
        settings, line_id = self.settings, self.settings.line.id
        zone = ZoneInfo(settings.line.timezone)
        target = Target(settings.target.within, settings.target.at_once)
        limits = settings.limits
        priors = Priors(limits.estimate_prior_handle, limits.estimate_prior_patience)
        reader = self._reader(url)
        self._follower = Follower(self.database, reader, line_id, zone, target=target, priors=priors)
        self._metrics = Metrics(line_id, self._follower, self._mirror, self._record_lag, clock.now)
        self.live = Live(url, self._metrics)
        self._stack.push_async_callback(self.live.close)
        self.line = Line(self.live, line_id, settings.timing, settings.limits, settings.rota)
        self._wire_record(url)
        self.hub = Hub(self.line, Mirror())
        self._wire_rota()
        self._wire_planning()
        rota_now = RotaNow(self.database, line_id)
        self.hub.observers.append(rota_now.told)
        self.hub.loaders.append(rota_now.refresh)
        desk = self._desk(zone)
        boards = Boards(desk, self._follower.today, rota_now)
        writer = outbox.Writer()
        self.ticks = Ticks(desk, boards, writer)
        credentials = Credentials(self.database)
        self._visits = Visits(credentials, line_id)
        self._health = Health(self.live.alive, self.database.alive)
        self._doors = Doors(
            settings=settings,
            desk=desk,
            boards=boards,
            ticks=self.ticks,
            credentials=credentials,
            visits=self._visits,
            crowd=Crowd(),
            pages=Pages(),
            health=self._health,
            metrics=self._metrics,
            writer=writer,
            database=self.database,
            relay=self._relay,
            roster=self._roster,
            links=self._links,
            pasts=Pasts(self.database, settings),
            planner=self._planner,
            studies=self._studies,
            push_key=public_key(key_of(self._secret)) if settings.notify.push_contact else "",
        )

    def _desk(self, zone: ZoneInfo) -> Desk:
        """What the sessions share; what it must hear of is told it."""
        settings, line_id = self.settings, self.settings.line.id
        tickets = Tickets(self._secret, line_id, settings.timing.ticket_life)
        names = Names(self.database, line_id)
        calibration = Calibration(line_id)
        self._metrics.add(calibration)
        desk = Desk(
            settings=settings,
            line=self.line,
            intake=Intake(self.line, settings.line, settings.timing, tickets),
            hub=self.hub,
            caller_beats=Beats(partial(queue.beat, self.line)),
            volunteer_beats=Beats(partial(presence.beat, self.line)),
            own_talks=lambda volunteer: own_talks(self.database, line_id, volunteer, zone, clock.now()),
            learned=self._follower.learned,
            names=names,
            notices=Notices(self.line, names),
            ahead=RotaAhead(self._roster, settings, lambda: self._gauges.show_rate).schedule,
            calibration=calibration,
        )
        self.hub.observers += [names.told, calibration.observe]
        self.hub.noticers.append(desk.notices.look)
        return desk

    def _wire_record(self, url: str) -> None:
        """What writes down what happened, makes history of it, and erases it in time."""
        line_id = self.settings.line.id
        self._writer = Writer(self.database, self._reader(url), line_id, self.line.consumed)
        self._relay = Relay(self.database, self.line)
        self._rollup = RollUp(self.database, line_id)
        self._retention = Retention(self.database, line_id, self.settings.retention.contacts, past.sums)

    def _wire_rota(self) -> None:
        """What acts on the rota by itself, and what it tells people."""
        settings, line_id = self.settings, self.settings.line.id
        self._links = Links(self._secret, line_id)
        self._roster = Roster(self.database, self.line, settings)
        house = House(settings.line.name, ZoneInfo(settings.line.timezone), self._origin, self._links)
        ways = senders(settings, self._secret)
        self._courier = Courier(self.database, line_id, settings.notify, ways, house)
        self._gauges = RotaGauges(self.database, line_id, settings.rota.show_rate)
        self._metrics.add(self._gauges)
        self.hub.observers += [self._courier.told, self._roster.observe, self._gauges.told]
        sight = Sight(self.hub, self.live)
        self.watch = Watch(self.database, settings, sight.present, sight.longest_wait)

    def _wire_planning(self) -> None:
        """What is computed ahead."""
        settings = self.settings
        self._planner = Planner(self.database, settings)
        kinds: Mapping[Kind, Compute] = {"rota": proposals.compute, "simulation": scenarios.compute}
        self._studies = Studies(self.database, settings, kinds)

    def _origin(self) -> str:
        return self.settings.public_origin or self.url

    def _reader(self, url: str) -> FactReader:
        reader = FactReader(url, self.settings.line.id)
        self._stack.push_async_callback(reader.close)
        return reader

    def _record_lag(self, now: datetime) -> float:
        return self._writer.record_lag(now)

    def _mirror(self) -> Mirror | None:
        return self.hub.mirror if self.hub.loaded.is_set() else None

    def _background(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        task = spawn(supervised(name, work), name=name)
        self._stack.push_async_callback(cancelled, task)

    async def _site(self, routes: tuple[Route, ...], name: str, host: str, port: int) -> str:
        """Open a listener; `name` is the setting of its port. Returns its address."""
        runner = web.AppRunner(
            application(routes, self._doors),
            access_log=None,
            handle_signals=False,
            shutdown_timeout=1.0,
            keepalive_timeout=IDLE_SECONDS,
        )
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
        except (OSError, UnicodeError) as error:  # UnicodeError: no name of a host
            raise _not_listened(name, host, port, getattr(error, "errno", None)) from None
        bound = runner.addresses[0][1]
        return f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"
