"""A call-out: one at a time, round after round, held by whoever steps it, and what a coordinator may do with it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from luisterlijn.errors import RefusedError, StoreAwayError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out_ask, message
from luisterlijn.volunteer import callout
from luisterlijn.volunteer.callout_need import Gap
from tests.calling import BOTH, Calling
from tests.rota import NOW, local

MINUTES = timedelta(minutes=1)


@pytest.fixture
async def rota(database: Database) -> Calling:
    played = Calling(database)
    await played.willing("anna", "bram", "carl")
    await played.people("cora", role="coordinator")
    return played


async def begun(rota: Calling, *given: Any, **more: Any) -> str:
    number = await rota.begin(*given, **more)
    assert number is not None
    return number


async def coordinate(rota: Calling, what: Any, number: str, now: datetime = NOW) -> None:
    async with rota.database.transaction() as connection:
        await what(connection, rota.of, number, now, by="cora")


async def refused(rota: Calling, what: Any, number: str, now: datetime = NOW) -> str:
    with pytest.raises(RefusedError) as error:
        await coordinate(rota, what, number, now)
    return error.value.code


# --- beginning -------------------------------------------------------------------------------------------------------


async def test_begin_is_told_and_audited(rota: Calling) -> None:
    number = await begun(rota)
    assert await rota.told() == [{"kind": "callout.changed", "callout": number, "state": "running", "round": "0"}]
    assert await rota.audited() == [("cora", "callout.started")]


async def test_begin_for_what_a_running_one_is_for_is_nothing(rota: Calling) -> None:
    number = await begun(rota, 18, 22, channels=("chat",))
    assert await rota.begin(20, 23) is None
    assert await rota.begin(20, 23, channels=("phone",)) is not None
    assert await rota.begin(22, 23, channels=("chat",)) is not None
    await coordinate(rota, callout.stop, number)
    assert await rota.begin(18, 20) is not None


async def test_begin_twenty_times_at_once_is_one_call_out(rota: Calling, database_url: str) -> None:
    async with Database(database_url, Path()).opened() as other:
        nodes = [rota, Calling(other)]
        found = await asyncio.gather(*(nodes[n % 2].begin(18 + n % 4, 22) for n in range(20)))
    assert len([one for one in found if one is not None]) == 1
    assert len(await rota.call_outs()) == 1


# --- rounds ----------------------------------------------------------------------------------------------------------


async def test_round_asks_writes_and_says_when_the_next_begins(rota: Calling) -> None:
    number = await begun(rota)
    await rota.told()
    await rota.step(number)
    asked = await rota.asked()
    assert len(asked) == 2
    assert set(asked) < {"anna", "bram", "carl"}
    assert await rota.written("callout") == asked
    row = await rota.row(number)
    assert (row.round, row.next_at) == (1, NOW + 5 * MINUTES)
    assert await rota.told() == [{"kind": "callout.changed", "callout": number, "state": "running", "round": "1"}]
    assert await rota.audited() == [("cora", "callout.started"), ("system", "callout.asked")]


async def test_message_of_a_round_has_what_its_words_need_and_expires(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number, now=local(4, 12))
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(message).order_by(message.c.id).limit(1))).one()
        asked = select(call_out_ask.c.id).where(call_out_ask.c.volunteer == row.person)
        ask = (await connection.execute(asked)).scalar_one()
    assert (row.key, row.about, row.expires_at) == (f"callout:{ask}", number, local(4, 22))
    assert row.fields == {
        "number": ask,
        "stage": "willing",
        "channels": "chat phone",
        "starts_at": local(4, 18).isoformat(),
        "ends_at": local(4, 22).isoformat(),
    }


async def test_step_before_the_round_is_over_changes_nothing(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await rota.step(number, now=NOW + 4.9 * MINUTES)
    assert len(await rota.asked()) == 2
    await rota.step(number, now=NOW + 5 * MINUTES)
    assert sorted(await rota.asked()) == ["anna", "bram", "carl"]


async def test_call_out_goes_through_all_stages_and_tells_coordinators_that_nobody_is_left(rota: Calling) -> None:
    await rota.people("stan", "sven", "sara")
    standby = await rota.shift(4, 20, 24, standby=True)
    for name in ("stan", "sven", "sara"):
        await rota.take(standby, name)
    number = await begun(rota)
    now = NOW
    for _ in range(6):
        await rota.step(number, now=now)
        now = (await rota.row(number)).next_at or now
    rounds = [(turn, stage) for turn, stage, _, _ in await rota.asks()]
    assert rounds == [
        *[(1, "standby")] * 2,
        (2, "standby"),
        *[(3, "willing")] * 2,
        (4, "willing"),
        (5, "coordinator"),
    ]
    assert await rota.state(number) == ("exhausted", 1, 0)
    assert (await rota.row(number)).ended_at == NOW + (3 + 3 + 5 + 5 + 10) * MINUTES
    assert await rota.written("callout_exhausted") == ["cora"]
    assert (await rota.told())[-1] == {"kind": "callout.changed", "callout": number, "state": "exhausted", "round": "5"}


async def test_call_out_of_which_the_time_is_over_ends(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await rota.step(number, now=local(4, 22))
    assert (await rota.state(number), await rota.written("callout")) == (("over", 1, 0), [])


async def test_call_out_that_healed_ends_and_those_asked_are_thanked(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await rota.sent()
    asked = await rota.asked()
    await rota.step(number, lacking=0)
    assert await rota.state(number) == ("filled", 0, 0)
    assert await rota.written("callout_filled") == asked


async def test_question_not_yet_sent_is_taken_back_without_thanks(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    assert len(await rota.written("callout")) == 2
    await rota.step(number, lacking=0)
    assert await rota.written("callout", "callout_filled") == []


async def test_need_follows_what_is_lacking(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await rota.told()
    await rota.step(number, lacking=3)
    assert (await rota.state(number), [fact["round"] for fact in await rota.told()]) == (("running", 3, 0), ["1"])
    await rota.step(number, lacking=3)
    assert await rota.told() == []


# --- the coordinator -------------------------------------------------------------------------------------------------


async def test_stop_asks_nobody_any_more(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await coordinate(rota, callout.stop, number)
    await rota.step(number, now=NOW + 9 * MINUTES)
    assert (await rota.state(number), len(await rota.asked())) == (("stopped", 1, 0), 2)
    assert await rota.written("callout", "callout_filled") == []
    assert (await rota.audited())[-1] == ("cora", "callout.stopped")
    assert [await refused(rota, what, number) for what in (callout.stop, callout.force)] == ["callout_over"] * 2
    for what in (callout.stop, callout.force, callout.repeat):
        assert await refused(rota, what, "o404") == "no_such_callout"


async def test_force_begins_the_next_round_at_once(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await coordinate(rota, callout.force, number, NOW + MINUTES)
    assert sorted(await rota.asked()) == ["anna", "bram", "carl"]
    assert (await rota.row(number)).next_at == NOW + 6 * MINUTES
    assert [what for _, what in await rota.audited()][-2:] == ["callout.forced", "callout.asked"]


async def test_repeat_asks_those_who_did_not_answer_once_more(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    no, silent = await rota.asked()
    await rota.says(no, "no")
    await coordinate(rota, callout.repeat, number, NOW + MINUTES)
    assert [(turn, name) for turn, _, name, _ in await rota.asks()] == [(1, no), (1, silent), (2, silent)]
    assert await rota.written("callout") == sorted([no, silent, silent])
    await rota.says(silent, "no")
    assert await refused(rota, callout.repeat, number) == "nobody_to_ask"
    assert [what for _, what in await rota.audited()][-3:] == ["callout.repeated", "callout.asked", "callout.answered"]


async def test_repeat_lets_one_that_found_nobody_run_again(rota: Calling) -> None:
    number = await begun(rota)
    for turn in range(4):
        await rota.step(number, now=NOW + 20 * turn * MINUTES)
    assert (await rota.state(number))[0] == "exhausted"
    await coordinate(rota, callout.repeat, number, NOW + 90 * MINUTES)
    assert ((await rota.state(number))[0], (await rota.asks())[-1][:3]) == ("running", (4, "coordinator", "cora"))


async def test_repeat_of_one_that_was_stopped_lets_it_run_again_and_of_one_filled_does_not(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    await coordinate(rota, callout.stop, number)
    await coordinate(rota, callout.repeat, number)
    row = await rota.row(number)
    assert (row.state, row.ended_at, row.round) == ("running", None, 2)
    await rota.step(number, lacking=0)
    assert await refused(rota, callout.repeat, number) == "callout_over"


async def test_repeat_of_what_is_over_is_refused(rota: Calling) -> None:
    number = await begun(rota)
    await rota.step(number)
    assert await refused(rota, callout.repeat, number, local(4, 22)) == "callout_over"


async def test_repeat_beside_another_call_out_of_that_time_is_refused(rota: Calling) -> None:
    number = await begun(rota)
    for turn in range(4):
        await rota.step(number, now=NOW + 20 * turn * MINUTES)
    await begun(rota)
    assert await refused(rota, callout.repeat, number, NOW + 90 * MINUTES) == "callout_runs"


# --- a node that dies ------------------------------------------------------------------------------------------------


async def count(rota: Calling) -> tuple[int, int, int]:
    """Asks, messages, and the round."""
    async with rota.database.transaction() as connection:
        asks = (await connection.execute(select(func.count()).select_from(call_out_ask))).scalar_one()
        messages = (await connection.execute(select(func.count()).select_from(message))).scalar_one()
        turn = (await connection.execute(text("SELECT round FROM call_out"))).scalar_one()
    return asks, messages, turn


async def test_round_whose_connection_is_cut_in_the_middle_is_done_whole_by_the_next(
    rota: Calling, database_url: str
) -> None:
    number = await begun(rota)

    async def dies(database: Database) -> None:
        async with database.transaction() as connection:
            await callout.step(connection, rota.of, number, NOW)
            pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            seen = (await connection.execute(select(func.count()).select_from(call_out_ask))).scalar_one()
            assert seen == 2
            async with rota.database.transaction() as killer:
                await killer.execute(select(func.pg_terminate_backend(pid)))
            await connection.execute(text("SELECT 1"))

    async with Database(database_url, Path()).opened() as dying:
        with pytest.raises(StoreAwayError):
            await dies(dying)
    assert await count(rota) == (0, 0, 0)
    await rota.step(number)
    assert await count(rota) == (2, 2, 1)


async def test_round_whose_node_is_cancelled_in_the_middle_is_done_whole_by_the_next(
    rota: Calling, database_url: str
) -> None:
    number = await begun(rota)
    halfway = asyncio.Event()

    async def node(database: Database) -> None:
        async with database.transaction() as connection:
            await callout.step(connection, rota.of, number, NOW)
            halfway.set()
            await asyncio.Event().wait()

    async with Database(database_url, Path()).opened() as dying, asyncio.TaskGroup() as group:
        task = group.create_task(node(dying))
        await halfway.wait()
        await rota.step(number)  # held by the other: left alone
        assert await count(rota) == (0, 0, 0)
        task.cancel()
    await rota.step(number)
    assert await count(rota) == (2, 2, 1)


async def test_begin_with_a_gap_of_its_own_is_kept_as_given(rota: Calling) -> None:
    shift = await rota.shift()
    number = await begun(rota, 19, 22, 2, why="no_show", shift=shift)
    one = callout.of_row(await rota.row(number))
    assert Gap(one.starts_at, one.ends_at, one.why, one.channels, one.need, one.shift) == Gap(
        local(4, 19), local(4, 22), "no_show", BOTH, 2, shift
    )
