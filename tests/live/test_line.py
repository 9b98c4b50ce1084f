"""The line as a whole: epochs when state is lost, the sweep, the snapshot, trimming."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn import clock, facts
from luisterlijn.contact import queue
from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live import keys
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from luisterlijn.volunteer import presence
from tests.play import START, Play


async def test_open_for_the_first_time_holds_nothing(play: Play) -> None:
    await play.ready("v1")
    assert await play.enter("c1") == ("OFFERED", None)
    assert play.line.epoch > 0


async def test_call_on_a_wiped_line_writes_nothing_and_opens_it_again(play: Play) -> None:
    await play.ready("v1")
    known = play.line.epoch
    await play.wipe()
    with pytest.raises(EngineAwayError):
        await presence.connect(play.line, "v1")
    names = [key async for key in play.redis.scan_iter(f"{keys.root(play.line.id)}:*")]
    assert names == [keys.name(play.line.id, "meta")]  # its driven clock
    assert await presence.connect(play.line, "v1") == "away"
    assert play.line.epoch > known


async def test_wipe_holds_matching_two_heartbeats_and_then_matches_in_order(play: Play) -> None:
    await play.enter("c1")
    await play.wipe()
    await play.line._open(play.redis)
    await play.ready("v1")
    assert await play.resume("c2", START - timedelta(seconds=5)) == "REENTERED"
    assert await play.resume("c1", START - timedelta(seconds=50)) == "REENTERED"
    assert (await play.order(), await play.presence("v1")) == (["c1", "c2"], "ready")
    await play.pass_(19.999, callers=["c1", "c2"], volunteers=["v1"])
    assert await play.presence("v1") == "ready"
    await play.pass_(0.001)
    assert (await play.offered("c1"), await play.offered("c2")) == ("v1", "")


async def test_arrival_between_the_hold_and_its_sweep_overtakes_nobody(play: Play) -> None:
    await play.enter("c1")
    await play.wipe()
    await play.line._open(play.redis)
    await play.resume("c1")
    await play.ready("v1")
    await queue.beat(play.line, ["c1"])
    play.now += timedelta(seconds=20)
    await play.line.drive(play.now)
    assert await play.enter("c2") == ("WAITING", None)
    await queue.beat(play.line, ["c1", "c2"])
    await presence.beat(play.line, ["v1"])
    await play.line.sweep()
    assert await play.offered("c1") == "v1"


async def test_stale_stream_begins_a_new_epoch(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    fence, known = await play.fence("c1"), play.line.epoch
    rows = await play.redis.xrevrange(keys.name(play.line.id, "facts"), count=1)
    play.line.seen_fact = rows[0][0]
    await play.line._open(play.redis)
    assert play.line.epoch == known
    await play.redis.xdel(keys.name(play.line.id, "facts"), rows[0][0])
    await play.line._open(play.redis)
    assert play.line.epoch > known
    assert await play.accept("c1", "v1", fence) == "OFFER_GONE"
    assert await play.decline("c1", "v1", fence) == "OFFER_GONE"
    await play.pass_(0.001)
    assert (await play.offered("c1"), await play.presence("v1")) == ("", "ready")  # its offer is over at once
    await play.pass_(20, callers=["c1"], volunteers=["v1"])
    assert (await play.offered("c1"), int(await play.fence("c1")) > int(fence)) == ("v1", True)
    assert (await presence.look(play.line, "v1"))["missed"] == "0"


async def test_loss_is_noticed_also_where_others_have_written_since(play: Play) -> None:
    await play.enter("c1")
    rows = await play.redis.xrevrange(keys.name(play.line.id, "facts"), count=1)
    play.line.seen_fact, known = rows[0][0], play.line.epoch
    await play.redis.xdel(keys.name(play.line.id, "facts"), rows[0][0])
    await play.enter("c2")
    await play.line._open(play.redis)
    assert play.line.epoch > known


async def test_stream_that_was_only_trimmed_is_no_loss(play: Play) -> None:
    await play.enter("c1")
    rows = await play.redis.xrevrange(keys.name(play.line.id, "facts"), count=1)
    play.line.seen_fact, known = rows[0][0], play.line.epoch
    await play.redis.xtrim(keys.name(play.line.id, "facts"), maxlen=0, approximate=False)
    await play.line._open(play.redis)
    assert play.line.epoch == known
    await play.enter("c2")
    await play.line._open(play.redis)
    assert play.line.epoch == known


async def test_facts_after_a_loss_come_after_all_that_was_read(play: Play) -> None:
    """A primary whose clock ran ahead is gone: readers stand where the new one's own ids would not come for a while."""
    await play.enter("c1")
    ahead = clock.to_ms(clock.now()) + 60_000
    play.line.seen_fact = f"{ahead}-3"
    await play.line._open(play.redis)
    await play.enter("c2")
    ids = [int(fact.id.partition("-")[0]) for fact in await play.facts() if int(fact.id.partition("-")[0]) > ahead]
    assert len(ids) == 3  # the epoch, the arrival, its place in line


