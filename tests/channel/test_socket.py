"""One websocket: hello first, what does not fit is told and counted."""

from __future__ import annotations

from typing import Any

import pytest

from luisterlijn.app import Node
from luisterlijn.channel import socket as module
from luisterlijn.channel.protocol import Close
from tests.doors import House


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"no": "kind"}, "kind"),
        ({"kind": "write", "key": "k"}, "body"),
        ({"kind": "write", "key": "k!", "body": "x"}, "key"),
        ({"kind": "beat", "more": 1}, "more"),
        ({"kind": "enter", "consent": False, "language": "nl"}, "consent"),
        ({"kind": "read", "seq": -1}, "seq"),
    ],
)
async def test_frame_that_does_not_fit_is_answered_with_its_field(
    doors: House, node: Node, frame: dict[str, Any], field: str
) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.ws.send_json(frame)
    error = await page.hear("error")
    assert (error["code"], error["field"], error["retry"]) == ("bad_frame", field, False)


async def test_three_bad_frames_in_a_row_close_the_socket(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    for text in ("{}", "not json", '{"kind":"nonsense"}'):
        await page.ws.send_str(text)
    assert await page.closed() == Close.BAD_FRAMES


async def test_frames_that_come_too_fast_are_told_so_and_then_close_the_socket(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    most = node.settings.limits.frames_per_ten_seconds
    for _ in range(most - 1):
        await page.say("beat")
    assert [frame["kind"] for frame in await page.rest()] == ["beat"] * (most - 1)
    for _ in range(module.BAD_FRAMES):
        await page.say("beat")
    error = await page.hear("error")
    assert (error["code"], error["retry"]) == ("too_fast", True)
    assert await page.closed() == Close.BAD_FRAMES


def test_pace_forgets_after_its_span() -> None:
    pace = module.Pace(2, 100.0)
    assert [pace.wait(now) for now in (100.0, 101.0, 104.0, 110.0, 110.0, 111.0)] == [0, 0, 6, 0, 0, 9]


async def test_a_good_frame_forgives_the_bad_ones_before(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    for text in ("{}", "{}", '{"kind":"beat"}', "{}", "{}", '{"kind":"beat"}'):
        await page.ws.send_str(text)
    await page.hear("beat")
    await page.hear("beat")


async def test_error_never_repeats_what_was_sent(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.ws.send_json({"kind": "write", "key": "k", "body": "", "other": "very private"})
    await page.ws.send_str('{"kind":"write","body":very private}')
    for _ in range(2):
        assert "private" not in str(await page.hear("error"))


async def test_frame_over_the_limit_closes_with_1009(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    most = '{"kind":"beat","x":"'.ljust(node.settings.limits.frame_bytes - 2, "x") + '"}'
    await page.ws.send_str(most)
    assert (await page.hear("error"))["field"] == "x"
    await page.ws.send_str(most + " ")
    assert await page.closed() == Close.FRAME_TOO_BIG


async def test_first_frame_must_be_hello_and_only_the_first(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller", hello=False)
    await page.say("beat")
    assert (await page.hear("error"))["code"] == "out_of_turn"
    await page.say("hello")
    await page.hear("welcome")
    await page.say("hello")
    assert (await page.hear("error"))["code"] == "out_of_turn"


async def test_socket_that_says_nothing_is_closed(doors: House, node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELLO_SECONDS", 0.05)
    page = await (await doors.visitor(node)).open("caller", hello=False)
    assert await page.closed() == Close.BAD_FRAMES


async def test_engine_away_is_told_as_busy_and_the_same_frame_works_later(
    doors: House, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await doors.caller(node)
    await page.hear("contact")
    away = type(node.live)(f"unix:///{node.settings.line.id}.nowhere")
    monkeypatch.setattr(node.line, "live", away)
    await page.say("write", key="k1", body="hallo")
    error = await page.hear("error")
    assert (error["code"], error["retry"], error["key"]) == ("line_busy", True, "k1")
    monkeypatch.undo()
    await page.say("write", key="k1", body="hallo")
    assert (await page.hear("message"))["message"]["body"] == "hallo"
    await away.close()
