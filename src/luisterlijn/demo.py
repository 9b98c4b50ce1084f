"""A line of your own: seeds volunteers, and plays callers and volunteers through the public doors.

Nothing here reaches around the doors: the crowd logs in, opens websockets and speaks the protocol like any page.
Everybody in it is invented.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import aiohttp

from luisterlijn import clock, demo_counts, demo_rota
from luisterlijn import settings as settings_module
from luisterlijn.errors import RefusedError, StoreAwayError
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.credentials import Credentials, hashed
from luisterlijn.volunteer.profile import Profile, Role, new_id

PASSWORD = "luister-demo"  # noqa: S105 - printed on the screen; the demo listens on loopback only
WHO: tuple[tuple[str, str, Role], ...] = (
    ("anna@voorbeeld.example", "Anna Voorbeeld", "volunteer"),
    ("bram@voorbeeld.example", "Bram Verzonnen", "volunteer"),
    ("cora@voorbeeld.example", "Cora Bedacht", "coordinator"),
    ("dora@voorbeeld.example", "Dora Denkbeeldig", "administrator"),
)
CROWD_VOLUNTEERS = 6
WEEKS = 12
BUSIEST = {"chat": 1.5, "phone": 1.0}
"""Weeks of past counts, and attempts in the busiest hour: the rota just about does."""

SAYINGS = (
    "Hallo, fijn dat u er bent.",
    "Ik wil graag even praten.",
    "Het is stil in huis vandaag.",
    "Dat begrijp ik.",
    "Wilt u daar meer over vertellen?",
    "Dank u wel, dat helpt.",
)


@dataclass
class Door:
    """One websocket to a page's door; hears frames in the background of whoever plays."""

    socket: aiohttp.ClientWebSocketResponse

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a frame."""
        await self.socket.send_json({"kind": kind, **fields})

    async def hear(self) -> AsyncIterator[dict[str, Any]]:
        """Frames until the socket closes."""
        async for message in self.socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                yield message.json()


@asynccontextmanager
async def opened(session: aiohttp.ClientSession, origin: str, page: str) -> AsyncIterator[Door]:
    """The door of a page (`caller`, `console`, `dashboard`) at `origin`; says hello first."""
    url = f"{origin.replace('http', 'ws', 1)}/ws/{page}"
    async with session.ws_connect(url, headers={"Origin": origin}) as socket:
        door = Door(socket)
        await door.say("hello")
        yield door


async def _beats(door: Door, span: float) -> None:
    while not door.socket.closed:
        await asyncio.sleep(span)
        await door.say("beat")


@dataclass
class PlayedCaller:
    """A caller who waits with limited patience, talks a little and leaves or is seen out."""

    origin: str
    dice: random.Random
    patience: float = field(init=False)

    def __post_init__(self) -> None:
        """Patience in seconds; short, so that the demo moves."""
        self.patience = self.dice.lognormvariate(4.2, 0.7)

    async def call(self, session: aiohttp.ClientSession) -> None:
        """One contact, from the door to the goodbye."""
        async with opened(session, self.origin, "caller") as door, asyncio.TaskGroup() as group:
            beats = group.create_task(_beats(door, 5))
            try:
                async with asyncio.timeout(self.patience) as limit:
                    await self._talk(door, limit)
            except TimeoutError:
                await door.say("leave")
            finally:
                beats.cancel()

    async def _talk(self, door: Door, limit: asyncio.Timeout) -> None:
        async for frame in door.hear():
            if frame["kind"] == "welcome":
                await self._enter(door, frame["line"])
            elif frame["kind"] == "contact" and frame["state"] == "conversation":
                limit.reschedule(asyncio.get_running_loop().time() + self.dice.uniform(20, 90))
                await self._say(door)
            elif frame["kind"] == "message" and frame["message"]["by"] == "volunteer":
                await door.say("read", seq=frame["message"]["seq"])
                await asyncio.sleep(self.dice.uniform(1, 4))
                await self._say(door)
            elif frame["kind"] == "contact" and frame["state"] in {"ended", "refused", "abandoned"}:
                if frame["state"] == "ended" and self.dice.random() < 0.6:
                    await door.say("feedback", helped=self.dice.choice(["yes", "yes", "some", "no"]))
                return

    async def _enter(self, door: Door, line: dict[str, Any]) -> None:
        topics = [topic["id"] for topic in line["topics"]]
        language = self.dice.choices(line["languages"], weights=[4, *[1] * (len(line["languages"]) - 1)])[0]
        await door.say(
            "enter",
            consent=True,
            language=language,
            other_languages=[one for one in line["languages"] if one != language and self.dice.random() < 0.5],
            topic=self.dice.choice([None, None, *topics]),
            urgent=self.dice.random() < 0.1,
            arrival=secrets.token_hex(16),
        )

    async def _say(self, door: Door) -> None:
        await door.say("write", key=secrets.token_hex(8), body=self.dice.choice(SAYINGS))


@dataclass
class PlayedVolunteer:
    """A volunteer who accepts nearly always, answers, ends after a while and wraps up."""

    origin: str
    email: str
    dice: random.Random
    ending: dict[str, float] = field(default_factory=dict)
    off: bool = False

    async def serve(self, session: aiohttp.ClientSession) -> None:
        """Log in and take conversations until the socket closes or the task is cancelled."""
        async with session.post(
            f"{self.origin}/api/v1/login",
            json={"email": self.email, "password": PASSWORD},
            headers={"Origin": self.origin},
        ) as answer:
            answer.raise_for_status()
        async with opened(session, self.origin, "console") as door, asyncio.TaskGroup() as group:
            work = (_beats(door, 5), self._end_talks(door), self._walk_in(session))
            background = [group.create_task(one) for one in work]
            try:
                async for frame in door.hear():
                    await self._react(door, frame)
            finally:
                for task in background:
                    task.cancel()

    async def _walk_in(self, session: aiohttp.ClientSession) -> None:
        """Help without a shift, whenever there is none; who worked enough is refused, and asks again later."""
        while True:
            await asyncio.sleep(1)
            if self.off:
                url, headers = f"{self.origin}/api/v1/my/walk_in", {"Origin": self.origin}
                async with session.post(url, json={}, headers=headers) as answer:
                    await asyncio.sleep(1 if answer.ok else 600)

    async def _react(self, door: Door, frame: dict[str, Any]) -> None:
        if frame["kind"] == "me":
            self.off = frame["may_be_ready"] == "no_shift"
            if frame["presence"] == "away" and frame["may_be_ready"] == "yes":
                await door.say("ready", chats=1, past_end=True)
            if frame["offer"]:
                await asyncio.sleep(self.dice.uniform(0.5, 4))
                kind = "accept" if self.dice.random() < 0.93 else "decline"
                await door.say(kind, offer=frame["offer"]["offer"])
            for talk in frame["talks"]:
                await self._follow(door, talk)
        elif frame["kind"] == "talk":
            await self._follow(door, frame["talk"])
        elif frame["kind"] == "message" and frame["message"]["by"] == "caller":
            await door.say("read", contact=frame["contact"], seq=frame["message"]["seq"])
            await asyncio.sleep(self.dice.uniform(1, 3))
            body = self.dice.choice(SAYINGS)
            await door.say("write", contact=frame["contact"], key=secrets.token_hex(8), body=body)

    async def _follow(self, door: Door, talk: dict[str, Any]) -> None:
        contact = talk["contact"]
        if talk["state"] == "conversation" and contact not in self.ending:
            self.ending[contact] = asyncio.get_running_loop().time() + self.dice.uniform(20, 80)
        elif talk["state"] == "wrapup" and self.ending.pop(contact, None) is not None:
            await asyncio.sleep(self.dice.uniform(1, 6))
            result = self.dice.choice(["listened", "listened", "referred"])
            await door.say("wrap_up", contact=contact, heavy=self.dice.random() < 0.1, result=result)

    async def _end_talks(self, door: Door) -> None:
        while True:
            await asyncio.sleep(1)
            now = asyncio.get_running_loop().time()
            for contact, end in list(self.ending.items()):
                if now > end:
                    self.ending[contact] = now + 3600
                    await door.say("end", contact=contact)


async def _seeded(database: Database, crowd: int, line: settings_module.Line) -> list[str]:
    """Add the people of the demo that are not there yet; returns the crowd's e-mail addresses."""
    credentials = Credentials(database)
    players: tuple[tuple[str, str, Role], ...] = tuple(
        (f"vrijwilliger{number}@voorbeeld.example", f"Vrijwilliger {number}", "volunteer")
        for number in range(1, CROWD_VOLUNTEERS + 1)
    )
    for email, name, role in (*WHO, *(players if crowd else ())):
        person = Profile(
            id=new_id(),
            line=line.id,
            name=name,
            email=email,
            role=role,
            languages=line.languages,
            topics=tuple(topic.id for topic in line.topics),
            may_take_two=True,
        )
        with suppress(RefusedError):  # an earlier run of the demo has added this person
            await credentials.add_person(person, PASSWORD, clock.now())
    return [email for email, _, _ in players] if crowd else []


