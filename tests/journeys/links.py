"""The links of messages, for journeys in which nobody reads their mail."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.async_api import Page
from sqlalchemy import func, select, update

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import call_out_ask, person, shift_ask
from tests.journeys.asked import ask
from tests.journeys.house import add_people
from tests.journeys.rota import HOUR, id_of


async def invitation_link(coordinator: Page, node: Node, name: str) -> str:
    """The link by which somebody new chooses a password."""
    invited = await ask(coordinator, "POST", "people", {"name": name.title(), "email": f"{name}@test.example"})
    link = urlsplit(invited["link"])
    return f"{node.url}{link.path}#{link.fragment}"


async def answer_links(coordinator: Page, node: Node, *names: str) -> list[str]:
    """The links by which these people, who are willing and on no shift, answer one call-out for one place."""
    await add_people(node.database, *names, shift=False)
    emails = [f"{name}@test.example" for name in names]
    now = clock.now()
    async with node.database.transaction() as connection:
        willing = update(person).where(person.c.email.in_(emails)).values(willing_until=now + HOUR)
        await connection.execute(willing)
    times = {"starts_at": now.isoformat(), "ends_at": (now + 3 * HOUR).isoformat()}
    await ask(coordinator, "POST", "callouts", {"channels": ["chat"], **times})
    wanted = select(person.c.email, call_out_ask.c.id).join_from(
        call_out_ask, person, call_out_ask.c.volunteer == person.c.id
    )
    async with node.database.transaction() as connection:
        asked = {row.email: row.id for row in await connection.execute(wanted)}
    return [f"{node.url}/answer#{node._doors.links.token('callout', asked[email])}" for email in emails]


async def asks(coordinator: Page, node: Node, *pairs: tuple[str, str]) -> list[str]:
    """A coordinator asks people (a shift, a name) for shifts; the links of their letters, in the order they are named."""
    given = [{"shift": shift, "volunteer": await id_of(node, name)} for shift, name in pairs]
    made = await ask(coordinator, "POST", "asks", {"pairs": given})
    assert [one["state"] for one in made["pairs"]] == ["asked"] * len(pairs), made
    first = select(shift_ask.c.volunteer, func.min(shift_ask.c.id)).group_by(shift_ask.c.volunteer)
    async with node.database.transaction() as connection:
        numbers = {row[0]: row[1] for row in await connection.execute(first)}
    people = dict.fromkeys(one["volunteer"] for one in given)
    return [f"{node.url}/asked#{node._doors.links.token('shifts', numbers[one])}" for one in people]
