"""A coordinator's word to every console, on every node, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel import protocol
from luisterlijn.channel.names import UNNAMED, Names
from luisterlijn.channel.notices import KEPT, Notices
from luisterlijn.contact import help as helping
from luisterlijn.sql.database import Database
from tests.doors import House
from tests.play import START, Play


class Console:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def tell(self, frame: protocol.Frame) -> None:
        assert isinstance(frame, protocol.Notice)
        self.heard.append(frame.body)


def notices_of(play: Play) -> Notices:
    return Notices(play.line, Names(Database("postgresql://nowhere.invalid/x", Path()), play.line.id))


async def test_notice_reaches_every_console_on_every_node_by_name(doors: House, node: Node) -> None:
    other = await doors.node()
    consoles = [await doors.console(node, "anna"), await doors.console(other, "bram")]
    caller = await doors.caller(node)
    who = (
        await node._doors.credentials.log_in(f"cora@{node.line.id}.example", "een-lang-wachtwoord", clock.now(), "")
    ).person
    await node._doors.desk.notices.give(who.id, "De koffie is op.")
    for console in consoles:
        notice = await console.hear("notice")
        assert (notice["by"], notice["body"]) == ("Cora", "De koffie is op.")
        assert "notice" not in {frame["kind"] for frame in await console.rest()}
    assert "koffie" not in str([*caller.heard, *await caller.rest()])


async def test_console_that_opens_soon_after_is_told_too(play: Play) -> None:
    notices, early, soon, late = notices_of(play), Console(), Console(), Console()
    notices.enter(early, START)
    await notices._look()
    await notices.give("vcora", "hallo")
    await notices._look()
    notices.enter(soon, START + KEPT - timedelta(seconds=1))
    notices.enter(late, START + KEPT)
    assert (early.heard, soon.heard, late.heard) == (["hallo"], ["hallo"], [])


async def test_what_was_said_before_the_node_came_is_not_told_anew(play: Play) -> None:
    await helping.notice(play.line, "vcora", "van daarnet", KEPT)
    notices, console = notices_of(play), Console()
    notices.enter(console, START)
    await notices._look()
    await notices._look()
    assert console.heard == []
    await notices.give("vcora", "nieuw")
    await notices._look()
    assert console.heard == ["nieuw"]


async def test_console_that_left_hears_no_more(play: Play) -> None:
    notices, console = notices_of(play), Console()
    notices.enter(console, START)
    await notices._look()
    notices.leave(console)
    await notices.give("vcora", "hallo")
    await notices._look()
    assert console.heard == []


async def test_notice_has_no_name_while_none_can_be_read(play: Play) -> None:
    notices = notices_of(play)
    await notices._look()
    await notices.give("vcora", "hallo")
    await notices._look()
    [known] = notices._known or ()
    assert notices._frame(known) == protocol.Notice(at=START, by=UNNAMED, body="hallo")
