"""What the line promises its callers, and how the people needed for that are planned."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from luisterlijn.settings.group import Group, Span, span

DAY = 86_400


class Promise(Group):
    """What one channel promises. Where both parts are given, both must hold."""

    share: float | None = Field(0.8, gt=0, lt=1, description="share of callers answered within `within`; none: any")
    within: Span = span(60, "the wait that share is answered within", most=4 * 3600)
    leave: float | None = Field(None, gt=0, lt=1, description="largest share of callers who leave; none: any")
    judged: Literal["offered", "waits"] = Field(
        "offered",
        description="`offered`: of all callers, answered within; "
        "`waits`: who waited no longer, be it for an answer or until they left",
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.share is None and self.leave is None:
            message = "share: neither share nor leave is given; give one, or both"
            raise ValueError(message)
        return self


class Planning(Group):
    """How many people each quarter needs."""

    chat: Promise = Field(Promise(), description="what callers by chat are promised")
    phone: Promise = Field(Promise(), description="what callers by phone are promised")
    ahead: Span = span(28 * DAY, "so far ahead the need is computed", least=DAY, most=400 * DAY)
    certainty: float = Field(0.8, gt=0, lt=1, description="chance that enough of those planned come")
    chats_at_once: int = Field(1, ge=1, le=2, description="chats a volunteer has at once where the need is computed")
    second_chat_slows: float = Field(
        1.4, ge=1, le=2, description="how much longer a chat takes while the volunteer has two, until it was measured"
    )
    callouts: Literal["minimum", "required"] = Field(
        "minimum", description="call people for too few by the shifts' `minimum`, or by what is `required` as well"
    )

    def promise(self, channel: Literal["chat", "phone"]) -> Promise:
        """What callers of a channel are promised."""
        return {"chat": self.chat, "phone": self.phone}[channel]
