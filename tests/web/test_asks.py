"""Asking people for shifts over HTTP: by a coordinator, answered in the console and by a link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.sql.tables import message, person
from tests.doors import House, Visitor

SOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=4)


@pytest.fixture
async def cora(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "cora")


@pytest.fixture
async def anna(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "anna")


async def shift(cora: Visitor, after: float = 0, hours: float = 4, **more: Any) -> str:
    """A shift that begins so many hours after SOON; its id."""
    begins = SOON + timedelta(hours=after)
    given = {"name": "Noon", "starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=hours)).isoformat()}
    made: str = (await (await cora.post("/api/v1/shifts", json=given | more)).json())["id"]
    return made


async def id_of(node: Node, name: str) -> str:
    async with node.database.transaction() as connection:
        found: str = (await connection.execute(select(person.c.id).where(person.c.name == name))).scalar_one()
    return found


async def asked(cora: Visitor, *pairs: tuple[str, str]) -> dict[str, Any]:
    """Ask people by name for shifts."""
    given = [{"shift": one, "volunteer": await id_of(cora.node, name)} for one, name in pairs]
    answer = await cora.post("/api/v1/asks", json={"pairs": given})
    assert answer.status == 201, await answer.text()
    made: dict[str, Any] = await answer.json()
    return made


async def link(node: Node, name: str) -> str:
    """The token of somebody's last letter."""
    wanted = select(message.c.fields).where(message.c.person == await id_of(node, name)).order_by(message.c.id.desc())
    async with node.database.transaction() as connection:
        number = (await connection.execute(wanted.limit(1))).scalar_one()["number"]
    return node._doors.links.token("shifts", number)


async def listed(cora: Visitor) -> list[tuple[str, str]]:
    rows = (await (await cora.get(f"/api/v1/asks?from={SOON.date()}&days=2")).json())["asks"]
    return [(row["name"], row["state"]) for row in rows]


async def mine(who: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await (await who.get("/api/v1/my/asks")).json())["asks"]
    return found


async def test_coordinator_asks_and_sees_what_they_say(cora: Visitor, anna: Visitor) -> None:
    one, two = await shift(cora), await shift(cora, 24)
    made = await asked(cora, (one, "Anna"), (two, "Anna"), (one, "Bram"), ("s404", "Anna"))
    assert (made["asked"], made["letters"]) == (3, 2)
    assert [(each["state"], each["why"]) for each in made["pairs"]] == [("asked", None)] * 3 + [
        ("refused", "no_such_shift")
    ]
    assert [(each["shift"]["id"], each["state"], each["reasons"]) for each in await mine(anna)] == [
        (one, "open", []),
        (two, "open", []),
    ]
    yes = await anna.post(f"/api/v1/my/asks/{(await mine(anna))[0]['id']}", json={"answer": "yes"})
    got = await yes.json()
    assert (yes.status, got["state"], got["shift"]["signed"], got["shift"]["people"]) == (200, "yes", 1, [])
    first, second, last = await listed(cora)
    assert (sorted([first, second]), last) == ([("Anna", "yes"), ("Bram", "open")], ("Anna", "open"))
    assert [each["shift"]["id"] for each in (await (await anna.get("/api/v1/my/shifts")).json())["shifts"]] == [one]


async def test_rules_are_answered_with_their_reasons(cora: Visitor, anna: Visitor) -> None:
    one, other = await shift(cora), await shift(cora, 2)
    await asked(cora, (one, "Anna"), (other, "Anna"))
    await anna.post(f"/api/v1/shifts/{one}/sign_up")
    (left,) = await mine(anna)
    assert [reason["rule"] for reason in left["reasons"]] == ["overlap"]
    got = await (await anna.post(f"/api/v1/my/asks/{left['id']}", json={"answer": "yes"})).json()
    assert (got["state"], [reason["rule"] for reason in got["reasons"]]) == ("open", ["overlap"])
    again = await asked(cora, (await shift(cora, 1), "Anna"))
    assert (again["asked"], again["letters"]) == (0, 0)
    assert [(each["why"], [reason["rule"] for reason in each["reasons"]]) for each in again["pairs"]] == [
        ("rules", ["overlap"])
    ]


