"""A line whose clock is driven: what an instant brings, and how it fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live.driven import DrivenLine
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import policy
from luisterlijn.settings import Limits, Timing

AT = 1_800_000_000_000
POLICY = policy(Timing(), Limits())
ENTER = ("queue_enter_v1", "c1", "chat", "nl", "", "", "0", "1", 0, "0=chat.nl.any.any", "")


@pytest.fixture
async def url(home: Path) -> AsyncIterator[str]:
    async with EmbeddedValkey(home, keeps=False) as valkey:
        yield valkey.url


async def test_an_instant_brings_replies_facts_and_the_next_deadline(url: str) -> None:
    with DrivenLine(url, "twin") as line:
        line.open(AT, POLICY)
        moment = line.at(AT + 5, ENTER, ("queue_beat_v1", "c1", "c2"))
        assert moment.replies == [["WAITING", str(AT + 5)], ["OK", "UNKNOWN"]]
        assert [(one.kind, one.at_ms) for one in moment.facts] == [
            ("line.epoch_changed", AT),
            ("contact.arrived", AT + 5),
            ("contact.queued", AT + 5),
        ]
        assert moment.facts[1].fields["contact"] == "c1"
        assert moment.next_ms == AT + 5 + 2 * POLICY["heartbeat_ms"]


async def test_what_is_due_is_swept_and_facts_come_once(url: str) -> None:
    with DrivenLine(url, "twin") as line:
        line.open(AT, POLICY)
        due = line.at(AT, ENTER).next_ms
        assert due is not None
        unsure = line.at(due)
        assert [one.kind for one in unsure.facts] == ["contact.connection_changed"]
        assert unsure.next_ms == due + POLICY["caller_grace_ms"]
        assert line.at(due).facts == []


async def test_open_forgets_what_was(url: str) -> None:
    with DrivenLine(url, "twin") as line:
        line.open(AT, POLICY)
        line.at(AT, ENTER)
        line.open(AT - 1000, POLICY)
        moment = line.at(AT - 1000, ENTER)
        assert moment.replies == [["WAITING", str(AT - 1000)]]
        assert [one.kind for one in moment.facts] == ["line.epoch_changed", "contact.arrived", "contact.queued"]


async def test_nothing_planned_has_no_next_deadline(url: str) -> None:
    with DrivenLine(url, "twin") as line:
        line.open(AT, POLICY)
        assert line.at(AT).next_ms is None


async def test_function_that_fails_is_a_bug(url: str) -> None:
    with DrivenLine(url, "twin") as line:
        line.open(AT, POLICY)
        with pytest.raises(EngineError, match="no_such_v1"):
            line.at(AT, ("no_such_v1",))
        assert line.at(AT, ENTER).replies == [["WAITING", str(AT)]]  # the answers are still in step


async def test_server_that_is_not_there_is_away(url: str, home: Path) -> None:
    with pytest.raises(EngineAwayError, match="cannot be reached"), DrivenLine(f"unix://{home}/none.sock", "twin"):
        pass
    with DrivenLine(url, "twin") as line:
        line._socket.shutdown(2)
        with pytest.raises(EngineAwayError):
            line.open(AT, POLICY)


async def test_server_that_keeps_nothing_writes_nothing(url: str, home: Path) -> None:
    with DrivenLine(url, "twin") as line:
        line.open(AT, POLICY)
        line.at(AT, ENTER)
    assert not list((home / "valkey").glob("appendonly*"))
