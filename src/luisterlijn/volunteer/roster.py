"""The rota, mirrored into the engine: who may be offered contacts, from when to when. The atomic half is `roster.lua`.

SQL is read and the engine told while one lock is held, over all nodes: the last who writes has the freshest read. What
is told reaches two days ahead, and the whole of it is told every ten minutes, at the start, and after live state was lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Select, and_, func, select

from luisterlijn import clock
from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.facts import Fact, PersonChanged, ShiftChanged, SignUpChanged
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.line import Line
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, sign_up, training
from luisterlijn.volunteer.coverage import CHANNELS
from luisterlijn.volunteer.duty import LONG_AGO, Duty, Night, Planned, duty, within
from luisterlijn.volunteer.fitness import Needs, Papers, fit_until

log = structlog.get_logger()

LOCK = 0x726F7374  # "rost"; the other half of the lock is the line
AHEAD = timedelta(hours=48)
"""So far the engine knows the rota; with PostgreSQL away for longer, everybody may be ready."""

BEFORE = timedelta(hours=24)
"""Spans that ended so long ago are looked at still: one that goes on from them is one with them."""

WHOLE_EVERY = timedelta(minutes=10)
LOOK_SECONDS = 1.0
MANY = 200
"""Who is named among so many is told with everybody."""


async def put(line: Line, duties: Mapping[str, Duty], until: datetime | None = None) -> int:
    """Tell the engine what these volunteers may do; returns its epoch.

    Args:
        until: these are all who are on the rota, and it is known up to then. None: nothing is said of others.
    """
    words = [word for volunteer, one in duties.items() for word in (volunteer, encoded(one))]
    whole, until_ms = ("0", 0) if until is None else ("1", clock.to_ms(until))
    return int((await line.live.call("roster_set_v1", line.id, whole, until_ms, *words))[1])


def encoded(one: Duty) -> str:
    """As `roster.lua` reads it."""
    words = [f"{clock.to_ms(begin)}-{clock.to_ms(end)}" for begin, end in one.windows]
    words += [f"{','.join(only)}@{clock.to_ms(begin)}-{clock.to_ms(end)}" for begin, end, only in one.narrowed]
    return " ".join(words if one.lacks_from is None else [*words, f"x{clock.to_ms(one.lacks_from)}"])


class Roster:
    """Keeps the engine's knowledge of the rota of one line true; `run()` does so by itself.

    `planned`: who is on the rota, or was a day ago, as it was when the engine was told last; known up to `known_until`.

    Args:
        now: the present instant.
    """

    def __init__(
        self, database: Database, line: Line, settings: Settings, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._database, self._line, self._now = database, line, now
        self._zone = ZoneInfo(settings.line.timezone)
        self._night = Night(settings.rota.minor_from, settings.rota.minor_until)
        needs = settings.requirements
        self._needs = Needs(needs.certificate == "required", needs.trainings)
        self._turn = asyncio.Lock()  # one connection of the node at most waits for the lock
        self._asked = asyncio.Event()
        self._named: set[str] = set()
        self._whole_at = now()
        self._epoch = 0
        self.planned: dict[str, Planned] = {}
        self.known_until = LONG_AGO

    async def sync(self, volunteers: Collection[str] | None = None) -> None:
        """Tell the engine the shifts of these volunteers (None: of all) as SQL has them now.

        Raises:
            StoreAwayError: PostgreSQL is away.
            EngineAwayError: Valkey is away.
        """
        if volunteers is not None and not volunteers:
            return
        async with self._turn, self._database.transaction() as connection:
            await connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(self._line.id))))
            now = self._now()
            rows = await connection.execute(_spans(self._line.id, now, volunteers))
            found = {name: self._planned(list(mine)) for name, mine in groupby(rows, attrgetter("id"))}
            duties = {name: within(one.duty, now, now + AHEAD) for name, one in found.items()}
            if volunteers is not None:
                await put(self._line, {name: duties.get(name, Duty()) for name in volunteers})
                self.planned = {name: one for name, one in self.planned.items() if name not in volunteers} | found
            else:
                told = {name: one for name, one in duties.items() if one != Duty()}
                self._epoch = await put(self._line, told, now + AHEAD)
                self.planned, self.known_until = found, now + AHEAD

    def observe(self, fact: Fact) -> None:
        """A fact of the line: whoever's rota it may change is told to the engine soon."""
        match fact:
            case SignUpChanged() | PersonChanged():
                self._named.add(fact.volunteer)
            case ShiftChanged() if fact.begins < self._now() + AHEAD and fact.ends > self._now():
                self._whole_at = self._now()
            case _:
                return
        self._asked.set()

    async def run(self) -> None:
        """Keep it true until cancelled; what fails is made good as soon as it can be."""
        backoff, said = Backoff(), False
        await self._database.wait_ready()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._asked.wait()
            self._asked.clear()
            try:
                await self.step()
                backoff.reset()
                said = False
            except (StoreAwayError, EngineAwayError):
                if not said:
                    log.warning("roster.waits", line=self._line.id)
                said = True
                await backoff.wait()

    async def step(self) -> None:
        """Tell what is due now, if anything is.

        Raises:
            StoreAwayError, EngineAwayError: as `sync`; it is due still.
        """
        now, named = self._now(), self._named
        whole = self._line.epoch != self._epoch or now >= self._whole_at or len(named) > MANY
        whole_at, self._named = self._whole_at, set()
        if whole:
            self._whole_at = now + WHOLE_EVERY
        try:
            if whole or named:
                await self.sync(None if whole else named)
        except (StoreAwayError, EngineAwayError):
            self._named |= named
            self._whole_at = min(whole_at, self._whole_at)
            raise

    def _planned(self, rows: list[Any]) -> Planned:
        """One volunteer, from a row a span (or one without a span)."""
        one = rows[0]
        last_days = {name: last and date.fromisoformat(last) for name, last in (one.trainings or {}).items()}
        papers = Papers(one.active, one.adult_from, one.certificate_until, last_days)
        spans = [(row.starts_at, row.ends_at) for row in rows if row.starts_at is not None]
        narrowed = [(row.starts_at, row.ends_at, only) for row in rows if (only := _only(row.channels or ()))]
        last_day, adult_from = fit_until(papers, self._needs), one.adult_from
        whole = duty(spans, self._zone, self._night, fit_until=last_day, adult_from=adult_from, narrowed=narrowed)
        channels, languages, topics = tuple(one.serves), tuple(one.languages), tuple(one.topics)
        return Planned(whole, channels, languages, topics, one.region)


