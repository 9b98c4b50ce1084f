"""States of a contact and the table of legal moves (pure). The Functions are the only ones that move a contact."""

from __future__ import annotations

from typing import Literal, TypeAlias

State: TypeAlias = Literal["new", "waiting", "offered", "conversation", "wrapup", "abandoned", "refused", "closed"]

MOVES: dict[State, dict[str, State]] = {
    "new": {"contact.queued": "waiting", "contact.refused": "refused"},
    "waiting": {"offer.made": "offered", "contact.abandoned": "abandoned"},
    "offered": {
        "offer.accepted": "conversation",
        "offer.declined": "waiting",
        "offer.expired": "waiting",
        "offer.withdrawn": "waiting",
    },
    "conversation": {
        "offer.made": "conversation",
        "offer.accepted": "conversation",
        "offer.declined": "conversation",
        "offer.expired": "conversation",
        "offer.withdrawn": "conversation",
        "transfer.requested": "conversation",
        "transfer.cancelled": "conversation",
        "conversation.ended": "wrapup",
        "conversation.lost": "new",
    },
    "wrapup": {"contact.closed": "closed"},
    "abandoned": {"contact.queued": "waiting"},
    "refused": {},
    "closed": {},
}
"""state -> fact -> state. `conversation.lost` is followed at once by `contact.queued`."""

STAYS: frozenset[str] = frozenset(
    {
        "contact.arrived",
        "contact.stepped",
        "contact.connection_changed",
        "wrapup.done",
        "feedback.given",
        "caller.blocked",
        "hand.raised",
        "hand.lowered",
        "coordinator.joined",
        "coordinator.left",
    }
)
"""Facts about a contact that move it nowhere."""

FINAL: frozenset[State] = frozenset({"refused", "closed"})
"""Nothing more is decided about these; every other state has a deadline (an abandoned one: the resume window)."""


def after(state: State, kind: str) -> State:
    """The state after a fact of `kind`.

    Raises:
        ValueError: the move is not legal.
    """
    if kind in STAYS:
        return state
    try:
        return MOVES[state][kind]
    except KeyError:
        message = f"a contact that is {state} cannot take {kind}"
        raise ValueError(message) from None
