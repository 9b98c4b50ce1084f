"""A coordinator plans: whether the fortnight holds, what if, campaigns, and counts of the past."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Request, Route, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.volunteer.template import local_day
from tests.history import AMSTERDAM, counts_csv
from tests.journeys.asked import ask
from tests.journeys.caller import visitor
from tests.journeys.coordinator import Coordinator, csv
from tests.journeys.keys import by_key
from tests.journeys.looks import clean
from tests.journeys.past import give_past, staff

pytestmark = pytest.mark.journey
TODAY = local_day(clock.now(), AMSTERDAM)
SOON = TODAY + timedelta(days=4)
LACKS = "staan er te weinig mensen in het rooster."
COMPUTED = 20_000
"""A plan is computed while the need of four weeks is, and other tests run: milliseconds."""


async def come(page: Page, node: Node, place: str = "planning", weeks: int = 9) -> Coordinator:
    """Cora at the planning of a line with a past."""
    cora = Coordinator(page, node.url)
    await cora.come("people")
    await give_past(page, weeks)
    await cora.go(place)
    await expect(page.get_by_role("slider").first).to_be_visible(timeout=COMPUTED)
    return cora


def most_lacking(plan: dict[str, Any]) -> int:
    """How many people lack in the worst quarter that is not over."""
    over = (clock.now() - datetime.fromisoformat(plan["starts_at"])) // timedelta(seconds=plan["quarter_s"])
    ahead = list(zip(plan["required"], plan["planned"], strict=True))[over:]
    return max(int(required) - int(planned) for required, planned in ahead)


async def test_fortnight_that_lacks_people_is_told_worst_first_with_a_way_to_the_rota(
    browser: Browser, node: Node
) -> None:
    async with visitor(browser) as page:
        await staff(node, 2)
        cora = await come(page, node)
        ahead = cora.section("ahead")
        await expect(ahead.locator(".lead")).to_contain_text(LACKS)
        lacks = ahead.get_by_role("listitem")
        await expect(lacks).to_have_count(4)
        said = [re.search(r"Nog (\d+) erbij", one) for one in await lacks.all_inner_texts()]
        counts = [int(one[1]) for one in said if one]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] == most_lacking(await ask(page, "GET", "plan?channel=chat"))
        await ahead.get_by_role("button", name=re.compile("^Toon nog")).click()
        assert await lacks.count() > 4
        day = (await ahead.get_by_role("link", name=re.compile("^Open het rooster")).first.get_attribute("href")) or ""
        await ahead.get_by_role("link", name=re.compile("^Open het rooster")).first.click()
        await cora.view("rota/week")
        assert page.url.endswith(day)
        await page.go_back()
        await ahead.get_by_role("link", name=re.compile("^Bekijk de dekking")).first.click()
        await cora.view("coverage")


async def test_fortnight_that_holds_is_told_so_in_one_sentence(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        await staff(node, 14)
        cora = await come(page, node)
        await cora.sees("De komende twee weken staan er elk uur genoeg mensen in het rooster.")
        await cora.sees("Elk uur staan er genoeg mensen in het rooster.")
        await cora.sees("80 % van wie komt, is binnen 60 seconden geholpen.")
        await expect(cora.section("ahead").get_by_role("listitem")).to_have_count(0)
        await cora.press("English")
        await cora.sees("In the next two weeks every hour has enough people on the rota.")


async def test_day_is_told_by_hours_and_on_demand_by_quarters(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        await staff(node, 3)
        cora = await come(page, node, f"planning/chat/{SOON}")
        rows = cora.section("hours").locator("tbody tr")
        await expect(rows).to_have_count(24)
        await expect(rows.nth(21)).to_contain_text("te weinig")
        await page.get_by_label("Toon elk kwartier").check()
        await expect(rows).to_have_count(96)
        await cora.follow("Dag later")
        await cora.focused("Chat, ")
        await page.reload()
        await expect(page).to_have_url(re.compile(f"{SOON + timedelta(days=1)}$"))
        await cora.go("planning/chat/2027-10-31")
        await expect(rows).to_have_count(25, timeout=COMPUTED)
        await expect(rows.nth(3)).to_contain_text("de tweede keer")
        await page.go_back()
        await cora.follow("Week")
        await expect(cora.section("days").locator("tbody tr")).to_have_count(7)
        await page.get_by_text("Als tabel").first.click()
        await expect(page.locator(".plot tbody tr")).to_have_count(7 * 96)


async def test_day_that_is_over_shows_what_came_beside_what_was_expected(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = await come(page, node, f"planning/chat/{TODAY - timedelta(days=2)}")
        await expect(
            page.get_by_text(re.compile(r"Van de 96 kwartieren vielen er \d+ binnen de band."))
        ).to_be_visible()
        begin = TODAY - timedelta(days=2)
        plan = await ask(page, "GET", f"plan?channel=chat&from={begin}T00:00:00Z&until={begin}T04:00:00Z")
        assert None not in plan["attempts"]
        await page.get_by_text("Als tabel").first.click()
        await expect(page.locator(".plot tbody tr").first.locator("td").nth(2)).to_have_text(re.compile(r"^\d+$"))
        await cora.sees("Gekomen")


async def test_slider_says_by_keyboard_what_would_be_needed_and_puts_it_back(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        await staff(node, 9)
        cora = await come(page, node, f"planning/chat/{SOON}")
        arrivals = page.get_by_role("slider", name="Hoeveel mensen er komen")
        await arrivals.focus()
        await page.keyboard.press("End")
        await expect(arrivals).to_have_attribute("aria-valuetext", re.compile("^200"))
        answer = cora.section("what-if").get_by_role("status")
        await expect(answer).to_contain_text("meer nodig in het rooster", timeout=COMPUTED)
        await expect(answer).to_contain_text("De kans dat de belofte dan lukt, is")
        await cora.sees("Hieronder zie je hoe het zou zijn met wat je probeert.")
        await expect(cora.section("ahead")).not_to_contain_text("probeert")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(arrivals).to_have_value("100")
        await expect(answer).to_have_text("")
        await expect(page.get_by_text("met wat je probeert")).to_have_count(0)
        absent = page.get_by_role("slider", name="Hoeveel vrijwilligers niet komen")
        await absent.focus()
        await page.keyboard.press("End")
        await expect(answer).to_contain_text("meer nodig in het rooster", timeout=COMPUTED)


async def test_only_the_last_of_two_answers_counts_whichever_comes_last(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = await come(page, node, f"planning/chat/{SOON}")
        answer = cora.section("what-if").get_by_role("status")
        held, asked = asyncio.Event(), list[str]()

        async def hold(route: Route, request: Request) -> None:
            asked.append(request.url)
            if "arrivals=2" in request.url:
                await held.wait()
            await route.continue_()

        await page.route("**/api/v1/plan?*arrivals=*", hold)
        arrivals = page.get_by_role("slider", name="Hoeveel mensen er komen")
        async with page.expect_request(re.compile("arrivals=2")) as late:
            await arrivals.press("End")
        await arrivals.press("Home")
        await expect(answer).to_contain_text("minder nodig in het rooster", timeout=COMPUTED)
        held.set()
        await (await (await late.value).response()).finished()  # type: ignore[union-attr]
        await page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        await expect(answer).to_contain_text("minder nodig in het rooster")
        assert [re.findall("arrivals=([0-9.]+)", one)[0] for one in asked] == ["2", "0.5"]


async def test_answer_that_does_not_come_is_said_and_what_is_so_stays(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = await come(page, node, f"planning/chat/{SOON}")
        asked = re.compile(r"/api/v1/plan\?.*arrivals=")
        await page.route(asked, lambda route: route.abort())
        tried = cora.section("what-if")
        arrivals = page.get_by_role("slider", name="Hoeveel mensen er komen")
        await arrivals.press("End")
        await expect(tried.get_by_role("alert")).to_contain_text("Er is geen verbinding.")
        await expect(page.get_by_text("met wat je probeert")).to_have_count(0)
        await page.unroute(asked)
        await arrivals.press("Home")
        await expect(tried.get_by_role("status")).to_contain_text("minder nodig in het rooster", timeout=COMPUTED)
        await expect(tried.get_by_role("alert")).to_have_text("")


async def test_campaign_is_refused_at_its_field_then_kept_changed_and_taken_away(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = await come(page, node)
        before = sum((await ask(page, "GET", "plan?channel=chat"))["mean"])
        await cora.follow("Campagnes")
        await cora.sees("Er zijn nog geen campagnes.")
        await cora.follow("Nieuwe campagne")
        await cora.fill("Naam", "TV-spotje")
        await cora.fill("Laatste dag", str(TODAY + timedelta(days=6)))
        await cora.fill("Hoeveel keer zo veel mensen?", "50")
        await by_key(page, "Voeg toe")
        await expect(page.locator("input[aria-invalid=true]:focus")).to_have_value("50")
        await expect(page.get_by_label("Naam", exact=True)).to_have_value("TV-spotje")
        await cora.fill("Hoeveel keer zo veel mensen?", "1.6")
        await cora.press("Voeg toe")
        await cora.view("planning/campaigns")
        await cora.sees("Verwacht: 1,6 keer zo veel mensen, chat en telefoon.")
        await cora.sees("Nog niet gemeten")
        assert sum((await ask(page, "GET", "plan?channel=chat"))["mean"]) > before * 1.2
        await cora.follow("TV-spotje")
        await page.get_by_label("Waar merk je het?").select_option("chat")
        await cora.press("Bewaren")
        await cora.sees("Bewaard.")
        await cora.press("Weghalen")
        await cora.press("Ja, haal weg")
        await cora.sees("Er zijn nog geen campagnes.")
        assert sum((await ask(page, "GET", "plan?channel=chat"))["mean"]) == pytest.approx(before)


async def test_line_without_a_past_is_told_what_to_do_and_counts_are_read_in(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        cora = Coordinator(page, node.url)
        await cora.come("planning")
        await cora.sees("Van chat en telefoon weten we nog te weinig om vooruit te kijken.")
        await expect(page.locator("[data-none=chat]")).to_contain_text("het minimum dat bij elke dienst staat")
        await expect(page.get_by_role("slider")).to_have_count(0)
        await cora.follow("Lees tellingen in")
        await cora.view("planning/past")
        right = counts_csv(TODAY, 12).decode()
        rows = right.split("\n")
        wrong = "\n".join([rows[0], rows[1].replace("chat", "fax"), *rows[2:]])
        await page.get_by_label("Bestand kiezen (.csv)").set_input_files(csv(wrong))
        await cora.press("Inlezen")
        await expect(page.get_by_role("row", name="2 channel fax Schrijf chat of phone")).to_be_visible()
        await page.get_by_label("Bestand kiezen (.csv)").set_input_files(csv(right))
        await cora.press("Inlezen")
        await cora.sees("Ingelezen: ")
        await cora.press("Kijk hoe goed")
        good = page.locator("section[aria-labelledby=good-chat]")
        await expect(good).to_contain_text("Toeval alleen maakt al")
        await expect(good).to_contain_text("De bedoeling is 80 %.")
        await cora.sees("Telefoon: de geschiedenis is nog te kort om dit te zien.")
        await cora.follow("Vooruit kijken")
        await cora.sees(LACKS)
        await cora.sees("Van telefoon weten we nog te weinig om vooruit te kijken.")


async def test_axe_is_silent_on_the_plan(seen: tuple[Page, Page], node: Node) -> None:
    page, _ = seen
    cora = Coordinator(page, node.url)
    await cora.come("planning")
    await cora.sees("Van chat en telefoon weten we nog te weinig")
    await expect(page.locator("[data-none=chat]")).to_be_visible()
    await clean(page, "no past")
    await give_past(page, 2)
    await staff(node, 4)
    await cora.go(f"planning/chat/{TODAY}")
    await page.reload()
    await cora.sees(LACKS)
    await clean(page, "today")
    await page.get_by_label("Toon elk kwartier").check()
    for table in await page.get_by_text("Als tabel").all():
        await table.click()
    await page.get_by_role("slider").first.press("End")
    await expect(cora.section("what-if").get_by_role("status")).to_contain_text("nodig in het rooster")
    await clean(page, "quarters, tables, and something tried")
    await cora.go(f"planning/chat/{TODAY}/7")
    await expect(page.locator("section[aria-labelledby=days]")).to_be_visible()
    await clean(page, "a week")
    await cora.go(f"planning/phone/{TODAY}")
    await expect(page.locator("[data-none=phone]")).to_be_visible()
    await clean(page, "a channel without a past")
    await cora.press("English")
    await clean(page, "the same in English")


async def test_axe_is_silent_on_campaigns_and_counts(seen: tuple[Page, Page], node: Node) -> None:
    page, _ = seen
    cora = Coordinator(page, node.url)
    await cora.come("planning/campaigns")
    await cora.sees("Er zijn nog geen campagnes.")
    await clean(page, "no campaigns")
    given = {"name": "Spotje", "first_on": str(TODAY - timedelta(days=9)), "last_on": str(TODAY - timedelta(days=5))}
    await give_past(page, 12)
    await ask(page, "POST", "campaigns", given | {"factor": 1.4, "fading_days": 3})
    await cora.go("planning/campaigns/new")
    await cora.fill("Naam", "Actie")
    await cora.fill("Hoeveel keer zo veel mensen?", "99")
    await cora.press("Voeg toe")
    await expect(page.locator("[aria-invalid=true]:focus")).to_be_visible()
    await clean(page, "campaign refused")
    await page.reload()
    await cora.follow("← Campagnes")
    await cora.sees("Gemeten: chat")
    await clean(page, "a campaign that was measured")
    await cora.follow("Spotje")
    await cora.press("Weghalen")
    await clean(page, "asked whether to take it away")
    await cora.go("planning/campaigns/none")
    await cora.sees("Deze campagne is er niet meer.")
    await clean(page, "a campaign that is not there")
    await cora.go("planning/past")
    await page.get_by_label("Bestand kiezen (.csv)").set_input_files(csv("channel,starts_at\nfax,gisteren\n"))
    await cora.press("Inlezen")
    await cora.sees("Er is niets ingelezen.")
    await cora.press("Kijk hoe goed")
    await expect(page.locator("section[aria-labelledby=good-chat]")).to_be_visible()
    await clean(page, "a file refused, and how good the forecast is")
