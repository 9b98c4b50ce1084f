"""The wall: its counts against naive ones, and what a real node sends to a dashboard."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel.board import CHANNELS, channels, hands, lanes
from luisterlijn.contact.hours import Opening
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.routing import Patience, Wish, contact_plan, volunteer_service
from luisterlijn.contact.snapshot import Snapshot, TalkingContact, VolunteerState, WaitingContact
from luisterlijn.facts import Presence
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer.profile import new_id
from tests.doors import House, Page, talk

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
WISHES = (
    Wish("chat", "nl"),
    Wish("phone", "nl", topic="grief"),
    Wish("chat", "en", other_languages=("nl",), topic="grief", region="north"),
)
SERVICES = (
    volunteer_service(["chat"], ["nl"], [], None),
    volunteer_service(["chat", "phone"], ["nl", "en"], ["grief"], None),
    volunteer_service(["phone"], ["nl"], ["grief"], "north"),
)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Any line: people waiting at any step, talking, and there."""
    number = count()
    waiting = []
    for wish, waited_s, offered in draw(
        st.lists(st.tuples(st.sampled_from(WISHES), st.integers(0, 9000), st.booleans()), max_size=12)
    ):
        steps = contact_plan(wish, Patience()).steps
        step = draw(st.sampled_from(steps))
        arrived = NOW - timedelta(seconds=waited_s)
        waiting.append(WaitingContact(f"w{next(number)}", draw(st.integers(0, 9)), step.lanes, arrived, 1, offered))
    talking = [
        TalkingContact(f"t{next(number)}", "v", 1, channel, hand, NOW if hand or coordinator else None, coordinator)
        for channel, hand, coordinator in draw(
            st.lists(st.tuples(st.sampled_from(CHANNELS), st.booleans(), st.sampled_from((None, "vcora"))), max_size=6)
        )
    ]
    presences: tuple[Presence, ...] = get_args(Presence)
    people = st.tuples(st.sampled_from(presences), st.booleans(), st.sampled_from(SERVICES), st.booleans())
    volunteers = [
        VolunteerState(f"v{next(number)}", presence, draining, service.lanes, 1, heard)
        for presence, draining, service, heard in draw(st.lists(people, max_size=12))
    ]
    return Snapshot("1-0", tuple(waiting), tuple(talking), tuple(volunteers))


def of(channel: str, theirs: tuple[str, ...]) -> bool:
    return any(lane.startswith(f"{channel}.") for lane in theirs)


@given(snapshots())
def test_channels_count_as_one_by_one(line: Snapshot) -> None:
    mirror = Mirror()
    mirror.load(line)
    for now in channels(mirror, {"chat": Opening(open=True, by_hand=True), "phone": Opening(open=False)}, NOW):
        waiting = [one for one in line.waiting if of(now.channel, one.lanes)]
        there = [one for one in line.volunteers if of(now.channel, one.lanes)]
        assert now.open is now.by_hand is (now.channel == "chat")
        assert now.waiting == len(waiting)
        assert now.longest_wait_s == max(
            (round((NOW - one.first_arrival_at).total_seconds()) for one in waiting), default=0
        )
        assert now.in_conversation == sum(one.channel == now.channel for one in line.talking)
        assert now.ready == sum(one.presence == "ready" for one in there)
        assert now.on_shift == sum(one.presence not in {"offline", "away"} for one in there)


@given(snapshots())
def test_lanes_count_each_who_waits_once_and_who_is_able_once(line: Snapshot) -> None:
    mirror = Mirror()
    mirror.load(line)
    shown = lanes(mirror, NOW)
    names = [".".join((one.channel, one.language, one.topic or "any", one.region or "any")) for one in shown]
    assert {name: one.waiting for name, one in zip(names, shown, strict=True)} == dict(
        Counter(one.lanes[0] for one in line.waiting)
    )
    for name, one in zip(names, shown, strict=True):
        here = [waiting for waiting in line.waiting if waiting.lanes[0] == name]
        wanted = {lane for waiting in here for lane in waiting.lanes}
        assert one.longest_wait_s == max(round((NOW - who.first_arrival_at).total_seconds()) for who in here)
        assert one.able == sum(who.on and bool(wanted.intersection(who.lanes)) for who in line.volunteers)


