"""Tickets: read back as signed, worth nothing when changed, old or of another line."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.routing import Wish
from luisterlijn.contact.ticket import Tickets, contact_id
from luisterlijn.errors import RefusedError

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
LIFE = timedelta(days=1)
TICKETS = Tickets("s" * 32, "demo", LIFE)
WISH = Wish("chat", "nl", other_languages=("en",), topic="grief", region="north", urgent=True)


@given(st.text(min_size=1), st.integers(0, 10**9), st.booleans())
def test_ticket_is_read_back_as_signed(contact: str, milliseconds: int, urgent: Any) -> None:
    arrived, wish = START + timedelta(milliseconds=milliseconds), Wish("chat", "nl", urgent=urgent)
    ticket = TICKETS.read(TICKETS.sign(contact, arrived, wish), arrived)
    assert (ticket.contact, ticket.arrived_at, ticket.expires_at) == (contact, arrived, arrived + LIFE)
    assert (ticket.line, ticket.wish) == ("demo", wish)


@given(st.data())
def test_ticket_that_was_changed_is_refused(data: st.DataObject) -> None:
    text = TICKETS.sign("c1", START, WISH)
    payload, mac = text.split(".")
    raw = bytearray(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    changed = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    with pytest.raises(RefusedError, match="ticket_wrong"):
        TICKETS.read(f"{changed}.{mac}", START)


@given(st.text())
def test_ticket_of_any_text_is_refused_and_never_a_crash(text: str) -> None:
    with pytest.raises(RefusedError, match="ticket_wrong"):
        TICKETS.read(text, START)


def test_ticket_is_worth_nothing_past_its_life() -> None:
    text = TICKETS.sign("c1", START, WISH)
    assert TICKETS.read(text, START + LIFE).wish == WISH
    with pytest.raises(RefusedError, match="ticket_expired"):
        TICKETS.read(text, START + LIFE + timedelta(milliseconds=1))


@pytest.mark.parametrize(
    ("other", "code"),
    [(Tickets("s" * 32, "other", LIFE), "ticket_expired"), (Tickets("t" * 32, "demo", LIFE), "ticket_wrong")],
)
def test_ticket_of_another_line_or_secret_is_refused(other: Tickets, code: str) -> None:
    with pytest.raises(RefusedError, match=code):
        other.read(TICKETS.sign("c1", START, WISH), START)


def test_ticket_names_nobody() -> None:
    payload = TICKETS.sign("c1", START, WISH).split(".")[0]
    content = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert sorted(content) == ["a", "c", "e", "l", "w"]


def test_contact_id_is_the_same_for_the_same_arrival_and_hides_it() -> None:
    ids = {contact_id("demo", f"arrival-{number}") for number in range(1000)}
    assert (len(ids), {len(one) for one in ids}) == (1000, {22})
    assert contact_id("demo", "arrival-1") in ids
    assert contact_id("other", "arrival-1") not in ids
