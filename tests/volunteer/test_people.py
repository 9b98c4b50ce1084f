"""The people of a line, and every change of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from luisterlijn.errors import NotAllowedError, RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import invitation, person, way
from luisterlijn.volunteer import people
from luisterlijn.volunteer.card import Card, Training
from luisterlijn.volunteer.credentials import Credentials, hashed
from luisterlijn.volunteer.fitness import Needs
from luisterlijn.volunteer.profile import Profile
from tests.volunteer.crowd import (
    ANNA,
    CORA,
    DORA,
    NOW,
    acting,
    card_of,
    change_row,
    facts,
    keep,
    known,
    letters,
    noted,
    options,
    someone,
)

BO = Card(
    name="Bo",
    email="Bo@Example.org ",
    certificate_until=date(2026, 5, 1),
    trainings=(Training("basis", date(2026, 3, 29), date(2028, 1, 1)),),
)
ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
async def crowd(database: Database) -> Database:
    await keep(database, ANNA, CORA, DORA, someone("els", line="other"))
    return database


async def refused(database: Database, who: Profile, card: Card, by: Profile = DORA) -> str:
    with pytest.raises(RefusedError) as error:
        async with database.transaction() as connection:
            await people.change(connection, acting(by), who.id, card)
    return error.value.code


async def test_invite_keeps_a_person_who_cannot_log_in_yet(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        issued = await people.invite(connection, acting(CORA), BO)
        bo = await people.one(connection, "demo", issued.person)
        row = (await connection.execute(select(person).where(person.c.id == bo.id))).one()
        ways = (await connection.execute(select(way.c.kind, way.c.address).where(way.c.person == bo.id))).all()
        trail, told, written = await noted(connection), await facts(connection), await letters(connection)
    assert (bo.card, bo.active, bo.invited) == (replace(BO, email="bo@example.org"), True, True)
    assert (row.password_hash, [tuple(one) for one in ways]) == ("", [("mail", "bo@example.org")])
    assert trail == [(CORA.id, "person.invited", bo.id, {"role": "volunteer"})]
    assert written == [(bo.id, "invitation", {"number": issued.number})]
    assert told[0] == ("person.changed", {"volunteer": bo.id})
    assert [kind for kind, _ in told] == ["person.changed", "message.due"]


async def test_invite_with_an_address_somebody_has_keeps_nothing(crowd: Database) -> None:
    for email in (ANNA.email, "els@example.org"):
        with pytest.raises(RefusedError, match="email_taken"):
            async with crowd.transaction() as connection:
                await people.invite(connection, acting(), replace(BO, email=email))
    async with crowd.transaction() as connection:
        assert (await noted(connection), await letters(connection)) == ([], [])


async def test_invite_names_the_field_that_does_not_fit(crowd: Database) -> None:
    with pytest.raises(RefusedError) as error:
        async with crowd.transaction() as connection:
            await people.invite(connection, acting(), replace(BO, languages=("xx",)))
    assert (error.value.code, error.value.field) == ("unknown_language", "languages")


async def test_invite_of_a_coordinator_is_an_administrators(crowd: Database) -> None:
    with pytest.raises(NotAllowedError, match="not_yours_to_change"):
        async with crowd.transaction() as connection:
            await people.invite(connection, acting(CORA), replace(BO, role="coordinator"))


async def test_invite_again_ends_the_link_before(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        first = await people.invite(connection, acting(), BO)
        second = await people.invite_again(connection, acting(), first.person)
        rows = (await connection.execute(select(invitation.c.id, invitation.c.expires_at))).all()
    assert {row.id: row.expires_at for row in rows} == {
        first.number: NOW,
        second.number: NOW + timedelta(days=14),
    }


async def test_invite_again_of_somebody_who_stopped_is_refused(crowd: Database) -> None:
    await change_row(crowd, ANNA, active=False)
    with pytest.raises(RefusedError, match="person_inactive"):
        async with crowd.transaction() as connection:
            await people.invite_again(connection, acting(), ANNA.id)


async def test_change_notes_the_fields_and_none_of_their_values(crowd: Database) -> None:
    card = replace(
        await card_of(crowd, ANNA), name="Anna Anders", trainings=(Training("basis", date(2026, 3, 1), None),)
    )
    async with crowd.transaction() as connection:
        await people.change(connection, acting(CORA), ANNA.id, card)
        trail, told = await noted(connection), await facts(connection)
    assert await card_of(crowd, ANNA) == card
    assert trail == [(CORA.id, "person.changed", ANNA.id, {"fields": ["name", "trainings"]})]
    assert told == [("person.changed", {"volunteer": ANNA.id})]


async def test_change_that_changes_nothing_leaves_no_trace(crowd: Database) -> None:
    card = await card_of(crowd, ANNA)
    async with crowd.transaction() as connection:
        await people.change(connection, acting(), ANNA.id, replace(card, name=" Anna "))
        assert (await noted(connection), await facts(connection)) == ([], [])


async def test_change_of_a_role_is_noted_with_before_and_after(crowd: Database) -> None:
    card = replace(await card_of(crowd, ANNA), role="coordinator")
    async with crowd.transaction() as connection:
        await people.change(connection, acting(), ANNA.id, card)
        trail = await noted(connection)
    assert trail == [(DORA.id, "rights.changed", ANNA.id, {"before": "volunteer", "after": "coordinator"})]


async def test_change_of_a_role_ends_a_link_others_may_know(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        before = await people.invite_again(connection, acting(CORA), ANNA.id)
    card = replace(await card_of(crowd, ANNA), role="administrator")
    async with crowd.transaction() as connection:
        await people.change(connection, acting(), ANNA.id, card)
        rows = (await connection.execute(select(invitation).order_by(invitation.c.id))).all()
        written = await letters(connection)
    assert [(row.person, row.expires_at > NOW) for row in rows] == [(ANNA.id, False), (ANNA.id, True)]
    assert written[1:] == [(ANNA.id, "invitation", {"number": before.number + 1})]


async def test_who_may_more_from_now_on_chooses_a_new_password_before_they_come_in(crowd: Database) -> None:
    password, access = "a long enough one", Credentials(crowd)
    await change_row(crowd, ANNA, password_hash=await hashed(password))
    held = (await access.log_in(ANNA.email, password, NOW)).token
    card = replace(await card_of(crowd, ANNA), role="coordinator")
    async with crowd.transaction() as connection:
        changed, _ = await people.change(connection, acting(), ANNA.id, card)
        written = await letters(connection)
    assert changed.invited
    assert [(one, kind) for one, kind, _ in written] == [(ANNA.id, "invitation")]
    assert await access.who(held, NOW) is None
    with pytest.raises(RefusedError, match="is wrong"):
        await access.log_in(ANNA.email, password, NOW)


async def test_change_to_a_lower_role_leaves_the_password(crowd: Database) -> None:
    card = replace(await card_of(crowd, CORA), role="volunteer")
    async with crowd.transaction() as connection:
        changed, _ = await people.change(connection, acting(), CORA.id, card)
        assert (changed.invited, await letters(connection)) == (False, [])


async def test_change_of_a_role_by_a_coordinator_is_refused(crowd: Database) -> None:
    anna, cora = await card_of(crowd, ANNA), await card_of(crowd, CORA)
    assert await refused(crowd, ANNA, replace(anna, role="coordinator"), CORA) == "not_yours_to_change"
    assert await refused(crowd, CORA, replace(cora, name="Cora Zelf"), CORA) == "not_yours_to_change"
    assert (await card_of(crowd, ANNA), await card_of(crowd, CORA)) == (anna, cora)


async def test_change_leaves_a_line_its_last_administrator_who_can_log_in(crowd: Database) -> None:
    await keep(crowd, someone("edo", "administrator"), kept="")
    card = replace(await card_of(crowd, DORA), role="volunteer")
    assert await refused(crowd, DORA, card) == "last_administrator"
    await keep(crowd, someone("fay", "administrator"))
    async with crowd.transaction() as connection:
        await people.change(connection, acting(), DORA.id, card)
    assert (await card_of(crowd, DORA)).role == "volunteer"


async def test_two_administrators_cannot_take_each_others_right_at_once(crowd: Database) -> None:
    fay = someone("fay", "administrator")
    await keep(crowd, fay)

    async def demote(by: Profile, other: Profile) -> str:
        card = replace(await card_of(crowd, other), role="volunteer")
        try:
            async with crowd.transaction() as connection:
                await people.change(connection, acting(by), other.id, card)
        except RefusedError as error:
            return error.code
        return "done"

    assert sorted(await asyncio.gather(demote(DORA, fay), demote(fay, DORA))) == ["done", "last_administrator"]


async def test_change_of_the_address_keeps_the_way_in_step(crowd: Database) -> None:
    card = replace(await card_of(crowd, ANNA), email="anna@elsewhere.example")
    async with crowd.transaction() as connection:
        await people.change(connection, acting(), ANNA.id, card)
        ways = (await connection.execute(select(way.c.address).where(way.c.person == ANNA.id))).scalars().all()
        assert (ways, await letters(connection)) == (["anna@elsewhere.example"], [])


async def test_change_of_the_address_of_somebody_invited_invites_them_there(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        first = await people.invite(connection, acting(), BO)
        await people.change(connection, acting(), first.person, replace(BO, email="bo@right.example"))
        open_ones = select(invitation.c.id).where(invitation.c.expires_at > NOW)
        left = (await connection.execute(open_ones)).scalars().all()
        written = await letters(connection)
    assert (len(left), first.number in left) == (1, False)
    assert written[1:] == [(first.person, "invitation", {"number": left[0]})]


async def test_change_of_somebody_of_another_line_finds_nobody(crowd: Database) -> None:
    assert await refused(crowd, someone("els"), BO) == "no_such_person"


async def test_everybody_is_by_name_with_who_stopped_and_of_this_line(crowd: Database) -> None:
    await change_row(crowd, ANNA, active=False)
    async with crowd.transaction() as connection:
        found = await people.everybody(connection, "demo")
        papers = await people.papers_of(connection, "demo", {CORA.id})
    assert [(one.card.name, one.active) for one in found] == [("Anna", False), ("Cora", True), ("Dora", True)]
    assert papers.keys() == {CORA.id}


def test_needs_are_those_of_the_settings() -> None:
    asked = options(requirements={"certificate": "required", "trainings": ["basis"]})
    assert people.needs_of(asked) == Needs(certificate=True, trainings=("basis",))


async def test_expiring_papers_are_told_once_for_each_day(crowd: Database) -> None:
    asked = options(requirements={"certificate": "required", "trainings": ["basis"]})
    async with crowd.transaction() as connection:
        issued = await people.invite(connection, acting(), BO)
        told = [await people.tell_expiring(connection, "demo", asked, ZONE, NOW + timedelta(days=n)) for n in range(3)]
        renewed = replace(BO, certificate_until=date(2026, 5, 9))
        await people.change(connection, acting(), issued.person, renewed)
        told.append(await people.tell_expiring(connection, "demo", asked, ZONE, NOW + timedelta(days=3)))
        written = [one for one in await letters(connection) if one[1] == "expiring"]
    assert told == [1, 0, 0, 1]
    assert written == [
        (issued.person, "expiring", {"what": "", "on": "2026-05-02"}),
        (issued.person, "expiring", {"what": "", "on": "2026-05-10"}),
    ]


async def test_expiring_papers_of_who_stopped_are_not_told(crowd: Database) -> None:
    asked = options(requirements={"certificate": "required"})
    await change_row(crowd, ANNA, certificate_until=date(2026, 4, 1), active=False)
    async with crowd.transaction() as connection:
        assert await people.tell_expiring(connection, "demo", asked, ZONE, NOW) == 0
    await change_row(crowd, ANNA, active=True)
    async with crowd.transaction() as connection:
        assert await people.tell_expiring(connection, "demo", asked, ZONE, NOW) == 1
    assert (await known(crowd, ANNA.id)).active
