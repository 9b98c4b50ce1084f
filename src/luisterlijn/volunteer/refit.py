"""Shifts changed, and the people on them: whoever still fits keeps the place, at the new time, and is told of it.

Who no longer fits is taken off and told: they would be in two places at once, or a hard rule that stood not in the way before
does now. A soft rule takes nobody off: a coordinator chose the change and sees it, and to lose people over it would make a
hole where there was none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.volunteer import letters, people, signup
from luisterlijn.volunteer.fitness import Papers
from luisterlijn.volunteer.reason import Span, Wanted
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp
from luisterlijn.volunteer.rows import change_sign_up, sign_ups_of, work_of
from luisterlijn.volunteer.rules import hard_reasons
from luisterlijn.volunteer.waitlist import move_up

Pair = tuple[Shift, Shift]
"""A shift as it was, and as it is."""


async def refit(
    connection: AsyncConnection, rota: RotaOf, pairs: Sequence[Pair], now: datetime, by: str
) -> list[SignUp]:
    """Move the people of changed, locked shifts along; who was taken off. Where there is room now, the waitlist moves up."""
    by_id = {after.id: (before, after) for before, after in pairs}
    if not by_id:
        return []
    there = await sign_ups_of(connection, by_id.keys())
    mover = await _Mover.of(connection, rota, by_id, there, now)
    removed = []
    for one in mover.ordered(there):
        if not await mover.move(connection, one):
            removed.append(one)
            await signup.withdraw(connection, rota, one.id, now, by=by, why="unfit", refill=False)
    waited = {one.shift for one in there if one.state == "waiting"}
    freed = {one.shift for one in removed if one.state == "signed"}
    up: set[str] = set()
    for before, after in by_id.values():  # last: who moves up fits the shift as it is now, and is told that alone
        if after.id in waited and (after.id in freed or after.maximum != before.maximum):
            up |= {one.id for one in await move_up(connection, rota, after, now)}
    await letters.write_all(connection, rota, "changed", [one for one in mover.moved if one.id not in up], now)
    return removed


class _Mover:
    """Moves sign-ups along with their shifts; knows what each person is on, as far as it has come.

    `moved`: those that have another time now.
    """

    def __init__(self, rota: RotaOf, pairs: dict[str, Pair], now: datetime) -> None:
        self._rota, self._pairs, self._now = rota, pairs, now
        self.moved: list[SignUp] = []
        self._papers: dict[str, Papers] = {}
        self._work: dict[str, dict[str, Span]] = {}

    @classmethod
    async def of(
        cls, connection: AsyncConnection, rota: RotaOf, pairs: dict[str, Pair], there: Sequence[SignUp], now: datetime
    ) -> _Mover:
        """One who knows these people."""
        mover = cls(rota, pairs, now)
        names = {one.volunteer for one in there}
        every = [one for pair in pairs.values() for one in pair]
        around = Span(min(one.starts_at for one in every), max(one.ends_at for one in every))
        mover._papers = await people.papers_of(connection, rota.line, names)
        work = await work_of(connection, rota.line, names, around)
        mover._work = {name: {one.id: one.span for one in work[name]} for name in names}
        return mover

    def ordered(self, there: Sequence[SignUp]) -> list[SignUp]:
        """Those who come before those who wait; in time so that a row of shifts moves without bumping into itself."""
        later = any(after.starts_at > before.starts_at for before, after in self._pairs.values())
        return sorted(
            sorted(there, key=lambda one: one.starts_at, reverse=later), key=lambda one: one.state == "waiting"
        )

    async def move(self, connection: AsyncConnection, one: SignUp) -> bool:
        """Let somebody keep their place, if they fit."""
        before, after = self._pairs[one.shift or ""]
        work, papers = self._work[one.volunteer], self._papers[one.volunteer]
        span = _moved(one, before, after)
        if span is None or self._new_reasons(one, span, papers):
            work.pop(one.id, None)
            return False
        values: dict[str, Any] = {"starts_at": span.starts_at, "ends_at": span.ends_at, "standby": after.standby}
        if after.channels != before.channels:
            values["channels"] = [channel for channel in after.channels if channel in papers.channels]
        moved = await change_sign_up(connection, self._rota, one.id, self._now, **values)
        if moved is None:
            return False
        if one.id in work:
            work[one.id] = span
        if span != one.span:
            self.moved.append(moved)
        return True

    def _new_reasons(self, one: SignUp, span: Span, papers: Papers) -> set[tuple[str, str]]:
        """What stands in the way now and did not before."""
        before, after = self._pairs[one.shift or ""]
        was = self._reasons(before, one.span, one, papers)
        return self._reasons(after, span, one, papers) - was

    def _reasons(self, shift: Shift, span: Span, one: SignUp, papers: Papers) -> set[tuple[str, str]]:
        wanted = Wanted(
            span.starts_at, span.ends_at, shift.channels, shift.topics, shift.trainings
        )  # also of one that has begun
        others = [other for name, other in self._work[one.volunteer].items() if name != one.id]
        needs = people.needs_of(self._rota.settings)
        found = hard_reasons(wanted, papers, needs, others, self._rota.limits, self._rota.zone, self._now)
        return {(reason.rule, reason.what) for reason in found}


def _moved(one: SignUp, before: Shift, after: Shift) -> Span | None:
    """When somebody comes now; who came for a part of the shift keeps what is left of it."""
    if one.span == before.span:
        return after.span
    starts_at, ends_at = max(one.starts_at, after.starts_at), min(one.ends_at, after.ends_at)
    return Span(starts_at, ends_at) if starts_at < ends_at else None
