"""The words a change of the rota is made with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from luisterlijn import settings
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rota import RotaOf, new_id
from tests.rota import local
from tests.volunteer.test_rota_csv import SHIFT, SIGN_UP

DAY = timedelta(days=1)


def test_rota_goes_by_the_settings_of_its_line() -> None:
    made = settings.load(environment={}, line={"id": "demo", "timezone": "Europe/Lisbon"}, rota={"days_in_a_row": 5})
    rota = RotaOf.of(made)
    assert (rota.line, rota.zone.key, rota.limits.days_in_a_row) == ("demo", "Europe/Lisbon", 5)
    rota.touched.add("vanna")
    assert RotaOf.of(made).touched == set()


def test_shift_is_open_until_it_begins_and_to_who_joins_later_until_it_ends() -> None:
    assert SHIFT.wanted().open_until == SHIFT.starts_at
    joined = SHIFT.wanted(local(4, 23))
    assert (joined.starts_at, joined.ends_at, joined.open_until) == (local(4, 23), SHIFT.ends_at, SHIFT.ends_at)
    assert replace(SHIFT, state="cancelled").wanted().cancelled
    assert SHIFT.span == SIGN_UP.span == Span(local(4, 22), local(4, 30))


@pytest.mark.parametrize(
    ("more", "late"),
    [
        ({}, True),
        ({"state": "waiting"}, False),
        ({"how": "walk_in"}, False),
        ({"how": "moved_up", "since": round(local(3, 0).timestamp() * 1000)}, False),
        ({"how": "moved_up", "since": round(local(1, 0).timestamp() * 1000)}, True),
    ],
)
def test_withdrawing_is_late_past_the_deadline_for_who_could_have_known(more: dict[str, object], late: bool) -> None:  # noqa: FBT001 - what is expected
    one = replace(SIGN_UP, **more)  # type: ignore[arg-type]  # fields of it
    deadline = SIGN_UP.starts_at - 2 * DAY
    assert one.is_late_to_withdraw(2 * DAY, deadline + timedelta(seconds=1)) is late
    assert not one.is_late_to_withdraw(2 * DAY, deadline)


def test_ids_begin_with_what_they_are_of_and_differ() -> None:
    made = {new_id("s") for _ in range(100)}
    assert len(made) == 100
    assert {(one[0], len(one)) for one in made} == {("s", 13)}
