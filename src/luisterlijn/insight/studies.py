"""Rota proposals and simulations a coordinator asked for: any node computes them, one at a time each, in a process apart.

A study is a row. A node takes the oldest that waits, beats while it works on it, and writes steps and results as they come.
What a node that died was at begins again on another. Stopped by a coordinator, a study keeps the result it had.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, get_args

import structlog
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.errors import RefusedError, StoreAwayError
from luisterlijn.insight.apart import ApartError, Compute, Step, apart
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import study
from luisterlijn.volunteer.rota import new_id

log = structlog.get_logger()

Kind: TypeAlias = Literal["rota", "simulation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
State: TypeAlias = Literal["queued", "running", "stopping", "done", "stopped", "failed"]

LOOK_SECONDS = 1.0
TELL_SECONDS = 0.5
"""Steps are written no oftener; the last always is."""
GONE = timedelta(seconds=30)
"""Who has not beaten for so long works on it no more."""
KEPT = timedelta(days=90)
MOST_WAITING = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What is handed to a computation: it reads from SQL itself what else it needs."""

    settings: Settings
    params: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True, slots=True)
class Study:
    """One study as its row has it."""

    id: str
    kind: Kind
    params: dict[str, Any]
    asked_by: str | None
    asked_at: datetime
    state: State
    done: int
    whole: int
    result: Any
    trouble: str | None


COLUMNS = [study.c[name] for name in Study.__slots__]


async def ask(
    connection: AsyncConnection, line: str, kind: Kind, params: Mapping[str, Any], by: str, now: datetime
) -> str:
    """Put a study in line; its id.

    Raises:
        RefusedError: `studies_waiting`: a few wait already.
    """
    waiting = select(study.c.id).where(study.c.line == line, study.c.state.in_(("queued", "running")))
    if len((await connection.execute(waiting)).all()) >= MOST_WAITING:
        remedy = "Wait until one of the others is ready, or stop one."
        raise RefusedError("studies_waiting", remedy, retry=True)
    made = new_id("y")
    row = {"id": made, "line": line, "kind": kind, "params": dict(params), "asked_by": by, "asked_at": now}
    await connection.execute(insert(study).values(**row, state="queued"))
    await connection.execute(delete(study).where(study.c.line == line, study.c.asked_at < now - KEPT))
    return made


