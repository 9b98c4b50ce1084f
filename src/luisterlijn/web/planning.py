"""Planning under /api/v1: how many people are needed and what if, and how good forecasts would have been."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import planning as wire
from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.insight import backtest, demand
from luisterlijn.insight.demand import Past, quarter_at
from luisterlijn.insight.plan import Plan, WhatIf, plan, tried
from luisterlijn.insight.plan_report import columns
from luisterlijn.insight.series import QUARTER, QUARTER_S
from luisterlijn.volunteer import covered
from luisterlijn.volunteer.coverage import count
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.template import day_begins, local_day
from luisterlijn.web.bodies import answer
from luisterlijn.web.coverage import asked as range_asked
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route

LONGEST = timedelta(days=92)
LARGEST_FILE = 16 * 1024 * 1024
LIMITS = {"arrivals": (0.1, 10.0), "handle": (0.2, 5.0), "show_rate": (0.01, 1.0)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One channel, a range of whole quarters, and what is tried."""

    channel: Channel
    begin: datetime
    end: datetime
    what_if: WhatIf


def _asked(request: web.Request, doors: Doors, now: datetime) -> Asked:
    rota = RotaOf.of(doors.settings)
    of = range_asked(request, now)
    begin = quarter_at(of.begin) if "from" in request.query else day_begins(local_day(now, rota.zone), rota.zone)
    end = of.end if "until" in request.query else begin + timedelta(days=14)
    end = end if quarter_at(end) == end else quarter_at(end) + QUARTER
    if end > begin + LONGEST:
        raise RefusedError("bad_request", f"Choose at most {LONGEST.days} days.", field="until")
    tries = {name: _number(request, name) for name in LIMITS}
    what_if = WhatIf(tries["arrivals"] or 1.0, tries["handle"] or 1.0, tries["show_rate"])
    return Asked(of.channels[0], begin, end, what_if)


def _number(request: web.Request, name: str) -> float | None:
    """What is tried; None where nothing is."""
    text = request.query.get(name)
    if text is None:
        return None
    least, most = LIMITS[name]
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not (isfinite(found) and least <= found <= most):
        raise RefusedError("bad_request", f"Give a number from {least:g} to {most:g}.", field=name)
    return found


async def show(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """One channel's plan."""
    now = clock.now()
    of = _asked(request, doors, now)
    known = await doors.pasts.of(of.channel, now)
    line, settings = doors.settings.line.id, doors.settings
    async with doors.database.transaction() as connection:
        rota = await covered.rota(connection, line, of.begin, of.end, forecast=False)
        rate = of.what_if.show_rate or await covered.show_rate(connection, line, now, settings.rota.show_rate)

    def work() -> wire.Plan:
        found = tried(demand.ground(known, settings, of.begin, of.end), of.what_if)
        if not found.forecast.weeks:
            return _nothing(known, doors, of, rate)
        planned = count(rota, of.channel, of.begin, of.end).quarters().planned
        made = plan(found, planned, rate, settings.planning.certainty)
        return wire.Plan(
            **_known(known, doors, of, rate, found.forecast.weeks), attempts=_attempts(made, known), **columns(made)
        )

    return answer(await asyncio.to_thread(work))


def _known(known: Past, doors: Doors, of: Asked, rate: float, weeks: float) -> dict[str, Any]:
    promise = doors.settings.planning.promise(of.channel)
    work = demand.work_of(known, doors.settings, of.channel)
    return {
        "channel": of.channel,
        "starts_at": of.begin,
        "quarter_s": QUARTER_S,
        "now": known.at,
        "weeks": round(weeks, 1),
        "promise": wire.PromiseShown(
            share=promise.share, within_s=promise.within.total_seconds(), leave=promise.leave, judged=promise.judged
        ),
        "handle_s": round(work.handle_s * of.what_if.handle, 1),
        "patience_s": round(work.patience_s, 1) if isfinite(work.patience_s) else None,
        "redial": round(work.redial, 4),
        "show_rate": round(rate, 4),
    }


COLUMNS = (
    *("attempts", "mean", "low", "high", "load", "required", "binds", "to_plan", "planned", "expected", "holds"),
    *("share", "leave", "wait_p50_s", "wait_p90_s", "occupancy"),
)


def _nothing(known: Past, doors: Doors, of: Asked, rate: float) -> wire.Plan:
    empty: dict[str, Any] = {name: [] for name in COLUMNS}
    return wire.Plan(**_known(known, doors, of, rate, 0.0), **empty)


def _attempts(made: Plan, known: Past) -> list[int | None]:
    """What came, where it is known."""
    found: list[int | None] = [None] * made.mean.size
    then = known.series.between(made.starts_at, made.starts_at + made.mean.size * QUARTER)
    first = (then.starts_at - made.starts_at) // QUARTER
    for number in then.known.nonzero()[0].tolist():
        found[first + number] = int(then.attempts[number])
    return found


async def tested(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """How good forecasts of the past would have been."""
    now = clock.now()
    known = await doors.pasts.of(range_asked(request, now).channels[0], now)
    found = await asyncio.to_thread(backtest.backtest, known.series, known.zone, known.holidays, known.campaigns)
    return answer(
        wire.BacktestShown(
            channel=found.channel,
            origins=found.origins,
            days=found.days,
            wape=found.wape,
            floor=found.floor,
            wape_hours=found.wape_hours,
            floor_hours=found.floor_hours,
            bias=found.bias,
            covered=found.coverage,
        )
    )


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/plan", show, "coordinator", "how many people are needed, and what if", None, wire.Plan),
    Route(
        *("GET", "/api/v1/plan/backtest", tested, "coordinator", "how good forecasts would have been"),
        hears=wire.BacktestShown,
    ),
)