def _only(channels: Sequence[str]) -> tuple[str, ...]:
    """The channels of a sign-up where they are not all; nothing stands for all too."""
    return () if set(channels) >= set(CHANNELS) else tuple(sorted(channels))


def _spans(line: str, now: datetime, volunteers: Collection[str] | None) -> Select[Any]:
    """Everybody with their papers, a row each span they are signed up for; one row without where there is none."""
    mine = and_(
        sign_up.c.volunteer == person.c.id,
        sign_up.c.state == "signed",
        ~sign_up.c.standby,
        sign_up.c.ends_at > now - BEFORE,
        sign_up.c.starts_at < now + AHEAD,
    )
    trainings = (
        select(func.jsonb_object_agg(training.c.name, training.c.valid_until))
        .where(training.c.person == person.c.id)
        .scalar_subquery()
    )
    wanted = (
        select(
            *(person.c.id, person.c.active, person.c.adult_from, person.c.certificate_until),
            *(person.c.channels.label("serves"), person.c.languages, person.c.topics, person.c.region),
            *(trainings.label("trainings"), sign_up.c.starts_at, sign_up.c.ends_at, sign_up.c.channels),
        )
        .select_from(person.outerjoin(sign_up, mine))
        .where(person.c.line == line)
        .order_by(person.c.id)
    )
    return wanted if volunteers is None else wanted.where(person.c.id.in_(volunteers))
