"""People over HTTP: listed, invited, changed, stopped, and as a file."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.sql.tables import person, session, sign_up
from luisterlijn.web.people import LARGEST_FILE
from tests.doors import PASSWORD, House, Visitor, address, house, settings

LACKING = [{"kind": "certificate", "what": "", "on": None}, {"kind": "training", "what": "basis", "on": None}]


@pytest.fixture
async def doors(valkey: str, database_url: str) -> AsyncIterator[House]:
    asked = {"certificate": "required", "trainings": ["basis"]}
    async with house(settings(valkey, database_url, requirements=asked)) as opened:
        yield opened


@pytest.fixture
async def cora(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "cora")


@pytest.fixture
async def dora(doors: House, node: Node) -> Visitor:
    await doors.people(node, "dora", role="administrator")
    return await doors.visitor(node, "dora")


async def listed(visitor: Visitor, query: str = "") -> dict[str, dict[str, Any]]:
    answer = await (await visitor.get(f"/api/v1/people{query}")).json()
    return {one["name"]: one for one in answer["people"]}


def given(shown: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a page sends back of a person it was shown."""
    return {name: value for name, value in shown.items() if name not in READ_ONLY} | more


READ_ONLY = frozenset({"id", "active", "invited", "lacks", "expires"})


async def test_people_are_listed_with_what_they_lack(cora: Visitor) -> None:
    answer = await (await cora.get("/api/v1/people")).json()
    assert [one["name"] for one in answer["people"]] == ["Anna", "Bram", "Cora"]
    assert answer["people"][0]["lacks"] == LACKING
    assert (answer["trainings"], answer["certificate"], answer["mail"]) == (["basis"], "required", False)


async def give_certificate(cora: Visitor, name: str, days: int) -> None:
    until = str(clock.now().date() + timedelta(days=days))
    someone = (await listed(cora))[name]
    path = f"/api/v1/people/{someone['id']}"
    assert (await cora.ask("PUT", path, json=given(someone, certificate_until=until))).status == 200


async def test_people_whose_papers_end_soon_or_have_ended_are_listed_by_themselves(cora: Visitor) -> None:
    await give_certificate(cora, "Anna", 59)
    await give_certificate(cora, "Bram", 70)
    found = await listed(cora, "?expiring=1")
    assert found.keys() == {"Anna"}
    await give_certificate(cora, "Bram", -2)
    assert (await listed(cora, "?expiring=1")).keys() == {"Anna", "Bram"}
    assert [one["kind"] for one in found["Anna"]["expires"]] == ["certificate"]


async def test_invited_person_chooses_a_password_by_the_link_and_logs_in(
    doors: House, node: Node, cora: Visitor
) -> None:
    email = address(node, "els")
    answer = await cora.post("/api/v1/people", json={"name": "Els", "email": email})
    invited = await answer.json()
    assert (answer.status, invited["mailed"], invited["person"]["invited"]) == (200, False, True)
    origin, _, token = invited["link"].partition("/invitation#")
    assert origin == node.url
    els = await doors.visitor(node)
    looked = await (await els.post("/api/v1/invitation", json={"token": token})).json()
    assert looked == {
        "state": "open",
        "line": doors.settings.line.name,
        "name": "Els",
        "email": email,
        "shortest_password": 10,
    }
    taken = await els.post("/api/v1/invitation", json={"token": token, "password": PASSWORD})
    assert (await taken.json())["state"] == "taken"
    await els.log_in("els")
    assert (await (await els.get("/api/v1/me")).json())["name"] == "Els"
    again = await els.post("/api/v1/invitation", json={"token": token, "password": PASSWORD})
    assert (again.status, (await again.json())["code"]) == (410, "invitation_taken")
    assert not (await listed(cora))["Els"]["invited"]


