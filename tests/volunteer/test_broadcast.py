"""To whom a coordinator's message goes, and what remains of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit, message, person, sign_up, untold
from luisterlijn.volunteer import broadcast
from tests.rota import NOW, Rota

ALL = ("anna", "bram", "cor", "dina", "eva", "finn", "gijs", "cora")


async def send(database: Database, present: Collection[str], body: str = "De stroom valt uit om tien uur.") -> int:
    async with database.transaction() as connection:
        return await broadcast.send(connection, "demo", NOW, "cora", body, present)


async def rows(database: Database, table: Any, *columns: str) -> list[Any]:
    async with database.transaction() as connection:
        found = await connection.execute(select(*(table.c[name] for name in columns)))
        return sorted((tuple(row) for row in found), key=str)


async def test_message_goes_to_those_on_shift_now_and_those_present(database: Database) -> None:
    rota = Rota(database)
    await rota.people(*ALL)
    await duty(rota, "anna")
    await duty(rota, "bram", standby=True)
    await duty(rota, "cor", state="withdrawn")
    await duty(rota, "dina", hours=-2)
    await duty(rota, "eva", hours=2)
    await duty(rota, "cora")
    assert await send(database, ["finn", "anna", "cora", "vnobody"]) == 2
    sent = await rows(database, message, "person", "kind", "fields")
    body = {"body": "De stroom valt uit om tien uur."}
    assert sent == [("anna", "broadcast", body), ("finn", "broadcast", body)]
    assert [kind for (kind,) in await rows(database, untold, "kind")].count("message.due") == 2


async def duty(rota: Rota, who: str, hours: float = -0.5, **more: Any) -> None:
    """Somebody on duty for an hour from so many hours after now on."""
    starts_at = NOW + timedelta(hours=hours)
    values = {"id": f"u{who}", "line": "demo", "volunteer": who, "state": "signed", "how": "self", "since": 0}
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    async with rota.database.transaction() as connection:
        await connection.execute(sign_up.insert().values(**(values | times | more)))


async def test_message_to_nobody_is_none_and_noted(database: Database) -> None:
    await Rota(database).people("cora")
    assert await send(database, []) == 0
    assert await rows(database, message, "person") == []
    assert [what for (what,) in await rows(database, audit, "what")] == ["broadcast.sent"]


async def test_who_left_the_line_is_sent_nothing(database: Database) -> None:
    await Rota(database).people("anna", "cora")
    async with database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "anna").values(active=False))
    assert await send(database, ["anna"]) == 0


async def test_trail_says_who_sent_to_how_many_and_not_what(database: Database) -> None:
    await Rota(database).people("anna", "cora")
    await send(database, ["anna"], "heel geheim")
    [(by, what, detail)] = await rows(database, audit, "by", "what", "detail")
    assert (by, what, detail) == ("cora", "broadcast.sent", {"people": 1})
    assert "geheim" in str(await rows(database, message, "fields"))


async def test_same_words_again_are_another_message(database: Database) -> None:
    await Rota(database).people("anna", "cora")
    assert [await send(database, ["anna"]) for _ in range(2)] == [1, 1]
    assert len(await rows(database, message, "key")) == 2
