"""The frames of a coordinator's socket."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame
from luisterlijn.channel.protocol.shared import Beat, BeatBack, Error
from luisterlijn.facts import Presence, RefusalReason


class DashboardHello(Frame):
    """The first frame; the coordinator's session is in the cookie."""

    kind: Literal["hello"]


DashboardSays: TypeAlias = Annotated[DashboardHello | Beat, Field(discriminator="kind")]


class Board(Frame):
    """The live figures, at most once a second. Waits of today in seconds; None where nothing was measured."""

    kind: Literal["board"] = "board"
    at: datetime
    open: bool
    waiting: int
    longest_wait_s: int
    volunteers: dict[Presence, int]
    arrivals: int
    answered: int
    abandoned: int
    refused: dict[RefusalReason, int]
    in_conversation: int
    wait_p50_s: int | None
    wait_p90_s: int | None
    service_level: float | None
    within_s: int


DashboardHears: TypeAlias = Annotated[Board | BeatBack | Error, Field(discriminator="kind")]
