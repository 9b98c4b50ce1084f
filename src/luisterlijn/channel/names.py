"""Names of people by their id, for the pages that show one; live state knows ids only.

Read from SQL when first asked for, and again when that person changed. While a name is not at hand it is `UNNAMED`.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import Fact, PersonChanged
from luisterlijn.live.tasks import spawn
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person

UNNAMED = "…"


class Names:
    """The names one node has read."""

    def __init__(self, database: Database, line: str) -> None:
        self._database, self._line = database, line
        self._names: dict[str, str] = {}
        self._wanted: set[str] = set()
        self._reading = False

    def of(self, who: str) -> str:
        """The name, as far as it is at hand; one that is not is read soon."""
        name = self._names.get(who)
        if name is None:
            self._wanted.add(who)
            if not self._reading:
                self._reading = True
                spawn(self._read_wanted(), name="names.read")
        return UNNAMED if name is None else name

    async def load(self, people: Iterable[str]) -> None:
        """Read the names of these that are not at hand; without effect while PostgreSQL is away."""
        missing = {who for who in people if who not in self._names}
        if not missing:
            return
        wanted = select(person.c.id, person.c.name).where(person.c.line == self._line, person.c.id.in_(missing))
        try:
            async with self._database.transaction() as connection:
                found = {row.id: row.name for row in await connection.execute(wanted)}
        except StoreAwayError:
            return
        self._names |= dict.fromkeys(missing, UNNAMED) | found

    def told(self, fact: Fact) -> None:
        """A fact of the stream: somebody may be called otherwise now."""
        if isinstance(fact, PersonChanged):
            self._names.pop(fact.volunteer, None)

    async def _read_wanted(self) -> None:
        try:
            wanted, self._wanted = self._wanted, set()
            await self.load(wanted)
        finally:
            self._reading = False
