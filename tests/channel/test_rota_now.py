"""Who is late and which call-outs run, as one node knows it: read when a fact says so, and kept while SQL is away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, update
from sqlalchemy.ext.asyncio import create_async_engine

from luisterlijn import clock, facts
from luisterlijn.channel.rota_now import Late, RotaNow, read
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out, sign_up
from tests.rota import Rota

NOW = datetime(2026, 5, 4, 16, 30, tzinfo=UTC)
BEGAN, ENDS = NOW - timedelta(minutes=30), NOW + timedelta(hours=3)
numbers = count(1)


async def signed(database: Database, who: str, **more: Any) -> None:
    """Somebody is signed up from half an hour before NOW on, and was reminded."""
    values = {"id": f"u{next(numbers)}", "line": "demo", "volunteer": who, "state": "signed", "how": "self", "since": 0}
    times = {"starts_at": BEGAN, "ends_at": ENDS, "late_told_at": NOW}
    async with database.transaction() as connection:
        await connection.execute(insert(sign_up).values(**(values | times | more)))


async def running(database: Database, **more: Any) -> None:
    """A call-out for the coming hours."""
    values = {"id": f"o{next(numbers)}", "line": "demo", "why": "short", "need": 1, "state": "running"}
    times = {"starts_at": NOW, "ends_at": ENDS, "started_at": NOW, "started_by": "system", "channels": ["chat"]}
    async with database.transaction() as connection:
        await connection.execute(insert(call_out).values(**(values | times | more)))


def fact(kind: str, at_ms: int, **fields: Any) -> facts.Fact:
    text = {name: str(value) for name, value in fields.items()}
    return facts.parse(f"{at_ms}-0", {"kind": kind, "at": str(at_ms), **text})


SIGNED = {"sign_up": "u", "volunteer": "anna", "begins": 1, "ends": 2, "state": "late"}


async def test_read_finds_who_was_reminded_or_missed_and_is_not_there(database: Database) -> None:
    rota = Rota(database)
    await rota.people("anna", "bram", "cor", "dina", "eva", "finn", "gijs")
    shift = await rota.shift(4, 18, 22, name="Late dienst")
    await signed(database, "anna", shift=shift)
    await signed(database, "bram", late_told_at=None, missed_at=NOW, starts_at=BEGAN - timedelta(minutes=5))
    await signed(database, "cor", checked_in_at=NOW)
    await signed(database, "dina", late_told_at=None)
    await signed(database, "eva", state="withdrawn")
    await signed(database, "finn", starts_at=NOW - timedelta(hours=4), ends_at=NOW)
    await signed(database, "gijs", line="other")
    late, callouts = await read(database, "demo", NOW)
    assert late == (
        Late("Bram", None, "", BEGAN - timedelta(minutes=5), ENDS),
        Late("Anna", shift, "Late dienst", BEGAN, ENDS),
    )
    assert callouts == 0


async def test_read_counts_call_outs_that_run(database: Database) -> None:
    await running(database)
    await running(database, channels=["phone"])
    await running(database, state="filled")
    await running(database, line="other")
    assert (await read(database, "demo", NOW))[1] == 2


async def test_fact_makes_it_read_again_and_nothing_else_does(database: Database) -> None:
    rota = RotaNow(database, "demo")
    asked: list[str] = []
    event.listen(database._engine.sync_engine, "before_cursor_execute", lambda *args: asked.append(args[2]))  # type: ignore[union-attr]
    rota.refresh()
    await settled(rota)
    first = len(asked)
    for _ in range(5):
        rota.look()
        rota.told(fact("message.due", 10, message=1))
        await settled(rota)
    assert first > 0
    assert len(asked) == first
    await running(database)
    before = len(asked)
    rota.told(fact("callout.changed", 11, callout="o", state="running", round=1))
    await settled(rota)
    assert len(asked) > before
    assert rota.callouts == 1


async def settled(rota: RotaNow) -> None:
    """What was to be read has been."""
    async with asyncio.timeout(5):
        while rota._reading:
            await asyncio.sleep(0.01)


async def test_late_is_shown_no_longer_than_the_shift_lasts(database: Database) -> None:
    await Rota(database).people("anna")
    now = clock.now()
    await signed(database, "anna", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    rota = RotaNow(database, "demo")
    rota.told(fact("sign_up.changed", 5, **SIGNED))
    await settled(rota)
    assert [one.volunteer for one in rota.late(now)] == ["Anna"]
    assert rota.late(now + timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("shift.changed", {"begins": 1, "ends": 2}),
        ("sign_up.changed", SIGNED),
        ("swap.changed", {"swap": "w", "state": "open"}),
        ("ask.changed", {"volunteer": "v"}),
        ("person.changed", {"volunteer": "anna"}),
        ("callout.changed", {"callout": "o", "state": "running", "round": 1}),
        ("callout.answered", {"callout": "o", "volunteer": "anna", "answer": "yes"}),
        ("message.due", {"message": 1}),
    ],
)
def test_changed_rises_with_every_fact_of_the_rota_the_same_on_every_node(kind: str, fields: dict[str, Any]) -> None:
    nodes = [RotaNow(Database("postgresql://nowhere.invalid/x", Path()), "demo") for _ in range(2)]
    for rota in nodes:
        rota.told(fact("feedback.given", 99, contact="c", version=1, helped="yes"))
        assert rota.changed == 0
        rota.told(fact(kind, 70, **fields))
        rota.told(fact(kind, 50, **fields))
    assert [rota.changed for rota in nodes] == [70, 70]


async def test_last_known_stays_while_the_database_is_away_and_is_read_when_it_is_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await running(database)
    rota = RotaNow(database, "demo")
    rota.refresh()
    await settled(rota)
    async with database.transaction() as connection:
        await connection.execute(update(call_out).values(state="over"))
    with monkeypatch.context() as away:
        away.setattr(database, "_engine", create_async_engine("postgresql+asyncpg://127.0.0.1:1/nobody"))
        rota.told(fact("callout.changed", 11, callout="o", state="over", round=1))
        await settled(rota)
        assert rota.callouts == 1
    rota.look()
    await settled(rota)
    assert rota.callouts == 0