async def study_of(connection: AsyncConnection, line: str, study_id: str) -> Study:
    """A study of this line.

    Raises:
        RefusedError: `no_such_study`.
    """
    row = (
        (await connection.execute(select(*COLUMNS).where(study.c.line == line, study.c.id == study_id)))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise RefusedError("no_such_study", "Look at the list again: this one is not there any more.")
    return Study(**row)


async def latest(connection: AsyncConnection, line: str, kind: Kind, most: int = 10) -> list[Study]:
    """The last few, newest first."""
    wanted = select(*COLUMNS).where(study.c.line == line, study.c.kind == kind)
    rows = await connection.execute(wanted.order_by(study.c.asked_at.desc(), study.c.id).limit(most))
    return [Study(**row) for row in rows.mappings()]


async def stop(connection: AsyncConnection, line: str, study_id: str) -> None:
    """Ask that it come to its end; one that is over stays as it is.

    Raises:
        RefusedError: `no_such_study`.
    """
    await study_of(connection, line, study_id)
    mine = study.c.id == study_id
    await connection.execute(update(study).where(mine, study.c.state == "queued").values(state="stopped"))
    await connection.execute(update(study).where(mine, study.c.state == "running").values(state="stopping"))


class Studies:
    """One node's part in it; `run` works until cancelled.

    Args:
        kinds: for each kind, what computes it, handed an `Order`.
    """

    def __init__(self, database: Database, settings: Settings, kinds: Mapping[Kind, Compute]) -> None:
        self._database, self._settings, self._kinds = database, settings, kinds
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """One was just asked for: look now."""
        self._asked.set()

    async def run(self) -> None:
        """Work on one after the other until cancelled; does without PostgreSQL while that is away."""
        await self._database.wait_ready()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._asked.wait()
            self._asked.clear()
            with suppress(StoreAwayError):
                while await self.step():
                    pass

    async def step(self) -> bool:
        """Take the next and work on it until it is over; whether there was one.

        Raises:
            StoreAwayError: PostgreSQL is away; whoever finds it still begun begins it again.
        """
        async with self._database.transaction() as connection:
            taken = await self._take(connection)
        if taken is None:
            return False
        await _Work(self._database, self._settings, taken, self._kinds[taken.kind]).run()
        return True

    async def _take(self, connection: AsyncConnection) -> Study | None:
        now = clock.now()
        left = and_(study.c.state.in_(("running", "stopping")), study.c.beat_at < now - GONE)
        wanted = select(*COLUMNS).where(study.c.line == self._settings.line.id, or_(study.c.state == "queued", left))
        oldest = wanted.order_by(study.c.asked_at, study.c.id).limit(1).with_for_update(skip_locked=True)
        row = (await connection.execute(oldest)).mappings().one_or_none()
        if row is None:
            return None
        state: State = "running" if row["state"] == "queued" else row["state"]
        begun = {"state": state, "beat_at": now, "done": 0, "whole": 0}
        await connection.execute(update(study).where(study.c.id == row["id"]).values(**begun))
        return Study(**row)


class _Work:
    """One study being worked on."""

    def __init__(self, database: Database, settings: Settings, one: Study, compute: Compute) -> None:
        self._database, self._settings, self._one, self._compute = database, settings, one, compute
        self._stopped = asyncio.Event()
        self._written = 0.0
        self._last: Step | None = None

    async def run(self) -> None:
        beating = spawn(self._beat(), name="study")
        try:
            await self._computed()
        finally:
            await cancelled(beating)

    async def _computed(self) -> None:
        try:
            order = Order(self._settings, self._one.params, clock.now())
            await apart(self._compute, order, self._told, self._stopped)
        except RefusedError as error:
            await self._end("failed", error.remedy)
        except ApartError as error:
            log.error("study.failed", kind=self._one.kind, error=str(error))  # noqa: TRY400 - it failed elsewhere
            await self._end("failed", str(error))
        except StoreAwayError:
            raise
        except Exception as error:
            log.exception("study.failed", kind=self._one.kind, error=type(error).__name__)
            await self._end("failed", type(error).__name__)
        else:
            await self._end("stopped" if self._stopped.is_set() else "done")

    async def _told(self, step: Step) -> None:
        self._last = (
            step if step.result is not None or self._last is None else Step(step.done, step.whole, self._last.result)
        )
        if time.monotonic() - self._written >= TELL_SECONDS:
            self._written = time.monotonic()
            await self._write(_begun(self._one.id))

    async def _end(self, state: State, trouble: str | None = None) -> None:
        await self._write(_begun(self._one.id), state=state, trouble=trouble)

    async def _write(self, mine: ColumnElement[bool], **values: Any) -> None:
        if self._last is not None:
            values |= {"done": self._last.done, "whole": self._last.whole}
            if self._last.result is not None:
                values["result"] = self._last.result
        async with self._database.transaction() as connection:
            await connection.execute(update(study).where(mine).values(beat_at=clock.now(), **values))

    async def _beat(self) -> None:
        """Say that somebody is at it, and hear whether it is to stop."""
        while True:
            with suppress(StoreAwayError):
                async with self._database.transaction() as connection:
                    beat = update(study).where(_begun(self._one.id)).values(beat_at=clock.now())
                    state = (await connection.execute(beat.returning(study.c.state))).scalar_one_or_none()
                if state == "stopping":
                    self._stopped.set()
            await asyncio.sleep(LOOK_SECONDS)


def _begun(study_id: str) -> ColumnElement[bool]:
    return and_(study.c.id == study_id, study.c.state.in_(("running", "stopping")))
