"""The line as a whole, beside `line.lua`: open it for a node, take its snapshot, sweep its deadlines, drive its clock."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from redis.asyncio import Redis

from luisterlijn import clock
from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live import keys, library
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Rota, Timing

log = structlog.get_logger()
SWEEP_BATCH = 200
KEEP_FACTS = timedelta(minutes=15)
ROTA = Rota()


def policy(timing: Timing, limits: Limits, rota: Rota = ROTA) -> dict[str, int]:
    """The pairs `line_open` stores for the Functions; `_ms` are milliseconds."""

    def ms(span: timedelta) -> int:
        return round(span.total_seconds() * 1000)

    return {
        "heartbeat_ms": ms(timing.heartbeat),
        "offer_ms": ms(timing.offer),
        "caller_grace_ms": ms(timing.caller_grace),
        "volunteer_grace_ms": ms(timing.volunteer_grace),
        "talk_silence_ms": ms(timing.talk_silence),
        "wrapup_ms": ms(timing.wrapup),
        "rest_ms": ms(timing.rest),
        "rest_heavy_ms": ms(timing.rest_heavy),
        "heavy_window_ms": ms(timing.heavy_window),
        "heavy_budget": limits.heavy_budget,
        "resume_ms": ms(timing.resume_window),
        "tomb_ms": ms(timing.ticket_life),
        "fairness_ms": ms(timing.fairness),
        "credit_resumed_ms": ms(timing.credit_resumed),
        "credit_handed_ms": ms(timing.credit_handed_over),
        "missed_until_away": limits.expiries_until_away,
        "most_waiting": limits.most_waiting,
        "most_per_caller": limits.most_per_caller,
        "shifts_required": int(rota.shifts == "required"),
        "early_ms": ms(rota.early),
    }


@dataclass(frozen=True)
class Rows:
    """A snapshot as `line_snapshot_v1` gives it; see its contract for the columns."""

    last_fact: str
    last_signal: str
    at: datetime
    waiting: list[list[str]]
    talking: list[list[str]]
    volunteers: list[list[str]]
    declined: list[list[str]]
    switches: list[str]


class Line:
    """One line on one node. `seen_fact` is the last fact the node has read: with it a loss of live state is noticed.

    `epoch` rises with every loss: whoever shows or remembers something compares it.
    """

    def __init__(self, live: Live, line_id: str, timing: Timing, limits: Limits, rota: Rota = ROTA) -> None:
        self.live = live
        self.id = line_id
        self.epoch = 0
        self.seen_fact = "0-0"
        self._timing = timing
        self._policy = policy(timing, limits, rota)
        live.on_open(line_id, self._open)

    async def _open(self, redis: Redis) -> None:
        await library.load(redis, keys.root(self.id))
        pairs = [part for pair in self._policy.items() for part in pair]
        reply = await redis.fcall(
            "line_open_v1", 1, keys.root(self.id), str(self.epoch), self.seen_fact, *(str(part) for part in pairs)
        )
        if self.epoch and int(reply[0]) != self.epoch:
            log.warning("line.state_lost", line=self.id, epoch=int(reply[0]))
            self.seen_fact = "0-0"
        self.epoch = int(reply[0])

    async def snapshot(self) -> Rows:
        """Everything waiting, talking and present, and the stream positions it is true at."""
        fact, signal, now, *rows = await self.live.call("line_snapshot_v1", self.id)
        return Rows(fact, signal, clock.from_ms(now), *rows)

    async def sweep(self) -> float:
        """Handle the deadlines that have passed; returns the seconds until it is worth looking again."""
        handled, left = await self.live.call("line_sweep_v1", self.id, SWEEP_BATCH)
        most = self._timing.sweep.total_seconds()
        if handled and left == 0:
            return 0.0
        return most if left < 0 else min(most, left / 1000)

    async def sweep_forever(self) -> None:
        """Sweep, on every node, until cancelled; a dead node costs nothing since the others sweep too."""
        backoff = Backoff()
        while True:
            try:
                await asyncio.sleep(await self.sweep())
                backoff.reset()
            except EngineAwayError:
                await backoff.wait()
            except EngineError as error:
                log.exception("sweep.failed", line=self.id, error=str(error))
                await backoff.wait()

    async def drive(self, at: datetime) -> None:
        """From now on the line's clock stands at `at` (tests, simulations)."""
        await self.live.call("line_drive_v1", self.id, clock.to_ms(at))

    async def tell(self, kind: str, fields: Mapping[str, str]) -> None:
        """Put a fact of the rota into the stream."""
        await self.live.call("line_tell_v1", self.id, kind, *(part for pair in fields.items() for part in pair))

    async def switch(self, channel: str, state: str) -> bool:
        """From now on the channel is `open`, `closed`, or as its hours say (`by_hours`); whether it was not so before."""
        return str((await self.live.call("line_switch_v1", self.id, channel, state))[0]) == "OK"

    async def consumed(self, name: str, fact_id: str) -> None:
        """A durable reader has kept everything up to `fact_id`; what all have read and is old may be trimmed."""
        await self.live.call("line_consumed_v1", self.id, name, fact_id, round(KEEP_FACTS.total_seconds() * 1000))

    async def abuse_key(self, day: str, candidate: str) -> str:
        """The secret that keys the pseudonyms of `day`; `candidate` becomes it if there is none."""
        return str((await self.live.call("line_abuse_key_v1", self.id, day, candidate))[0])
