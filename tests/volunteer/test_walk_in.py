"""Helping without a shift: for how long, and when not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.reason import RulesError
from luisterlijn.volunteer.rota import SignUp
from luisterlijn.volunteer.walk_in import walk_in
from tests.rota import NOW, Rota, local, rules

HOUR = timedelta(hours=1)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", channels=["chat"])
    return played


async def come(rota: Rota, until: datetime | None = None, now: datetime = NOW) -> SignUp:
    async with rota.database.transaction() as connection:
        return await walk_in(connection, rota.of, "anna", until, now)


async def test_walk_in_lasts_as_long_as_the_line_allows(rota: Rota) -> None:
    came = await come(rota)
    assert (came.how, came.shift, came.starts_at, came.ends_at, came.channels) == (
        "walk_in",
        None,
        NOW,
        NOW + 6 * HOUR,
        ("chat",),
    )


async def test_walk_in_ends_when_told_or_when_the_next_shift_begins(rota: Rota) -> None:
    await rota.take(await rota.shift(4), "anna")
    came = await come(rota, local(4, 17), local(4, 15))
    assert came.ends_at == local(4, 17)
    again = await come(rota, local(4, 20), local(4, 17))
    assert again.ends_at == local(4, 18)


async def test_walk_in_during_an_own_shift_is_refused(rota: Rota) -> None:
    await rota.take(await rota.shift(4), "anna")
    with pytest.raises(RulesError) as error:
        await come(rota, now=local(4, 19))
    assert [(one.rule, one.until) for one in error.value.reasons] == [("overlap", local(4, 22))]


async def test_walk_in_while_on_standby_is_duty(rota: Rota) -> None:
    await rota.take(await rota.shift(4, standby=True), "anna")
    came = await come(rota, local(4, 20), local(4, 19))
    assert (came.standby, came.ends_at) == (False, local(4, 20))


async def test_walk_in_is_refused_where_something_is_lacking_or_against_a_soft_rule(rota: Rota) -> None:
    await rota.take(await rota.shift(4, 22, 30), "anna")
    with pytest.raises(RulesError) as error:
        await come(rota, now=local(5, 10))
    assert rules(error.value.reasons) == ["rest_after_night"]
    rota.settings = Rota(rota.database, requirements={"trainings": ["listening"]}).settings
    with pytest.raises(RulesError) as error:
        await come(rota)
    assert [(one.rule, one.what) for one in error.value.reasons] == [("training", "listening")]


async def test_walk_in_on_a_line_that_plans_everybody_is_refused(rota: Rota) -> None:
    rota.settings = Rota(rota.database, rota={"walk_in": "refused"}).settings
    with pytest.raises(RefusedError, match="no_walk_in"):
        await come(rota)


@pytest.mark.parametrize("until", [NOW, NOW - HOUR, datetime(2026, 5, 1, 12)])  # noqa: DTZ001 - what is refused
async def test_walk_in_until_no_instant_to_come_is_refused(rota: Rota, until: datetime) -> None:
    with pytest.raises(RefusedError, match="bad_until"):
        await come(rota, until)


async def test_minor_helps_until_the_night_begins(rota: Rota) -> None:
    await rota.people("mia", adult_from=date(2027, 1, 1))
    async with rota.database.transaction() as connection:
        put = await walk_in(connection, rota.of, "mia", None, local(4, 20))
    assert put.ends_at == local(4, 23)
    with pytest.raises(RulesError):
        async with rota.database.transaction() as connection:
            await walk_in(connection, rota.of, "mia", None, local(5, 23))
