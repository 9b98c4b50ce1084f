"""Links by which somebody chooses a password."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import log_in_failure
from luisterlijn.volunteer import invitation
from luisterlijn.volunteer.attempts import FREE_OF_A_PLACE, TooManyAttemptsError
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.volunteer.invitation import LIFE, Invitations, Shown
from luisterlijn.volunteer.links import Links
from tests.volunteer.crowd import ANNA, NOW, change_row, facts, keep, letters, noted

SECRET = "not-a-secret-but-long-enough-for-a-test"
LINKS = Links(SECRET, "demo")
CHOSEN = "een lange zin om te onthouden"
OPEN = Shown("open", "Anna", "anna@example.org")
TAKEN = Shown("taken", "Anna", "anna@example.org")


@pytest.fixture
async def door(database: Database) -> Invitations:
    """Invitations of a line whose Anna has no password yet."""
    await keep(database, ANNA, kept="")
    return Invitations(database, LINKS, "demo")


async def issued(database: Database) -> str:
    """A new link's token."""
    async with database.transaction() as connection:
        (one,) = await invitation.issue(connection, "demo", [ANNA.id], NOW)
    return LINKS.token("invitation", one.number)


async def code(door: Invitations, token: str, password: str = CHOSEN, days: float = 0) -> str:
    with pytest.raises(RefusedError) as refused:
        await door.take(token, password, NOW + timedelta(days=days))
    return refused.value.code


async def test_taking_an_invitation_lets_somebody_log_in(door: Invitations, database: Database) -> None:
    credentials, token = Credentials(database), await issued(database)
    with pytest.raises(RefusedError, match="wrong_credentials"):
        await credentials.log_in(ANNA.email, CHOSEN, NOW)
    assert await door.look(token, NOW) == OPEN
    assert await door.take(token, CHOSEN, NOW) == TAKEN
    assert (await credentials.log_in(ANNA.email, CHOSEN, NOW)).person == ANNA


async def test_somebody_without_a_password_cannot_log_in_with_none(door: Invitations, database: Database) -> None:
    assert await door.look(await issued(database), NOW) == OPEN
    for nothing in ("", " "):
        with pytest.raises(RefusedError, match="wrong_credentials"):
            await Credentials(database).log_in(ANNA.email, nothing, NOW)


async def test_invitation_is_taken_once(door: Invitations, database: Database) -> None:
    token = await issued(database)
    answers = await asyncio.gather(*(door.take(token, CHOSEN, NOW) for _ in range(3)), return_exceptions=True)
    assert sorted(one.code if isinstance(one, RefusedError) else str(one) for one in answers) == [
        str(TAKEN),
        "invitation_taken",
        "invitation_taken",
    ]
    assert await door.look(token, NOW) == TAKEN


async def test_invitation_expires_after_a_fortnight(door: Invitations, database: Database) -> None:
    token = await issued(database)
    assert await door.look(token, NOW + LIFE - timedelta(seconds=1)) == OPEN
    assert await code(door, token, days=14) == "invitation_over"


async def test_newer_invitation_ends_the_one_before(door: Invitations, database: Database) -> None:
    first, second = await issued(database), await issued(database)
    assert await code(door, first) == "invitation_over"
    assert await door.look(second, NOW) == OPEN


async def test_invitation_of_somebody_who_stopped_is_over(door: Invitations, database: Database) -> None:
    token = await issued(database)
    await change_row(database, ANNA, active=False)
    assert await code(door, token) == "invitation_over"


async def test_new_password_ends_sessions_and_the_old_one_works_until_then(
    door: Invitations, database: Database
) -> None:
    credentials = Credentials(database)
    await door.take(await issued(database), CHOSEN, NOW)
    session = await credentials.log_in(ANNA.email, CHOSEN, NOW)
    again = await issued(database)
    assert await credentials.who(session.token, NOW) == ANNA
    await door.take(again, "een heel andere zin", NOW)
    assert await credentials.who(session.token, NOW) is None
    with pytest.raises(RefusedError, match="wrong_credentials"):
        await credentials.log_in(ANNA.email, CHOSEN, NOW)


async def test_short_password_leaves_the_invitation_open(door: Invitations, database: Database) -> None:
    token = await issued(database)
    assert await code(door, token, "short") == "password_short"
    assert await door.look(token, NOW) == OPEN


@pytest.mark.parametrize("token", ["", "1", "1.x", "1.é", "9999999999999999999.x"])
async def test_link_that_was_not_signed_here_opens_nothing(door: Invitations, token: str) -> None:
    assert await code(door, token) == "invitation_over"


async def test_link_of_another_line_or_for_a_call_out_opens_nothing(door: Invitations, database: Database) -> None:
    number = int((await issued(database)).partition(".")[0])
    for token in (Links(SECRET, "other").token("invitation", number), LINKS.token("callout", number)):
        assert await code(door, token) == "invitation_over"
    assert await door.look(LINKS.token("invitation", number), NOW) == OPEN


async def test_guesses_of_links_are_slowed_down_and_a_good_one_forgets_them(
    door: Invitations, database: Database
) -> None:
    for number in range(FREE_OF_A_PLACE + 1):
        with pytest.raises(RefusedError, match="invitation_over"):
            await door.look(f"{number}.guess", NOW, "here")
    token = await issued(database)
    with pytest.raises(TooManyAttemptsError):
        await door.look(token, NOW, "here")
    assert await door.look(token, NOW, "elsewhere") == OPEN
    assert await door.look(token, NOW + timedelta(seconds=1), "here") == OPEN
    async with database.transaction() as connection:
        left = (await connection.execute(select(func.count()).select_from(log_in_failure))).scalar_one()
    assert left == 2 * (FREE_OF_A_PLACE + 1)


async def test_taking_is_noted_and_told_without_the_token(door: Invitations, database: Database) -> None:
    token = await issued(database)
    await door.take(token, CHOSEN, NOW)
    async with database.transaction() as connection:
        trail, told, written = await noted(connection), await facts(connection), await letters(connection)
    assert trail == [(ANNA.id, "person.chose_password", ANNA.id, {})]
    assert told[-1] == ("person.changed", {"volunteer": ANNA.id})
    assert written == [(ANNA.id, "invitation", {"number": int(token.partition(".")[0])})]
