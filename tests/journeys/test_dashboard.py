"""The coordinator's day: a hole, the rota, people, a talk that needs help, and a screen on the wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from luisterlijn import clock
from luisterlijn.app import Node
from tests.journeys.asked import ask
from tests.journeys.caller import Caller, Wire, visitor
from tests.journeys.coordinator import Coordinator, csv
from tests.journeys.house import add_people
from tests.journeys.keys import by_key
from tests.journeys.rota import HOUR, add_shift, assign, in_days
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey


async def test_hole_is_told_and_people_are_called_with_a_few_keys(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come()
        await cora.sees("Komende 24 uur vraagt het rooster niemand.")
        begins = clock.now().replace(minute=0, second=0, microsecond=0) + 12 * HOUR
        await add_shift(page, begins, 3 * HOUR, minimum=3, target=3, channels=["chat"])
        await expect(cora.section("needs").get_by_text("één te weinig voor chat").first).to_be_visible()
        await page.locator("h1").focus()
        for key in ("Tab", "Enter"):
            await page.keyboard.press(key)
        await cora.focused("Nu mensen oproepen?")
        await by_key(page, "Ja, roep op")
        await cora.view("callouts")
        await expect(page.locator("[data-callout]")).to_have_count(1)
        await cora.follow("Nu")
        await expect(cora.section("needs").get_by_role("link").first).to_be_visible()


async def test_place_in_the_dashboard_survives_reload_and_back(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come("people/new")
        await cora.view("people/new")
        await cora.follow("Rooster")
        await cora.view("rota/week")
        await expect(page.locator("h1:focus")).to_have_text("Rooster")
        await page.reload()
        await cora.view("rota/week")
        await page.go_back()
        await cora.view("people/new")
        await cora.go("wall")
        await cora.view("wall")
        await expect(page.get_by_role("button")).to_have_count(0)
        await page.keyboard.press("Escape")
        await cora.view("now")


async def test_wall_says_loudly_that_its_figures_are_old(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        wire = await Wire.of(page)
        cora = Coordinator(page, node.url)
        await cora.come("wall")
        await expect(page.locator("main[data-stale=false] .walled")).to_be_visible()
        await expect(page.locator(".loud")).to_have_count(0)
        await wire.cut()
        await expect(page.locator("main[data-stale=true] [role=alert]")).to_contain_text("Deze cijfers zijn oud")


async def test_rota_is_planned_published_and_filled_with_the_keyboard_alone(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come("rota/templates/new")
        await cora.fill("Naam", "Avonddienst")
        await by_key(page, "Maak deze vaste dienst")
        await cora.sees("Avonddienst wijzigen")
        await by_key(page, "Publiceren")
        await cora.view("rota/publish")
        await by_key(page, "Bekijk eerst")
        await cora.sees("diensten bij.")
        assert (await ask(page, "GET", f"rota?from={clock.now().date()}&days=28"))["shifts"] == []
        await page.locator("h1").focus()
        for _ in range(40):
            await page.keyboard.press("Tab")
            if (await page.evaluate("() => document.activeElement.innerText")).startswith("Publiceer tot"):
                break
        await page.keyboard.press("Enter")
        await cora.sees("Gepubliceerd:")
        await cora.go(f"rota/{(clock.now() + timedelta(days=7)).date()}/7")
        await page.locator(".shift a").first.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-shift=published] h2:focus")).to_contain_text("Avonddienst")
        await by_key(page, "Iemand inroosteren")
        await page.get_by_role("radio", name="Anna").focus()
        await page.keyboard.press("Space")
        await by_key(page, "Rooster Anna in")
        await expect(cora.section("signed")).to_contain_text("Anna")
        await by_key(page, "Haal Anna eraf")
        await by_key(page, "Ja, haal eraf")
        await expect(cora.section("signed")).to_contain_text("Nog niemand.")


async def test_soft_rule_gives_way_to_a_reason_and_a_hard_one_to_none(browser: Browser, node: Node) -> None:
    await add_people(node.database, "dora", "emil", shift=False)
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come()
        await assign(page, node, await add_shift(page, in_days(5), 4 * HOUR), "emil")
        long = await add_shift(page, in_days(5, hour=6), 11 * HOUR, name="Lange dienst")
        await cora.go(f"rota/{in_days(5).date()}/7/{long}")
        await cora.press("Iemand inroosteren")
        await expect(page.get_by_role("radio", name="Emil")).to_be_disabled()
        await page.get_by_role("radio", name="Dora").check()
        await cora.press("Rooster Dora in")
        await cora.sees("Dit kan niet zomaar")
        await expect(page.locator(".trouble")).to_contain_text("Werkt dan 11 uur achter elkaar")
        await cora.fill("Waarom het toch mag", "Ze vroeg er zelf om.")
        await cora.press("Rooster Dora in")
        await expect(cora.section("signed")).to_contain_text("Ze vroeg er zelf om.")


async def test_shift_is_changed_and_cancelled_and_what_was_typed_survives_a_refusal(
    browser: Browser, node: Node
) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come()
        first = in_days(4).date()
        await cora.go(f"rota/{first}/7/new")
        await cora.fill("Naam", "Los ding")
        await page.get_by_label("Dag", exact=True).fill(str(first))
        await cora.fill("Ten minste", "3")
        await cora.fill("Liefst", "3")
        await cora.fill("Hoogstens", "2")
        await cora.press("Voeg toe")
        await cora.sees("Dit past niet bij de andere velden.")
        await expect(page.locator("input[aria-invalid=true]:focus")).to_have_value("2")
        await expect(page.get_by_label("Naam", exact=True)).to_have_value("Los ding")
        await cora.fill("Hoogstens", "4")
        await cora.press("Voeg toe")
        await expect(page.locator("[data-shift=published] h2")).to_contain_text("Los ding")
        await cora.press("Deze dienst wijzigen")
        await cora.fill("Ten minste", "1")
        await cora.press("Deze dienst wijzigen")
        await cora.sees("0 van 1, niemand")
        await cora.press("Dienst afzeggen")
        await cora.fill("Waarom gaat de dienst niet door?", "Geen zaal.")
        await cora.press("Ja, zeg af")
        await expect(page.locator("[data-shift=cancelled]")).to_be_visible()


@pytest.mark.parametrize(
    ("first", "day", "hours"),
    [("2027-03-22", "2027-03-28", 23), ("2027-10-25", "2027-10-31", 25), ("2027-06-01", "2027-06-02", 24)],
)
async def test_map_has_the_hours_the_day_has(browser: Browser, node: Node, first: str, day: str, hours: int) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come(f"coverage/chat/{first}/{day}")
        cells = page.locator(f'[role=gridcell][data-to$="{day}"]')
        await expect(cells).to_have_count(hours)
        await cells.nth(1).focus()
        for _ in range(2):
            await page.keyboard.press("ArrowRight")
        await cora.focused({23: "04:00 tot 05:00", 24: "03:00 tot 04:00", 25: "de tweede keer"}[hours])


async def test_map_is_walked_by_arrow_keys_and_a_cell_leads_to_its_quarters(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come()
        begins = in_days(3, hour=10)
        await add_shift(page, begins, 2 * HOUR, minimum=2, target=2, channels=["chat"])
        await cora.go("coverage/chat")
        stop = page.locator('[role=grid] [tabindex="0"]')
        await expect(stop).to_have_count(1)
        await stop.focus()
        for _ in range(3):
            await page.keyboard.press("ArrowDown")
        while "niemand van 2" not in await page.evaluate("() => document.activeElement.innerText"):
            await page.keyboard.press("ArrowRight")
        await expect(stop).to_have_count(1)
        await page.keyboard.press("Enter")
        await cora.focused("Uren van")
        lacking = page.locator("tr", has=page.locator("strong", has_text="niemand"))
        await expect(lacking.locator("td").first).to_have_text("2")


async def test_hand_is_answered_and_the_caller_sees_who_reads_along(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        caller, anna, cora = Caller(one, node.url), Volunteer(two, node.url, "anna"), Coordinator(three, node.url)
        await cora.come("rota")
        await talk(caller, anna)
        await caller.write("ik weet het niet meer")
        await anna.press("Vraag een coördinator om hulp")
        await anna.press("Ja, vraag om hulp")
        await cora.sees("Een vrijwilliger vraagt om hulp in een gesprek.")
        await expect(three).to_have_title("● Er is hulp nodig: Overzicht")
        await cora.follow("Ga naar Nu")
        await cora.press("Kom erbij")
        await cora.focused("Je leest mee met Anna")
        await cora.sees("ik weet het niet meer")
        await cora.sees("De beller ziet dat je meeleest.")
        await caller.sees("Een collega van de vrijwilliger leest nu mee, om te helpen.")
        await cora.fill("Bericht aan Anna", "Vraag naar vandaag.")
        await cora.press("Verstuur")
        await expect(two.get_by_role("log", name="Tussen jou en Cora")).to_contain_text("Vraag naar vandaag.")
        await expect(two.get_by_test_id("aside-new")).to_be_hidden()  # it would say the same twice
        await two.set_viewport_size({"width": 390, "height": 700})
        await expect(two.get_by_test_id("aside-new")).to_be_in_viewport(ratio=1)
        await anna.press("Antwoord Cora")
        await expect(two.get_by_label("Bericht aan Cora")).to_be_focused()
        await expect(two.get_by_test_id("aside-new")).to_have_count(0)
        assert "Vraag naar vandaag." not in await one.content()
        await cora.press("Ga weer weg")
        await cora.sees("Je leest niet meer mee.")


async def test_channel_is_closed_and_opened_by_hand_and_those_on_shift_are_written_to(
    browser: Browser, node: Node
) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        caller, anna, cora = Caller(one, node.url), Volunteer(two, node.url, "anna"), Coordinator(three, node.url)
        await anna.come()
        await cora.come()
        await cora.sees("Komende 24 uur vraagt het rooster niemand.")  # and nothing moves any more
        await cora.press("Sluit chat")
        await cora.focused("Chat sluiten?")
        await cora.press("Ja, sluiten")
        await cora.sees("Dicht, met de hand")
        await cora.sees("Chat is met de hand gesloten.")
        await caller.open()
        await caller.state("closed")
        await cora.press("Chat weer op openingstijden")
        await cora.press("Ja, op de gewone tijden")
        await expect(three.get_by_text("Dicht, met de hand")).to_have_count(0)
        await cora.press("Bericht aan wie dienst heeft")
        await cora.fill("Bericht", "Het is druk. Dank jullie wel.")
        await cora.press("Verstuur aan iedereen op dienst")
        await cora.sees("Verstuurd aan")
        await anna.sees("Het is druk. Dank jullie wel.")


async def test_person_is_invited_changed_and_stopped_and_the_trail_tells_it(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come("people/new")
        await cora.fill("Naam", "Dirk Nieuw")
        await cora.fill("E-mailadres", "anna@test.example")
        await cora.press("Nodig uit")
        await cora.sees("Er is al iemand met dit e-mailadres.")
        await expect(page.locator("input[aria-invalid=true]:focus")).to_have_value("anna@test.example")
        await cora.fill("E-mailadres", "dirk@test.example")
        await cora.press("Nodig uit")
        await cora.focused("Dirk Nieuw is uitgenodigd")
        assert (await page.get_by_label("Link").input_value()).startswith(f"{node.url}/invitation#")
        await cora.follow("Iedereen")
        await cora.fill("Zoek op naam of e-mailadres", "dirk")
        await expect(page.get_by_role("row")).to_have_count(2)
        await cora.follow("Dirk Nieuw")
        await cora.fill("Plaats of locatie", "Zwolle")
        await cora.press("Bewaren")
        await cora.sees("Bewaard.")
        await cora.press("Laten stoppen")
        await cora.press("Ja, laten stoppen")
        await expect(page.locator("[data-person=inactive]")).to_be_visible()
        await cora.follow("In het logboek")
        for sentence in ("heeft Dirk Nieuw uitgenodigd", "heeft gegevens van Dirk", "heeft Dirk Nieuw laten stoppen"):
            await cora.sees(sentence)


async def test_file_of_people_says_what_is_wrong_by_row_and_column(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come("people/files")
        wrong = "name,email\nDirk,dirk@test.example\nEls,geen adres\n"
        await page.get_by_label("Bestand kiezen (.csv)").set_input_files(csv(wrong))
        await cora.press("Inlezen")
        await expect(page.get_by_role("row", name="3 email geen adres")).to_be_visible()
        assert len((await ask(page, "GET", "people"))["people"]) == 3
        right = wrong.replace("geen adres", "els@test.example")
        await page.get_by_label("Bestand kiezen (.csv)").set_input_files(csv(right))
        await cora.press("Inlezen")
        await cora.sees("Ingelezen: 2 nieuw, 0 gewijzigd.")
