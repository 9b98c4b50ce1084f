"""Tailing the streams: every fact once and in order, unknown ones left out, signals when they come."""

from __future__ import annotations

from luisterlijn.live import keys
from luisterlijn.live.stream import FactReader, Tail
from tests.play import Play


async def test_reader_goes_on_after_its_position(play: Play, valkey: str) -> None:
    await play.enter("c1")
    reader = FactReader(valkey, play.line.id)
    first = await reader.read("0-0", 2, 0)
    assert [fact.kind for fact in first] == ["line.epoch_changed", "contact.arrived"]
    assert [fact.kind for fact in await reader.read(reader.last_id, 9, 0)] == ["contact.queued"]
    at = reader.last_id
    assert (await reader.read(at, 9, 1), reader.last_id) == ([], at)
    await reader.close()


async def test_reader_leaves_out_what_it_does_not_know_and_moves_on(play: Play, valkey: str) -> None:
    await play.enter("c1")
    unknown = await play.redis.xadd(keys.name(play.line.id, "facts"), {"kind": "from.tomorrow", "at": "0"})
    reader = FactReader(valkey, play.line.id)
    assert len(await reader.read("0-0", 99, 0)) == 3
    assert reader.last_id == unknown
    await reader.close()


async def test_tail_brings_facts_and_signals_after_the_snapshot(play: Play, valkey: str) -> None:
    await play.enter("c1")
    rows = await play.line.snapshot()
    await play.write("c1", "k1", "hallo")
    await play.enter("c2")
    tail = Tail(valkey, play.line.id, rows.last_fact, rows.last_signal)
    batches = tail.batches()
    batch = await anext(batches)
    assert [fact.kind for fact in batch.facts] == ["contact.arrived", "contact.queued"]
    assert [(one.kind, one.about, one.fields) for one in batch.signals] == [
        ("message", "c1", {"by": "caller", "seq": "1"})
    ]
    assert (batch.lagged, tail.fact_id) == (False, batch.facts[-1].id)
    await batches.aclose()
