"""Facts become rows once, whatever is repeated, split, shared or stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text

from luisterlijn.contact.history import History, apply
from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import ContactArrived, Fact
from luisterlijn.live.stream import FactReader
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.record.writer import Writer
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.tables import RECORD, contact, fact_position
from tests.happenings import MORNING, Story, Told, any_facts
from tests.play import Play

NO_WAIT = timedelta(milliseconds=10)


class Ledger:
    """What a writer says it has kept."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []

    async def consumed(self, name: str, fact_id: str) -> None:
        self.kept.append((name, fact_id))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def writer(database: Database, told: Told, ledger: Ledger, **options: Any) -> Writer:
    return Writer(database, told, "demo", ledger.consumed, **{"gather": NO_WAIT, "stand_by": NO_WAIT, **options})


async def rows(database: Database) -> dict[str, History]:
    columns = [contact.c[field.name] for field in fields(History)]
    async with database.transaction() as connection:
        found = (await connection.execute(select(*columns).where(contact.c.line == "demo"))).mappings()
        return {row["contact"]: History(**row) for row in found}


def folded(facts: list[Fact]) -> dict[str, History]:
    found: dict[str, History] = {}
    for fact in facts:
        name = getattr(fact, "contact", "")
        after = apply(found.get(name), fact)
        if after is not None:
            found[name] = after
    return found


def three_lives() -> list[Fact]:
    story = Story()
    for number, name in enumerate("abc"):
        story.arrives(name, number * 10)
        story.answered(name, number * 10 + 5, waited=5)
        story.over(name, number * 10 + 8, talked=3, wrapup=1)
    return story.facts


async def written(one: Writer, told: Told) -> None:
    """Step until everything told is written."""
    async with asyncio.timeout(20):
        while one._position != told.told[-1].id:
            await asyncio.sleep(await one.step())


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.01)


async def test_step_writes_one_row_a_contact(database: Database, ledger: Ledger) -> None:
    told = Told(three_lives())
    await writer(database, told, ledger).step()
    assert await rows(database) == folded(told.told)
    assert ledger.kept == [(RECORD, "0-0"), (RECORD, told.told[-1].id)]


@pytest.mark.parametrize("batch", [1, 2, 7, 1000])
async def test_step_in_batches_of_any_size(database: Database, ledger: Ledger, batch: int) -> None:
    told = Told(three_lives())
    await written(writer(database, told, ledger, batch=batch), told)
    assert await rows(database) == folded(told.told)


async def test_step_after_a_restart_goes_on_where_the_last_one_stopped(database: Database, ledger: Ledger) -> None:
    everything = three_lives()
    told = Told(everything[:8])
    await written(writer(database, told, ledger), told)
    told.told = everything
    await written(writer(database, told, ledger), told)
    assert await rows(database) == folded(everything)


async def test_step_when_the_position_was_lost_writes_the_same(database: Database, ledger: Ledger) -> None:
    told = Told(three_lives())
    await written(writer(database, told, ledger), told)
    before = await rows(database)
    async with database.transaction() as connection:
        await connection.execute(delete(fact_position))
    await written(writer(database, told, ledger, batch=5), told)
    assert await rows(database) == before


async def test_step_by_several_nodes_at_once(database: Database, ledger: Ledger) -> None:
    told = Told(three_lives())
    nodes = [writer(database, told, ledger, batch=2) for _ in range(4)]
    await asyncio.gather(*(written(node, told) for node in nodes))
    assert await rows(database) == folded(told.told)


async def test_step_stands_by_while_another_node_writes(database: Database, ledger: Ledger) -> None:
    told = Told(three_lives())
    one = writer(database, told, ledger, stand_by=timedelta(seconds=9))
    async with database.transaction() as connection:
        await connection.execute(fact_position.insert().values(consumer=RECORD, line="demo", last_fact="0-0"))
    async with database.transaction() as connection:
        await connection.execute(select(fact_position).with_for_update())
        assert await one.step() == 9
    assert await rows(database) == {}
    await one.step()
    assert await rows(database) == folded(told.told)


async def test_step_leaves_out_a_fact_that_no_row_can_hold(database: Database, ledger: Ledger) -> None:
    told = Told(three_lives())
    arrived = told.told[0]
    assert isinstance(arrived, ContactArrived)
    told.told.insert(1, arrived.model_copy(update={"id": arrived.id + "1", "contact": "bad", "topic": "a\x00b"}))
    await writer(database, told, ledger).step()
    assert await rows(database) == folded([fact for fact in told.told if getattr(fact, "contact", "") != "bad"])
    assert ledger.kept[-1] == (RECORD, told.told[-1].id)


