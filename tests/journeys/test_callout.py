"""A hole appears, people are called for it by mail, and who says yes has the next caller."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.channel.notify.post import Mailbox, mailbox
from tests.journeys.asked import ask
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import add_people, settings
from tests.journeys.volunteer import Volunteer, log_in

pytestmark = pytest.mark.journey


@asynccontextmanager
async def calling(home: Path, valkey: str, database: str, box: Mailbox, **more: Any) -> AsyncIterator[Node]:
    """A node that sends mail, with Bram and Dirk, who are on no shift, and Cora."""
    mail = {"host": "127.0.0.1", "port": box.port, "security": "none"}
    options = {"data_dir": home, "valkey_url": valkey, "database_url": database, "notify": {"mail": mail}} | more
    async with Node(settings(**options)) as node:
        await node.database.wait_ready()
        await add_people(node.database, "bram", "dirk", shift=False)
        await add_people(node.database, "cora", role="coordinator")
        yield node


async def shift(coordinator: Page, name: str, *, begins: float = -0.5, ends: float = 4, **more: Any) -> str:
    """A coordinator makes a shift from and until so many hours from now; its id."""
    now = clock.now().replace(second=0, microsecond=0)
    times = {
        "starts_at": (now + timedelta(hours=begins)).isoformat(),
        "ends_at": (now + timedelta(hours=ends)).isoformat(),
    }
    demand = {"name": name, "minimum": 1, "target": 1, "maximum": None, "channels": ["chat"], "standby": False}
    made = await ask(coordinator, "POST", "shifts", times | demand | more)
    return str(made["id"])


async def assign(coordinator: Page, shift_id: str, name: str) -> None:
    """The coordinator puts somebody on a shift."""
    people = (await ask(coordinator, "GET", "people"))["people"]
    volunteer = next(one["id"] for one in people if one["name"] == name)
    await ask(coordinator, "POST", f"shifts/{shift_id}/assign", {"volunteer": volunteer, "note": "test"})


def link_in(text: str) -> str:
    """The address in a letter."""
    (found,) = re.findall(r"https?://\S+", text)
    return str(found)


async def test_hole_is_announced_and_who_says_yes_from_the_mail_has_the_next_caller(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    async with (
        mailbox() as box,
        calling(tmp_path, house_valkey.url, database_url, box) as node,
        visitor(browser) as desk,
        visitor(browser) as phone,
        visitor(browser) as home,
        visitor(browser) as outside,
    ):
        await desk.goto(f"{node.url}/dashboard")
        await log_in(desk, "cora")
        await assign(desk, await shift(desk, "Achterwacht", standby=True, minimum=0, target=0), "Bram")
        await shift(desk, "Avond")

        # the hole is in words on the dashboard, and somebody is being called for it
        await desk.goto(f"{node.url}/dashboard#callouts")
        await expect(desk.get_by_text("Bram").first).to_be_visible()
        mail = await box.wait_for("bram@test.example", "Kun je komen?")
        assert box.to("dirk@test.example") == []

        # the link needs no log-in and changes nothing until a button is pressed
        await phone.goto(link_in(mail.get_content()))
        await expect(phone.locator("main[data-state=open]")).to_be_visible()
        await phone.get_by_role("button", name="Ja, ik kom", exact=True).click()
        await expect(phone.locator("main[data-state=yes]")).to_be_visible()

        # Bram checks in by being ready, and the next caller is offered to him
        bram, caller = Volunteer(home, node.url, "bram"), Caller(outside, node.url)
        await bram.come()
        await bram.ready()
        await bram.presence("ready")
        await caller.enter()
        await bram.accept()
        await caller.state("conversation")

        # the coordinator reads who came
        (callout,) = (await ask(desk, "GET", "callouts"))["callouts"]
        assert (callout["state"], callout["why"], callout["filled"]) == ("filled", "short", 1)
        assert [(one["name"], one["stage"], one["answer"]) for one in callout["asks"]] == [("Bram", "standby", "yes")]

        # and who was called in may stop, as anybody may
        await bram.end()
        await bram.wrap_up()
        await home.get_by_role("link", name="Mijn diensten", exact=True).click()
        await bram.press("Ik stop met helpen")
        await bram.press("Ja, ik stop")
        await bram.sees("Je helpt nu niet meer.")


class Later:
    """The wall clock of this process, as far ahead as the journey has come."""

    def __init__(self) -> None:
        self._real, self._ahead = clock.now, timedelta()

    def now(self) -> datetime:
        """The instant it is in the journey."""
        return self._real() + self._ahead

    def pass_(self, **span: float) -> None:
        """So much time passes at once."""
        self._ahead += timedelta(**span)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """A clock to drive; the line's own loops look at it each second as they always do."""
    driven = Later()
    monkeypatch.setattr(clock, "now", driven.now)
    return driven