async def test_older_epoch_than_the_node_knew_is_a_loss(play: Play) -> None:
    await play.enter("c1")
    play.line.epoch += 7
    known = play.line.epoch
    await play.line._open(play.redis)
    assert play.line.epoch > known
    assert len(await play.told(facts.LineEpochChanged)) == 2


async def test_epoch_begun_by_a_fresh_node_is_a_loss_to_one_that_knew_another(play: Play, valkey: str) -> None:
    await play.enter("c1")
    await play.wipe()
    fresh = Live(valkey)
    other = Line(fresh, play.line.id, Timing(), Limits())
    await other.snapshot()
    await fresh.close()
    begun = other.epoch
    await play.line._open(play.redis)
    assert play.line.epoch > begun
    await play.line._open(play.redis)
    assert len(await play.told(facts.LineEpochChanged)) == 2


async def test_sweep_handles_many_deadlines_in_batches(play: Play) -> None:
    for number in range(450):
        await play.enter(f"c{number}")
    play.now += timedelta(seconds=20)
    await play.line.drive(play.now)
    assert [await play.line.sweep() for _ in range(3)] == [0.0, 0.0, 0.2]
    await play.pass_(60)
    assert await play.order() == []
    assert len(await play.told(facts.ContactAbandoned)) == 450


async def test_snapshot_has_everybody(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.enter("c2")
    rows = await play.line.snapshot()
    assert rows.at == START
    key, arrived = str(play.now_ms), str(play.now_ms)
    assert rows.waiting == [["c2", key, "chat.nl.any.any", arrived, "2", "waiting"]]
    assert [row[:2] for row in rows.talking] == [["c1", "v1"]]
    assert [row[:4] for row in rows.volunteers] == [["v1", "busy", "0", "chat.nl.any.any"]]
    assert rows.last_fact == (await play.facts())[-1].id


async def test_trimming_never_passes_the_slowest_reader(play: Play) -> None:
    for number in range(300):
        await play.enter(f"c{number}")
    ids = [fact.id for fact in await play.facts()]
    await play.line.consumed("slow", ids[0])
    await play.call("line_consumed_v1", "quick", ids[-1], 0)
    assert [fact.id for fact in await play.facts()] == ids
    play_ms = clock.to_ms(clock.now())
    assert int(ids[-1].split("-")[0]) <= play_ms
    await play.redis.execute_command("XADD", keys.name(play.line.id, "facts"), "*", "kind", "x", "at", "0")
    await play.call("line_consumed_v1", "slow", ids[-1], -5000)
    left = [entry_id for entry_id, _ in await play.redis.xrange(keys.name(play.line.id, "facts"))]
    assert (len(left) < len(ids), ids[-1] in left) == (True, True)


async def test_abuse_key_of_a_day_is_one_for_all(play: Play) -> None:
    assert await play.line.abuse_key("2026-05-04", "first") == "first"
    assert await play.line.abuse_key("2026-05-04", "second") == "first"


async def test_deadline_whose_handler_failed_is_handled_again(play: Play) -> None:
    await play.enter("c1")
    play.now += timedelta(seconds=20)
    await play.line.drive(play.now)
    broken = keys.name(play.line.id, "contact", "c1")
    await play.redis.rename(broken, f"{broken}-away")
    await play.redis.set(broken, "not a hash")
    with pytest.raises(EngineError):
        await play.line.sweep()
    assert [name for name, _ in await deadlines(play)] == ["cbeat|c1"]
    await play.redis.delete(broken)
    await play.redis.rename(f"{broken}-away", broken)
    await play.pass_(60)
    assert (await play.contact("c1"))["conn"] == "unsure"


async def deadlines(play: Play) -> list[tuple[str, float]]:
    return list(await play.redis.zrange(keys.name(play.line.id, "deadlines"), 0, -1, withscores=True))
