"""Server time of one contact's life at 100,000 waiting and 10,000 volunteers, beside the same at 10 and 10.

Two kinds of lives, in equal number: in the busy lane the arrival waits behind everybody and the volunteer who wraps up takes
the head of the line; in the quiet lane the arrival goes to the first of the many who are ready. These differ in topics,
languages and regions as people do, which makes many profiles of the 10,000; all are on duty by a rota that the engine
knows. Server time is what Valkey itself counts for FCALL (`INFO commandstats`), so the client's speed does not matter; the
less of two turns of each, alternating. Budget: <= 1.5.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from loadtests.bare import Bare
from loadtests.result import Result, judged
from luisterlijn.contact.routing import Patience, Service, Wish, contact_plan, volunteer_service
from luisterlijn.live import keys
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from luisterlijn.volunteer import roster
from luisterlijn.volunteer.duty import Duty

SMALL = (10, 10)
LARGE = (100_000, 10_000)
LIVES = 1000
TURNS = 2
TOPICS = ("lonely", "grief", "family", "worry", "dark")
REGIONS = tuple(f"region{number}" for number in range(12))
BUDGET = "<= 1.5"
LONG_AGO, YEAR = datetime(2000, 1, 1, tzinfo=UTC), timedelta(days=365)
BEAT = timedelta(seconds=120)
TIMING = Timing(rest=timedelta(), heartbeat=BEAT, caller_grace=BEAT, volunteer_grace=BEAT, offer=timedelta(seconds=600))
BUSY, QUIET = Wish("chat", "nl"), Wish("chat", "en")


class Crowd:
    """A line with `waiting` contacts in the busy lane and `volunteers` ready in the quiet one."""

    def __init__(self, bare: Bare, root: str) -> None:
        self.bare, self.root = bare, root

    async def enter(self, contact: str, wish: Wish) -> Any:
        """An arrival; the raw reply."""
        plan = contact_plan(wish, Patience()).encoded()
        return await self.bare.call(
            "FCALL", "queue_enter_v1", 1, self.root, contact, "chat", wish.language, "", "", "0", "1", "0", plan, ""
        )

    async def ready(self, volunteer: str, service: Service) -> Any:
        """A volunteer becomes ready."""
        return await self.bare.call(
            "FCALL", "presence_ready_v1", 1, self.root, volunteer, "1", service.profile, " ".join(service.lanes),
            "", "", "0", "0",
        )  # fmt: skip

    async def talk(self, contact: bytes | str, fence: bytes, volunteer: bytes | str) -> None:
        """Accept, end, wrap up."""
        assert await self.bare.call("FCALL", "offer_accept_v1", 1, self.root, contact, fence, volunteer) == [
            b"ACCEPTED"
        ]
        await self.bare.call("FCALL", "conversation_end_v1", 1, self.root, contact, volunteer)
        await self.bare.call("FCALL", "wrapup_done_v1", 1, self.root, contact, volunteer, "", "0", "")

    async def lives(self, prefix: str) -> None:
        """LIVES lives, half of them in each lane."""
        for number in range(LIVES // 2):
            reply = await self.enter(f"{prefix}q{number}", QUIET)
            await self.talk(f"{prefix}q{number}", reply[3], reply[2])
            await self.enter(f"{prefix}b{number}", BUSY)
            contact = await self.bare.call("HGET", f"{self.root}:v:hero", "offer")
            fence = await self.bare.call("HGET", f"{self.root}:c:{contact.decode()}", "offer")
            await self.talk(contact, fence, "hero")


def somebody(dice: random.Random) -> Service:
    """What a volunteer who speaks English among others serves."""
    topics = [topic for topic in TOPICS if dice.random() < 0.5]
    languages = ["en", *(language for language in ("de", "fr") if dice.random() < 0.3)]
    return volunteer_service(["chat"], languages, topics, dice.choice([None, *REGIONS]))


async def cost(waiting: int, volunteers: int) -> float:
    """Microseconds of server time a life."""
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as home:
        async with EmbeddedValkey(Path(home), fsync="no") as valkey:
            live = Live(valkey.url)
            line = Line(live, "bench", TIMING, Limits(most_waiting=10_000_000))
            await line.sweep()
            duty = Duty(((LONG_AGO, LONG_AGO + 200 * YEAR),))
            everybody = [f"v{number}" for number in range(volunteers)]
            await roster.put(line, dict.fromkeys([*everybody, "hero"], duty), LONG_AGO + 200 * YEAR)
            crowd = Crowd(await Bare.connect(valkey.url.removeprefix("unix://")), keys.root("bench"))
            for start in range(0, waiting, 500):
                await asyncio.gather(*[crowd.enter(f"w{n}", BUSY) for n in range(start, min(start + 500, waiting))])
            for start in range(0, volunteers, 500):
                await asyncio.gather(*[crowd.ready(name, somebody(dice)) for name in everybody[start : start + 500]])
            await crowd.ready("hero", volunteer_service(["chat"], ["nl"], [], None))
            await crowd.lives("warm")
            redis = Redis.from_url(valkey.url)
            await redis.config_resetstat()
            await crowd.lives("life")
            stats: Any = await redis.info("commandstats")
            await redis.aclose()
            crowd.bare.close()
            await live.close()
    return float(stats["cmdstat_fcall"]["usec"]) / LIVES


async def run() -> list[Result]:
    """Small, large."""
    small, large = [], []
    for _ in range(TURNS):
        small.append(await cost(*SMALL))
        large.append(await cost(*LARGE))
    return [judged("life_cost_growth", min(large), "us/life", min(small), BUDGET)]
