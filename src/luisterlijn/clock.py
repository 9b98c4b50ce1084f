"""The only door to the wall clock: everything else is handed an instant.

The engine's own instants come from Valkey's TIME (or a driven clock in tests and simulations), never from here.
"""

from __future__ import annotations

from datetime import UTC, datetime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware instant, as Valkey Functions count them."""
    return round((instant - EPOCH).total_seconds() * 1000)


def from_ms(milliseconds: float) -> datetime:
    """The aware UTC instant of a count of milliseconds since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
