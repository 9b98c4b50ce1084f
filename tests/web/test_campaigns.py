"""What forecasts rest on, over HTTP: campaigns, and files of past counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.sql.tables import audit
from tests.doors import House
from tests.history import counts_csv
from tests.web.test_planning import MIDNIGHT, TODAY, imported, iso, plan


async def test_campaign_raises_what_is_needed_until_it_is_taken_away(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    await imported(cora)
    tomorrow = TODAY + timedelta(days=1)
    query = {"from": iso(MIDNIGHT + timedelta(days=1)), "until": iso(MIDNIGHT + timedelta(days=2))}
    usual = await plan(cora, **query)
    given = {"name": "TV", "first_on": f"{tomorrow}", "last_on": f"{tomorrow}", "factor": 1.6, "fading_days": 14}
    made = await cora.post("/api/v1/campaigns", json=given)
    one = await made.json()
    assert (made.status, one["measured"], one["channel"]) == (201, {}, None)
    more = await plan(cora, **query)
    assert more["mean"] == pytest.approx([1.6 * mean for mean in usual["mean"]], abs=0.002)
    changed = await cora.ask("PUT", f"/api/v1/campaigns/{one['id']}", json=given | {"channel": "phone"})
    assert (changed.status, (await plan(cora, **query))["mean"]) == (200, usual["mean"])
    listed = await (await cora.get("/api/v1/campaigns")).json()
    assert [(each["id"], each["channel"]) for each in listed["campaigns"]] == [(one["id"], "phone")]
    assert (await cora.ask("DELETE", f"/api/v1/campaigns/{one['id']}")).status == 204
    again = await cora.ask("DELETE", f"/api/v1/campaigns/{one['id']}")
    assert (again.status, (await again.json())["code"]) == (404, "no_such_campaign")
    async with node.database.transaction() as connection:
        kept = [row.what for row in await connection.execute(select(audit).order_by(audit.c.id))]
    assert [what for what in kept if what.startswith("campaign.")] == [
        "campaign.added",
        "campaign.changed",
        "campaign.removed",
    ]


async def test_campaign_that_ends_before_it_begins_is_refused_by_its_field(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    given = {"name": "TV", "first_on": "2026-10-09", "last_on": "2026-10-03", "factor": 1.6}
    answer = await cora.post("/api/v1/campaigns", json=given)
    assert (answer.status, (await answer.json())["field"]) == (400, "last_on")


async def test_file_with_a_wrong_row_changes_nothing(doors: House, node: Node) -> None:
    cora = await doors.visitor(node, "cora")
    wrong = counts_csv(TODAY, 2) + b"\nfax,yesterday,-1,7,0"
    answer = await cora.post("/api/v1/arrivals.csv", data=wrong)
    found = await answer.json()
    last = wrong.count(b"\n") + 1
    assert answer.status == 200
    assert {(one["row"], one["column"]) for one in found["troubles"]} >= {(last, "channel"), (last, "starts_at")}
    assert (found["added"], (await plan(cora))["weeks"]) == (0, 0)