@given(snapshots())
def test_hands_are_where_help_is_asked_for_or_came(line: Snapshot) -> None:
    mirror = Mirror()
    mirror.load(line)
    shown = {one.contact: (one.volunteer, one.joined) for one in hands(mirror, str.upper)}
    assert shown == {
        one.contact: ("V", one.coordinator and "VCORA") for one in line.talking if one.hand or one.coordinator
    }


# --- a real node -----------------------------------------------------------------------------------------------------


async def dashboard_of(doors: House, node: Node) -> Page:
    return await (await doors.visitor(node, "cora")).open("dashboard")


async def test_dashboard_shows_at_once_and_each_second(doors: House, node: Node) -> None:
    page = await dashboard_of(doors, node)
    first = await page.hear("board")
    assert (first["open"], first["waiting"], first["service_level"]) == (True, 0, None)
    assert first["refused"] == {"closed": 0, "full": 0, "blocked": 0, "too_many": 0}
    caller = await doors.caller(node)
    await caller.hear("contact")
    board = await page.hear("board", waiting=1, arrivals=1)
    assert board["longest_wait_s"] in {0, 1, 2}


async def test_dashboard_counts_volunteers_by_presence(doors: House, node: Node) -> None:
    page = await dashboard_of(doors, node)
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    await talk(caller, console)
    board = await page.hear("board", in_conversation=1, answered=1)
    assert {name: count for name, count in board["volunteers"].items() if count} == {"busy": 1}


def some(one: dict[str, Any], *names: str) -> list[Any]:
    return [one[name] for name in names]


async def test_dashboard_shows_channels_lanes_people_and_the_quarter(doors: House, node: Node) -> None:
    page = await dashboard_of(doors, node)
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="ready")
    chat, phone = (await until(page, "ready"))["channels"]
    assert some(chat, "channel", "open", "by_hand", "ready", "on_shift") == ["chat", True, False, 1, 1]
    assert some(phone, "channel", "waiting", "longest_wait_s", "ready") == ["phone", 0, 0, 1]
    caller = await doors.caller(node, topic="grief")
    board = await page.hear("board", waiting=1, arrivals=1)
    assert some(board["channels"][0], "waiting", "in_conversation", "ready", "on_shift") == [1, 0, 0, 1]
    [lane] = board["lanes"]
    assert some(lane, "channel", "language", "topic", "region", "waiting", "able") == [
        "chat",
        "nl",
        "grief",
        None,
        1,
        1,
    ]
    assert some(board, "callers", "callers_answered") == [1, 0]
    assert board["quarters"][-1]["arrivals"] == 1
    await caller.say("leave")
    assert (await page.hear("board", waiting=0, abandoned=1))["lanes"] == []


async def until(page: Page, presence: str) -> dict[str, Any]:
    """The figures, once somebody is so."""
    while not (board := await page.hear("board"))["volunteers"][presence]:
        pass
    return board


async def test_dashboard_shows_who_is_late_as_facts_tell_it(doors: House, node: Node) -> None:
    page = await dashboard_of(doors, node)
    assert (await page.hear("board"))["late"] == []
    now = clock.now()
    async with node.database.transaction() as connection:
        bram = (await connection.execute(select(person.c.id).filter_by(line=node.line.id, name="Bram"))).scalar_one()
    one = {"id": new_id(), "line": node.line.id, "volunteer": bram, "state": "signed", "how": "self", "since": 0}
    times = {"starts_at": now - timedelta(minutes=4), "ends_at": now + timedelta(hours=3)}
    async with node.database.transaction() as connection:
        await connection.execute(insert(sign_up).values(**one, **times, late_told_at=now))
        more: dict[str, Any] = {"sign_up": one["id"], "volunteer": bram, "state": "late"}
        await tell(connection, node.line.id, "sign_up.changed", now, begins=now, ends=now, **more)
    node._doors.relay.wake()
    async with asyncio.timeout(5):
        while not (board := await page.hear("board"))["late"]:
            pass
    [late] = board["late"]
    assert (late["volunteer"], late["shift_name"]) == ("Bram", "")
    assert datetime.fromisoformat(late["since"]) == times["starts_at"]
    assert board["rota"] > 0


async def test_figures_are_read_over_http_too(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node, "cora")).get("/api/v1/figures")
    board = await answer.json()
    assert (answer.status, [one["channel"] for one in board["channels"]]) == (200, ["chat", "phone"])
