"""The rota as a file over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from luisterlijn.app import Node
from tests.doors import House, Visitor, address

SOON = datetime.now(UTC).date() + timedelta(days=3)
HEADING = "day,starts,ends,shift,email,minimum,target"


@pytest.fixture
async def cora(doors: House, node: Node) -> Visitor:
    return await doors.visitor(node, "cora")


async def test_file_comes_in_and_goes_out_with_its_empty_place(doors: House, node: Node, cora: Visitor) -> None:
    rows = [HEADING, f"{SOON},12:00,16:00,Noon,{address(node, 'anna')},1,2"]
    taken = await cora.post("/api/v1/rota.csv", data="\n".join(rows))
    assert (taken.status, await taken.json()) == (200, {"added": 1, "changed": 0, "troubles": []})
    mine = await (await (await doors.visitor(node, "anna")).get("/api/v1/my/shifts")).json()
    assert [one["shift"]["name"] for one in mine["shifts"]] == ["Noon"]
    written = await cora.get(f"/api/v1/rota.csv?from={SOON}&days=300")
    assert (written.status, written.content_type) == (200, "text/csv")
    lines = (await written.text()).removeprefix("\ufeff").splitlines()
    assert [line.split(",")[3:7] for line in lines[1:]] == [
        ["Noon", address(node, "anna"), "Anna", "signed"],
        ["Noon", "", "", "open"],
    ]
    semicolons = await (await cora.get(f"/api/v1/rota.csv?from={SOON}&separator=;")).text()
    assert semicolons.splitlines()[1].startswith(f"{SOON};12:00;16:00;Noon;")


async def test_file_with_a_mistake_changes_nothing_and_says_where(cora: Visitor) -> None:
    rows = [HEADING, f"{SOON},12:00,16:00,Noon,,1,1", f"{SOON},12:00,16:00,Noon,nobody@example.org,1,1"]
    answer = await (await cora.post("/api/v1/rota.csv", data="\n".join(rows))).json()
    assert [(one["row"], one["column"], one["value"]) for one in answer["troubles"]] == [
        (3, "email", "nobody@example.org")
    ]
    assert (await (await cora.get(f"/api/v1/rota?from={SOON}")).json())["shifts"] == []


async def test_file_of_eight_megabytes_is_read_and_a_larger_one_is_not(cora: Visitor) -> None:
    eight = 8 * 1024 * 1024
    read = await cora.post("/api/v1/rota.csv", data=BytesIO((HEADING + "\n").ljust(eight).encode()))
    assert (read.status, (await read.json())["added"]) == (200, 0)
    assert (await cora.post("/api/v1/rota.csv", data=BytesIO(b" " * (eight + 1)))).status == 413
