from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

import luisterlijn
from luisterlijn import facts

MADE = {
    "kind": "offer.made",
    "at": "1790000000000",
    "contact": "c",
    "version": "3",
    "offer": "1790000000001",
    "volunteer": "v",
    "lane": "chat.nl.any.any",
    "due_at": "1790000030000",
    "transfer": "0",
    "why": '{"trigger":"arrival","turn":1.5,"order_key":1,"passed_volunteers":[["w","declined"]],"passed_contacts":[]}',
}


def test_offer_is_read_with_its_reasons_and_instants() -> None:
    made = facts.parse("5-0", MADE)
    assert isinstance(made, facts.OfferMade)
    assert (made.id, made.at) == ("5-0", datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC))
    assert made.why["passed_volunteers"] == [["w", "declined"]]


def test_fact_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="body"):
        facts.parse("5-0", MADE | {"body": "never"})


def test_fact_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match="kind"):
        facts.parse("5-0", MADE | {"kind": "offer.dreamt"})


def test_every_fact_the_functions_write_is_known_and_the_other_way_round() -> None:
    home = Path(luisterlijn.__file__).parent
    lua = "".join(path.read_text(encoding="utf-8") for path in home.rglob("*.lua"))
    python = "".join(path.read_text(encoding="utf-8") for path in home.rglob("*.py"))
    written = set(re.findall(r'fact\(ctx,(?: id, c,)? "([a-z_]+\.[a-z_]+)"', lua))
    written |= set(re.findall(r'\btell\([^"()]*"([a-z_]+\.[a-z_]+)"', python))
    known = set(re.findall(r'kind: Literal\["([a-z_]+\.[a-z_]+)"\]', python))  # a frame's kind has no dot
    assert written == known
