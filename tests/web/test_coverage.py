"""Coverage over HTTP."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from sqlalchemy import insert, select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import person, shift, sign_up
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import csv_file
from luisterlijn.volunteer.rota import new_id
from tests.doors import House

BEGIN = clock.now().replace(hour=6, minute=10, second=0, microsecond=0) + timedelta(days=1)
END = BEGIN + timedelta(hours=2)


def iso(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


async def planned(node: Node, *names: str, minimum: int = 2, **more: Any) -> None:
    """A shift tomorrow that requires two, with these people on it."""
    on, line = new_id("s"), node.settings.line.id
    span = {"line": line, "starts_at": BEGIN, "ends_at": END}
    demand = {"minimum": minimum, "target": minimum, "channels": ["chat"]} | more
    async with node.database.transaction() as connection:
        await connection.execute(
            insert(shift).values(id=on, day=BEGIN.date(), name="early", state="published", **span, **demand)
        )
        for name in names:
            who = (await connection.execute(select(person.c.id).where(person.c.name == name))).scalar_one()
            values = {"id": new_id("u"), "shift": on, "volunteer": who, "state": "signed", "how": "self", "since": 0}
            await connection.execute(insert(sign_up).values(**span, **values))


async def test_coverage_of_a_channel_by_quarter(doors: House, node: Node) -> None:
    await planned(node, "Anna")
    cora = await doors.visitor(node, "cora")
    answer = await cora.get("/api/v1/coverage", params={"from": iso(BEGIN), "until": iso(END), "channel": "chat"})
    found = await answer.json()
    assert (answer.status, found["starts_at"], found["quarter_s"]) == (200, iso(BEGIN - timedelta(minutes=10)), 900)
    assert (found["required"], found["planned"], found["expected"]) == ([2] * 9, [1] * 9, [0.92] * 9)
    assert (found["likely"], found["now"]) == ([0.0] * 9, 0)
    hole = {"starts_at": iso(BEGIN), "ends_at": iso(END), "short": 1, "severity": 0.5, "uncovered_s": 7200}
    assert found["holes"] == [hole | {"channels": ["chat"]}]
    assert found["uncovered_s"]["fortnight"] == 7200


async def test_coverage_knows_who_is_on_now(doors: House, node: Node) -> None:
    async def now() -> int:
        found: int = (await (await cora.get("/api/v1/coverage")).json())["now"]
        return found

    cora, console = await doors.visitor(node, "cora"), await doors.console(node, "anna")
    assert await now() == 0
    await console.say("ready")
    await console.hear("me", presence="ready")
    async with asyncio.timeout(5):
        while await now() != 1:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-03-29T00:00:00"}, "from"),
        ({"from": "0001-01-01T00:00:00Z"}, "from"),
        ({"until": "29-03-2026"}, "until"),
        ({"from": iso(END), "until": iso(BEGIN)}, "until"),
        ({"from": iso(BEGIN), "until": iso(BEGIN + timedelta(days=401))}, "until"),
        ({"channel": "fax"}, "channel"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/coverage", "/api/v1/coverage.csv"])
async def test_range_that_cannot_be_names_its_field(
    doors: House, node: Node, path: str, query: dict[str, str], field: str
) -> None:
    answer = await (await doors.visitor(node, "cora")).get(path, params=query)
    problem = await answer.json()
    assert (answer.status, problem["code"], problem["field"]) == (400, "bad_request", field)


async def test_file_has_a_row_for_every_quarter_of_both_channels(doors: House, node: Node) -> None:
    await planned(node, "Anna", "Bram")
    query = {"from": iso(BEGIN), "until": iso(BEGIN + timedelta(minutes=15))}
    answer = await (await doors.visitor(node, "cora")).get("/api/v1/coverage.csv", params=query)
    assert (answer.content_type, answer.headers["Content-Disposition"].startswith("attachment")) == ("text/csv", True)
    rows = list(csv.DictReader(io.StringIO((await answer.read()).decode("utf-8-sig"), newline="")))
    first = BEGIN - timedelta(minutes=10)
    assert [(row["channel"], row["starts_at"], row["required"], row["planned"], row["likely"]) for row in rows] == [
        ("chat", f"{first:%Y-%m-%dT%H:%MZ}", "2", "2", "0.8464"),
        ("chat", f"{first + timedelta(minutes=15):%Y-%m-%dT%H:%MZ}", "2", "2", "0.8464"),
        ("phone", f"{first:%Y-%m-%dT%H:%MZ}", "0", "0", "1.0"),
        ("phone", f"{first + timedelta(minutes=15):%Y-%m-%dT%H:%MZ}", "0", "0", "1.0"),
    ]
    assert rows[0]["local"] == f"{first.astimezone(ZoneInfo(doors.settings.line.timezone)):%Y-%m-%d %H:%M}"


async def test_a_year_of_quarters_is_answered(doors: House, node: Node) -> None:
    begin = datetime(clock.now().year, 1, 1, tzinfo=UTC)
    query = {"from": iso(begin), "until": iso(begin.replace(year=begin.year + 1)), "channel": "phone"}
    found = await (await (await doors.visitor(node, "cora")).get("/api/v1/coverage", params=query)).json()
    assert len(found["required"]) in {35_040, 35_136}


async def test_gauges_follow_what_is_planned(doors: House, node: Node) -> None:
    await planned(node, channels=["phone"])
    async with node.database.transaction() as connection:
        await tell(connection, node.settings.line.id, "shift.changed", clock.now(), begins=BEGIN, ends=END)
    line = doors.settings.line.id
    gauge = f'luisterlijn_uncovered_seconds{{channel="phone",line="{line}",within="fortnight"}} 14400.0'
    async with asyncio.timeout(10), aiohttp.ClientSession() as http:
        while True:
            async with http.get(f"{node.internal_url}/metrics") as answer:
                if gauge in await answer.text():
                    return
            await asyncio.sleep(0.05)


async def test_coverage_as_a_file_is_written_beside_the_loop(
    doors: House, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_by = []

    def seen(*given: Any) -> bytes:
        written_by.append(threading.current_thread())
        return write(*given)

    write = csv_file.write
    monkeypatch.setattr(csv_file, "write", seen)
    cora = await doors.visitor(node, "cora")
    assert (await cora.get("/api/v1/coverage.csv")).status == 200
    assert [one is threading.main_thread() for one in written_by] == [False]
