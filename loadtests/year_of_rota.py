"""A year of rota for 1,500 volunteers: 55 shifts a day from as many templates, and two people on each, by file.

A coordinator adds the templates, publishes 364 days and sends the file with 40,040 places, all over the API. Then a fortnight
of it is asked for (the middle of nine answers), and shown on the dashboard in a browser that has never been there: from
opening the address to the last of its 770 shifts painted (the middle of five). The coverage of that fortnight likewise.
Budgets: publishing <= 20 s, the file <= 60 s, the answers <= 300 ms, the page <= 1000 ms.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
from playwright.async_api import Browser, async_playwright
from sqlalchemy import insert

from loadtests import people
from loadtests.result import Result, judged
from luisterlijn import clock
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.tables import person
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.volunteer.profile import Profile, new_id

VOLUNTEERS, A_DAY, PEOPLE, DAYS = 1500, 55, 2, 364
ANSWERS, OPENED = 9, 5
MOST_PUBLISH, MOST_FILE, MOST_ANSWER, MOST_PAGE = "<= 20", "<= 60", "<= 300", "<= 1000"
CORA = "cora@load.example"
LOG_IN = """
    async (who) => {
        const headers = { "Content-Type": "application/json" };
        return (await fetch("/api/v1/login", { method: "POST", body: JSON.stringify(who), headers })).status;
    }
"""
SHOWN = """
    async (wanted) => {
        const shown = () => document.querySelectorAll("li.shift").length >= wanted;
        while (!shown()) await new Promise(requestAnimationFrame);
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now();
    }
"""
"""Milliseconds from the start of the navigation until what there is to see was painted."""


def shift(number: int) -> tuple[str, str, str, int]:
    """The name, local begin and end, and minutes of one of the day's shifts; every eighth is a night."""
    start, minutes = (22 * 60, 480) if number % 8 == 0 else (number * 26 % 1440, 240)
    first, last = (f"{at // 60:02}:{at % 60:02}" for at in (start, (start + minutes) % 1440))
    return f"shift {number:02}", first, last, minutes


def file(first: date) -> bytes:
    """Who is on which shift: a day's places go to the next of the volunteers in turn."""
    lines = ["day,starts,ends,shift,email"]
    for day in range(DAYS):
        for place in range(A_DAY * PEOPLE):
            name, starts, ends, _ = shift(place // PEOPLE)
            who = people.email((day * A_DAY * PEOPLE + place) % VOLUNTEERS)
            lines.append(f"{first + timedelta(days=day)},{starts},{ends},{name},{who}")
    return "\r\n".join(lines).encode()


async def fill(url: str) -> None:
    """The people, who need no password but for the coordinator."""
    async with Database(url, Path()).opened() as database:
        rows = [
            {"id": new_id(), "name": f"Load {number}", "email": people.email(number), "line": "demo"}
            | {"role": "volunteer", "password_hash": "", "channels": ["chat", "phone"]}
            for number in range(VOLUNTEERS)
        ]
        async with database.transaction() as connection:
            await connection.execute(insert(person), rows)
        cora = Profile(id=new_id(), line="demo", name="Cora", email=CORA, role="coordinator")
        await Credentials(database).add_person(cora, people.PASSWORD, clock.now())


class Coordinator:
    """Cora, logged in."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self.url = http, url
        self.cookies: dict[str, str] = {}

    async def log_in(self) -> None:
        """Get a session."""
        who = {"email": CORA, "password": people.PASSWORD}
        async with self._http.post(f"{self.url}/api/v1/login", json=who, headers={"Origin": self.url}) as answer:
            answer.raise_for_status()
            self.cookies = {one.key: one.value for one in answer.cookies.values()}

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """What an address of the API answers."""
        headers = {"Origin": self.url, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        async with self._http.request(method, f"{self.url}/api/v1/{path}", headers=headers, **more) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()


async def seconds(work: Callable[[], Awaitable[Any]]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def made(cora: Coordinator, first: date) -> list[Result]:
    """Publish the year and put the people on it."""
    for number in range(A_DAY):
        name, starts, _, minutes = shift(number)
        demand = {"minimum": PEOPLE, "target": PEOPLE, "first_on": str(first)}
        await cora.ask("POST", "templates", json={"name": name, "starts": starts, "minutes": minutes, **demand})
    until = {"until": str(first + timedelta(days=DAYS - 1))}
    published = await seconds(lambda: cora.ask("POST", "rota/publish", json=until))
    written = file(first)

    async def send() -> None:
        taken = await cora.ask("POST", "rota.csv", data=written)
        assert taken == {"added": 0, "changed": A_DAY * DAYS, "troubles": []}, str(taken)[:500]

    return [
        judged("rota_published", published, "s", None, MOST_PUBLISH),
        judged("rota_imported", await seconds(send), "s", None, MOST_FILE),
    ]


async def answered(cora: Coordinator, first: date) -> list[Result]:
    """A fortnight, and its coverage, from the API."""
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    span = f"from={begin:%Y-%m-%dT%H:%MZ}&until={begin + timedelta(days=14):%Y-%m-%dT%H:%MZ}"
    found = []
    for name, path in (("rota", f"rota?from={first}&days=14"), ("coverage", f"coverage?{span}&channel=chat")):
        times = [await seconds(lambda path=path: cora.ask("GET", path)) for _ in range(ANSWERS)]  # type: ignore[misc]
        found.append(judged(f"{name}_fortnight_answer", median(times) * 1000, "ms", None, MOST_ANSWER))
    week = await cora.ask("GET", f"rota?from={first}&days=14")
    assert [shown["signed"] for shown in week["shifts"]] == [PEOPLE] * A_DAY * 14
    return found


async def opened(browser: Browser, cora: Coordinator, first: date) -> float:
    """Milliseconds until the fortnight is to be seen, for somebody who opens it for the first time."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(f"{cora.url}/api/v1/line")  # of the same origin, and without what the dashboard is made of
    assert await page.evaluate(LOG_IN, {"email": CORA, "password": people.PASSWORD}) == 200
    await page.goto(f"{cora.url}/dashboard#rota/{first}/14", wait_until="commit")
    shown: float = await page.evaluate(SHOWN, A_DAY * 14)
    await context.close()
    return shown


async def shown(cora: Coordinator, first: date) -> Result:
    """A fortnight in the browser."""
    async with async_playwright() as player:
        there = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = await player.chromium.launch(executable_path=there, args=["--no-sandbox", "--disable-gpu"])
        times = [await opened(browser, cora, first) for _ in range(OPENED)]
        await browser.close()
    return judged("rota_fortnight_shown", median(times), "ms", None, MOST_PAGE)


async def run() -> list[Result]:
    """Publish, import, answer, show."""
    with tempfile.TemporaryDirectory(prefix="luisterlijn-") as home:
        postgres = EmbeddedPostgres(Path(home))
        url = postgres.start()
        try:
            await fill(url)
            async with people.serving(home, database_url=url) as server, people.crowd(4) as http:
                cora = Coordinator(http, server.url)
                await cora.log_in()
                first = clock.now().date() + timedelta(days=1)
                results = await made(cora, first)
                later = first + timedelta(days=28)
                return [*results, *await answered(cora, later), await shown(cora, later)]
        finally:
            postgres.stop()
