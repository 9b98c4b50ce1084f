"""Plays callers and volunteers of one line with a driven clock: nothing here waits for time to pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from redis.asyncio import Redis

from luisterlijn import clock, facts
from luisterlijn.contact import conversation, offer, queue, wrapup
from luisterlijn.contact.routing import Patience, Service, Wish, contact_plan, volunteer_service
from luisterlijn.live import keys
from luisterlijn.live.client import client
from luisterlijn.live.line import Line
from luisterlijn.settings import Limits, Rota, Timing
from luisterlijn.volunteer import presence, roster
from luisterlijn.volunteer.duty import Duty

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
NL = Wish("chat", "nl")
LISTENER = volunteer_service(["chat"], ["nl"], [], None)
T = TypeVar("T", bound=facts.Base)


class Play:
    """The verbs of one line, in few words, and a look at what they left behind."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.now = START
        self._redis: Redis | None = None

    @property
    def redis(self) -> Any:
        """A plain client, to look behind the Functions; its answers are text, which redis-py's types do not know."""
        if self._redis is None:
            self._redis = client(self.line.live.url)
        return self._redis

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    async def other(
        self, *, timing: Timing | None = None, limits: Limits | None = None, rota: Rota | None = None
    ) -> Play:
        """Another line on the same server, with settings of its own."""
        line = Line(self.line.live, f"{self.line.id}x", timing or Timing(), limits or Limits(), rota or Rota())
        await line._open(self.redis)
        play = Play(line)
        play._redis = self.redis
        await play.begin()
        return play

    async def call(self, function: str, *args: str | float) -> Any:
        return await self.line.live.call(function, self.line.id, *args)

    # --- time --------------------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        await self.line.drive(self.now)

    async def pass_(self, seconds: float, *, callers: Sequence[str] = (), volunteers: Sequence[str] = ()) -> None:
        """Time passes, deadlines are swept on time; these callers and volunteers beat every ten seconds."""
        end = self.now + timedelta(seconds=seconds)
        while self.now < end:
            if callers:
                await queue.beat(self.line, callers)
            if volunteers:
                await presence.beat(self.line, volunteers)
            await self._until(min(end, self.now + timedelta(seconds=10)) if callers or volunteers else end)

    async def _until(self, end: datetime) -> None:
        while True:
            left = (await self.call("line_sweep_v1", 200))[1]
            due = self.now + timedelta(milliseconds=left)
            if left < 0 or due > end:
                break
            self.now = due
            await self.line.drive(self.now)
        self.now = end
        await self.line.drive(end)
        await self.call("line_sweep_v1", 200)

    # --- verbs -------------------------------------------------------------------------------------------------------

    async def enter(
        self, contact: str, wish: Wish = NL, names: Sequence[str] = (), *, is_open: bool = True
    ) -> tuple[str, str | None]:
        admitted = await queue.enter(self.line, contact, wish, contact_plan(wish, Patience()), names, is_open=is_open)
        return admitted.outcome, admitted.reason

    async def resume(
        self, contact: str, arrived_at: datetime = START, wish: Wish = NL, names: Sequence[str] = (), seen: int = 0
    ) -> str:
        plan = contact_plan(wish, Patience())
        return await queue.resume(self.line, contact, wish, plan, names, arrived_at, seen=seen)

    async def ready(self, volunteer: str, service: Service = LISTENER, **more: Any) -> str:
        return await presence.ready(
            self.line,
            volunteer,
            lanes=service.lanes,
            profile=service.profile,
            lanes2=service.lanes2,
            profile2=service.profile2,
            **more,
        )

    async def accept(self, contact: str, volunteer: str, fence: str | None = None) -> str:
        return await offer.accept(self.line, contact, fence or await self.fence(contact), volunteer)

    async def decline(self, contact: str, volunteer: str, fence: str | None = None) -> str:
        return await offer.decline(self.line, contact, fence or await self.fence(contact), volunteer)

    async def talk(self, contact: str, volunteer: str, service: Service = LISTENER, **more: Any) -> None:
        """From nothing to a conversation of these two."""
        await self.enter(contact)
        await self.ready(volunteer, service, **more)
        assert await self.accept(contact, volunteer) == "ACCEPTED"

    async def finish(self, contact: str, volunteer: str, *, heavy: bool = False) -> None:
        """From a conversation to a closed contact."""
        assert await conversation.end(self.line, contact, volunteer) == "ENDED"
        assert await wrapup.done(self.line, contact, volunteer, heavy=heavy) == "DONE"

    async def write(self, contact: str, key: str, body: str, volunteer: str = "", most: int = 10) -> conversation.Sent:
        by: facts.Party = "volunteer" if volunteer else "caller"
        return await conversation.write(self.line, contact, by, volunteer, key, body, most=most)

    async def rota(
        self, until_s: float | None = None, /, **spans: Sequence[tuple[float, float, *tuple[str, ...]]]
    ) -> None:
        """The rota of these volunteers, spans of seconds from now, with channels if not all are asked for.

        Of all there are, if it is known for so many seconds.
        """
        duties = {}
        for name, mine in spans.items():
            windows = [(self.after(begin), self.after(end), only) for begin, end, *only in mine]
            narrowed = tuple((begin, end, tuple(only)) for begin, end, only in windows if only)
            duties[name] = Duty(tuple((begin, end) for begin, end, _ in windows), narrowed=narrowed)
        await roster.put(self.line, duties, None if until_s is None else self.after(until_s))

    def after(self, seconds: float) -> datetime:
        """An instant so long from now."""
        return self.now + timedelta(seconds=seconds)

    # --- what is there -----------------------------------------------------------------------------------------------

    async def contact(self, contact: str) -> dict[str, str]:
        return (await conversation.look(self.line, contact)).fields

    async def state(self, contact: str) -> str:
        return (await self.contact(contact)).get("state", "")

    async def fence(self, contact: str) -> str:
        return (await self.contact(contact))["offer"]

    async def offered(self, contact: str) -> str:
        """Whom the contact is offered to now; empty if nobody."""
        return (await self.contact(contact)).get("offer_to", "")

    async def presence(self, volunteer: str) -> str:
        return (await presence.look(self.line, volunteer)).get("presence", "")

    async def order(self) -> list[str]:
        """Everybody waiting or on offer, in order."""
        return [row[0] for row in (await self.line.snapshot()).waiting]

    async def facts(self) -> list[facts.Fact]:
        rows = await self.redis.xrange(keys.name(self.line.id, "facts"))
        return [facts.parse(entry_id, fields) for entry_id, fields in rows]

    async def told(self, kind: type[T]) -> list[T]:
        """All facts of one kind, oldest first."""
        return [fact for fact in await self.facts() if isinstance(fact, kind)]

    async def kinds(self, contact: str) -> list[str]:
        """What happened to a contact, in short."""
        return [fact.kind for fact in await self.facts() if getattr(fact, "contact", None) == contact]

    async def wipe(self) -> None:
        """Live state is lost: every key of the line is gone. The clock stays driven."""
        names = [key async for key in self.redis.scan_iter(f"{keys.root(self.line.id)}:*", count=1000)]
        await self.redis.delete(*names)
        await self.line.drive(self.now)

    @property
    def now_ms(self) -> int:
        return clock.to_ms(self.now)