async def test_coordinator_makes_nobody_a_coordinator(cora: Visitor) -> None:
    anna = (await listed(cora))["Anna"]
    answer = await cora.ask("PUT", f"/api/v1/people/{anna['id']}", json=given(anna, role="coordinator"))
    problem = await answer.json()
    assert (answer.status, problem["code"], problem["field"]) == (403, "not_yours_to_change", "role")
    assert (await listed(cora))["Anna"] == anna


async def test_administrator_gives_and_takes_a_role_and_its_pages_close(
    doors: House, node: Node, dora: Visitor
) -> None:
    anna = (await listed(dora))["Anna"]
    path = f"/api/v1/people/{anna['id']}"
    raised = await dora.ask("PUT", path, json=given(anna, role="coordinator"))
    assert (raised.status, (await raised.json())["invited"]) == (200, True)
    link = (await (await dora.post(f"{path}/invite")).json())["link"]
    chosen = {"token": link.partition("#")[2], "password": PASSWORD}
    assert (await dora.post("/api/v1/invitation", json=chosen)).status == 200
    board = await (await doors.visitor(node, "anna")).open("dashboard")
    await board.hear("board")
    assert (await dora.ask("PUT", path, json=given(anna))).status == 200
    assert await board.closed() == Close.NOT_LOGGED_IN
    rows = (await (await dora.get(f"/api/v1/audit?about={anna['id']}")).json())["rows"]
    assert [(one["by_name"], one["what"], one["about_name"], one["detail"]) for one in rows] == [
        ("Dora", "rights.changed", "Anna", {"before": "coordinator", "after": "volunteer"}),
        ("Anna", "person.chose_password", "Anna", {}),
        ("Dora", "person.invited", "Anna", {"role": "coordinator"}),
        ("Dora", "rights.changed", "Anna", {"before": "volunteer", "after": "coordinator"}),
    ]


async def test_last_administrator_stays(dora: Visitor) -> None:
    me = (await listed(dora))["Dora"]
    for method, path, body in (("PUT", "", given(me, role="volunteer")), ("POST", "/deactivate", None)):
        answer = await dora.ask(method, f"/api/v1/people/{me['id']}{path}", json=body)
        assert (answer.status, (await answer.json())["code"]) == (409, "last_administrator")


async def test_somebody_who_stops_is_out_at_once_and_may_come_back(doors: House, node: Node, cora: Visitor) -> None:
    anna = (await listed(cora))["Anna"]
    console = await doors.console(node, "anna")
    stopped = await (await cora.post(f"/api/v1/people/{anna['id']}/deactivate")).json()
    assert (stopped["active"], stopped["lacks"][0]["kind"]) == (False, "inactive")
    assert await console.closed() == Close.NOT_LOGGED_IN
    async with node.database.transaction() as connection:
        assert (await connection.execute(select(session).where(session.c.person == anna["id"]))).all() == []
    back = await (await cora.post(f"/api/v1/people/{anna['id']}/activate")).json()
    assert back == anna
    await doors.visitor(node, "anna")


async def test_invite_again_answers_a_new_link(cora: Visitor) -> None:
    anna = (await listed(cora))["Anna"]
    links = {(await (await cora.post(f"/api/v1/people/{anna['id']}/invite")).json())["link"] for _ in range(2)}
    assert len(links) == 2


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"email": "anna"}, 400, "email"),
        ({"languages": ["xx"]}, 400, "languages"),
        ({"name": " "}, 400, "name"),
        ({"region": "a\x00b"}, 400, "region"),
        ({"trainings": [{"name": "basis", "done_on": "2999-01-01"}]}, 400, "trainings"),
        ({"trainings": [{"name": "basis", "done_on": "soon"}]}, 400, "trainings.0.done_on"),
    ],
)
async def test_field_that_does_not_fit_is_named(cora: Visitor, more: dict[str, Any], status: int, field: str) -> None:
    answer = await cora.post("/api/v1/people", json={"name": "Els", "email": "els@line.example"} | more)
    assert (answer.status, (await answer.json())["field"]) == (status, field)


