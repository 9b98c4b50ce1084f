"""A scenario from what a line knows of itself: its forecast, how its callers were, its rota, its settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from luisterlijn.contact.routing import Wish
from luisterlijn.facts import Channel
from luisterlijn.insight import spread
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.simulation.length import Exponential, Length, Lognormal, Samples
from luisterlijn.insight.simulation.scenario import QUARTER, Behaviour, Demand, Habits, Listener, Scenario, Stint
from luisterlijn.settings import Settings
from luisterlijn.volunteer.coverage import Duty
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.template import DAY, day_begins

FEW = 50
"""So many measured handle times are a spread; of fewer only the mean is believed."""
RELATIVE = 0.8
"""Standard deviation over mean of handle times, where it is not measured (FIELD.md: .6 to .8)."""
POINTS = 400
HABITS = Habits(late=Exponential(120), break_share=0.5, answer=Lognormal.of(8, 5), decline_share=0.02)
"""Of people who were not measured: what they do beside coming or not."""


def demand_of(
    mean: NDArray[np.float64], shape: NDArray[np.float64], fresh: float, is_open: NDArray[np.bool_] | None = None
) -> Demand:
    """Of a forecast of attempts (`mean`, `shape`: a quarter each), `fresh` of which are nobody's second.

    Redials are played, so those in the forecast are taken out first.
    """
    return Demand(expected=mean * fresh, shape=shape, open=is_open)


def behaviour_of(  # noqa: PLR0913 - each is a figure of its own, given by name
    channel: Channel,
    *,
    language: str,
    handle_s: float,
    patience_s: float,
    handles: spread.Spread | None = None,
    redial_share: float = 0.0,
    heavy_share: float = 0.0,
    wrapup_share: float = 0.1,
    second_slows: float = 1.4,
) -> Behaviour:
    """Of what was measured of a channel.

    Args:
        language: what callers ask for.
        handle_s: the mean of conversation and wrap-up.
        handles: their spread, where enough were measured.
        patience_s: the mean time a caller would wait.
    """
    handle: Length = Lognormal.of(handle_s, RELATIVE * handle_s)
    if handles is not None and handles.count >= FEW:
        handle = Samples(tuple(handles.at((np.arange(POINTS) + 0.5) / POINTS).tolist()))
    return Behaviour(
        handle=handle,
        wrapup_share=wrapup_share,
        patience=Exponential(patience_s),
        redial_share=redial_share,
        second_slows=second_slows,
        heavy_share=heavy_share,
        wishes=(Wish(channel, language),),
    )


def people_of(duties: Iterable[Duty], profiles: Mapping[str, Profile], settings: Settings) -> tuple[Listener, ...]:
    """The rota, by person; who has no profile takes what the line has, in every language of it."""
    mine: dict[str, list[Stint]] = defaultdict(list)
    for one in duties:
        mine[one.volunteer].append(Stint(one.starts_at, one.ends_at, one.channels))
    return tuple(_listener(name, tuple(stints), profiles.get(name), settings) for name, stints in sorted(mine.items()))


def _listener(name: str, stints: tuple[Stint, ...], profile: Profile | None, settings: Settings) -> Listener:
    languages, topics = settings.line.languages, tuple(one.id for one in settings.line.topics)
    if profile is None:
        return Listener(name, stints, languages, topics)
    return Listener(
        name, stints, profile.languages or languages, profile.topics or topics, profile.region, profile.may_take_two
    )


def scenario_of(
    settings: Settings,
    day: date,
    demand: Mapping[Channel, Demand],
    behaviour: Mapping[Channel, Behaviour],
    people: tuple[Listener, ...],
    habits: Habits = HABITS,
    *,
    campaign: float = 1.0,
    handle: float = 1.0,
) -> Scenario:
    """A local day of the line. `demand` has a value for each quarter of it (`quarters_of`); see `Scenario` for the rest.

    Raises:
        ValueError: as `Scenario`, also where nothing is forecast (nan).
    """
    zone = ZoneInfo(settings.line.timezone)
    return Scenario(
        zone=zone,
        starts_at=day_begins(day, zone),
        demand=demand,
        behaviour=behaviour,
        people=people,
        habits=habits,
        quarters=quarters_of(day, zone),
        campaign=campaign,
        handle=handle,
        timing=settings.timing,
        limits=settings.limits,
        rota=settings.rota,
        target=Target(settings.target.within, settings.target.at_once),
    )


def quarters_of(day: date, zone: ZoneInfo) -> int:
    """Quarters of a local day: 96, or 92 and 100 where the clock changes."""
    span: timedelta = day_begins(day + DAY, zone) - day_begins(day, zone)
    return span // QUARTER
