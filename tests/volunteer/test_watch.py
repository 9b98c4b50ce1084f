"""A node's watch: what it does once a while, beside others, and when something fails."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, insert, select, text, update

from luisterlijn.errors import StoreAwayError
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out, call_out_ask, message, shift, shift_ask, sign_up, swap
from luisterlijn.volunteer import watch as watch_module
from luisterlijn.volunteer.ask import ask
from luisterlijn.volunteer.ask_standing import Pair
from tests.calling import HOURS, MINUTES, START, Calling, steps
from tests.rota import NOW, local


@pytest.fixture
async def rota(database: Database) -> Calling:
    return await Calling.staffed(database)


# --- swaps, papers ---------------------------------------------------------------------------------------------------


async def test_swap_of_a_shift_that_began_expires(rota: Calling) -> None:
    made = await rota.evening("anna")
    async with rota.database.transaction() as connection:
        mine = (await connection.execute(select(sign_up.c.id).where(sign_up.c.shift == made))).scalar_one()
        values = {"id": "w1", "line": "demo", "sign_up": mine, "offered_by": "anna", "state": "open"}
        await connection.execute(insert(swap).values(**values))
    watch = rota.watch()
    await steps(watch, START - MINUTES)
    async with rota.database.transaction() as connection:
        assert (await connection.execute(select(swap.c.state))).scalar_one() == "open"
    await steps(watch, START)
    async with rota.database.transaction() as connection:
        assert (await connection.execute(select(swap.c.state))).scalar_one() == "expired"


async def test_question_for_a_shift_that_began_expires(rota: Calling) -> None:
    made = await rota.evening()
    async with rota.database.transaction() as connection:
        await ask(connection, rota.of, [Pair(made, "anna")], NOW, by="cora")
    watch = rota.watch()
    for now, state in ((START - MINUTES, "open"), (START, "expired")):
        await steps(watch, now)
        async with rota.database.transaction() as connection:
            assert (await connection.execute(select(shift_ask.c.state))).scalar_one() == state


async def test_who_waits_moves_up_within_a_minute_of_being_able_to(rota: Calling) -> None:
    one = await rota.shift(5, 18, 22, maximum=1)
    for name in ("anna", "bram"):
        await rota.take(one, name)
    watch = rota.watch()
    await steps(watch, START)
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift).values(maximum=2))
    await steps(watch, START + MINUTES / 2)
    assert await rota.on(one) == [("anna", "signed"), ("bram", "waiting")]
    await steps(watch, START + MINUTES)
    assert {state for _, state in await rota.on(one)} == {"signed"}


async def test_papers_that_end_are_told_once_a_local_day_from_nine(rota: Calling) -> None:
    rota.settings = Calling(rota.database, requirements={"certificate": "required"}).settings
    await rota.change("anna", certificate_until=date(2026, 5, 20))
    watch = rota.watch()
    await steps(watch, local(4, 8.99))
    assert await rota.written("expiring") == []
    await steps(watch, local(4, 9), local(4, 9.1), local(5, 10))
    assert await rota.written("expiring") == ["anna"]


# --- nodes -----------------------------------------------------------------------------------------------------------


async def test_two_nodes_at_once_make_one_call_out_and_ask_everybody_once(rota: Calling, database_url: str) -> None:
    await rota.evening("anna")
    await rota.shift(4, 23, 30)
    await rota.willing(*(f"w{n}" for n in range(8)))
    async with Database(database_url, Path()).opened() as other:
        watches = rota.watch(), rota.watch(other)
        for minute in range(0, 50, 5):  # a node may call before the other has seen who is missing
            now = START + minute * MINUTES
            await asyncio.gather(*(watch.step(now) for watch in watches * 3))
    assert await rota.call_outs() == [("short", "exhausted", 1), ("no_show", "exhausted", 1)]
    async with rota.database.transaction() as connection:
        asks = select(func.count()).select_from(call_out_ask).group_by(call_out_ask.c.call_out)
        assert list((await connection.execute(asks)).scalars()) == [9, 9]
        twice = select(message.c.person).where(message.c.kind == "late").group_by(message.c.person)
        assert list((await connection.execute(twice.having(func.count() > 1))).scalars()) == []


async def test_step_leaves_a_call_out_that_is_being_answered_for_the_next_time(rota: Calling) -> None:
    await rota.willing("will", "wim", "wies")
    begun = await rota.begin()
    assert begun is not None
    watch = rota.watch()
    await steps(watch, NOW)
    async with rota.database.transaction() as connection:
        await connection.execute(select(call_out).with_for_update(key_share=True))
        await steps(watch, NOW + HOURS)
        assert len(await rota.asked()) == 2
    await steps(watch, NOW + HOURS)
    assert len(await rota.asked()) == 3


async def test_step_without_postgresql_says_so_and_the_next_goes_on(rota: Calling, database_url: str) -> None:
    await rota.evening("anna")
    rota.present = {"anna": "ready"}
    away = Database(database_url, Path())
    with pytest.raises(StoreAwayError):
        await rota.watch(away).step(START)
    await steps(rota.watch(), START)
    assert await rota.marks("anna") == ["checked_in"]


async def test_part_that_fails_is_said_and_stops_no_other(rota: Calling) -> None:
    await rota.evening("anna")
    rota.present = {"anna": "ready"}
    async with rota.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE call_out RENAME TO gone"))
    with structlog.testing.capture_logs() as logs:
        await steps(rota.watch(), START - 30 * MINUTES, START)
    async with rota.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE gone RENAME TO call_out"))
    assert [(one["event"], one["part"]) for one in logs if one["event"] == "watch.failed"] == [
        ("watch.failed", "callouts")
    ] * 2
    assert (await rota.marks("anna"), await rota.written("reminder_hour")) == (["checked_in"], ["anna"])


async def test_run_says_once_in_a_row_that_postgresql_is_away(
    rota: Calling, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_module, "LOOK_SECONDS", 0.001)
    node, steps_taken = rota.watch(Database(database_url, Path())), asyncio.Event()
    looks = iter(range(5))

    def present() -> dict[str, str] | None:
        if next(looks, None) is None:
            steps_taken.set()
        return {}

    monkeypatch.setattr(node, "_present", present)
    with structlog.testing.capture_logs() as logs:
        task = spawn(node.run(), name="watch")
        await asyncio.wait_for(steps_taken.wait(), 5)
        await cancelled(task)
    assert [one["event"] for one in logs] == ["watch.waits"]
