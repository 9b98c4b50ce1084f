"""Heartbeats, gathered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from luisterlijn.channel.beats import MOST_AT_ONCE, Beats
from luisterlijn.errors import EngineAwayError, EngineError


class Heard:
    """A session that notes what it is told."""

    def __init__(self) -> None:
        self.answers: list[str] = []

    def heard(self, answer: str, beat_back: str) -> None:
        assert beat_back.startswith('{"kind":"beat","at":"')
        self.answers.append(answer)

    def busy(self) -> None:
        self.answers.append("busy")


async def beaten(names: Sequence[str], *failures: Exception) -> tuple[list[list[str]], dict[str, Heard]]:
    """The calls made for these beats, and what each session heard."""
    calls: list[list[str]] = []
    left = list(failures)

    async def prove(some: Sequence[str]) -> list[str]:
        calls.append(list(some))
        if left:
            raise left.pop(0)
        return ["OK"] * len(some)

    beats, sessions = Beats(prove), {name: Heard() for name in names}
    for name in names:
        beats.put(name, sessions[name])
    async with asyncio.timeout(5):
        while not all(session.answers for session in sessions.values()):
            await asyncio.sleep(0.005)
    return calls, sessions


async def test_beats_of_a_moment_are_one_call() -> None:
    calls, sessions = await beaten(["a", "b", "a", "c"])
    assert calls == [["a", "b", "c"]]
    assert [session.answers for session in sessions.values()] == [["OK"]] * 3


async def test_many_beats_are_proven_in_parts() -> None:
    calls, _ = await beaten([str(number) for number in range(MOST_AT_ONCE + 1)])
    assert [len(call) for call in calls] == [MOST_AT_ONCE, 1]


async def test_engine_away_or_broken_is_told_and_the_next_beats_are_proven() -> None:
    names = [str(number) for number in range(2 * MOST_AT_ONCE + 1)]
    _, sessions = await beaten(names, EngineAwayError(), EngineError())
    said = [session.answers[0] for session in sessions.values()]
    assert said == ["busy"] * 2 * MOST_AT_ONCE + ["OK"]
