"""What changed in SQL and must be told to the line: written in the transaction of the change, told once that is committed.

`record/relay.py` takes these rows to the fact stream, in order. A node that dies in between tells one again: facts of the
rota may come twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.sql.tables import untold


async def tell(connection: AsyncConnection, line: str, kind: str, now: datetime, **fields: Any) -> None:
    """Tell a fact of `facts/rota.py` when this transaction is committed.

    Args:
        kind: the fact's, such as `sign_up.changed`.
        fields: the fact's own; an instant travels in milliseconds, None as nothing.
    """
    await tell_each(connection, line, kind, now, [fields])


async def tell_each(
    connection: AsyncConnection, line: str, kind: str, now: datetime, each: Iterable[Mapping[str, Any]]
) -> None:
    """Tell many facts of one kind, in order: one statement for all."""
    rows = [
        {"line": line, "kind": kind, "at": now, "fields": {name: _text(one) for name, one in fields.items()}}
        for fields in each
    ]
    if rows:
        await connection.execute(insert(untold), rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(clock.to_ms(value)) if isinstance(value, datetime) else str(value)
