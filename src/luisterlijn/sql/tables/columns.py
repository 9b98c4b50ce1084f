"""The metadata every table belongs to, and the columns they have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity, Integer, MetaData, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def instant(name: str, *, nullable: bool = True) -> Column[datetime]:
    """An aware instant."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def made_at() -> Column[datetime]:
    """When the row was made."""
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


def count(name: str) -> Column[int]:
    """A number that begins at nought."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def words(name: str) -> Column[list[str]]:
    """A list of ids, empty unless given."""
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'::text[]"))


def number() -> Column[int]:
    """A key the database counts up."""
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


def one_of(column: str, *allowed: str) -> Any:
    """The text of a check that the column holds one of these words."""
    return f"{column} in ({', '.join(repr(word) for word in allowed)})"
