"""Servers that take messages, on loopback: SMTP, a browser's push service, and an address of another kind."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import http_ece
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass
class Mailbox:
    """What an SMTP server took; `answer` is what it says to a recipient.

    `slow`: how long it takes to say it; `parts`: how long it takes to say goodbye.
    """

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    slow: float = 0.0
    parts: float = 0.0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.slow)
        envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        self.arrived.set()
        return "250 OK"

    async def handle_QUIT(self, *_: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.parts)
        return "221 Bye"

    def to(self, address: str) -> list[EmailMessage]:
        """What went to this address."""
        return [one for one in self.taken if one["To"] == address]

    async def wait_for(self, address: str, subject: str) -> EmailMessage:
        """Wait until a message whose subject begins so went there."""
        async with asyncio.timeout(20):
            while True:
                for one in self.to(address):
                    if one["Subject"].startswith(subject):
                        return one
                self.arrived.clear()
                await self.arrived.wait()


@asynccontextmanager
async def mailbox(tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None) -> AsyncIterator[Mailbox]:
    """An SMTP server while in use, that speaks TLS from the start or when asked to."""
    box = Mailbox()

    def serve() -> SMTP:
        return SMTP(box, hostname="post.example", tls_context=starttls)

    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0, ssl=tls)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


@dataclass
class Browser:
    """A browser that subscribed, and the push service it is reached by."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    status: int = 201
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    @property
    def subscription(self) -> str:
        """As the page sends it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _text(point), "auth": _text(self.auth)}
        return json.dumps({"endpoint": f"{self.url}/push/1", "keys": keys})

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.taken.append(json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth)))
        return web.Response(status=self.status)


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A subscribed browser while in use."""
    one = Browser()
    async with served(one.take) as url:
        one.url = url
        yield one


@asynccontextmanager
async def served(handler: Any) -> AsyncIterator[str]:
    """A web server that hands every POST to `handler`."""
    app = web.Application()
    app.router.add_post("/{rest:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
