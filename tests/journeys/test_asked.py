"""A coordinator asks people for shifts: one says yes from the mail on a small phone, another in the console."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.channel.notify.post import mailbox
from tests.journeys.asked import ask
from tests.journeys.caller import visitor
from tests.journeys.coordinator import Coordinator
from tests.journeys.house import add_people, settings
from tests.journeys.keys import by_key
from tests.journeys.links import asks
from tests.journeys.looks import LOOKS, clean
from tests.journeys.rota import add_shift, assign, coordinate, id_of, in_days
from tests.journeys.volunteer import Volunteer

pytestmark = pytest.mark.journey


async def to_shifts(who: Volunteer) -> None:
    """Log in and go to the own shifts."""
    await who.come()
    await to_view(who)


async def to_view(who: Volunteer) -> None:
    """Go to the own shifts."""
    await who.page.get_by_role("link", name="Mijn diensten", exact=True).click()
    await expect(who.page.locator("main[data-step=shifts]")).to_be_visible()


async def states(coordinator: Page) -> list[tuple[str, str]]:
    """Who was asked, and what they said."""
    listed = await ask(coordinator, "GET", "asks?days=60")
    return sorted((one["name"], one["state"]) for one in listed["asks"])


def link_in(text: str) -> str:
    """The address in a letter."""
    (found,) = re.findall(r"https?://\S+", text)
    return str(found)


async def test_asked_by_mail_and_in_the_console_two_people_say_yes(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    async with mailbox() as box:
        mail = {"host": "127.0.0.1", "port": box.port, "security": "none"}
        options: dict[str, Any] = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
        async with (
            Node(settings(**options, notify={"mail": mail})) as node,
            visitor(browser) as desk,
            visitor(browser, **LOOKS["dark-narrow"]) as phone,
            visitor(browser) as home,
        ):
            await node.database.wait_ready()
            await add_people(node.database, "dora", "emil", shift=False)
            await add_people(node.database, "cora", role="coordinator")
            await coordinate(desk, node)
            one, two = await add_shift(desk, in_days(5), maximum=1), await add_shift(desk, in_days(6), name="Weekend")
            await asks(desk, node, (one, "dora"), (two, "dora"), (two, "emil"), (one, "emil"))

            # one letter of both shifts; looking changes nothing until a button is pressed
            letter = await box.wait_for("dora@test.example", "Wil je een van deze diensten doen?")
            assert "Weekend" in letter.get_content()
            await phone.goto(link_in(letter.get_content()))
            await expect(phone.locator("[data-ask=open]")).to_have_count(2)
            assert await states(desk) == [("Dora", "open")] * 2 + [("Emil", "open")] * 2
            await phone.get_by_role("button", name="Ja, ik doe mee").first.click()
            await expect(phone.locator("[data-ask=yes]")).to_have_count(1)
            await expect(phone.locator("h2:focus")).to_be_visible()
            await phone.get_by_role("button", name="Nee, deze niet").click()
            await expect(phone.locator("main[data-state=done]")).to_be_visible()
            await expect(phone.locator("h1:focus")).to_have_text("Dank je wel voor je antwoord")

            # Emil is asked only for what is left, and answers where he sees his shifts
            emil = Volunteer(home, node.url, "emil")
            await to_shifts(emil)
            asked = home.locator("section[aria-labelledby=asked] li")
            await expect(asked).to_have_count(1)
            await by_key(home, "Ja, ik doe mee")
            await emil.sees("Je staat ingeroosterd:")
            await expect(asked).to_have_count(0)
            await expect(home.locator("section[aria-labelledby=mine] li")).to_contain_text("Weekend")
            assert await states(desk) == [("Dora", "no"), ("Dora", "yes"), ("Emil", "filled"), ("Emil", "yes")]

            # the link still tells how it stands, and takes no second answer
            await phone.reload()
            await expect(phone.locator("main[data-state=done]")).to_be_visible()


async def test_question_comes_and_goes_while_the_page_is_open(browser: Browser, node: Node) -> None:
    async with visitor(browser) as desk, visitor(browser) as home:
        await add_people(node.database, "dora", shift=False)
        await coordinate(desk, node)
        shift = await add_shift(desk, in_days(5))
        dora = Volunteer(home, node.url, "dora")
        await dora.come()
        note = home.get_by_test_id("asked")
        await asks(desk, node, (shift, "dora"))
        await expect(note).to_contain_text("Je bent gevraagd voor een dienst")
        await note.get_by_role("link").click()
        await dora.sees("Wil je deze diensten doen?")
        (one,) = (await ask(desk, "GET", "asks"))["asks"]
        await ask(desk, "POST", "asks/withdraw", {"asks": [one["id"]]})
        await expect(home.locator("section[aria-labelledby=asked]")).to_have_count(0)


async def test_volunteer_says_by_keyboard_when_they_can_come(browser: Browser, node: Node) -> None:
    async with visitor(browser, **LOOKS["dark-narrow"]) as page:
        anna = Volunteer(page, node.url, "anna")
        await to_shifts(anna)
        fold = page.locator("details").filter(has_text="Wanneer kun je?")
        await expect(fold).to_contain_text("Je hebt nog niets gezegd.")
        await fold.locator("summary").focus()
        await page.keyboard.press("Enter")
        await by_key(page, "Voeg een tijd toe")
        await expect(page.get_by_role("combobox", name="Dag")).to_be_focused()
        await page.get_by_role("combobox", name="Dag").select_option(label="Dinsdag")
        await page.get_by_label("Tot", exact=True).fill("23:30")
        await page.get_by_label("Uren", exact=True).fill("22")
        await by_key(page, "Bewaar")
        await anna.sees("Bewaard. Dank je wel.")
        await expect(fold).to_contain_text("Dinsdag 18:00 tot 23:30 en 22 uur per maand.")
        await page.reload()
        await expect(fold).to_contain_text("Dinsdag 18:00 tot 23:30 en 22 uur per maand.")
        await fold.locator("summary").click()
        await by_key(page, "Haal weg: dinsdag 18:00 tot 23:30")
        await expect(page.locator("legend:focus")).to_have_text("Elke week")
        await by_key(page, "Bewaar")
        await expect(fold.locator("summary")).to_contain_text("22 uur per maand.")


async def test_axe_is_silent_where_shifts_are_asked_for(seen: tuple[Page, Page], browser: Browser, node: Node) -> None:
    one, two = seen
    await add_people(node.database, "dora", "emil", "fleur", shift=False)
    async with visitor(browser) as desk:
        await coordinate(desk, node)
        shifts = [await add_shift(desk, in_days(day), maximum=1, note="Neem je sleutel mee.") for day in (5, 6, 7, 8)]
        links = await asks(desk, node, *((shift, name) for name in ("dora", "emil") for shift in shifts))
        await assign(desk, node, shifts[1], "fleur")
        await assign(desk, node, await add_shift(desk, in_days(7)), "dora")
        await assign(desk, node, await add_shift(desk, in_days(7)), "emil")
        await one.goto(links[0])
        await expect(one.locator("[data-ask=open]")).to_have_count(3)
        await clean(one, "asked by a letter")
        await one.get_by_role("button", name="Nee, deze niet").first.click()
        await expect(one.locator("[data-ask=no]")).to_have_count(1)
        await clean(one, "one answered")
        await one.get_by_role("button", name="Nee, deze niet").last.click()
        await expect(one.locator("[data-ask=no]")).to_have_count(2)
        await one.get_by_role("button", name="Nee, deze niet").click()
        await expect(one.locator("main[data-state=done]")).to_be_visible()
        await clean(one, "all answered")
        emil = Volunteer(two, node.url, "emil")
        await emil.come()
        await emil.sees("Je bent gevraagd voor 3 diensten")
        await clean(two, "told that shifts are asked for")
        await to_view(emil)
        await emil.sees("Wil je deze diensten doen?")
        await emil.sees("Ja zeggen kan nu niet")
        await expect(two.locator("section[aria-labelledby=open] li.card")).to_have_count(2)  # none of those asked for
        await clean(two, "asked in the console")


async def test_axe_is_silent_where_somebody_says_when_they_can_come(seen: tuple[Page, Page], node: Node) -> None:
    one, _ = seen
    anna = Volunteer(one, node.url, "anna")
    await to_shifts(anna)
    await one.get_by_role("heading", name="Wanneer kun je?").click()
    await clean(one, "nothing said")
    for name in ("Voeg een tijd toe", "Voeg een tijd toe", "Voeg een tijd toe", "Voeg dagen toe"):
        await anna.press(name)
    await one.get_by_label("Nachten", exact=True).fill("1")
    await anna.press("Bewaar")
    await anna.sees("Bewaard. Dank je wel.")
    await expect(one.locator("details").filter(has_text="Wanneer kun je?")).to_contain_text("3 tijden per week")
    await clean(one, "said")
    await one.evaluate("() => document.querySelector('form').noValidate = true")
    await one.get_by_label("Laatste dag").fill("2026-01-01")
    await anna.press("Bewaar")
    await anna.sees("De laatste dag komt na de eerste")
    await clean(one, "refused")


async def test_coordinator_reads_when_somebody_can_come(seen: tuple[Page, Page], browser: Browser, node: Node) -> None:
    one, _ = seen
    async with visitor(browser) as home:
        anna = Volunteer(home, node.url, "anna")
        await anna.come()
        windows = [
            {"weekday": 1, "begins": "18:00", "ends": "23:00"},
            {"weekday": 5, "begins": "22:00", "ends": "06:00"},
        ]
        gone = (clock.now() + timedelta(days=9)).date()
        away = [{"first_on": str(gone), "last_on": str(gone + timedelta(days=5))}]
        await ask(home, "PUT", "my/availability", {"windows": windows, "away": away, "hours": 22})
    cora = Coordinator(one, node.url)
    await cora.come(f"people/{await id_of(node, 'anna')}")
    await cora.sees("Dinsdag 18:00 tot 23:00 en zaterdag 22:00 tot 06:00.")
    await cora.sees("22 uur.")
    await expect(cora.section("when").locator("li").filter(has_text="Kan niet:")).to_contain_text("tot en met")
    await clean(one, "when somebody can come")
