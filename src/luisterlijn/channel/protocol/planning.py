"""Planning over HTTP: forecasts, how many people that needs, campaigns, rota proposals, simulations. Instants in UTC."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame, Id
from luisterlijn.channel.protocol.people import Name
from luisterlijn.facts import Channel

Binds: TypeAlias = Literal["share", "leave", "load"]
StudyState: TypeAlias = Literal["queued", "running", "stopping", "done", "stopped", "failed"]
Why: TypeAlias = Literal[
    "nobody_fit",
    "nobody_available",
    "all_busy",
    "rest_rule",
    "all_at_maximum",
    "full",
    "started",
    "no_shift",
    "not_worth_it",
]


class PromiseShown(Frame):
    """What callers of a channel are promised: a `share` answered within `within_s`, at most `leave` who give up; or both."""

    share: float | None
    within_s: float
    leave: float | None
    judged: Literal["offered", "waits"]


class Plan(Frame):
    """GET /api/v1/plan?channel=&from=&until=&arrivals=&handle=&show_rate=: one entry a quarter of UTC from `starts_at` on.

    Without a range: the fortnight from the beginning of today. `arrivals`, `handle`: arrivals and handle time times this;
    `show_rate`: another share of people who come. `weeks`: of history behind the forecast, 0: there is none, and then all
    arrays are empty. `attempts`: what came, in quarters that are over (null: not over, or not known). `mean`, `low`, `high`:
    attempts forecast, and between which four of five quarters lie. `load`: in Erlang. `required`: people needed at once,
    and what asks for so many (`binds`). `to_plan`: how many to plan so that enough come. `planned`, `expected`: of the rota.
    `holds`: the chance that the promise holds with them; `share`, `leave`, `wait_p50_s`, `wait_p90_s`, `occupancy`: what
    callers meet then (a wait of null: for ever). `handle_s`: with wrap-up and rest. `patience_s`: null: nobody leaves.
    """

    channel: Channel
    starts_at: datetime
    quarter_s: int
    now: datetime
    weeks: float
    promise: PromiseShown
    handle_s: float
    patience_s: float | None
    redial: float
    show_rate: float
    attempts: list[int | None]
    mean: list[float]
    low: list[int]
    high: list[int]
    load: list[float]
    required: list[int]
    binds: list[Binds]
    to_plan: list[int]
    planned: list[int]
    expected: list[float]
    holds: list[float]
    share: list[float]
    leave: list[float]
    wait_p50_s: list[float | None]
    wait_p90_s: list[float | None]
    occupancy: list[float]


class CampaignGiven(Frame):
    """POST /api/v1/campaigns, PUT /api/v1/campaigns/{id}; DELETE takes one away.

    From `first_on` through `last_on` (local days) so many times (`factor`) as many people come, and less and less for
    `fading_days` after. `channel`: null means both.
    """

    name: Name
    channel: Channel | None = None
    first_on: date
    last_on: date
    factor: float = Field(gt=0, le=100)
    fading_days: int = Field(0, ge=0, le=366)


class CampaignShown(CampaignGiven):
    """A campaign; `measured`: the factor that really came, by channel, of one that is over and of which history is known."""

    id: str
    measured: dict[Channel, float]


class Campaigns(Frame):
    """GET /api/v1/campaigns, the latest first."""

    campaigns: list[CampaignShown]


class BacktestShown(Frame):
    """GET /api/v1/plan/backtest?channel=: how good forecasts of the past would have been.

    `wape`: sum of errors / sum of attempts, by quarters and by hours; `floor`: what chance alone makes of it. `bias`: forecast
    too much (too little below 0), as a share. `covered`: share of quarters inside the band meant to hold four of five.
    `origins`: how many forecasts of so many `days` were made; 0: the history is too short.
    """

    channel: Channel
    origins: int
    days: int
    wape: float | None
    floor: float | None
    wape_hours: float | None
    floor_hours: float | None
    bias: float | None
    covered: float | None


class StudyAsked(Frame):
    """POST /api/v1/studies. A proposal for the days from `first_on` through `last_on`, in at most `seconds` of computing;
    or simulations of `first_on`, so many times (`days`), with the rota as it is or with what a proposal would add (`study`).

    `arrivals`, `handle`, `show_rate`: as for the plan. `seed`: the same gives the same days. `recorded`: callers come when they
    did on that day, not as forecast.
    """

    kind: Literal["rota", "simulation"]
    first_on: date
    last_on: date | None = None
    seconds: int = Field(20, ge=1, le=60)
    days: int = Field(20, ge=1, le=200)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    arrivals: float = Field(1, ge=0.1, le=10)
    handle: float = Field(1, ge=0.2, le=5)
    show_rate: float | None = Field(None, ge=0.01, le=1)
    study: Id | None = None
    recorded: bool = False


class Placed(Frame):
    """Somebody a proposal would ask for a shift."""

    shift: str
    volunteer: str
    name: str


class GapShown(Frame):
    """A time in which people still lack; `shift`: the one that could have filled it, null: none could.

    `counts`: people by what stood in the way.
    """

    shift: str | None
    starts_at: datetime
    ends_at: datetime
    channels: list[Channel]
    lacking: int
    why: Why
    counts: dict[Why, int]


class FairShown(Frame):
    """Nights and weekends somebody had lately, and would have with the proposal."""

    volunteer: str
    name: str
    nights: int
    nights_then: int
    weekends: int
    weekends_then: int


class ProposalShown(Frame):
    """A rota proposal. `bound`: no rota costs less; `proven`: none is better. `gap`: (cost - bound) / cost."""

    placed: list[Placed]
    gaps: list[GapShown]
    fair: list[FairShown]
    method: Literal["greedy", "highs"]
    cost: float
    bound: float | None
    proven: bool
    gap: float | None
    uncovered_s: int
    uncovered_then_s: int


class IntervalShown(Frame):
    """The mean over `days` days, and between what it lies, 95% certain; null of one day alone."""

    mean: float
    low: float | None
    high: float | None
    days: int


class SummedShown(Frame):
    """What simulated days say together: figures of all, by channel, and the service level of each hour; null: nothing to count.

    Shares are of the attempts (`helped_share`: of the callers), waits of those answered, in seconds; `uncovered_minutes`:
    nobody was there for a channel.
    """

    figures: dict[str, IntervalShown | None]
    channels: dict[Channel, dict[str, IntervalShown | None]]
    by_hour: list[IntervalShown | None]


class PlayedShown(SummedShown):
    """A day simulated so many times (`days`, of those `asked` for) with so many people on the rota.

    `within_s`: what the service level counts. `hours`: when each begins. `rows`: the figures of each day by itself, under
    `all`, each channel and `hours`.
    """

    starts_at: datetime
    seed: int
    asked: int
    days: int
    campaign: float
    handle: float
    show_rate: float
    people: int
    within_s: float
    hours: list[datetime]
    rows: list[dict[str, dict[str, float | None]]]


class SimulationShown(PlayedShown):
    """With a proposal: the same days with the rota as it is (`before`), and what there is more than there (`difference`)."""

    before: PlayedShown | None = None
    difference: SummedShown | None = None


class StudyShown(Frame):
    """GET /api/v1/studies/{id}; DELETE stops it. `done` of `whole` steps; a result may come before it is done.

    `proposal` of a study of the rota; `simulation`: of days, as `luisterlijn simulate --json` prints it.
    """

    id: str
    asked: StudyAsked
    asked_at: datetime
    state: StudyState
    done: int
    whole: int
    trouble: str | None
    proposal: ProposalShown | None
    simulation: SimulationShown | None


class StudyListed(Frame):
    """A study in the list."""

    id: str
    asked: StudyAsked
    asked_at: datetime
    state: StudyState


class Studies(Frame):
    """GET /api/v1/studies?kind=rota, the latest first."""

    studies: list[StudyListed]
