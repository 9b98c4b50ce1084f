"""The table of legal moves: complete, closed, and true to what every fact says."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn import facts
from luisterlijn.contact.lifecycle import FINAL, MOVES, STAYS, State, after

STATES: tuple[State, ...] = get_args(State)
CONTACT_KINDS = {
    get_args(one.model_fields["kind"].annotation)[0]
    for one in get_args(get_args(facts.Fact)[0])
    if "contact" in one.model_fields
}


def test_moves_know_every_state_and_every_fact_of_a_contact() -> None:
    assert set(MOVES) == set(STATES)
    assert {kind for moves in MOVES.values() for kind in moves} | STAYS == CONTACT_KINDS
    assert {kind for moves in MOVES.values() for kind in moves} & STAYS == set()


def test_moves_lead_out_of_every_state_but_the_final_ones() -> None:
    assert {state for state, moves in MOVES.items() if not moves} == FINAL


def test_moves_lead_from_new_to_every_state() -> None:
    reached: set[State] = {"new"}
    while more := {to for state in reached for to in MOVES[state].values()} - reached:
        reached |= more
    assert reached == set(STATES)


@given(st.sampled_from(STATES), st.sampled_from(sorted(CONTACT_KINDS)))
def test_after_moves_as_the_table_says_or_refuses(state: State, kind: str) -> None:
    if kind in STAYS:
        assert after(state, kind) == state
    elif kind in MOVES[state]:
        assert after(state, kind) == MOVES[state][kind]
    else:
        with pytest.raises(ValueError, match=f"a contact that is {state} cannot take {kind}"):
            after(state, kind)