async def test_step_passes_entries_it_does_not_know(database: Database, ledger: Ledger) -> None:
    class Newer(Told):
        async def read(self, after: str, count: int, block_ms: int) -> list[Fact]:  # noqa: ARG002 - nothing known
            self.last_id = "99-0"
            return []

    one = writer(database, Newer([]), ledger)
    await one.step()
    assert one._position == "99-0"
    assert await one.step() == 0


async def test_record_lag_is_the_age_of_the_oldest_fact_not_written(database: Database, ledger: Ledger) -> None:
    told = Told(three_lives())
    one = writer(database, told, ledger)
    assert one.record_lag(MORNING) == 0
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE contact RENAME TO elsewhere"))
    with pytest.raises(Exception, match="does not exist"):
        await one.step()
    assert one.record_lag(MORNING + timedelta(seconds=30)) == 30
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO contact"))
    await one.step()
    assert one.record_lag(MORNING + timedelta(seconds=60)) == 0


async def test_record_lag_of_a_long_backlog_is_nought_only_at_its_end(database: Database) -> None:
    told, later = Told(three_lives()), MORNING + timedelta(hours=1)
    seen: list[float] = []

    async def consumed(_name: str, _fact: str) -> None:
        seen.append(one.record_lag(later))

    one = Writer(database, told, "demo", consumed, batch=4, gather=NO_WAIT)
    await written(one, told)
    assert len(seen) > 3
    assert [lag > 0 for lag in seen] == [False, *[True] * (len(seen) - 2), False]  # before the first read nothing waits
    assert seen[1:-1] == sorted(seen[1:-1], reverse=True)


async def test_record_lag_of_a_backlog_of_whole_batches_is_nought_once_nothing_follows(
    database: Database, ledger: Ledger
) -> None:
    told = Told(three_lives())
    one = writer(database, told, ledger, batch=len(told.told))
    await one.step()
    assert one.record_lag(MORNING + timedelta(hours=1)) > 0
    await one.step()
    assert one.record_lag(MORNING + timedelta(hours=1)) == 0


@pytest.fixture
def halted(home: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(home, options=("fsync=off",))
    yield server
    server.stop()


async def test_run_goes_on_by_itself_after_sql_was_away(halted: EmbeddedPostgres, home: Path, ledger: Ledger) -> None:
    everything = three_lives()
    told = Told(everything[:5])
    async with Database(halted.start(), home).opened() as database:
        one = writer(database, told, ledger)
        running = spawn(one.run(), name="writer")
        async with asyncio.timeout(30):
            await until(lambda: ledger.kept[-1:] == [(RECORD, everything[4].id)])
            halted.halt()
            told.told = everything
            await until(lambda: one.record_lag(MORNING + timedelta(hours=1)) > 0)
            with pytest.raises(StoreAwayError):
                await rows(database)
            halted.start()
            await until(lambda: ledger.kept[-1] == (RECORD, everything[-1].id))
        await cancelled(running)
        assert await rows(database) == folded(everything)
        assert one.record_lag(MORNING + timedelta(hours=1)) == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=any_facts(), batch=st.integers(1, 50), replayed=st.integers(0, 40))
async def test_any_facts_in_any_batches_and_replayed_from_anywhere(
    database: Database, facts: list[Fact], batch: int, replayed: int
) -> None:
    async with database.transaction() as connection:
        await connection.execute(delete(contact))
        await connection.execute(delete(fact_position))
    told, ledger = Told(facts), Ledger()
    if facts:
        await written(writer(database, told, ledger, batch=batch, gather=timedelta()), told)
        async with database.transaction() as connection:
            back = facts[min(replayed, len(facts) - 1)].id
            await connection.execute(fact_position.update().values(last_fact=back))
        await written(writer(database, told, ledger, batch=batch + 1, gather=timedelta()), told)
    assert await rows(database) == folded(facts)


async def test_step_writes_what_the_engine_says(database: Database, play: Play) -> None:
    line = play.line
    reader = FactReader(line.live.url, line.id)
    await play.talk("heard", "vnoor")
    await play.pass_(600, callers=["heard"], volunteers=["vnoor"])
    await play.finish("heard", "vnoor", heavy=True)
    await play.enter("left")
    await play.enter("shut", is_open=False)
    one = Writer(database, reader, line.id, line.consumed)
    await one.step()
    async with database.transaction() as connection:
        found = await connection.execute(select(contact).where(contact.c.line == line.id).order_by(contact.c.contact))
    heard, waiting, shut = found.all()
    assert (heard.outcome, heard.talked_ms, heard.heavy, heard.volunteer) == ("answered", 600_000, True, "vnoor")
    assert (heard.handled_ms, heard.offers_made, heard.offers_accepted) == (600_000, 1, 1)
    assert (waiting.contact, waiting.outcome, waiting.closed_at) == ("left", None, None)
    assert (shut.outcome, shut.refusal_reason) == ("refused", "closed")
    assert await reader.read(one._position or "", 10, 0) == []
    await reader.close()
