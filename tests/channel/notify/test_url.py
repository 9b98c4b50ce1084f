from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import web

from luisterlijn.channel.notify.url import UrlSender
from luisterlijn.channel.notify.way import Letter, NotSentError, Words
from tests.channel.notify.post import served

LETTER = Letter(
    7, Words("Kun je komen?", "Eén vraag.", "https://x.example/answer#1.a"), urgent=True, lives=timedelta(1)
)


async def test_letter_reaches_an_address_of_an_allowed_kind() -> None:
    taken = []

    async def take(request: web.Request) -> web.Response:
        taken.append(await request.json())
        return web.Response()

    async with served(take) as url:
        await UrlSender(("json",)).send(url.replace("http", "json", 1), LETTER)
    assert [(one["title"], one["message"]) for one in taken] == [
        ("Kun je komen?", "Eén vraag.\n\nhttps://x.example/answer#1.a")
    ]


async def test_letter_to_an_address_that_refuses_is_tried_again() -> None:
    async def refuse(_request: web.Request) -> web.Response:
        return web.Response(status=500)

    async with served(refuse) as url:
        with pytest.raises(NotSentError, match="did not take it") as refused:
            await UrlSender(("json",)).send(url.replace("http", "json", 1), LETTER)
    assert not refused.value.for_good


@pytest.mark.parametrize(("address", "why"), [("json://127.0.0.1:8081", "may not"), ("twilio://", "not understood")])
async def test_letter_to_an_address_that_may_not_or_cannot_be_used_is_given_up(address: str, why: str) -> None:
    with pytest.raises(NotSentError, match=why) as refused:
        await UrlSender(("twilio",)).send(address, LETTER)
    assert refused.value.for_good
