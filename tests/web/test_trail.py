"""The audit trail over HTTP."""

from __future__ import annotations

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.audit import SYSTEM, note_each
from tests.doors import House


async def test_audit_comes_by_pages(doors: House, node: Node) -> None:
    async with node.database.transaction() as connection:
        rows: list[tuple[str, dict[str, int]]] = [(f"c{number}", {"number": number}) for number in range(150)]
        await note_each(connection, node.line.id, clock.now(), SYSTEM, "callout.started", rows)
    cora = await doors.visitor(node, "cora")
    first = (await (await cora.get("/api/v1/audit")).json())["rows"]
    rest = (await (await cora.get(f"/api/v1/audit?before={first[-1]['number']}")).json())["rows"]
    assert [one["about"] for one in first + rest] == [f"c{number}" for number in reversed(range(150))]
    assert (first[0]["by"], first[0]["by_name"], first[0]["detail"]) == ("system", None, {"number": 149})


async def test_audit_is_for_coordinators_and_asks_for_a_number(doors: House, node: Node) -> None:
    assert (await (await doors.visitor(node, "anna")).get("/api/v1/audit")).status == 403
    cora = await doors.visitor(node, "cora")
    answer = await cora.get("/api/v1/audit?before=yesterday")
    assert (answer.status, (await answer.json())["field"]) == (400, "before")
    assert await (await cora.get("/api/v1/audit?about=%00")).json() == {"rows": []}
