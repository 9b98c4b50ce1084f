"""Messages are sent by every way, once, whatever breaks in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import settings as settings_module
from luisterlijn.channel.notify.courier import MOST_AT_ONCE, Courier
from luisterlijn.channel.notify.push import PushSender, key_of
from luisterlijn.channel.notify.senders import senders
from luisterlijn.channel.notify.words import House
from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import parse
from luisterlijn.live.tasks import cancelled
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import message, person, way
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.messages import Kind, post
from tests.channel.notify.post import Browser, Mailbox, browser, mailbox

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECRET = "not-a-secret-but-long-enough-for-a-test"
MAIL, PUSH = "noor@test.example", "push"


@dataclass
class Post:
    """A courier, where its messages arrive, and what is kept of them."""

    database: Database
    box: Mailbox
    browser: Browser
    courier: Courier

    async def write(self, kind: Kind = "try", key: str = "one", **more: Any) -> int:
        """Write a message to Noor; its number."""
        async with self.database.transaction() as connection:
            number = await post(connection, "demo", NOW, "vnoor", kind, key, **more)
        assert number is not None
        return number

    async def kept(self) -> list[tuple[str, dict[str, tuple[str, int]]]]:
        """State of each message, and state and tries of each way by its kind."""
        async with self.database.transaction() as connection:
            rows = (await connection.execute(select(message).order_by(message.c.id))).all()
        return [(row.state, {one["kind"]: (one["state"], one["tries"]) for one in row.ways.values()}) for row in rows]

    async def troubles(self) -> list[tuple[str, bool, str | None]]:
        """Each way of Noor: its kind, whether it fails, and why."""
        async with self.database.transaction() as connection:
            rows = (await connection.execute(select(way).order_by(way.c.id))).all()
        return [(row.kind, row.failing_since is not None, row.trouble) for row in rows]


def courier(database: Database, port: int, **more: Any) -> Courier:
    settings = settings_module.load(
        environment={},
        secret=SECRET,
        notify={
            "mail": {"host": "127.0.0.1", "port": port, "security": "none"},
            "push_contact": "mailto:lijn@test.example",
            "tries": 3,
            "retry": 20,
            "timeout": 1,
            **more,
        },
    )
    house = House("Luisterlijn", ZoneInfo("Europe/Amsterdam"), lambda: "https://x.example", Links(SECRET, "demo"))
    push = PushSender(key_of(SECRET), settings.notify.push_contact, 1, lambda _: True)
    return Courier(database, "demo", settings.notify, senders(settings, SECRET) | {"push": push}, house)


@pytest.fixture
async def noor(database: Database) -> AsyncIterator[Post]:
    """Noor is reached by mail and in one browser."""
    async with mailbox() as box, browser() as one:
        values = {"id": "vnoor", "line": "demo", "email": MAIL, "name": "Noor", "role": "volunteer"}
        async with database.transaction() as connection:
            await connection.execute(insert(person).values(**values, password_hash=""))
            for kind, address in (("mail", MAIL), (PUSH, one.subscription)):
                await connection.execute(insert(way).values(person="vnoor", kind=kind, address=address))
        yield Post(database, box, one, courier(database, box.port))


async def test_message_goes_by_every_way_once(noor: Post) -> None:
    await noor.write()
    assert [await noor.courier.step(NOW) for _ in range(2)] == [1, 0]
    assert (len(noor.box.taken), len(noor.browser.taken)) == (1, 1)
    assert await noor.kept() == [("sent", {"mail": ("sent", 1), "push": ("sent", 1)})]


async def test_message_by_the_same_key_is_one(noor: Post) -> None:
    await noor.write(key="reminder_day:x")
    async with noor.database.transaction() as connection:
        assert await post(connection, "demo", NOW, "vnoor", "try", "reminder_day:x") is None
    await noor.courier.step(NOW)
    assert len(noor.box.taken) == 1


async def test_message_of_a_transaction_that_failed_is_none(noor: Post) -> None:
    async def fail() -> None:
        async with noor.database.transaction() as connection:
            await post(connection, "demo", NOW, "vnoor", "try", "one")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await noor.courier.step(NOW) == 0


async def test_couriers_of_several_nodes_send_it_once(noor: Post) -> None:
    for number in range(20):
        await noor.write(key=str(number))
    couriers = [courier(noor.database, noor.box.port) for _ in range(4)]
    assert sum(await asyncio.gather(*(one.step(NOW) for one in couriers))) == 20
    assert (len(noor.box.taken), len(noor.browser.taken)) == (20, 20)


async def test_way_that_fails_is_tried_again_later_and_shown_and_the_other_is_not(noor: Post) -> None:
    await noor.write()
    noor.box.answer = "450 later"
    await noor.courier.step(NOW)
    assert await noor.kept() == [("due", {"mail": ("due", 1), "push": ("sent", 1)})]
    assert await noor.troubles() == [
        ("mail", True, "the mail server refused the address (450)"),
        ("push", False, None),
    ]
    noor.box.answer = "250 OK"
    assert [await noor.courier.step(NOW + timedelta(seconds=second)) for second in (19, 21)] == [0, 1]
    assert await noor.kept() == [("sent", {"mail": ("sent", 2), "push": ("sent", 1)})]
    assert (len(noor.browser.taken), await noor.troubles()) == (1, [("mail", False, None), ("push", False, None)])


async def test_way_that_goes_on_failing_is_given_up(noor: Post) -> None:
    await noor.write()
    noor.box.answer = "450 later"
    noor.browser.status = 503
    tries = [await noor.courier.step(NOW + timedelta(seconds=second)) for second in (0, 21, 62, 10_000)]
    assert (tries, await noor.kept()) == ([1, 1, 1, 0], [("failed", {"mail": ("failed", 3), "push": ("failed", 3)})])


async def test_browser_that_is_gone_is_forgotten(noor: Post) -> None:
    await noor.write()
    noor.browser.status = 410
    await noor.courier.step(NOW)
    assert await noor.kept() == [("sent", {"mail": ("sent", 1), "push": ("failed", 1)})]
    assert await noor.troubles() == [("mail", False, None)]


async def test_message_past_its_time_is_not_sent(noor: Post) -> None:
    await noor.write(expires_at=NOW + timedelta(minutes=5))
    assert await noor.courier.step(NOW + timedelta(minutes=5)) == 0
    assert (noor.box.taken, await noor.kept()) == ([], [("expired", {})])


async def test_message_to_somebody_who_stopped_meanwhile_is_not_sent(noor: Post) -> None:
    await noor.write()
    async with noor.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "vnoor").values(active=False))
    assert await noor.courier.step(NOW) == 0
    assert (noor.box.taken, await noor.kept()) == ([], [("expired", {})])


async def test_node_that_dies_while_sending_leaves_the_message_to_another(noor: Post) -> None:
    await noor.write()
    taken = await noor.courier._take(NOW, 10)  # and no more is heard of it
    other = courier(noor.database, noor.box.port)
    assert (len(taken), await other.step(NOW + timedelta(seconds=5))) == (1, 0)
    assert await other.step(NOW + timedelta(seconds=15)) == 1
    assert len(noor.box.taken) == 1


async def test_message_to_somebody_without_a_way_fails_and_is_shown(noor: Post) -> None:
    async with noor.database.transaction() as connection:
        await connection.execute(way.delete())
    await noor.write()
    await noor.courier.step(NOW)
    assert await noor.kept() == [("failed", {})]


async def test_message_without_what_its_words_need_is_given_up_alone(noor: Post) -> None:
    await noor.write("callout", key="odd", starts_at="tomorrow")
    await noor.write(key="good")
    await noor.courier.step(NOW)
    assert [state for state, _ in await noor.kept()] == ["failed", "sent"]


async def test_slow_mail_server_holds_up_neither_push_nor_the_next_message(noor: Post) -> None:
    noor.box.slow = 30
    fact = parse("1-0", {"kind": "message.due", "at": "0", "message": "1"})
    running = asyncio.get_running_loop().create_task(noor.courier.run())
    for number in range(3):
        await noor.write(key=str(number))
        noor.courier.told(fact)
    async with asyncio.timeout(10):
        while len(noor.browser.taken) < 3:
            await asyncio.sleep(0.01)
    await cancelled(running)
    assert noor.box.taken == []


async def test_urgent_message_waits_behind_none_that_a_slow_server_holds_up(noor: Post) -> None:
    noor.box.slow = 30
    slow = courier(noor.database, noor.box.port, timeout=30)
    for number in range(MOST_AT_ONCE + 1):
        await noor.write(key=str(number))
    running = asyncio.get_running_loop().create_task(slow.run())
    async with asyncio.timeout(10):
        while len(noor.browser.taken) < MOST_AT_ONCE:
            await asyncio.sleep(0.01)
        await noor.write("callout_exhausted", key="urgent", starts_at=NOW.isoformat(), ends_at=NOW.isoformat())
        slow.told(parse("1-0", {"kind": "message.due", "at": "0", "message": "1"}))
        while len(noor.browser.taken) == MOST_AT_ONCE:
            await asyncio.sleep(0.01)
    await cancelled(running)
    assert (noor.browser.taken[-1]["title"].partition(":")[0], noor.box.taken) == ("Niemand gevonden", [])


async def test_letter_taken_while_postgresql_is_away_for_a_moment_is_sent_once(
    noor: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await noor.write()
    here, away = noor.database.transaction, [0]

    @asynccontextmanager
    async def flaky(**more: Any) -> AsyncIterator[AsyncConnection]:
        async with here(**more) as connection:
            yield connection
            if noor.box.taken and away[0] < 3:
                away[0] += 1
                raise StoreAwayError

    monkeypatch.setattr(noor.database, "transaction", flaky)
    await noor.courier.step(NOW)
    monkeypatch.undo()
    assert (away, await noor.courier.step(NOW + timedelta(minutes=5)), len(noor.box.taken)) == ([3], 0, 1)
    assert await noor.kept() == [("sent", {"mail": ("sent", 1), "push": ("sent", 1)})]


async def test_message_nobody_foresaw_stops_no_other(noor: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = noor.courier._keep

    async def odd(due: Any, *more: Any) -> None:
        if due.row.id == first:
            raise KeyError
        await keep(due, *more)

    first = await noor.write(key="odd")
    monkeypatch.setattr(noor.courier, "_keep", odd)
    running = asyncio.get_running_loop().create_task(noor.courier.run())
    async with asyncio.timeout(10):
        while len(noor.box.taken) < 1:
            await asyncio.sleep(0.01)
        await noor.write(key="good")
        while (await noor.kept())[1][0] != "sent":
            await asyncio.sleep(0.01)
    assert not running.done()
    await cancelled(running)


async def test_try_of_one_way_goes_by_that_way_alone(noor: Post) -> None:
    async with noor.database.transaction() as connection:
        number = (await connection.execute(select(way.c.id).where(way.c.kind == "mail"))).scalar_one()
    await noor.write(way=number)
    await noor.courier.step(NOW)
    assert (len(noor.box.taken), len(noor.browser.taken)) == (1, 0)
    assert await noor.kept() == [("sent", {"mail": ("sent", 1)})]
