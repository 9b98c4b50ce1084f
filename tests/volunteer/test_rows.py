"""Rows read, locked and written: what is not there, who is taken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import rows
from luisterlijn.volunteer.reason import Span
from tests.rota import NOW, Rota, local


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram")
    return played


async def test_what_another_line_has_is_not_there(rota: Rota) -> None:
    shift = await rota.shift()
    anna = await rota.take(shift, "anna")
    async with rota.database.transaction() as connection:
        with pytest.raises(RefusedError, match="no_such_shift"):
            await rows.shift_of(connection, "other", shift)
        with pytest.raises(RefusedError, match="no_such_sign_up"):
            await rows.sign_up_of(connection, "other", anna.id)
        with pytest.raises(RefusedError, match="no_such_person"):
            await rows.papers_of(connection, "other", "anna")
        assert (await rows.shift_of(connection, "demo", shift)).id == shift
        assert await rows.sign_up_of(connection, "demo", anna.id) == anna


async def test_change_that_would_put_somebody_in_two_places_changes_nothing(rota: Rota) -> None:
    await rota.take(await rota.shift(), "anna")
    other = await rota.take(await rota.shift(6), "anna")
    await rota.told()
    moved = {"starts_at": local(4, 20), "ends_at": local(4, 23)}
    async with rota.database.transaction() as connection:
        assert await rows.change_sign_up(connection, rota.of, other.id, NOW, **moved) is None
        assert await rows.sign_up_of(connection, "demo", other.id) == other  # the transaction goes on
    assert await rota.told() == []


async def test_work_is_what_somebody_is_signed_for_around_a_time(rota: Rota) -> None:
    one, full = await rota.shift(), await rota.shift(6, maximum=0, minimum=0, target=0)
    anna = await rota.take(one, "anna")
    await rota.take(full, "anna")  # she waits
    bram = await rota.take(one, "bram")
    around = Span(local(5, 0), local(6, 0))
    async with rota.database.transaction() as connection:
        assert dict(await rows.work_of(connection, "demo", {"anna"}, around)) == {"anna": [anna]}
        assert dict(await rows.work_of(connection, "demo", None, around)) == {"anna": [anna], "bram": [bram]}
        spans = await rows.spans_of(connection, "demo", None, around)
        assert dict(spans) == {"anna": [anna.span], "bram": [bram.span]}
        assert dict(await rows.spans_of(connection, "demo", {"bram"}, anna.span, reach=timedelta())) == {
            "bram": [bram.span]
        }
        assert dict(await rows.spans_of(connection, "demo", None, around, reach=timedelta())) == {}
        assert dict(await rows.spans_of(connection, "demo", {"anna"}, around, leaving_out=anna.id)) == {}
        far = Span(local(1, 24 * 200), local(1, 24 * 201))
        assert dict(await rows.work_of(connection, "demo", None, far)) == {}


async def test_who_comes_in_the_same_millisecond_comes_after(rota: Rota) -> None:
    shift = await rota.shift()
    first, second = await rota.take(shift, "anna"), await rota.take(shift, "bram")
    assert second.since == first.since + 1