async def _callers(origin: str, crowd: int, dice: random.Random) -> None:
    """Keep about `crowd` callers on the line, each on a connection of its own, until cancelled."""

    async def one(number: int) -> None:
        await asyncio.sleep(dice.uniform(0, 20) * number / max(1, crowd))
        while True:
            try:
                async with aiohttp.ClientSession() as session:
                    await PlayedCaller(origin, dice).call(session)
            except* (aiohttp.ClientError, ConnectionError):
                pass
            await asyncio.sleep(dice.uniform(2, 20))

    async with asyncio.TaskGroup() as group:
        for number in range(crowd):
            group.create_task(one(number))


def _jar(origin: str) -> aiohttp.CookieJar:
    """Keeps `Secure` cookies on loopback, as browsers do."""
    return aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[origin, origin.replace("http", "ws", 1)])


async def _volunteers(origin: str, emails: list[str], dice: random.Random) -> None:
    async def one(email: str) -> None:
        while True:
            try:
                async with aiohttp.ClientSession(cookie_jar=_jar(origin)) as session:
                    await PlayedVolunteer(origin, email, dice).serve(session)
            except* (aiohttp.ClientError, ConnectionError):
                pass
            await asyncio.sleep(dice.uniform(1, 5))

    async with asyncio.TaskGroup() as group:
        for email in emails:
            group.create_task(one(email))


