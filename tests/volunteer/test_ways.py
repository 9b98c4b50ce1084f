"""How somebody is reached: addresses are checked, kept, and shown in part."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import way
from luisterlijn.volunteer import ways
from luisterlijn.volunteer.ways import MOST_WAYS, Way
from tests.volunteer.crowd import ANNA, CORA, NOW, keep, letters

KINDS = ("tgram", "twilio")
BOT = "tgram://123456789:abcdefghijklmnopqrstuvwxyz123456789/12315544/"


def coded(size: int) -> str:
    return base64.urlsafe_b64encode(bytes([4]) * size).decode().rstrip("=")


def subscription(**more: Any) -> str:
    given = {"endpoint": "https://push.example/send/abc", "keys": {"p256dh": coded(65), "auth": coded(16)}}
    return json.dumps(given | {"expirationTime": None} | more)


@pytest.fixture
async def crowd(database: Database) -> Database:
    await keep(database, ANNA, CORA)
    return database


async def add(database: Database, kind: ways.Kind, address: str) -> bool:
    async with database.transaction() as connection:
        return await ways.add(connection, ANNA.id, kind, await ways.checked(kind, address, KINDS))


async def shown(database: Database) -> list[Way]:
    async with database.transaction() as connection:
        return await ways.ways_of(connection, ANNA.id)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("mail", "anna"),
        ("mail", "anna@example.org\nBcc: x@example.org"),
        ("url", "anna"),
        ("url", "tgram://nonsense"),
        ("url", "json://10.0.0.1/"),
        ("url", f"{BOT},json://10.0.0.1/"),
        ("url", f"{BOT} json://10.0.0.1/"),
        ("url", "tgram://" + "x" * 600),
        ("push", "anna"),
        ("push", "{}"),
        ("push", subscription(endpoint="http://push.example/send")),
        ("push", subscription(endpoint="https:///send")),
        ("push", subscription(endpoint="https://me@push.example/")),
        ("push", subscription(endpoint="https://push.example/é")),
        ("push", subscription(endpoint="https://[push")),
        ("push", subscription(keys={"p256dh": coded(64), "auth": coded(16)})),
        ("push", subscription(keys={"p256dh": coded(65), "auth": "!"})),
        ("push", subscription(keys={"p256dh": coded(65), "auth": "é"})),
    ],
)
async def test_address_that_cannot_be_used_is_refused(kind: ways.Kind, address: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await ways.checked(kind, address, KINDS)
    assert (refused.value.code, refused.value.field) == ("way_invalid", "address")


async def test_ways_are_shown_shortened(crowd: Database) -> None:
    assert [await add(crowd, "push", subscription()), await add(crowd, "url", BOT)] == [True, True]
    assert [(one.kind, one.address) for one in await shown(crowd)] == [
        ("mail", "an…@example.org"),
        ("push", "push.example"),
        ("url", "tgram://…"),
    ]


async def test_subscription_is_kept_as_far_as_it_is_needed(crowd: Database) -> None:
    await add(crowd, "push", subscription(more="x"))
    async with crowd.transaction() as connection:
        (kept,) = (await connection.execute(select(way.c.address).where(way.c.kind == "push"))).scalars()
    assert json.loads(kept) == {
        "endpoint": "https://push.example/send/abc",
        "keys": {"p256dh": coded(65), "auth": coded(16)},
    }


async def test_way_given_again_is_brought_up_to_date(crowd: Database) -> None:
    await add(crowd, "push", subscription())
    async with crowd.transaction() as connection:
        await connection.execute(update(way).values(failing_since=NOW, trouble="gone"))
    fresh = subscription(keys={"p256dh": coded(65)[:-4] + "AAAA", "auth": coded(16)})
    assert [await add(crowd, "push", fresh), await add(crowd, "mail", " Anna@Example.org")] == [False, False]
    assert [(one.kind, one.failing_since, one.trouble) for one in await shown(crowd)] == [
        ("mail", None, None),
        ("push", None, None),
    ]


async def test_ways_are_not_endless(crowd: Database) -> None:
    for number in range(MOST_WAYS - 1):
        await add(crowd, "mail", f"anna{number}@example.org")
    with pytest.raises(RefusedError, match="too_many_ways"):
        await add(crowd, "url", BOT)


async def test_remove_takes_one_of_ones_own_and_never_the_address_one_logs_in_with(crowd: Database) -> None:
    await add(crowd, "url", BOT)
    mail, url = await shown(crowd)
    async with crowd.transaction() as connection:
        with pytest.raises(RefusedError, match="way_needed"):
            await ways.remove(connection, ANNA, mail.id)
        with pytest.raises(RefusedError, match="no_such_way"):
            await ways.remove(connection, CORA, url.id)
        assert await ways.remove(connection, ANNA, url.id) == "url"
    assert await shown(crowd) == [mail]


async def test_try_is_sent_by_this_way_once_a_minute(crowd: Database) -> None:
    (mail,) = await shown(crowd)
    async with crowd.transaction() as connection:
        await ways.send_try(connection, ANNA, mail.id, NOW)
        with pytest.raises(RefusedError, match="tried_just_now"):
            await ways.send_try(connection, ANNA, mail.id, NOW + timedelta(seconds=59))
        with pytest.raises(RefusedError, match="no_such_way"):
            await ways.send_try(connection, CORA, mail.id, NOW)
        await ways.send_try(connection, ANNA, mail.id, NOW + timedelta(minutes=1))
        assert await letters(connection) == [(ANNA.id, "try", {"way": mail.id})] * 2
