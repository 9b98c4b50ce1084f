"""What happens to the rota, to people and to call-outs. Written in SQL with the change and then told: perhaps twice."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from luisterlijn.facts.words import Base, Word


class ShiftChanged(Base):
    """Shifts between two instants were published, changed or cancelled. As all facts of the rota, it may be told twice."""

    kind: Literal["shift.changed"]
    begins: datetime
    ends: datetime


class SignUpChanged(Base):
    """A volunteer was put on a shift, or on duty without one (`shift` None), or no longer is."""

    kind: Literal["sign_up.changed"]
    sign_up: str
    shift: Word = None
    volunteer: str
    begins: datetime
    ends: datetime
    state: Literal["signed", "waiting", "withdrawn", "checked_in", "late", "missed"]


class SwapChanged(Base):
    """A shift was offered to others, taken, or the offer ended."""

    kind: Literal["swap.changed"]
    swap: str
    state: Literal["open", "asked", "done", "refused", "cancelled", "expired"]


class AskChanged(Base):
    """What somebody is asked to take changed, or they answered."""

    kind: Literal["ask.changed"]
    volunteer: str


class PersonChanged(Base):
    """Somebody's rights, skills or papers changed, or whether they may be called."""

    kind: Literal["person.changed"]
    volunteer: str


class CalloutChanged(Base):
    """A call-out began, went on to its next round, or ended."""

    kind: Literal["callout.changed"]
    callout: str
    state: Literal["running", "filled", "stopped", "exhausted", "over"]
    round: int


class CalloutAnswered(Base):
    """Somebody asked by a call-out answered; `too_late`: yes, when it was filled already."""

    kind: Literal["callout.answered"]
    callout: str
    volunteer: str
    answer: Literal["yes", "no", "too_late"]


class MessageDue(Base):
    """A message waits to be sent."""

    kind: Literal["message.due"]
    message: int