async def _past(origin: str, settings: Settings) -> None:
    """Give the line a past to plan from, as a coordinator does, unless it has one."""
    today = clock.now().astimezone(ZoneInfo(settings.line.timezone)).date()
    headers = {"Origin": origin}
    async with aiohttp.ClientSession(
        origin, cookie_jar=_jar(origin), headers=headers, raise_for_status=True
    ) as session:
        await session.post("/api/v1/login", json={"email": WHO[2][0], "password": PASSWORD})
        for channel, busiest in BUSIEST.items():
            async with session.get("/api/v1/plan", params={"channel": channel}) as answer:
                has_one = (await answer.json())["weeks"] > 0
            if not has_one:
                counts = demo_counts.counts_csv(today, WEEKS, busiest, channel, settings.line.timezone)
                await session.post("/api/v1/arrivals.csv", data=counts)


class Served(Protocol):
    """A node that serves, as far as the demo needs it."""

    url: str
    internal_url: str
    database: Database

    async def until_stopped(self) -> None:
        """Return when the node is told to stop."""


def _announce(node: Served, crowd: int) -> None:
    print(f"""
  Luisterlijn is open.

    caller       {node.url}/
    volunteer    {node.url}/console      {WHO[0][0]}  or  {WHO[1][0]}
    coordinator  {node.url}/dashboard    {WHO[2][0]}  (administrator: {WHO[3][0]})
    password     {PASSWORD}
    metrics      {node.internal_url}/metrics
""")
    print(f"  A crowd of {crowd} callers plays along." if crowd else "  make demo CROWD=30 plays thirty callers.")
    print("  Ctrl-C stops.\n", flush=True)


async def play(node: Served, settings: Settings, crowd: int) -> None:
    """Seed the line of a node that serves, then play `crowd` callers and some volunteers until the node stops.

    Raises:
        StoreAwayError: there is no database to seed.
    """
    if why := await node.database.wait_tried():
        message = f"{why}. Is the disk of data_dir full, or database_url wrong? Mend it and start again."
        raise StoreAwayError(message)
    emails = await _seeded(node.database, crowd, settings.line)
    here = [*(email for email, _, role in WHO if role == "volunteer"), *emails]
    await demo_rota.seed(node.database, settings, here, await hashed(PASSWORD), clock.now())
    await _past(node.url, settings)
    _announce(node, crowd)
    dice = random.Random(secrets.randbits(32))
    async with asyncio.TaskGroup() as group:
        played = [
            group.create_task(_callers(node.url, crowd, dice)),
            group.create_task(_volunteers(node.url, emails, dice)),
        ]
        await node.until_stopped()
        for task in played:
            task.cancel()


def demo_settings(config: Path | None = None) -> Settings:
    """The demo's settings: room for a crowd that comes from one address, short rests so that it moves; all may be set."""
    return settings_module.load(
        config,
        defaults={
            "limits": {"most_per_caller": 100_000, "most_waiting": 10_000, "sockets_per_address": 100_000},
            "timing": {"rest": 10, "rest_heavy": 60},
        },
    )
