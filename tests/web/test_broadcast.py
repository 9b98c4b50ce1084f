"""A message to everybody on shift, over HTTP."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.sql.tables import audit, message
from tests.doors import House


async def test_coordinator_tells_everybody_on_shift_at_once_and_by_their_ways(doors: House, node: Node) -> None:
    console, other = await doors.console(node, "anna"), await doors.console(await doors.node(), "bram")
    visitor = await doors.visitor(node, "cora")
    answer = await visitor.post("/api/v1/broadcast", json={"body": "Kom even naar de keuken."})
    assert (answer.status, await answer.json()) == (200, {"people": 2})
    for page in (console, other):
        assert (await page.hear("notice", body="Kom even naar de keuken."))["by"] == "Cora"
    async with node.database.transaction() as connection:
        kinds = (await connection.execute(select(message.c.kind))).scalars().all()
        noted = (await connection.execute(select(audit.c.what).where(audit.c.what == "broadcast.sent"))).all()
    assert (list(kinds), len(noted)) == (["broadcast", "broadcast"], 1)


@pytest.mark.parametrize("body", ["", "x" * 1001, "a\x00b"])
async def test_message_without_words_or_with_too_many_is_refused(doors: House, node: Node, body: str) -> None:
    answer = await (await doors.visitor(node, "cora")).post("/api/v1/broadcast", json={"body": body})
    assert (answer.status, (await answer.json())["field"]) == (400, "body")


async def test_volunteer_may_not_send(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node, "anna")).post("/api/v1/broadcast", json={"body": "hallo"})
    assert answer.status == 403


async def test_nobody_is_sent_anything_while_the_consoles_cannot_be_told(
    doors: House, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    await doors.console(node, "anna")
    visitor = await doors.visitor(node, "cora")
    nowhere = Line(Live("unix:///nowhere/valkey.sock"), node.line.id, node.settings.timing, node.settings.limits)
    monkeypatch.setattr(node._doors.desk.notices, "_line", nowhere)
    answer = await visitor.post("/api/v1/broadcast", json={"body": "hallo"})
    async with node.database.transaction() as connection:
        sent = (await connection.execute(select(message.c.id).where(message.c.kind == "broadcast"))).all()
    assert (answer.status, sent) == (503, [])
    await nowhere.live.close()
