"""SQL counts what the facts say."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from luisterlijn.facts import Fact
from luisterlijn.insight import past
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact, erased, fact_position
from tests.happenings import MORNING, Told, any_facts
from tests.insight.test_follower import counted, follower, shown, two_lives, write


async def test_base_counts_only_its_own_line(database: Database) -> None:
    await write(database, two_lives())
    base = await past.base(database, "other", MORNING)
    assert (base.position, base.counts, base.recent) == ("0-0", Counter(), ())


async def test_base_counts_what_was_erased_of_its_line_too(database: Database) -> None:
    await write(database, two_lives())
    before = (await past.base(database, "demo", MORNING)).counts
    gone = {"figure": "arrivals", "label": "chat"}
    async with database.transaction() as connection:
        await connection.execute(insert(erased).values(line="demo", amount=7, **gone))
        await connection.execute(insert(erased).values(line="other", amount=90, **gone))
    after = (await past.base(database, "demo", MORNING)).counts
    assert after - before == Counter({("arrivals", "chat"): 7})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=any_facts(), data=st.data())
async def test_sql_sums_what_the_facts_say(database: Database, facts: list[Fact], data: st.DataObject) -> None:
    async with database.transaction() as connection:
        await connection.execute(delete(contact))
        await connection.execute(delete(fact_position))
    await write(database, facts[: data.draw(st.integers(0, len(facts)))])
    one = follower(database, Told(facts))
    await one.step()
    assert shown(one) == counted(facts)
