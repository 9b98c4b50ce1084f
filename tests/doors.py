"""A node to knock at: a real one on free ports, and pages that speak the protocol over real websockets."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any, Self

import aiohttp
from argon2 import PasswordHasher
from sqlalchemy import exists, insert, select

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.app import Node
from luisterlijn.live import keys
from luisterlijn.live.client import client
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.volunteer import profile
from luisterlijn.volunteer.profile import Profile, Role, new_id

PASSWORD = "een-lang-wachtwoord"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # weak, and so soon looked at
SECRET = "not-a-secret-but-long-enough-for-a-test"
PATIENCE = 10.0
QUIET = 0.25
"""How long a page listens to be sure that nothing more comes, seconds."""


def fresh_arrival() -> str:
    """What a page makes up when its caller joins the line."""
    return secrets.token_hex(16)


def settings(valkey: str, database: str, **more: Any) -> Settings:
    """Settings of a node for one test: a line of its own, free ports, no rest after a talk."""
    timing = {"rest": 0, "heartbeat": 60, "volunteer_grace": 60} | more.pop("timing", {})
    limits = {"most_per_caller": 1000} | more.pop("limits", {})
    line = {"id": f"t{secrets.token_hex(6)}"} | more.pop("line", {})
    return settings_module.load(
        environment={},
        port=0,
        internal_port=0,
        valkey_url=valkey,
        database_url=database,
        secret=SECRET,
        drain=3,
        **({"timing": timing, "limits": limits, "line": line} | more),
    )


class Page:
    """One websocket of a page."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.heard: list[dict[str, Any]] = []

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a frame."""
        await self.ws.send_json({"kind": kind, **fields})

    async def next(self) -> dict[str, Any]:
        """The next frame."""
        async with asyncio.timeout(PATIENCE):
            message = await self.ws.receive()
        assert message.type is aiohttp.WSMsgType.TEXT, (message, self.ws.close_code, self.heard[-3:])
        frame: dict[str, Any] = message.json()
        self.heard.append(frame)
        return frame

    async def hear(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """The next frame of this kind whose fields are as wanted; those before it are passed over."""
        while True:
            frame = await self.next()
            if frame["kind"] == kind and all(frame[name] == value for name, value in wanted.items()):
                return frame

    async def rest(self) -> list[dict[str, Any]]:
        """Everything that comes until it is quiet."""
        frames = []
        try:
            while True:
                frames.append(await asyncio.wait_for(self.next(), QUIET))
        except TimeoutError:
            return frames

    async def closed(self) -> int | None:
        """The close code, once the server has closed."""
        async with asyncio.timeout(PATIENCE):
            while (await self.ws.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        return self.ws.close_code


class Visitor:
    """Somebody with a browser: opens pages of a node, and may log in."""

    def __init__(self, node: Node, http: aiohttp.ClientSession) -> None:
        self.node, self.http = node, http
        self.headers = {"Origin": node.url}
        self.name = ""

    async def log_in(self, name: str) -> Self:
        """Log in as the person of this name."""
        self.name = name
        who = {"email": address(self.node, name), "password": PASSWORD}
        async with self.http.post(f"{self.node.url}/api/v1/login", json=who, headers=self.headers) as answer:
            assert answer.status == 200, await answer.text()
            self.headers["Cookie"] = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
        return self

    async def open(self, page: str, *, hello: bool = True, **fields: Any) -> Page:
        """Open a page's websocket and say hello. Who opens a console and never had a shift is on one by then."""
        if page == "console" and self.name:
            ids = await walk_in(self.node.database, address(self.node, self.name))
            await self.node._doors.roster.sync(ids)
        url = f"{self.node.url.replace('http', 'ws', 1)}/ws/{page}"
        opened = Page(await self.http.ws_connect(url, headers=self.headers, max_msg_size=0))
        if hello:
            await opened.say("hello", **fields)
        return opened

    async def get(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        """GET a path of the node."""
        answer = await self.http.get(f"{self.node.url}{path}", headers=self.headers, **more)
        await answer.read()
        return answer

    async def post(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        """POST to a path of the node."""
        return await self.ask("POST", path, **more)

    async def ask(self, method: str, path: str, **more: Any) -> aiohttp.ClientResponse:
        """Any method at a path of the node."""
        headers = self.headers | more.pop("headers", {})
        answer = await self.http.request(method, f"{self.node.url}{path}", headers=headers, **more)
        await answer.read()
        return answer


def address(node: Node, name: str) -> str:
    """The invented e-mail address of a person of this node's line."""
    return f"{name}@{node.settings.line.id}.example"


class House:
    """Nodes of one line, its people, and visitors; everything is closed at the end of the test."""

    def __init__(self, options: Settings, stack: AsyncExitStack) -> None:
        self.settings, self._stack = options, stack
        self._http: aiohttp.ClientSession | None = None

    async def node(self) -> Node:
        """One more node."""
        node = await self._stack.enter_async_context(Node(self.settings))
        await node.database.wait_ready()
        return node

    async def people(self, node: Node, *names: str, role: Role = "volunteer", **more: Any) -> None:
        """People who may log in with `PASSWORD`."""
        for name in names:
            who = Profile(
                id=new_id(),
                line=self.settings.line.id,
                name=name.title(),
                email=address(node, name),
                role=role,
                **more,
            )
            await profile.save(node.database, who, HASH)

    async def visitor(self, node: Node, name: str | None = None) -> Visitor:
        """A visitor of a node, logged in if named."""
        if self._http is None:
            self._http = await self._stack.enter_async_context(
                aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
            )
        visitor = Visitor(node, self._http)
        return visitor if name is None else await visitor.log_in(name)

    async def caller(self, node: Node, **wish: Any) -> Page:
        """A caller in line."""
        page = await (await self.visitor(node)).open("caller")
        await page.say("enter", consent=True, **({"language": "nl", "arrival": fresh_arrival()} | wish))
        return page

    async def console(self, node: Node, name: str) -> Page:
        """A volunteer's console, shown to be away."""
        page = await (await self.visitor(node, name)).open("console")
        await page.hear("me")
        return page


async def walk_in(database: Database, *emails: str) -> set[str]:
    """Those of these people who never had a shift are on one, since an hour and for most of a day; their ids."""
    now = clock.now()
    begins, ends = now - timedelta(hours=1), now + timedelta(hours=20)
    wanted = select(person).where(person.c.email.in_(emails), ~exists().where(sign_up.c.volunteer == person.c.id))
    async with database.transaction() as connection:
        found = (await connection.execute(wanted)).all()
        for one in found:
            row = {"id": f"s{one.id}", "line": one.line, "volunteer": one.id, "starts_at": begins, "ends_at": ends}
            said = {"channels": one.channels, "state": "signed", "how": "walk_in", "since": clock.to_ms(now)}
            await connection.execute(insert(sign_up).values(**row, **said))
    return {one.id for one in found}


@asynccontextmanager
async def house(options: Settings) -> AsyncIterator[House]:
    """A house with these settings."""
    async with AsyncExitStack() as stack:
        yield House(options, stack)


async def talk(caller: Page, console: Page) -> str:
    """The waiting caller is answered in this console; the contact."""
    await console.say("ready")
    me = await console.hear("me", presence="reserved")
    await console.say("accept", offer=me["offer"]["offer"])
    await console.hear("me", presence="busy")
    contact: str = (await caller.hear("contact", state="conversation"))["contact"]
    return contact


def bodies(frames: Sequence[dict[str, Any]]) -> list[str]:
    """What was said in these frames, in order."""
    said = []
    for frame in frames:
        if frame["kind"] == "message":
            said.append(frame["message"]["body"])
        said += [one["body"] for one in frame.get("messages", ())]
        for part in frame.get("talks", ()):
            said += [one["body"] for one in part["messages"]]
    return said


async def forget(node: Node) -> None:
    """Live state of this line is lost, as if its Valkey had been wiped."""
    redis = client(node.live.url)
    await redis.delete(*await redis.keys(f"{keys.root(node.line.id)}*"))
    await redis.aclose()
