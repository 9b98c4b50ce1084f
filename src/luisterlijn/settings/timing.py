"""What the engine goes by: deadlines and windows, what the service level judges by, and how much is let in."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from luisterlijn.settings.group import Group, Span, span

MANY = 10_000_000


class Timing(Group):
    """Deadlines and windows of the engine."""

    heartbeat: Span = span(10, "time between two heartbeats of a page", least=0.2, most=120)
    offer: Span = span(30, "how long an offer waits for an answer", least=1, most=600)
    caller_grace: Span = span(60, "silence after `unsure` before a waiting caller counts as abandoned", least=0.5)
    volunteer_grace: Span = span(45, "silence after `unsure` before a volunteer counts as gone", least=0.5)
    talk_silence: Span = span(600, "a caller gone this long in a conversation ends it", least=1)
    wrapup: Span = span(300, "longest after-contact work before the volunteer is free again", least=1)
    rest: Span = span(60, "rest after every talk")
    rest_heavy: Span = span(900, "rest after a talk called heavy")
    heavy_window: Span = span(4 * 3600, "rolling window of the heavy-talk budget")
    resume_window: Span = span(1800, "an abandoned contact may come back on its ticket this long")
    ticket_life: Span = span(86400, "a ticket is worth nothing after this", least=60, most=2 * 86400)
    fairness: Span = span(4 * 3600, "time constant with which past load fades", least=60)
    credit_urgent: Span = span(300, "head start of a caller who says it is urgent", most=3600)
    credit_resumed: Span = span(120, "head start of a contact that came back", most=3600)
    credit_handed_over: Span = span(600, "head start of a conversation being transferred", most=3600)
    step_region: Span = span(60, "only the own region's volunteers before this wait")
    step_topic: Span = span(60, "only volunteers who chose the topic before this wait")
    step_language: Span = span(120, "only the preferred language before this wait")
    sweep: Span = span(0.2, "time between two sweeps of the deadlines", least=0.01, most=0.25)

    @model_validator(mode="after")
    def _make_sense_together(self) -> Self:
        for longer, shorter in (
            ("caller_grace", "heartbeat"),
            ("volunteer_grace", "heartbeat"),
            ("talk_silence", "caller_grace"),
            ("rest_heavy", "rest"),
            ("ticket_life", "resume_window"),
        ):
            if getattr(self, longer) < getattr(self, shorter):
                message = f"{longer}: is shorter than {shorter}; raise it, or lower that"
                raise ValueError(message)
        return self


class Target(Group):
    """What the service level judges a wait by."""

    within: Span = span(60, "answered within this counts as in time", least=1)
    at_once: Span = span(10, "who leaves sooner than this was not kept waiting and is left out")


class Limits(Group):
    """How much is let in."""

    most_waiting: int = Field(500, ge=1, le=MANY, description="contacts waiting at once; one more is refused as `full`")
    most_per_caller: int = Field(12, ge=1, le=MANY, description="contacts of one caller a day")
    expiries_until_away: int = Field(2, ge=1, description="unanswered offers in a row before a volunteer is set away")
    heavy_budget: int = Field(3, ge=1, description="heavy talks in the rolling window before offers stop")
    message_chars: int = Field(4000, ge=100, le=12000, description="longest message body, characters")
    messages_per_ten_seconds: int = Field(12, ge=1, le=1000, description="messages one side may send in ten seconds")
    frames_per_ten_seconds: int = Field(
        150, ge=20, le=10_000, description="frames of any kind one socket may send in ten seconds"
    )
    sockets_per_address: int = Field(
        200, ge=1, le=MANY, description="callers' sockets of one address open on one node; count shared networks"
    )
    frame_bytes: int = Field(
        16384, ge=1024, le=1 << 20, description="longest websocket frame; a longer one closes the socket"
    )
    outbox_frames: int = Field(
        256, ge=8, le=10_000, description="frames waiting for a slow reader before it is told to come back"
    )
    estimate_prior_handle: Span = span(1200, "handle time assumed before any was measured", least=10)
    estimate_prior_patience: Span = span(1800, "patience assumed before any was measured", least=10)
