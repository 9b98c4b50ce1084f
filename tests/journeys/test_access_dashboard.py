"""axe-core finds nothing in any state of the coordinator's views, and none is wider than the window."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.journeys.asked import ask
from tests.journeys.caller import Caller, Wire, visitor
from tests.journeys.coordinator import Coordinator, csv
from tests.journeys.house import add_people, settings
from tests.journeys.looks import clean
from tests.journeys.rota import HOUR, add_shift, assign, id_of, in_days
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey
Seen = tuple[Page, Page]


async def plan(page: Page, node: Node) -> str:
    """A rota with a hole in the coming hours, a template, people on shifts and one who waits; the id of a full shift."""
    await add_people(node.database, "dora", "emil", "fenna", shift=False)
    soon = clock.now().replace(minute=0, second=0, microsecond=0) + 3 * HOUR
    await add_shift(page, soon, 3 * HOUR, minimum=9, target=9, channels=["chat"], note="Neem de sleutel mee.")
    template = {"name": "Avond", "starts": "18:00", "minutes": 240, "first_on": str(clock.now().date()), "minimum": 2}
    await ask(page, "POST", "templates", template | {"target": 3, "recurrence": "FREQ=WEEKLY;BYDAY=MO,TH"})
    full = await add_shift(page, in_days(3), minimum=1, target=1, maximum=1)
    await assign(page, node, full, "dora")
    return full


async def test_axe_is_silent_on_what_is_now(seen: Seen, browser: Browser, node: Node) -> None:
    page, other = seen
    wire = await Wire.of(page)
    cora, anna = Coordinator(page, node.url), Volunteer(other, node.url, "anna")
    await cora.come()
    await plan(page, node)
    async with visitor(browser) as third:
        await talk(Caller(third, node.url), anna)
        await anna.press("Vraag een coördinator om hulp")
        await anna.press("Ja, vraag om hulp")
        await expect(page.locator(".need.hand")).to_be_visible()
        await cora.sees("te weinig voor chat")
        await clean(page, "a hand and a hole")
        await cora.press("Roep mensen op")
        await clean(page, "asked whether to call")
        await cora.press("Terug")
        await expect(page.get_by_role("button", name="Terug", exact=True)).to_have_count(0)
        await cora.press("Kom erbij")
        await cora.focused("Je leest mee met Anna")
        await cora.fill("Bericht aan Anna", "Ik ben er.")
        await cora.press("Verstuur")
        await expect(anna.page.get_by_role("log", name="Tussen jou en Cora")).to_contain_text("Ik ben er.")
        await clean(page, "reading along")
        await cora.go("people")
        await cora.sees("Je leest mee in een gesprek.")
        await clean(page, "reading along, elsewhere")
        await cora.go("now")
        await cora.press("Ga weer weg")
        await cora.sees("Je leest niet meer mee.")
        await clean(page, "left again")
    await cora.press("Sluit chat")
    await clean(page, "asked whether to close")
    await cora.press("Ja, sluiten")
    await cora.sees("Dicht, met de hand")
    await cora.press("Bericht aan wie dienst heeft")
    await page.get_by_text("Als tabel").first.click()
    await clean(page, "closed by hand, writing to those on shift")
    await cora.go("wall")
    await cora.view("wall")
    await clean(page, "wall")
    await wire.cut()
    await expect(page.locator("main[data-stale=true]")).to_be_visible()
    await clean(page, "wall, stale")
    await cora.go("rota")
    await cora.sees("Geen verbinding.")
    await clean(page, "another view, stale")


async def test_axe_is_silent_on_the_coverage(seen: Seen, node: Node) -> None:
    page, _ = seen
    cora = Coordinator(page, node.url)
    await cora.come("coverage")
    await cora.sees("In deze twee weken is elk uur gedekt.")
    await clean(page, "nothing planned")
    await plan(page, node)
    await cora.sees("te weinig voor chat")
    await clean(page, "holes")
    await cora.go("coverage/phone/2027-10-25/2027-10-31")
    await expect(page.locator("h3", has_text="Uren van zondag 31 oktober")).to_be_visible()
    await clean(page, "a day of 25 hours")


async def test_axe_is_silent_on_the_rota(seen: Seen, node: Node) -> None:
    page, other = seen
    cora = Coordinator(page, node.url)
    await cora.come("rota")
    await cora.sees("In deze dagen staan geen diensten.")
    await clean(page, "empty week")
    full = await plan(page, node)
    day = in_days(3).date()
    await cora.go(f"rota/{day}/7")
    await cora.sees("Dagdienst")
    await clean(page, "week")
    await cora.go(f"rota/{day}/7/{full}")
    await expect(page.locator("[data-shift=published]")).to_be_visible()
    await cora.press("Iemand inroosteren")
    await page.get_by_role("radio", name="Emil").check()
    await clean(page, "shift, putting somebody on")
    await cora.press("Rooster Emil in")
    await expect(cora.section("signed")).to_contain_text("Emil")
    await Volunteer(other, node.url, "fenna").come()
    await ask(other, "POST", f"shifts/{full}/sign_up")
    await expect(cora.section("waiting")).to_contain_text("Fenna")
    await cora.press("Haal Dora eraf")
    await clean(page, "shift, waitlist and taking off")
    await cora.press("Terug")
    await cora.press("Deze dienst wijzigen")
    await cora.fill("Ten minste", "5")
    await cora.press("Deze dienst wijzigen")
    await expect(page.locator("[aria-invalid=true]:focus")).to_be_visible()
    await clean(page, "shift, change refused")
    for place, head in (("new", "Een losse dienst toevoegen"), ("none", "Dit bestaat niet meer")):
        await cora.go(f"rota/{day}/7/{place}")
        await cora.sees(head)
        await clean(page, f"rota {place}")


async def test_axe_is_silent_beside_the_week(seen: Seen, node: Node) -> None:
    page, _ = seen
    cora = Coordinator(page, node.url)
    await cora.come("rota/swaps")
    await cora.sees("Niemand wil nu ruilen.")
    await clean(page, "no swaps")
    await plan(page, node)
    await cora.go("rota/templates")
    await cora.sees("Avond, 18:00 tot 22:00")
    await clean(page, "templates")
    await cora.follow("Avond, 18:00 tot 22:00")
    await page.get_by_label("Hoe vaak?").select_option("other")
    await cora.fill("Regel (RFC 5545)", "FREQ=SOMS")
    await cora.press("Bewaren")
    await cora.sees("Deze regel begrijpen we niet.")
    await clean(page, "template refused")
    await cora.go("rota/publish")
    await cora.press("Bekijk eerst")
    await cora.sees("gaten:")
    await clean(page, "publishing, dry")
    await cora.go("rota/files")
    await cora.sees("Diensten inlezen")
    await clean(page, "files")


async def test_axe_is_silent_on_swaps_that_need_a_yes(
    seen: Seen, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    page, other = seen
    stores = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
    async with Node(settings(**stores, rota={"swaps": "need_yes"})) as node:
        await node.database.wait_ready()
        await add_people(node.database, "dora", "emil", shift=False)
        await add_people(node.database, "cora", role="coordinator")
        cora, emil = Coordinator(page, node.url), Volunteer(other, node.url, "emil")
        await cora.come()
        await assign(page, node, await add_shift(page, in_days(5)), "emil")
        await emil.come()
        (mine,) = (await ask(other, "GET", "my/shifts"))["shifts"]
        given = {"to": await id_of(node, "dora"), "wants": None, "note": "Ik ben jarig."}
        swap = await ask(other, "POST", f"sign_ups/{mine['sign_up']}/swap", given)
        await emil.press("Uitloggen")
        await Volunteer(other, node.url, "dora").come()
        await ask(other, "POST", f"swaps/{swap['id']}/take", {"note": None})
        await cora.sees("Eén ruil wacht op je ja.")
        await cora.follow("Bekijk het ruilen")
        await cora.press("Goed")
        await clean(page, "a swap, asked for a yes")
        await page.get_by_role("button", name="Goed", exact=True).click()
        await expect(page.get_by_text("Wacht op je ja")).to_have_count(0)


async def test_axe_is_silent_on_people(
    seen: Seen, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    page, _ = seen
    stores = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
    asked = {"certificate": "required", "trainings": ["Basis"]}
    async with Node(settings(**stores, requirements=asked)) as node:
        await node.database.wait_ready()
        await add_people(node.database, "anna", "bram", shift=False)
        await add_people(node.database, "cora", role="administrator")
        cora = Coordinator(page, node.url)
        await cora.come("people")
        await cora.sees("geen VOG")
        await clean(page, "people")
        await cora.go("people/expiring")
        await cora.sees("Van niemand verlopen binnenkort papieren.")
        await clean(page, "nobody expires")
        await cora.go("people/new")
        await cora.press("Training toevoegen")
        await cora.fill("Naam", "Dirk")
        await cora.fill("E-mailadres", "bram@test.example")
        await page.get_by_label("VOG geldig tot en met").fill(str((clock.now() + timedelta(days=20)).date()))
        await cora.press("Nodig uit")
        await expect(page.locator("[aria-invalid=true]:focus")).to_be_visible()
        await clean(page, "invitation refused")
        await cora.fill("E-mailadres", "dirk@test.example")
        await cora.press("Nodig uit")
        await cora.focused("Dirk is uitgenodigd")
        await clean(page, "link to hand over")
        await cora.go("people/expiring")
        await cora.sees("VOG verloopt op")
        await clean(page, "expiring")
        await cora.follow("Dirk")
        await cora.press("Laten stoppen")
        await clean(page, "person, asked whether to stop")
        await cora.press("Ja, laten stoppen")
        await expect(page.locator("[data-person=inactive]")).to_be_visible()
        await clean(page, "person who stopped")
        await cora.go("people/files")
        await page.get_by_label("Bestand kiezen (.csv)").set_input_files(csv("name,email\nEls,niets\n"))
        await cora.press("Inlezen")
        await cora.sees("Er is niets ingelezen.")
        await clean(page, "file refused")


async def test_axe_is_silent_on_callouts_and_the_trail(seen: Seen, node: Node) -> None:
    page, _ = seen
    cora = Coordinator(page, node.url)
    await cora.come("callouts")
    await cora.sees("Er loopt nu geen oproep.")
    await page.get_by_text("Roep zelf mensen op").click()
    await clean(page, "starting one by hand")
    await cora.press("Ja, roep op")
    await expect(page.locator("[data-callout=running]")).to_be_visible()
    await clean(page, "one that runs")
    await cora.press("Stoppen")
    await clean(page, "asked whether to stop")
    await cora.press("Ja, stoppen")
    await expect(page.locator("[data-callout=stopped]")).to_be_visible()
    await clean(page, "one that was stopped")
    await cora.follow("In het logboek")
    await cora.sees("heeft een oproep gestopt.")
    await clean(page, "the trail of a call-out")
    await cora.go("audit")
    await cora.fill("Van wie of over wie?", "niemand")
    await cora.press("Toon")
    await cora.sees("Die naam staat er niet bij.")
    await clean(page, "the trail, nobody found")
