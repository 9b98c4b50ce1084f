"""What counts as away, and what is a mistake."""

from __future__ import annotations

import pytest
from asyncpg import exceptions as driver
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from luisterlijn.errors import StoreAwayError
from luisterlijn.sql.away import away_named, is_unfit
from luisterlijn.sql.database import Database


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        FileNotFoundError("no such socket"),
        TimeoutError(),
        PoolTimeoutError(),
        driver.CannotConnectNowError("starting up"),
        driver.AdminShutdownError("stopped"),
        driver.TooManyConnectionsError("full"),
        driver.ConnectionDoesNotExistError("gone"),
        driver.ReadOnlySQLTransactionError("a standby"),
        driver.DiskFullError("full"),
        driver.PostgresIOError("broken"),
        driver.QueryCanceledError("too slow"),
        driver.IdleInTransactionSessionTimeoutError("it hung"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_away_named_turns_absence_into_one_error(error: Exception) -> None:
    with pytest.raises(StoreAwayError, match=type(error).__name__), away_named():
        raise error


@pytest.mark.parametrize(
    "error",
    [KeyError(), driver.UndefinedTableError("x"), driver.InvalidPasswordError("x")],
    ids=lambda e: type(e).__name__,
)
def test_away_named_lets_mistakes_pass(error: Exception) -> None:
    with pytest.raises(type(error)), away_named():
        raise error


@pytest.mark.parametrize(
    ("statement", "unfit"),
    [
        ("SELECT 1 / 0", True),
        ("INSERT INTO fact_position VALUES (NULL, 'demo', '0-0')", True),
        ("SELECT * FROM nowhere", False),
        ("SELEKT", False),
    ],
)
async def test_is_unfit_of_a_value_not_of_a_statement(database: Database, statement: str, *, unfit: bool) -> None:
    with pytest.raises(DBAPIError) as error:
        async with database.transaction() as connection:
            await connection.execute(text(statement))
    assert is_unfit(error.value) == unfit
