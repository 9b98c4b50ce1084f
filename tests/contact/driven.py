"""A line of the real Functions under a driven clock, and the model that follows its facts: the ground of a state machine."""

from __future__ import annotations

from itertools import count
from typing import Any, cast

import redis
from hypothesis.stateful import RuleBasedStateMachine

from luisterlijn import facts
from luisterlijn.contact.mirror import Mirror
from luisterlijn.live import keys
from luisterlijn.live.line import policy
from luisterlijn.settings import Limits, Timing
from tests.contact.model import Hash, Model

lines = count()


class Driven(RuleBasedStateMachine):
    """How a line is driven and looked at."""

    server: redis.Redis

    def __init__(self) -> None:
        super().__init__()
        self.line = f"machine{next(lines)}"
        self.root = keys.root(self.line)
        self.now = 1_800_000_000_000
        self.model = Model()
        self.mirror = Mirror()
        self.last_fact = "-"
        self.entered = 0
        self.losses = 0

    # --- how it is driven --------------------------------------------------------------------------------------------

    def call(self, function: str, *args: object) -> Any:
        return self.server.fcall(function, 1, self.root, *(cast("str", arg) for arg in args))

    def key(self, what: str, of: str | None = None) -> str:
        return keys.name(self.line, what, of)

    def open(self, known: int) -> int:
        stored = policy(Timing(), Limits(most_waiting=12))
        return int(self.call("line_open_v1", known, "0-0", *(part for pair in stored.items() for part in pair))[0])

    def pick(self, which: int, names: list[str]) -> str:
        return names[which % len(names)]

    def move_on(self, span_ms: int) -> None:
        """Time passes; deadlines are swept when they are due, not later."""
        end = self.now + span_ms
        while True:
            left = self.call("line_sweep_v1", 200)[1]
            if left < 0 or self.now + left > end:
                break
            self.now += left
            self.call("line_drive_v1", self.now)
        self.now = end
        self.call("line_drive_v1", end)
        self.call("line_sweep_v1", 200)

    def facts_so_far(self) -> None:
        for entry_id, fields in cast(
            "list[tuple[str, Hash]]", self.server.xrange(self.key("facts"), min=self.last_fact)
        ):
            self.last_fact = f"({entry_id}"
            fact = facts.parse(entry_id, fields)
            self.model.apply(fact)
            self.mirror.apply(fact)

    def hashes(self, what: str, names: list[str]) -> dict[str, Hash]:
        pipe = self.server.pipeline(transaction=False)
        for name in names:
            pipe.hgetall(self.key(what, name))
        found = cast("list[Hash]", pipe.execute())
        return {name: one for name, one in zip(names, found, strict=True) if one}

    def zsets(self) -> dict[str, dict[str, dict[str, float]]]:
        found: dict[str, dict[str, dict[str, float]]] = {"ready": {}, "waiting": {}}
        for what, rows in found.items():
            prefix = f"{self.key(what)}:"
            for key in cast("list[str]", self.server.keys(f"{prefix}*")):
                rows[key.removeprefix(prefix)] = dict(
                    cast("list[tuple[str, float]]", self.server.zrange(key, 0, -1, withscores=True))
                )
        return found