async def test_coordinator_takes_a_question_back(cora: Visitor, anna: Visitor) -> None:
    await asked(cora, (await shift(cora), "Anna"))
    (one,) = await mine(anna)
    for count in (1, 0):
        back = await cora.post("/api/v1/asks/withdraw", json={"asks": [one["id"]]})
        assert (back.status, await back.json()) == (200, {"withdrawn": count})
    assert await mine(anna) == []
    got = await (await anna.post(f"/api/v1/my/asks/{one['id']}", json={"answer": "yes"})).json()
    assert got["state"] == "withdrawn"
    assert await listed(cora) == [("Anna", "withdrawn")]


@pytest.mark.parametrize("number", ["1" * 18, "x", "-1"])
async def test_answer_to_what_is_not_there_is_refused(anna: Visitor, number: str) -> None:
    answer = await anna.post(f"/api/v1/my/asks/{number}", json={"answer": "yes"})
    got = await answer.json()
    assert (answer.status, got["code"]) in {(404, "no_such_ask"), (400, "bad_request")}


async def test_nobody_answers_for_another(doors: House, node: Node, cora: Visitor, anna: Visitor) -> None:
    await asked(cora, (await shift(cora), "Anna"))
    (one,) = await mine(anna)
    bram = await doors.visitor(node, "bram")
    answer = await bram.post(f"/api/v1/my/asks/{one['id']}", json={"answer": "no"})
    assert (answer.status, (await answer.json())["code"]) == (404, "no_such_ask")
    assert (await mine(bram), len(await mine(anna))) == ([], 1)


@pytest.mark.parametrize("wrong", [{"pairs": []}, {"pairs": [{"shift": "a b", "volunteer": "v"}]}, {}])
async def test_asking_nothing_is_refused(cora: Visitor, wrong: dict[str, Any]) -> None:
    assert (await cora.post("/api/v1/asks", json=wrong)).status == 400


async def test_thousands_of_pairs_are_taken_at_once(cora: Visitor) -> None:
    pairs = [{"shift": f"s{number:012}", "volunteer": f"v{number:012}"} for number in range(5000)]
    answer = await cora.post("/api/v1/asks", json={"pairs": pairs})
    assert (answer.status, (await answer.json())["asked"]) == (201, 0)


async def test_link_needs_no_log_in_and_looking_changes_nothing(
    doors: House, node: Node, cora: Visitor, anna: Visitor
) -> None:
    one, two = await shift(cora), await shift(cora, 24)
    await asked(cora, (one, "Anna"), (two, "Anna"))
    somebody, token = await doors.visitor(node), await link(node, "Anna")
    shown = await (await somebody.post("/api/v1/asked", json={"token": token})).json()
    line = node.settings.line
    assert (shown["line"], shown["timezone"]) == (line.name, line.timezone)
    assert [(each["shift"]["id"], each["state"]) for each in shown["asks"]] == [(one, "open"), (two, "open")]
    assert await listed(cora) == [("Anna", "open"), ("Anna", "open")]
    first, second = (each["id"] for each in shown["asks"])
    await somebody.post("/api/v1/asked", json={"token": token, "ask": first, "answer": "yes"})
    shown = await (await somebody.post("/api/v1/asked", json={"token": token, "ask": second, "answer": "no"})).json()
    assert [each["state"] for each in shown["asks"]] == ["yes", "no"]
    assert [each["shift"]["id"] for each in (await (await anna.get("/api/v1/my/shifts")).json())["shifts"]] == [one]


async def test_wrong_link_is_refused_and_slowed_down(doors: House, node: Node, cora: Visitor) -> None:
    await asked(cora, (await shift(cora), "Anna"))
    somebody = await doors.visitor(node)
    wrong = {"token": "1.AAAAAAAAAAAAAAAAAAAAAAAA"}
    answers = [await somebody.post("/api/v1/asked", json=wrong) for _ in range(6)]
    assert [one.status for one in answers] == [404] * 5 + [429]
    token = await link(node, "Anna")
    assert (await somebody.post("/api/v1/asked", json={"token": token})).status == 200


async def test_console_hears_that_somebody_is_asked(doors: House, node: Node, cora: Visitor) -> None:
    console = await doors.console(node, "anna")
    before = (await console.rest() or console.heard)[-1]["rota"]
    await asked(cora, (await shift(cora), "Anna"))
    heard = await console.hear("me", rota=before + 1)
    assert heard["presence"] == "away"
