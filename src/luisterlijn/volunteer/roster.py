"""The rota, mirrored into the engine: which volunteers may be offered contacts, from when to when."""

from __future__ import annotations

from collections.abc import Collection

from luisterlijn.live.line import Line
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database


class Roster:
    """Keeps the engine's knowledge of the rota of one line true."""

    def __init__(self, database: Database, line: Line, settings: Settings) -> None:
        self._database, self._line, self._settings = database, line, settings

    async def sync(self, volunteers: Collection[str] | None = None) -> None:
        """Tell the engine the shifts of these volunteers (None: of all) as SQL has them now.

        Raises:
            StoreAwayError: PostgreSQL is away.
            EngineAwayError: Valkey is away.
        """