async def test_no_show_escalates_through_all_rounds_until_coordinators_know(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str, later: Later
) -> None:
    stages = [{"who": who, "ask": 1, "wait": 180, "rounds": 1} for who in ("standby", "willing", "coordinator")]
    calls = {"stages": stages, "ahead": 60, "ahead_night": 60}  # so that the shift is not short before Dirk is on it
    async with (
        mailbox() as box,
        calling(tmp_path, house_valkey.url, database_url, box, callout=calls) as node,
        visitor(browser) as desk,
        visitor(browser) as home,
    ):
        await desk.goto(f"{node.url}/dashboard")
        await log_in(desk, "cora")
        await add_people(node.database, "eva", shift=False)
        await home.goto(f"{node.url}/console")
        await log_in(home, "eva")
        await ask(home, "POST", "my/willing", {"until": (later.now() + timedelta(hours=6)).isoformat()})
        await assign(desk, await shift(desk, "Achterwacht", begins=0.1, standby=True, minimum=0, target=0), "Bram")
        await assign(desk, await shift(desk, "Avond", begins=0.1), "Dirk")

        # the shift begins and Dirk is not there: he is asked first, and nobody else
        later.pass_(minutes=9.5)
        await box.wait_for("dirk@test.example", "Ben je er al?")
        assert not [one for one in box.taken if one["Subject"].startswith("Kun je komen?")]

        # then the rounds: standby, who is willing, the coordinator
        later.pass_(minutes=2)
        await box.wait_for("bram@test.example", "Kun je komen?")
        await desk.goto(f"{node.url}/dashboard#callouts")
        await expect(desk.get_by_text("Iemand kwam niet opdagen.").first).to_be_visible()
        later.pass_(minutes=3)
        await box.wait_for("eva@test.example", "Kun je komen?")
        later.pass_(minutes=3)
        await box.wait_for("cora@test.example", "Kun je komen?")
        later.pass_(minutes=3)
        await box.wait_for("cora@test.example", "Niemand gevonden")

        (callout,) = (await ask(desk, "GET", "callouts"))["callouts"]
        assert (callout["state"], callout["why"]) == ("exhausted", "no_show")
        assert [(one["name"], one["stage"], one["answer"]) for one in callout["asks"]] == [
            ("Bram", "standby", None),
            ("Eva", "willing", None),
            ("Cora", "coordinator", None),
        ]


async def test_second_yes_reads_that_it_is_filled(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    async with (
        mailbox() as box,
        calling(tmp_path, house_valkey.url, database_url, box) as node,
        visitor(browser) as desk,
        visitor(browser) as one,
        visitor(browser) as two,
    ):
        await desk.goto(f"{node.url}/dashboard")
        await log_in(desk, "cora")
        standby = await shift(desk, "Achterwacht", standby=True, minimum=0, target=0)
        await assign(desk, standby, "Bram")
        await assign(desk, standby, "Dirk")
        await shift(desk, "Avond")
        mails = [await box.wait_for(f"{name}@test.example", "Kun je komen?") for name in ("bram", "dirk")]
        await one.goto(link_in(mails[0].get_content()))
        await two.goto(link_in(mails[1].get_content()))
        await one.get_by_role("button", name="Ja, ik kom", exact=True).click()
        await expect(one.locator("main[data-state=yes]")).to_be_visible()
        await two.get_by_role("button", name="Ja, ik kom", exact=True).click()
        await expect(two.locator("main[data-state=filled]")).to_be_visible()
        await box.wait_for("dirk@test.example", "Al gevonden")
