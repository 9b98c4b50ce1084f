"""`luisterlijn check coverage`: what it prints, and the exit codes cron goes by."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import insert

from luisterlijn import clock
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift, sign_up
from tests.test_cli import luisterlijn


async def rota_of(url: str, signed: str) -> None:
    """Tomorrow's shift of the line `night`, with somebody on it or without."""
    start = clock.now() + timedelta(days=1)
    span = {"line": "night", "starts_at": start, "ends_at": start + timedelta(hours=2)}
    who = {"id": signed, "line": "night", "name": "Anna", "email": "a@night.example", "role": "volunteer"}
    async with Database(url, Path()).opened() as database, database.transaction() as connection:
        await connection.execute(
            insert(shift).values(
                id="s", day=start.date(), name="late", minimum=1, target=1, channels=["chat"], state="published", **span
            )
        )
        if signed:
            await connection.execute(insert(person).values(password_hash="", **who))
            await connection.execute(
                insert(sign_up).values(id="u", shift="s", volunteer=signed, state="signed", how="self", since=0, **span)
            )


@pytest.mark.parametrize(
    ("signed", "options", "code", "said"),
    [
        ("", (), 1, "nobody of 1"),
        ("vanna", (), 0, "chat: covered"),
        ("", ("--channel", "phone"), 3, "phone: covered"),
        ("", ("--json", "--days", "2"), 1, '"short": 1'),
        ("", ("--csv",), 1, "chat,"),
        ("", ("--json", "--csv"), 2, ""),
        ("", ("--channel", "fax"), 2, ""),
        ("", ("--days", "0"), 2, ""),
    ],
)
async def test_check_coverage_exits_1_only_while_there_are_holes(
    database_url: str, signed: str, options: tuple[str, ...], code: int, said: str
) -> None:
    await rota_of(database_url, signed)
    environment = {
        "LUISTERLIJN_DATABASE_URL": database_url,
        "LUISTERLIJN_DATA_DIR": tempfile.gettempdir(),
        "LUISTERLIJN_LINE": "night",
    }
    done = await asyncio.to_thread(luisterlijn, "check", "coverage", *options, **environment)
    assert (done.returncode, said in done.stdout) == (code, True), done


async def test_check_coverage_of_an_empty_rota_is_not_known(database_url: str) -> None:
    environment = {"LUISTERLIJN_DATABASE_URL": database_url, "LUISTERLIJN_DATA_DIR": tempfile.gettempdir()}
    done = await asyncio.to_thread(luisterlijn, "check", "coverage", **environment)
    assert (done.returncode, "no shift is published in these 14 days" in done.stderr) == (3, True), done


def test_check_coverage_without_postgresql_is_not_known() -> None:
    environment = {
        "LUISTERLIJN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "LUISTERLIJN_DATA_DIR": tempfile.gettempdir(),
    }
    done = luisterlijn("check", "coverage", **environment)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("luisterlijn: PostgreSQL is away")
    assert done.stderr.endswith("nobody can say whether every hour is covered\n")


async def test_check_coverage_of_a_database_that_is_not_there_is_not_known(database_url: str) -> None:
    environment = {
        "LUISTERLIJN_DATABASE_URL": database_url.replace("/usual?", "/gone?"),
        "LUISTERLIJN_DATA_DIR": tempfile.gettempdir(),
    }
    done = await asyncio.to_thread(luisterlijn, "check", "coverage", **environment)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1), done
    assert 'lets nobody in at database_url: database "gone" does not exist; nobody can say' in done.stderr


async def test_check_coverage_that_fails_otherwise_is_no_hole(empty_database_url: str) -> None:
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute("CREATE TABLE shift (odd int)")
    await connection.close()
    environment = {"LUISTERLIJN_DATABASE_URL": empty_database_url, "LUISTERLIJN_DATA_DIR": tempfile.gettempdir()}
    done = await asyncio.to_thread(luisterlijn, "check", "coverage", **environment)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (3, "", True), done


def test_check_coverage_makes_no_database_in_a_folder_that_has_none(tmp_path: Path) -> None:
    done = luisterlijn("check", "coverage", LUISTERLIJN_DATA_DIR=str(tmp_path / "new"))
    assert (done.returncode, "holds no line yet" in done.stderr, list(tmp_path.iterdir())) == (2, True, [])
