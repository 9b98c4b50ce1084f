"""The rota ahead as Prometheus is shown it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from luisterlijn.facts import PersonChanged
from luisterlijn.insight import rota_gauges
from luisterlijn.insight.rota_gauges import RotaGauges
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.sql.database import Database
from tests.rota import Rota, local

HOUR = timedelta(hours=1)


class Watch:
    """A clock that stands where a test puts it."""

    at = local(4, 17)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram")
    await played.take(await played.shift(minimum=2, target=2, channels=["chat"]), "anna")
    return played


@pytest.fixture
async def watch() -> Watch:
    return Watch()


@pytest.fixture
async def gauges(rota: Rota, watch: Watch) -> RotaGauges:
    return RotaGauges(rota.database, "demo", 0.5, watch.now)


def shown(gauges: RotaGauges, name: str, channel: str = "chat") -> dict[str, float]:
    """The values of a gauge by what the label beside the channel says."""
    return {
        sample.labels.get("ahead") or sample.labels["within"]: sample.value
        for family in gauges.collect()
        for sample in family.samples
        if sample.name == f"luisterlijn_{name}" and sample.labels["channel"] == channel
    }


async def test_nothing_is_shown_before_the_rota_was_read(gauges: RotaGauges) -> None:
    assert list(gauges.collect()) == []


async def test_gauges_of_the_hours_ahead(gauges: RotaGauges) -> None:
    await gauges.look()
    assert shown(gauges, "coverage_required") == {"now": 0, "1h": 2, "2h": 2, "4h": 2, "8h": 0, "24h": 0, "7d": 0}
    assert shown(gauges, "coverage_planned") == {"now": 0, "1h": 1, "2h": 1, "4h": 1, "8h": 0, "24h": 0, "7d": 0}
    assert shown(gauges, "coverage_expected")["1h"] == 0.5
    assert shown(gauges, "uncovered_seconds") == {"day": 4 * 3600, "week": 4 * 3600, "fortnight": 4 * 3600}
    assert set(shown(gauges, "uncovered_seconds", "phone").values()) == {0}


async def test_what_the_forecast_needs_is_required_and_lacking_beside_what_shifts_ask_for(
    rota: Rota, gauges: RotaGauges, watch: Watch
) -> None:
    await rota.needs(*([3] * 24), at=watch.at)
    await gauges.look()
    assert [shown(gauges, f"coverage_{one}")["1h"] for one in ("required", "minimum", "planned")] == [3, 2, 1]
    assert shown(gauges, "coverage_minimum")["now"] == 0
    assert shown(gauges, "uncovered_seconds")["day"] == 4 * 3600
    assert shown(gauges, "lacking_seconds")["day"] == (4 * 2 + 2 * 3) * 3600


async def test_gauges_move_with_the_clock_and_end_after_a_day(gauges: RotaGauges, watch: Watch) -> None:
    await gauges.look()
    watch.at += 2 * HOUR
    assert (shown(gauges, "coverage_required")["now"], shown(gauges, "uncovered_seconds")["day"]) == (2, 3 * 3600)
    watch.at += 23 * HOUR
    assert list(gauges.collect()) == []


async def test_rota_is_read_again_when_a_fact_of_it_was_told(
    rota: Rota, gauges: RotaGauges, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rota_gauges, "SETTLE_SECONDS", 0.0)
    task = spawn(gauges.run(), name="gauges")
    async with asyncio.timeout(5):
        while not shown(gauges, "uncovered_seconds"):
            await asyncio.sleep(0.01)
        await rota.shift(day=5, channels=["phone"])
        assert shown(gauges, "uncovered_seconds", "phone")["week"] == 0
        gauges.told(PersonChanged(kind="person.changed", id="1-0", at=watch.at, volunteer="anna"))
        while not shown(gauges, "uncovered_seconds", "phone")["week"]:
            await asyncio.sleep(0.01)
    await cancelled(task)
    assert shown(gauges, "uncovered_seconds", "phone")["week"] == 4 * 3600
