"""What the rota asks of people, whom a call-out calls and when, and how messages go out."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from luisterlijn.settings.group import LISTED, Group, Span, span

HOUR = 3600
DAY = 24 * HOUR


class Requirements(Group):
    """What a volunteer must have before anything is offered to them, and before they may sign up."""

    certificate: Literal["required", "not_required"] = Field(
        "not_required", description="whether a certificate of conduct must be valid"
    )
    trainings: Annotated[tuple[str, ...], LISTED] = Field((), description="trainings everybody must have done")
    warn_before: Span = span(60 * DAY, "who expires within this is shown to coordinators", most=366 * DAY)


class Rota(Group):
    """How shifts work on this line."""

    shifts: Literal["required", "free"] = Field(
        "required", description="`required`: offers only on a shift or walked in; `free`: whenever somebody is ready"
    )
    walk_in: Literal["allowed", "refused"] = Field("allowed", description="whether volunteers may come in unplanned")
    walk_in_longest: Span = span(6 * HOUR, "longest a walk-in lasts", least=900, most=DAY)
    early: Span = span(900, "so long before a shift one may check in; offers begin with the shift", most=4 * HOUR)
    withdraw_deadline: Span = span(
        2 * DAY, "withdrawing later than this before the start needs a replacement first", most=60 * DAY
    )
    ask_lives: Span = span(
        7 * DAY, "an invitation to a shift may be answered so long, to the end of that day", most=60 * DAY
    )
    swaps: Literal["free", "need_yes"] = Field("free", description="`need_yes`: a coordinator agrees to every swap")
    holidays: str = Field("NL", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$", description="country whose holidays count")
    rest_after_night: Span = span(14 * HOUR, "rest after a night that ends past 02:00 (soft)", most=3 * DAY)
    longest_shift: Span = span(10 * HOUR, "longest work in one go (soft)", most=DAY)
    days_in_a_row: int = Field(7, ge=1, le=31, description="days in a row with a shift (soft)")
    nights_in_16_weeks: int = Field(36, ge=1, le=112, description="nights in sixteen weeks (soft)")
    minor_from: time = Field(time(23), description="local time from which 16- and 17-year-olds never work")
    minor_until: time = Field(time(6), description="local time until which they do not")
    show_rate: float = Field(0.92, gt=0, le=1, description="share of those planned who come, until it was measured")

    @field_validator("holidays")
    @classmethod
    def _known_country(cls, value: str) -> str:
        from holidays import country_holidays  # noqa: PLC0415 - slow to load, and the default needs no look

        code, _, part = value.partition("-")
        try:
            if code:
                country_holidays(code, subdiv=part or None)
        except NotImplementedError:
            message = f"no holidays are known of {value}; name another country or part of one, or leave it empty"
            raise ValueError(message) from None
        return value


class Stage(Group):
    """One kind of people a call-out asks."""

    who: Literal["standby", "willing", "coordinator"] = Field(
        description="`standby`: on a standby shift; `willing`: said call me if needed; `coordinator`: all of them"
    )
    ask: int = Field(3, ge=1, le=500, description="how many are asked at once, a round")
    wait: Span = span(180, "how long a round waits for a yes", least=10, most=DAY)
    rounds: int = Field(5, ge=1, le=100, description="rounds at most, while there is somebody not yet asked")


STAGES = (
    Stage(who="standby", ask=3, wait=180, rounds=5),  # type: ignore[arg-type]  # pydantic reads seconds
    Stage(who="willing", ask=5, wait=300, rounds=10),  # type: ignore[arg-type]  # as above
    Stage(who="coordinator", ask=10, wait=600, rounds=2),  # type: ignore[arg-type]  # as above
)


class Callout(Group):
    """When people are called, and in which order."""

    remind: Span = span(180, "so long after the start somebody not checked in is sent a message", least=10, most=HOUR)
    late: Span = span(300, "so long after the start a call-out begins for them", least=20, most=4 * HOUR)
    come: Span = span(600, "so long after their yes somebody called in is not late yet", most=4 * HOUR)
    ahead: Span = span(2 * HOUR, "a hole this near starts a call-out", most=7 * DAY)
    ahead_night: Span = span(8 * HOUR, "the same for a hole in the night", most=7 * DAY)
    night_from: time = Field(time(22), description="local time the night begins at")
    night_until: time = Field(time(4), description="local time it ends at")
    longest_wait: Span = span(1800, "a caller who has waited longer starts a call-out", least=60, most=DAY)
    long_wait_lasts: Span = span(2 * HOUR, "for how long people are then called in", least=900, most=DAY)
    link_lives: Span = span(12 * HOUR, "a yes or no link works no longer than this", least=60, most=7 * DAY)
    stages: Annotated[tuple[Stage, ...], LISTED] = Field(STAGES, min_length=1, description="whom to ask, in order")

    @model_validator(mode="after")
    def _remind_first(self) -> Self:
        if self.late < self.remind:
            message = "late: is sooner than remind; raise it, or lower that"
            raise ValueError(message)
        return self


class Mail(Group):
    """The server messages are sent through."""

    host: str = Field("", description="SMTP server; empty: no mail is sent")
    port: int = Field(587, ge=1, le=65535, description="its port")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="`none` only for a server on this machine"
    )
    login: str = Field("", description="name to log in with; empty: without")
    password: str = Field("", description="the password to it")
    sender: str = Field("luisterlijn@localhost", min_length=3, description="address messages come from")


class Notify(Group):
    """How messages go out."""

    mail: Mail = Field(Mail(), description="the mail server")
    push_contact: str = Field(
        "", pattern=r"^(mailto:.+|https://.+)?$", description="whom a push service may write to; empty: no web push"
    )
    url_kinds: Annotated[tuple[str, ...], LISTED] = Field(
        ("bulksms", "cm", "msgbird", "plivo", "seven", "sinch", "telnyx", "tgram", "threema", "twilio", "vonage"),
        description="kinds of other addresses people may give, by the names of apprise; one that may name any host, "
        "such as signals or matrixs, lets volunteers reach into the line's own network: name it only where that is safe",
    )
    tries: int = Field(6, ge=1, le=50, description="how often one way is tried")
    retry: Span = span(20, "pause before the second try; doubles with each", least=1, most=HOUR)
    timeout: Span = span(20, "longest one try may take", least=1, most=600)
    remind_day: Span = span(DAY, "first reminder, so long before a shift", most=14 * DAY)
    remind_hour: Span = span(HOUR, "second reminder, so long before a shift", most=DAY)
