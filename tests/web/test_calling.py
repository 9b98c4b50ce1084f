"""Call-outs over HTTP: begun and steered by coordinators, answered by whoever has the link."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.tasks import spawn
from luisterlijn.sql.database import POOL, WAITING
from luisterlijn.sql.tables import call_out, call_out_ask, message, person, shift, sign_up
from luisterlijn.volunteer.rota import new_id
from tests.doors import House, Visitor

HOUR = timedelta(hours=1)


@pytest.fixture
async def cora(doors: House, node: Node) -> Visitor:
    """The coordinator; Anna and Bram may be called."""
    async with node.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.role == "volunteer").values(callable=True))
    return await doors.visitor(node, "cora")


def wish(**more: Any) -> dict[str, Any]:
    now = clock.now()
    times = {"starts_at": (now - HOUR).isoformat(), "ends_at": (now + HOUR).isoformat()}
    return {"channels": ["chat", "phone"], "need": 1} | times | more


async def begun(cora: Visitor, **more: Any) -> dict[str, Any]:
    answer = await cora.post("/api/v1/callouts", json=wish(**more))
    assert answer.status == 201, await answer.text()
    found: dict[str, Any] = await answer.json()
    return found


async def link(node: Node, name: str) -> str:
    wanted = select(call_out_ask.c.id).join_from(call_out_ask, person, call_out_ask.c.volunteer == person.c.id)
    async with node.database.transaction() as connection:
        asks = (await connection.execute(wanted.where(person.c.name == name))).scalars().all()
    return node._doors.links.token("callout", max(asks))


async def signed_up(node: Node, name: str, begins: datetime, ends: datetime, **more: Any) -> str:
    """Somebody is on duty from and until then; their id."""
    values = {"id": new_id("u"), "line": node.settings.line.id, "state": "signed", "how": "self", "since": 0} | more
    async with node.database.transaction() as connection:
        who: str = (await connection.execute(select(person.c.id).where(person.c.name == name))).scalar_one()
        times = {"volunteer": who, "starts_at": begins, "ends_at": ends, "channels": ["chat", "phone"]}
        await connection.execute(insert(sign_up).values(**values, **times))
    await node._doors.roster.sync()
    return who


async def says(visitor: Visitor, token: str, said: str | None) -> dict[str, Any]:
    answer = await visitor.post("/api/v1/answer", json={"token": token, "answer": said})
    assert answer.status == 200, await answer.text()
    found: dict[str, Any] = await answer.json()
    return found


async def test_coordinator_begins_one_and_sees_who_was_asked(cora: Visitor) -> None:
    made = await begun(cora)
    assert (made["why"], made["state"], made["round"], made["stage"]) == ("asked", "running", 1, "willing")
    assert (made["started_by"], made["need"], made["filled"], made["shift_name"]) == ("Cora", 1, 0, None)
    assert sorted(one["name"] for one in made["asks"]) == ["Anna", "Bram"]
    assert {(one["round"], one["stage"], one["answer"]) for one in made["asks"]} == {(1, "willing", None)}
    listed = await (await cora.get("/api/v1/callouts")).json()
    assert [one["id"] for one in listed["callouts"]] == [made["id"]]


async def test_ways_of_each_ask_are_shown(node: Node, cora: Visitor) -> None:
    made = await begun(cora)
    way = {"kind": "mail", "state": "failed", "tries": 2, "trouble": "no such host"}
    async with node.database.transaction() as connection:
        anna = select(person.c.id).where(person.c.name == "Anna").scalar_subquery()
        await connection.execute(update(message).where(message.c.person == anna).values(ways={"7": way}))
    (one,) = (await (await cora.get("/api/v1/callouts")).json())["callouts"]
    assert {ask["name"]: ask["ways"] for ask in one["asks"]} == {"Anna": [way], "Bram": []}
    assert one["id"] == made["id"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends_at": "2026-01-01T00:00:00Z"}, "ends_at"),
        ({"starts_at": "2026-01-01T00:00:00Z"}, "ends_at"),
        ({"starts_at": "2026-01-01T00:00:00"}, "starts_at"),
        ({"starts_at": "9999-12-31T20:00:00Z", "ends_at": "9999-12-31T23:00:00Z"}, "starts_at"),
        ({"need": 0}, "need"),
        ({"channels": []}, "channels"),
    ],
)
async def test_call_out_for_no_sensible_time_is_refused(cora: Visitor, more: dict[str, Any], field: str) -> None:
    answer = await cora.post("/api/v1/callouts", json=wish(**more))
    assert (answer.status, (await answer.json())["field"]) == (400, field)


async def test_second_for_the_same_time_is_refused(cora: Visitor) -> None:
    await begun(cora)
    answer = await cora.post("/api/v1/callouts", json=wish(channels=["phone"]))
    assert (answer.status, (await answer.json())["code"]) == (409, "callout_runs")


async def test_force_repeat_and_stop_show_what_became_of_it(doors: House, node: Node, cora: Visitor) -> None:
    await doors.people(node, "dirk", "eva", "fien", "guus")
    async with node.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.role == "volunteer").values(callable=True))
    made = await begun(cora)
    path = f"/api/v1/callouts/{made['id']}"
    forced = await (await cora.post(f"{path}/force")).json()
    assert (forced["round"], len(forced["asks"])) == (2, 6)
    repeated = await (await cora.post(f"{path}/repeat")).json()
    assert (repeated["round"], len(repeated["asks"])) == (3, 12)
    stopped = await (await cora.post(f"{path}/stop")).json()
    assert (stopped["state"], stopped["stage"], stopped["next_at"]) == ("stopped", None, None)
    refused = await cora.post(f"{path}/stop")
    assert (refused.status, (await refused.json())["code"]) == (409, "callout_over")
    assert (await cora.post("/api/v1/callouts/o404/stop")).status == 404


async def test_answer_needs_only_the_link(doors: House, node: Node, cora: Visitor) -> None:
    made = await begun(cora)
    somebody = await doors.visitor(node)
    looked = await says(somebody, await link(node, "Anna"), None)
    line = node.settings.line
    assert (looked["state"], looked["line"], looked["timezone"]) == ("open", line.name, line.timezone)
    assert looked["channels"] == ["chat", "phone"]
    assert datetime.fromisoformat(looked["ends_at"]) == datetime.fromisoformat(made["ends_at"])
    assert (await says(somebody, await link(node, "Anna"), "yes"))["state"] == "yes"
    assert (await says(somebody, await link(node, "Bram"), "yes"))["state"] == "filled"
    (one,) = (await (await cora.get("/api/v1/callouts")).json())["callouts"]
    assert (one["state"], one["filled"]) == ("filled", 1)
    assert {ask["name"]: ask["answer"] for ask in one["asks"]} == {"Anna": "yes", "Bram": "too_late"}


async def test_yes_lets_the_next_caller_be_offered_once_they_check_in(doors: House, node: Node, cora: Visitor) -> None:
    now = clock.now()
    await signed_up(node, "Anna", now - 9 * HOUR, now - 8 * HOUR)  # and so not put on duty by logging in
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("error", code="no_shift")
    await begun(cora)
    await says(await doors.visitor(node), await link(node, "Anna"), "yes")
    await (await doors.caller(node)).hear("contact")
    await console.say("ready")
    await console.hear("me", presence="reserved")


async def test_wrong_link_is_refused_and_slowed_down(doors: House, node: Node, cora: Visitor) -> None:
    await begun(cora)
    somebody = await doors.visitor(node)
    wrong = "1.AAAAAAAAAAAAAAAAAAAAAAAA"
    answers = [await somebody.post("/api/v1/answer", json={"token": wrong}) for _ in range(6)]
    assert [one.status for one in answers] == [404] * 5 + [429]
    assert (await says(somebody, await link(node, "Anna"), None))["state"] == "open"


async def test_node_checks_in_and_calls_by_itself(doors: House, node: Node, cora: Visitor) -> None:
    now = clock.now()
    begins, ends = now - timedelta(seconds=1), now + HOUR
    values = {"id": "s1", "line": node.settings.line.id, "day": now.date(), "name": "now", "minimum": 2, "target": 2}
    async with node.database.transaction() as connection:
        times = {"starts_at": begins, "ends_at": ends, "channels": ["chat", "phone"], "state": "published"}
        await connection.execute(insert(shift).values(**values, **times))
    anna = await signed_up(node, "Anna", begins, ends, shift="s1")
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="ready")
    checked_in = select(sign_up.c.checked_in_at).where(sign_up.c.volunteer == anna)
    async with asyncio.timeout(10):
        while True:
            async with node.database.transaction() as connection:
                came = (await connection.execute(checked_in)).scalar_one()
            callouts = (await (await cora.get("/api/v1/callouts")).json())["callouts"]
            if came is not None and callouts:
                break
            await asyncio.sleep(0.1)
    assert [(one["why"], one["need"], [ask["name"] for ask in one["asks"]]) for one in callouts] == [
        ("short", 1, ["Bram"])
    ]


async def test_answers_that_wait_for_one_another_keep_no_coordinator_from_looking(
    doors: House, node: Node, cora: Visitor
) -> None:
    made, visitor = await begun(cora), await doors.visitor(node)
    tokens = [await link(node, name) for name in ("Anna", "Bram")]  # more by one link alone would be held off
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with node.database.transaction() as connection:
        await connection.execute(select(call_out).where(call_out.c.id == made["id"]).with_for_update())
        answers = [spawn(says(visitor, token, "yes"), name="answer") for token in tokens * (POOL // 2)]
        while (await connection.execute(waiting)).scalar_one() < WAITING:
            await asyncio.sleep(0.01)
        assert (await cora.get("/api/v1/callouts")).status == 200
        assert not any(one.done() for one in answers)
    assert {one["state"] for one in await asyncio.gather(*answers)} == {"yes", "filled"}
