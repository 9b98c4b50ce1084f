"""A hole appears, people are called for it by mail, and who says yes has the next caller."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.channel.notify.post import Mailbox, mailbox
from tests.journeys.asked import ask
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import add_people, settings
from tests.journeys.volunteer import Volunteer, log_in


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
        mail = await box.next_to("bram@test.example", 2)  # the first said that he is on standby
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

        # and the coordinator reads who came
        (callout,) = (await ask(desk, "GET", "callouts"))["callouts"]
        assert (callout["state"], callout["why"], callout["filled"]) == ("filled", "short", 1)
        assert [(one["name"], one["stage"], one["answer"]) for one in callout["asks"]] == [("Bram", "standby", "yes")]
