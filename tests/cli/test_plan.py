"""`luisterlijn plan`: what it prints of forecast, need, proposals and backtests, and its exit codes."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import signal
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sqlalchemy import insert

from luisterlijn import clock
from luisterlijn.insight import history_csv, history_import
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift
from luisterlijn.volunteer.template import day_begins, local_day
from tests.history import AMSTERDAM, counts_csv
from tests.test_cli import luisterlijn

TODAY = local_day(clock.now(), AMSTERDAM)
TOMORROW = TODAY + timedelta(days=1)


async def line_with_history(url: str) -> None:
    """The line `demo`: twelve weeks of chats, two volunteers, and a shift tomorrow evening that nobody is on."""
    begin = day_begins(TOMORROW, AMSTERDAM) + timedelta(hours=18)
    evening = {"starts_at": begin, "ends_at": begin + timedelta(hours=4), "day": TOMORROW, "name": "evening"}
    async with Database(url, Path()).opened() as database, database.transaction() as connection:
        sheet = history_csv.read(counts_csv(TODAY, 12, busiest=2.0))
        await history_import.take(connection, "demo", AMSTERDAM, sheet, clock.now(), "command")
        for name in ("anna", "bram"):
            who = {"id": name, "name": name.title(), "email": f"{name}@demo.example", "role": "volunteer"}
            row = {"line": "demo", "password_hash": "", "channels": ["chat", "phone"]}
            await connection.execute(insert(person).values(**who, **row))
        made = {"id": "s1", "line": "demo", "state": "published", "minimum": 1, "target": 2, "channels": ["chat"]}
        await connection.execute(insert(shift).values(**evening, **made))


async def plan(url: str, *args: str) -> CompletedProcess[str]:
    environment = {"LUISTERLIJN_DATABASE_URL": url, "LUISTERLIJN_DATA_DIR": tempfile.gettempdir()}
    return await asyncio.to_thread(luisterlijn, "plan", *args, **environment)


async def test_plan_of_a_line_with_history(database_url: str) -> None:
    await line_with_history(database_url)
    done = await plan(database_url, "required", "--json", "--from", f"{TOMORROW}", "--days", "1")
    assert done.returncode == 0, done
    found = json.loads(done.stdout)["channels"]
    assert found["phone"] is None
    chat = found["chat"]
    assert datetime.fromisoformat(chat["starts_at"]) == day_begins(TOMORROW, AMSTERDAM)
    assert {len(chat[name]) for name in ("required", "to_plan", "planned", "holds")} == {len(chat["load"])}
    assert set(chat["planned"]) == {0}
    assert 0 < max(chat["required"]) <= max(chat["to_plan"])

    done = await plan(database_url, "forecast", "--csv", "--channel", "chat", "--days", "2")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert (done.returncode, list(rows[0])) == (0, ["channel", "starts_at", "local", "mean", "low", "high"])
    assert rows[0]["local"] == f"{TODAY} 00:00"

    done = await plan(database_url, "forecast", "--days", "1")
    assert (done.returncode, "phone: no history yet" in done.stdout) == (0, True), done
    assert done.stdout.count(":00 +0") >= 23


SEARCHES = """
import sys, time
from luisterlijn import cli
from luisterlijn.insight import proposals

def searching(handed):
    print("searching", flush=True)
    while True:
        time.sleep(1)  # hears no signal in a loop, as HiGHS does

proposals.made = searching
sys.argv = ["luisterlijn", "plan", "roster", "--days", "3"]
cli.main()
"""


async def test_ctrl_c_ends_the_search_for_a_proposal(database_url: str) -> None:
    await line_with_history(database_url)
    environment = os.environ | {"LUISTERLIJN_DATABASE_URL": database_url, "LUISTERLIJN_DATA_DIR": tempfile.gettempdir()}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SEARCHES), env=environment, stdout=pipe, stderr=pipe
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"searching\n"
    process.send_signal(signal.SIGINT)
    try:
        async with asyncio.timeout(5):
            assert await process.communicate() == (b"", b"")
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == -signal.SIGINT


async def test_proposal_of_a_line_with_history(database_url: str) -> None:
    await line_with_history(database_url)
    done = await plan(database_url, "roster", "--days", "3", "--seconds", "5")
    assert (done.returncode, "ask Anna" in done.stdout or "ask Bram" in done.stdout) == (0, True), done
    found = json.loads((await plan(database_url, "roster", "--days", "3", "--json")).stdout)
    assert {one["shift"] for one in found["placed"]} == {"s1"}
    assert found["uncovered_then_s"] < found["uncovered_s"]
    done = await plan(database_url, "roster", "--days", "1", "--from", f"{TODAY + timedelta(days=9)}")
    assert (done.returncode, "no_shifts" in done.stderr) == (1, True), done


async def test_backtest_of_a_line_with_history(database_url: str) -> None:
    await line_with_history(database_url)
    done = await plan(database_url, "backtest")
    assert (done.returncode, "WAPE" in done.stdout, "phone: the history is too short" in done.stdout) == (0, True, True)
    found = json.loads((await plan(database_url, "backtest", "--json", "--channel", "chat")).stdout)["channels"]
    assert [(one["channel"], one["origins"] > 0, 0 < one["wape_hours"] < 1) for one in found] == [("chat", True, True)]


async def test_simulation_of_a_line_with_history(database_url: str) -> None:
    await line_with_history(database_url)
    environment = {"LUISTERLIJN_DATABASE_URL": database_url, "LUISTERLIJN_DATA_DIR": tempfile.gettempdir()}
    options = ("--days", "2", "--date", f"{TOMORROW}", "--json")
    done = await asyncio.to_thread(luisterlijn, "simulate", *options, **environment)
    assert done.returncode == 0, done
    found = json.loads(done.stdout)
    assert (found["days"], found["people"], found["figures"]["answered"]["mean"]) == (2, 0, 0)
    assert found["figures"]["attempts"]["mean"] > 10
    other = environment | {"LUISTERLIJN_LINE": "other"}
    done = await asyncio.to_thread(luisterlijn, "simulate", "--days", "1", **other)
    assert (done.returncode, "no_history" in done.stderr, "Traceback" in done.stderr) == (1, True, False), done


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("required",), 3, "no history yet"),
        (("backtest",), 3, "too short"),
        (("required", "--from", "tomorrow"), 1, ""),
        (("required", "--days", "0"), 2, ""),
        (("forecast", "--json", "--csv"), 2, ""),
        (("forecast", "--channel", "fax"), 2, ""),
    ],
)
async def test_plan_of_an_empty_line_says_that_nobody_knows(
    database_url: str, args: tuple[str, ...], code: int, said: str
) -> None:
    done = await plan(database_url, *args)
    assert (done.returncode, said in done.stdout, "Traceback" in done.stderr) == (code, True, False), done
