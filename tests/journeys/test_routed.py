"""What the rota and somebody's papers say takes effect on who has the next caller, at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.journeys.asked import ask
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import add_people, settings
from tests.journeys.rota import add_shift, assign, coordinate, id_of, in_days
from tests.journeys.volunteer import Volunteer

pytestmark = pytest.mark.journey


async def test_swap_of_a_shift_that_runs_moves_the_next_caller(browser: Browser, node: Node) -> None:
    await add_people(node.database, "dora", "emil", shift=False)
    async with visitor(browser) as desk, visitor(browser) as one, visitor(browser) as two, visitor(browser) as outside:
        await coordinate(desk, node)
        shift = await add_shift(desk, clock.now() + timedelta(minutes=8))
        await assign(desk, node, shift, "dora")
        dora, emil, caller = (
            Volunteer(one, node.url, "dora"),
            Volunteer(two, node.url, "emil"),
            Caller(outside, node.url),
        )
        await dora.come()
        await emil.come()
        (mine,) = (await ask(one, "GET", "my/shifts"))["shifts"]
        swap = await ask(one, "POST", f"sign_ups/{mine['sign_up']}/swap", {"to": await id_of(node, "emil")})
        await ask(two, "POST", f"swaps/{swap['id']}/take", {})
        await ask(desk, "PUT", f"shifts/{shift}", await _begun(desk, shift))  # the shift begins
        await emil.ready()
        await emil.presence("ready")
        await expect(one.get_by_test_id("presence")).to_have_text("Geen dienst")
        await caller.enter()
        await emil.offered()
        await expect(dora.offer()).to_have_count(0)


async def _begun(desk: Page, shift: str) -> dict[str, object]:
    """The shift as it is, but that it began half an hour ago."""
    day = (clock.now() - timedelta(days=1)).date().isoformat()
    week = await ask(desk, "GET", f"rota?from={day}&days=3")
    found = next(one for one in week["shifts"] if one["id"] == shift)
    kept = ("name", "ends_at", "minimum", "target", "maximum", "channels", "topics", "trainings", "standby", "note")
    return {name: found[name] for name in kept} | {"starts_at": (clock.now() - timedelta(minutes=30)).isoformat()}


async def test_last_place_goes_to_one_of_those_who_click_at_the_same_moment(browser: Browser, node: Node) -> None:
    names = ("dora", "emil", "fien")
    await add_people(node.database, *names, shift=False)
    async with visitor(browser) as desk, visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        await coordinate(desk, node)
        shift = await add_shift(desk, in_days(5), maximum=1)
        people = [Volunteer(page, node.url, name) for page, name in zip((one, two, three), names, strict=True)]
        for who in people:
            await who.come()
            await who.page.get_by_role("link", name="Mijn diensten", exact=True).click()
            await who.sees("Er is nog niemand.")
        await asyncio.gather(*(who.press("Ik doe mee") for who in people))
        for who in people:
            await expect(who.page.get_by_text("Je sta", exact=False).first).to_be_visible()
        found = (await ask(desk, "GET", f"rota?from={in_days(5).date()}&days=1"))["shifts"]
        states = {one["name"]: one["state"] for row in found if row["id"] == shift for one in row["people"]}
        assert sorted(states.values()) == ["signed", "waiting", "waiting"]
        for who in people:
            said = "Je staat ingeroosterd" if states[who.name.title()] == "signed" else "Je staat op de wachtlijst"
            await who.sees(said)


async def test_certificate_that_expired_stops_offers_and_sign_ups_until_there_is_a_new_one(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    stores = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
    async with (
        Node(settings(**stores, requirements={"certificate": "required"})) as node,
        visitor(browser) as desk,
        visitor(browser) as home,
        visitor(browser) as outside,
    ):
        await node.database.wait_ready()
        await add_people(node.database, "anna")
        await add_people(node.database, "cora", role="coordinator")
        await coordinate(desk, node)
        anna, caller = Volunteer(home, node.url, "anna"), Caller(outside, node.url)
        person = next(one for one in (await ask(desk, "GET", "people"))["people"] if one["name"] == "Anna")
        given = {
            name: value for name, value in person.items() if name not in {"id", "active", "invited", "lacks", "expires"}
        }
        today = clock.now().date()
        place = f"people/{person['id']}"
        await ask(desk, "PUT", place, given | {"certificate_until": (today - timedelta(days=2)).isoformat()})

        # nothing comes to her, and she may sign up for nothing; both say why
        await caller.enter()
        await caller.state("waiting")
        await anna.come()
        await anna.sees("Je VOG is verlopen op")
        await expect(home.get_by_role("button", name="ik ben klaar", exact=False)).to_have_count(0)
        await add_shift(desk, in_days(5))
        await home.get_by_role("link", name="Mijn diensten", exact=True).click()
        await anna.sees("Je VOG is dan niet geldig.")

        # the coordinator sees it, and gives her the new date: the caller who waits is hers
        await desk.goto(f"{node.url}/dashboard#people/expiring")
        await expect(desk.get_by_text("Anna").first).to_be_visible()
        await ask(desk, "PUT", place, given | {"certificate_until": (today + timedelta(days=700)).isoformat()})
        await home.get_by_role("link", name="Nu", exact=True).click()
        await anna.ready()
        await anna.accept()
        await caller.state("conversation")
