"""Which of the many exceptions of driver, pool and toolkit mean "PostgreSQL is away", and which "this value is unfit"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg.exceptions import DataError, PostgresConnectionError, PostgresError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from luisterlijn.errors import StoreAwayError

AWAY_STATES = frozenset(
    {
        "53100",  # its disk is full
        "53200",  # it has no memory left
        "53300",  # too many connections
        "57014",  # it ended a statement that took too long
        "57P01",  # stopped by its administrator
        "57P02",  # another process of it crashed
        "57P03",  # starting up or shutting down
        "58030",  # its disk fails
        "25006",  # a standby after a failover: read-only
        "25P03",  # ended by the server: this process hung in the middle of a transaction
        "40P01",  # two waited for one another: nothing was changed, and the next try is served
    }
)

REFUSED_CLASSES = frozenset({"28", "3D"})  # who asks is not let in, or there is no such database
UNFIT_CLASSES = frozenset({"22", "23"})  # data exceptions, and constraints


@contextmanager
def away_named() -> Iterator[None]:
    """Turn what means "away" into StoreAwayError; let everything else pass as the bug it is."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, PostgresError, OSError, TimeoutError) as error:
        if not _is_away(error):
            raise
        message = f"PostgreSQL is away: {type(_root(error)).__name__}"
        raise StoreAwayError(message) from error


def refusal(error: DBAPIError) -> str | None:
    """Why the server lets nobody in at this address, in its own words; None if it does."""
    root = _root(error)
    refused = isinstance(root, PostgresError) and (root.sqlstate or "")[:2] in REFUSED_CLASSES
    return str(root) if refused else None


def is_unfit(error: DBAPIError) -> bool:
    """Whether a value does not fit its column, so that trying again cannot help (no schema or permission at fault)."""
    root = _root(error)
    if isinstance(root, PostgresError):
        return (root.sqlstate or "")[:2] in UNFIT_CLASSES
    return isinstance(root, DataError)  # refused by the driver before it was sent


def _is_away(error: BaseException) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    root = _root(error)
    if isinstance(root, PostgresError):
        return isinstance(root, PostgresConnectionError) or root.sqlstate in AWAY_STATES
    return isinstance(root, PoolTimeoutError | OSError | TimeoutError)


def _root(error: BaseException) -> BaseException:
    """The driver's own exception under the wrappers of the toolkit."""
    inner = error.orig if isinstance(error, DBAPIError) else None
    if inner is None:
        return error
    return inner.__cause__ or inner