async def test_person_of_no_such_id_is_not_found(cora: Visitor) -> None:
    for path in ("vnobody/activate", "v%00/activate", "v%2Fx/invite"):
        assert (await cora.post(f"/api/v1/people/{path}")).status == 404


async def test_file_that_was_exported_changes_nothing(cora: Visitor) -> None:
    for query in ("", "?separator=%3B", "?separator=;"):
        exported = await cora.get(f"/api/v1/people.csv{query}")
        assert exported.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert exported.headers["Content-Disposition"].startswith('attachment; filename="people-')
        answer = await cora.post("/api/v1/people.csv", data=await exported.read())
        assert await answer.json() == {"added": 0, "changed": 0, "troubles": []}


async def test_file_with_something_wrong_says_where_and_keeps_nothing(cora: Visitor) -> None:
    text = f"name,email\nEls,els@line.example\nBo,{address(cora.node, 'anna')}\nX,x\n"
    answer = await (await cora.post("/api/v1/people.csv", data=text)).json()
    assert (answer["added"], answer["changed"]) == (0, 0)
    assert [(one["row"], one["column"], one["value"]) for one in answer["troubles"]] == [(4, "email", "x")]
    assert (await listed(cora)).keys() == {"Anna", "Bram", "Cora"}


async def test_file_of_two_megabytes_is_read_and_a_larger_one_refused(cora: Visitor) -> None:
    heading = b"name,email\nEls,els@line.example\n"
    for size, status in ((LARGEST_FILE - 1, 200), (LARGEST_FILE + 1, 413)):
        answer = await cora.post("/api/v1/people.csv?invite=1", data=io.BytesIO(heading.ljust(size, b"\n")))
        assert answer.status == status
    assert (await listed(cora))["Els"]["invited"]


async def test_administrator_may_come_in_on_every_page(dora: Visitor) -> None:
    assert (await (await dora.get("/api/v1/me")).json())["role"] == "administrator"
    await (await dora.open("console")).hear("me")
    await (await dora.open("dashboard")).hear("board")


async def test_nobody_without_a_password_is_in_by_one(doors: House, node: Node) -> None:
    async with node.database.transaction() as connection:
        nothing = update(person).where(person.c.email == address(node, "bram")).values(password_hash="")
        await connection.execute(nothing)
    visitor = await doors.visitor(node)
    answer = await visitor.post("/api/v1/login", json={"email": address(node, "bram"), "password": PASSWORD})
    assert answer.status == 401


async def test_papers_given_move_the_routing_at_once(doors: House, node: Node, cora: Visitor) -> None:
    anna, now = (await listed(cora))["Anna"], clock.now()
    hour = timedelta(hours=1)
    span = {"starts_at": now - hour, "ends_at": now + hour, "state": "signed", "how": "self", "since": 0}
    async with node.database.transaction() as connection:
        mine = {"id": "u1", "line": node.line.id, "volunteer": anna["id"], "channels": ["chat", "phone"]}
        await connection.execute(insert(sign_up).values(**mine, **span))
    await node._doors.roster.sync()
    console = await doors.console(node, "anna")
    assert console.heard[-1]["may_be_ready"] == "lacks"
    trained = {"trainings": [{"name": "basis", "done_on": "2020-01-01"}], "certificate_until": "2999-01-01"}
    fit = await (await cora.ask("PUT", f"/api/v1/people/{anna['id']}", json=given(anna, **trained))).json()
    assert fit["lacks"] == []
    await console.hear("me", may_be_ready="yes")
    await console.say("ready")
    await console.hear("me", presence="ready")
    expired = given(fit, certificate_until=str(now.date() - timedelta(days=2)))
    await cora.ask("PUT", f"/api/v1/people/{anna['id']}", json=expired)
    await console.hear("me", may_be_ready="lacks")
    await (await doors.caller(node)).hear("contact", state="waiting")
    assert [one for one in await console.rest() if one["kind"] == "me" and one["offer"]] == []
