"""What a file with a rota would add."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from luisterlijn.volunteer.card import Card, Person
from luisterlijn.volunteer.fitness import Needs
from luisterlijn.volunteer.reason import Limits
from luisterlijn.volunteer.rota_csv import Entry
from luisterlijn.volunteer.rota_plan import Known, Plan, plan
from tests.rota import NOW, local

LIMITS = Limits(timedelta(hours=14), timedelta(hours=10), 7, 36, time(23), time(6))
ANNA = Person(
    id="vanna", card=Card(name="Anna", email="anna@demo.example", channels=("chat",)), active=True, invited=False
)


def place(row: int, email: str = "", begins: float = 18, ends: float = 22, **more: Any) -> Entry:
    starts_at = local(4, begins)
    return Entry(row, starts_at.date(), starts_at, local(4, ends), more.pop("name", "evening"), email, **more)


def made(*entries: Entry, templates: Any = (), people: Sequence[Person] = (ANNA,)) -> Plan:
    needs = Needs(certificate=False, trainings=())
    known = Known(people, [], [], {}, dict(templates), needs, LIMITS, ZoneInfo("Europe/Amsterdam"))
    return plan(entries, known, NOW)


def test_shift_wishes_for_as_many_as_have_a_row_and_needs_one() -> None:
    found = made(place(2, "anna@demo.example"), place(3), place(4))
    assert [(one.minimum, one.target, one.maximum) for one in found.shifts] == [(1, 3, None)]
    assert [(one.volunteer, one.channels, one.shift) for one in found.sign_ups] == [
        ("vanna", ("chat",), found.shifts[0].id)
    ]


def test_shift_keeps_within_the_numbers_it_has() -> None:
    assert [(one.minimum, one.target) for one in made(place(2, maximum=1), place(3)).shifts] == [(1, 1)]
    assert [(one.minimum, one.target) for one in made(place(2, maximum=0)).shifts] == [(0, 0)]
    assert [(one.minimum, one.target) for one in made(place(2, minimum=3)).shifts] == [(3, 3)]
    assert [(one.minimum, one.target) for one in made(place(2, target=0)).shifts] == [(0, 0)]


def test_shift_that_is_a_templates_says_so() -> None:
    one = place(2)
    found = made(one, place(3, name="other"), templates={(one.day, *one.key): "t1"}.items())
    assert {shift.name: shift.template for shift in found.shifts} == {"evening": "t1", "other": None}


def test_one_long_row_overlaps_each_short_one() -> None:
    mail = "anna@demo.example"
    rows = (place(2, mail, 8, 18), place(3, mail, 9, 10), place(4, mail, 11, 12), place(5, mail, 18, 19))
    assert [(one.row, one.column) for one in made(*rows).troubles] == [(3, "starts")]
    assert made(rows[0], rows[3]).troubles == []


def test_who_waits_may_overlap() -> None:
    mail = "anna@demo.example"
    assert made(place(2, mail), place(3, mail, 19, 21, state="waiting")).troubles == []
