"""The roster reads SQL and tells the engine: all of it at once, freshest last, and by itself when something changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text, update
from structlog.testing import capture_logs

from luisterlijn import facts, settings
from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.live import keys
from luisterlijn.live.line import Line
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, sign_up, training
from luisterlijn.volunteer.roster import LOCK, Roster
from tests.play import START, Play

HOUR = timedelta(hours=1)


class Played(Play):
    """A line with a rota in SQL, and the roster that tells the engine of it."""

    database: Database
    settings: Settings

    def roster(self, **requirements: Any) -> Roster:
        """As one node has it."""
        options = self.settings.model_copy(
            update={"requirements": self.settings.requirements.model_copy(update=requirements)}
        )
        return Roster(self.database, self.line, options, lambda: self.now)

    async def person(self, *names: str, **more: Any) -> None:
        """People of this line, whose ids are their names."""
        rows = [
            {
                "id": name,
                "line": self.line.id,
                "email": f"{name}@test.example",
                "name": name,
                "role": "volunteer",
                "password_hash": "",
                **more,
            }
            for name in names
        ]
        async with self.database.transaction() as connection:
            await connection.execute(insert(person), rows)

    async def signed(self, name: str, begin: float, end: float, **more: Any) -> None:
        """A sign-up from and to so many hours from now."""
        row = {
            "id": f"{name}{begin}",
            "line": self.line.id,
            "volunteer": name,
            "starts_at": self.now + begin * HOUR,
            "ends_at": self.now + end * HOUR,
            "state": "signed",
            "how": "self",
            "since": 0,
        }
        async with self.database.transaction() as connection:
            await connection.execute(insert(sign_up).values(**row | more))

    async def mirrored(self) -> dict[str, str]:
        """What the engine has been told, in hours from the beginning."""
        told: dict[str, str] = await self.redis.hgetall(keys.name(self.line.id, "shifts"))
        return {name: " ".join(map(_hours, words.split())) for name, words in sorted(told.items())}


def _hours(word: str) -> str:
    def hour(ms: str) -> str:
        return f"{(datetime.fromtimestamp(int(ms) / 1000, UTC) - START) / HOUR:g}"

    if word.startswith("x"):
        return f"x{hour(word[1:])}"
    channels, at, span = word.rpartition("@")
    return channels + at + "-".join(map(hour, span.split("-")))


@pytest.fixture
async def played(line: Line, database: Database) -> AsyncIterator[Played]:
    played = Played(line)
    played.database = database
    played.settings = settings.load(environment={}, line={"id": line.id})
    await played.begin()
    yield played
    await played.close()


async def test_sync_tells_spans_as_windows_and_standby_not(played: Played) -> None:
    await played.person("anna", "bram", "cora", "dirk", "emma")
    await played.signed("anna", -2, 2)
    await played.signed("anna", 2, 4)
    await played.signed("anna", 40, 44)
    await played.signed("bram", 1, 5, standby=True)
    await played.signed("cora", -30, -26)
    await played.signed("cora", 49, 53)
    await played.signed("dirk", 1, 2, state="waiting")
    await played.signed("dirk", 2, 3, state="withdrawn")
    await played.signed("emma", 1, 5, standby=True)
    await played.signed("emma", 6, 9, how="call_out")
    await played.roster().sync()
    assert await played.mirrored() == {"anna": "-2-4 40-44", "emma": "6-9"}


async def test_sync_tells_in_which_spans_not_every_channel_is_asked_for(played: Played) -> None:
    await played.person("anna")
    await played.signed("anna", 0, 4, channels=["chat"])
    await played.signed("anna", 4, 6, channels=["phone", "chat"])
    await played.signed("anna", 40, 44, channels=["phone"])
    await played.signed("anna", 49, 50, channels=["phone"])
    await played.roster().sync()
    assert await played.mirrored() == {"anna": "0-6 40-44 chat@0-4 phone@40-44"}


async def test_sync_of_some_tells_only_theirs(played: Played) -> None:
    await played.person("anna", "bram")
    roster = played.roster()
    await roster.sync()
    await played.signed("anna", 0, 4)
    await played.signed("bram", 0, 4)
    await roster.sync({"anna"})
    assert await played.mirrored() == {"anna": "0-4"}
    async with played.database.transaction() as connection:
        await connection.execute(update(sign_up).values(state="withdrawn"))
    await roster.sync({"anna", "bram", "nobody"})
    assert await played.mirrored() == {}
    assert await played.ready("anna") == "NOT_ON_SHIFT"


async def test_sync_of_nobody_asks_nothing(played: Played) -> None:
    before = played.line.live.calls
    await played.roster().sync(set())
    assert played.line.live.calls == before


async def test_people_of_another_line_are_not_told(played: Played) -> None:
    await played.person("anna", line="other")
    await played.signed("anna", 0, 4, line="other")
    await played.roster().sync()
    assert await played.mirrored() == {}


async def test_papers_that_end_cut_the_windows(played: Played) -> None:
    await played.person("anna", certificate_until=date(2026, 5, 4))
    await played.person("bram", certificate_until=date(2026, 5, 8))
    await played.person("cora")
    await played.person("dirk", certificate_until=date(2026, 5, 8), active=False)
    for name in ("anna", "bram", "cora", "dirk"):
        await played.signed(name, 6, 14)
    await played.roster(certificate="required").sync()
    long_ago = f"x{(datetime(1970, 1, 1, tzinfo=UTC) - START) / HOUR:g}"
    assert await played.mirrored() == {"anna": "6-10 x10", "bram": "6-14", "cora": long_ago, "dirk": long_ago}
    assert await played.ready("cora") == "LACKS"


async def test_training_that_is_asked_for_must_be_there(played: Played) -> None:
    await played.person("anna", "bram", "cora")
    ends = {"anna": None, "bram": date(2026, 5, 3), "cora": date(2026, 5, 4)}
    async with played.database.transaction() as connection:
        rows = [
            {"person": name, "name": "basis", "done_on": date(2026, 1, 1), "valid_until": end}
            for name, end in ends.items()
        ]
        await connection.execute(insert(training), rows)
    for name in ends:
        await played.signed(name, 0, 4)
    await played.roster(trainings=("basis",)).sync()
    assert await played.mirrored() == {"anna": "0-4", "bram": "x-14", "cora": "0-4 x10"}


async def test_minors_are_off_at_night(played: Played) -> None:
    await played.person("anna", adult_from=date(2027, 1, 1))
    await played.signed("anna", 7, 18)
    await played.roster().sync()
    assert await played.mirrored() == {"anna": "7-9 16-18"}


async def test_sync_reads_only_once_no_other_node_tells(played: Played) -> None:
    """What another node has told meanwhile is never overwritten by what was read before."""
    await played.person("anna")
    await played.signed("anna", 0, 4)
    async with played.database.transaction() as other:
        await other.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(played.line.id))))
        early = spawn(played.roster().sync(), name="early")
        async with asyncio.timeout(10):
            while not await waits_for_the_lock(played.database):
                await asyncio.sleep(0.01)
        async with played.database.transaction() as connection:
            await connection.execute(update(sign_up).values(state="withdrawn"))
    await early
    assert await played.mirrored() == {}


async def waits_for_the_lock(database: Database) -> bool:
    wanted = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with database.transaction() as connection:
        return bool((await connection.execute(wanted)).scalar_one())


async def test_sync_of_a_large_line_is_one_statement_and_one_call(played: Played) -> None:
    names = [f"v{number}" for number in range(1500)]
    await played.person(*names)
    rows = [
        {
            "id": f"s{number}{name}",
            "line": played.line.id,
            "volunteer": name,
            "starts_at": played.now + (number * 12 + 1) * HOUR,
            "ends_at": played.now + (number * 12 + 5) * HOUR,
            "state": "signed",
            "how": "self",
            "since": 0,
        }
        for name in names
        for number in range(2)
    ]
    async with played.database.transaction() as connection:
        await connection.execute(insert(sign_up), rows)
    asked: list[str] = []
    assert played.database._engine is not None
    event.listen(played.database._engine.sync_engine, "before_cursor_execute", lambda *said: asked.append(str(said[2])))
    calls, started = played.line.live.calls, time.process_time()
    await played.roster().sync()
    assert len([one for one in asked if "person" in one]) == 1
    assert (played.line.live.calls - calls, time.process_time() - started < 1.0) == (1, True)
    assert len(await played.mirrored()) == 1500


async def test_run_tells_at_the_start_after_a_fact_and_after_live_state_was_lost(played: Played) -> None:
    await played.person("anna")
    await played.signed("anna", 0, 4)
    roster = played.roster()
    task = spawn(roster.run(), name="roster")
    try:
        await _until(played, {"anna": "0-4"})
        await played.person("bram")
        await played.signed("bram", 0, 4)
        roster.observe(facts.PersonChanged(id="1-0", at=played.now, kind="person.changed", volunteer="bram"))
        await _until(played, {"anna": "0-4", "bram": "0-4"})
        await played.wipe()
        with suppress(EngineAwayError):  # the line is opened anew before the next call
            await played.ready("anna")
        assert await played.ready("bram") == "ready"
        await _until(played, {"anna": "0-4", "bram": "0-4"})
    finally:
        await cancelled(task)


async def _until(played: Played, mirrored: dict[str, str]) -> None:
    async with asyncio.timeout(10):
        while await played.mirrored() != mirrored:
            await asyncio.sleep(0.02)


async def test_step_tells_everything_every_ten_minutes(played: Played) -> None:
    await played.person("anna")
    roster = played.roster()
    await roster.step()
    await played.signed("anna", 0, 4)
    await roster.step()
    assert await played.mirrored() == {}
    await played.pass_(600)
    await roster.step()
    assert await played.mirrored() == {"anna": "0-4"}


def shifts_changed(played: Played, begin: float, end: float) -> facts.ShiftChanged:
    begins, ends = played.now + begin * HOUR, played.now + end * HOUR
    return facts.ShiftChanged(id="1-0", at=played.now, kind="shift.changed", begins=begins, ends=ends)


@pytest.mark.parametrize(
    ("begin", "end", "looked_at"), [(-2, 1, True), (47, 90, True), (49, 90, False), (-9, -1, False)]
)
async def test_shifts_that_changed_are_told_if_they_are_near(
    played: Played,
    begin: float,
    end: float,
    looked_at: bool,  # noqa: FBT001 - a parameter
) -> None:
    await played.person("anna")
    roster = played.roster()
    await roster.step()
    await played.signed("anna", 0, 4)
    roster.observe(shifts_changed(played, begin, end))
    await roster.step()
    assert await played.mirrored() == ({"anna": "0-4"} if looked_at else {})


async def test_what_could_not_be_told_is_told_later(played: Played) -> None:
    await played.person("anna")
    away = Roster(Database("", played.settings.data_dir), played.line, played.settings, lambda: played.now)
    with pytest.raises(StoreAwayError):
        await away.step()
    nowhere = Line(Live("unix:///nowhere/valkey.sock"), played.line.id, played.settings.timing, played.settings.limits)
    roster = Roster(played.database, nowhere, played.settings, lambda: played.now)
    with pytest.raises(EngineAwayError):
        await roster.step()
    await nowhere.live.close()
    roster._line = played.line
    await played.signed("anna", 0, 4)
    await roster.step()
    assert await played.mirrored() == {"anna": "0-4"}


async def test_store_that_is_away_is_said_once(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    roster, tries = played.roster(), 0

    async def step() -> None:
        nonlocal tries
        tries += 1
        message = "away"
        raise StoreAwayError(message)

    monkeypatch.setattr(roster, "step", step)
    with capture_logs() as lines:
        task = spawn(roster.run(), name="roster")
        roster.observe(facts.PersonChanged(id="1-0", at=played.now, kind="person.changed", volunteer="anna"))
        async with asyncio.timeout(20):
            while tries < 2:
                await asyncio.sleep(0.01)
        await cancelled(task)
    assert [line["event"] for line in lines] == ["roster.waits"]
