"""Whole nodes whose stores go away while people are being called: callers notice nothing of PostgreSQL, the calling goes on."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.errors import StoreAwayError
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.tables import call_out, call_out_ask, person
from tests.doors import House, Page, Visitor, house, settings, talk

HOUR = timedelta(hours=1)
STAGES = [{"who": "willing", "ask": 2, "wait": 60, "rounds": 5}]


async def asked(node: Node) -> list[tuple[int, str]]:
    """Who was asked, with the round, once PostgreSQL answers."""
    wanted = select(call_out_ask.c.round, person.c.name).join_from(
        call_out_ask, person, call_out_ask.c.volunteer == person.c.id
    )
    while True:
        try:
            async with node.database.transaction() as connection:
                return [tuple(row) for row in await connection.execute(wanted.order_by(call_out_ask.c.id))]
        except StoreAwayError:
            await asyncio.sleep(0.05)


async def staffed(doors: House, node: Node) -> tuple[Visitor, Page]:
    """Four who may be called, a coordinator, and Eva, who is on duty: her console."""
    await doors.people(node, "anna", "bram", "cor", "dina", "eva")
    await doors.people(node, "cora", role="coordinator")
    async with node.database.transaction() as connection:
        callable_ones = update(person).where(person.c.name.in_(["Anna", "Bram", "Cor", "Dina"]))
        await connection.execute(callable_ones.values(callable=True))
    return await doors.visitor(node, "cora"), await doors.console(node, "eva")


async def begin(cora: Visitor) -> None:
    now = clock.now()
    hole: dict[str, Any] = {"channels": ["chat"], "need": 1}
    times = {"starts_at": now.isoformat(), "ends_at": (now + 2 * HOUR).isoformat()}
    assert (await cora.post("/api/v1/callouts", json=hole | times)).status == 201


async def test_call_out_goes_on_once_where_postgresql_was_away(
    home: Path, valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, later, now = EmbeddedPostgres(home, options=("fsync=off",)), timedelta(), clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + later)
    options = settings(valkey, server.start(), callout={"stages": STAGES}, rota={"shifts": "free"})
    async with house(options) as doors, asyncio.timeout(60):
        one, other = await doors.node(), await doors.node()
        cora, eva = await staffed(doors, one)
        await begin(cora)
        first = await asked(one)
        assert [number for number, _ in first] == [1, 1]

        os.kill(int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        later = timedelta(seconds=61)
        token = one._doors.links.token("callout", 1)
        refused = await (await doors.visitor(other)).post("/api/v1/answer", json={"token": token, "answer": "yes"})
        assert (refused.status, (await refused.json())["retry"]) == (503, True)
        await talk(await doors.caller(other), eva)

        await asyncio.to_thread(server.start)
        while len(rounds := await asked(one)) < 4:
            await asyncio.sleep(0.05)
        assert [number for number, _ in rounds] == [1, 1, 2, 2]
        assert sorted(name for _, name in rounds) == ["Anna", "Bram", "Cor", "Dina"]

        async with one.database.transaction() as connection:
            number = (await connection.execute(select(func.max(call_out_ask.c.id)))).scalar_one()
        token = one._doors.links.token("callout", number)
        said = await (await doors.visitor(one)).post("/api/v1/answer", json={"token": token, "answer": "yes"})
        assert (said.status, (await said.json())["state"]) == (200, "yes")
        async with one.database.transaction() as connection:
            assert (await connection.execute(select(call_out.c.state))).scalars().all() == ["filled"]
    server.stop()


async def test_yes_while_valkey_is_silent_counts_and_is_routed_once_it_answers(home: Path, database_url: str) -> None:
    async with EmbeddedValkey(home) as valkey:
        options = settings(valkey.url, database_url, callout={"stages": STAGES})
        async with house(options) as doors, asyncio.timeout(60):
            node = await doors.node()
            cora, _ = await staffed(doors, node)
            caller = await doors.caller(node)
            await caller.hear("contact", state="waiting")
            await begin(cora)
            (_, name), _ = await asked(node)

            assert valkey.pid is not None
            os.kill(valkey.pid, signal.SIGSTOP)
            token = node._doors.links.token("callout", await first_ask(node))
            async with asyncio.timeout(5):
                said = await (await doors.visitor(node)).post("/api/v1/answer", json={"token": token, "answer": "yes"})
            assert (said.status, (await said.json())["state"]) == (200, "yes")
            os.kill(valkey.pid, signal.SIGCONT)

            console = await doors.console(node, name.lower())
            await console.say("ready")
            await console.hear("me", presence="reserved")


async def first_ask(node: Node) -> int:
    """The number in the link of who was asked first."""
    async with node.database.transaction() as connection:
        number: int = (await connection.execute(select(func.min(call_out_ask.c.id)))).scalar_one()
    return number
