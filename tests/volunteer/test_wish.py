"""What can be filled in of a shift or a template."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer.template import Template
from luisterlijn.volunteer.wish import ShiftWish, TemplateWish, check_shift, check_template, columns
from tests.rota import NOW, local


def shift(**more: Any) -> ShiftWish:
    values: dict[str, Any] = {"name": "evening", "starts_at": local(4, 18), "ends_at": local(4, 22)}
    return ShiftWish(**(values | more))


def template(**more: Any) -> TemplateWish:
    when: dict[str, Any] = {"starts": time(22), "minutes": 480, "keeps": "end", "recurrence": "freq=daily"}
    when |= {"first_on": date(2026, 3, 1)}
    of_its_own = {name: more.pop(name) for name in ("minimum", "topics") if name in more}
    return TemplateWish(name="night", template=Template(**(when | more)), **of_its_own)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minimum": 2}, "target"),
        ({"minimum": 2, "target": 3, "maximum": 2}, "maximum"),
        ({"topics": ("grief", "football")}, "topics"),
        ({"ends_at": local(4, 18)}, "ends_at"),
        ({"ends_at": local(4, 17)}, "ends_at"),
        ({"ends_at": local(5, 20)}, "ends_at"),
        ({"starts_at": NOW - timedelta(hours=4), "ends_at": NOW}, "ends_at"),
        ({"starts_at": datetime(2026, 5, 4, 18)}, "starts_at"),  # noqa: DTZ001 - what is refused
        (
            {"starts_at": datetime(9999, 12, 31, 20, tzinfo=UTC), "ends_at": datetime.max.replace(tzinfo=UTC)},
            "starts_at",
        ),
    ],
)
def test_shift_that_cannot_be_is_refused_by_its_field(wrong: dict[str, Any], field: str) -> None:
    assert check_shift(shift(topics=("grief",)), {"grief"}, NOW).name == "evening"
    with pytest.raises(RefusedError, match="bad_shift") as refused:
        check_shift(shift(**wrong), {"grief"}, NOW)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minimum": 2}, "target"),
        ({"first_on": date(1, 1, 1)}, "first_on"),
        ({"first_on": date(2100, 1, 1)}, "first_on"),
        ({"last_on": date(2026, 2, 1)}, "last_on"),
        ({"starts": time(22, 0, 1)}, "starts"),
        ({"starts": time(22, tzinfo=timezone(timedelta()))}, "starts"),
        ({"recurrence": "now and then"}, "recurrence"),
    ],
)
def test_template_that_cannot_be_is_refused_by_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_template(template(**wrong), ())
    assert refused.value.field == field


def test_template_is_kept_with_its_recurrence_in_order() -> None:
    assert check_template(template(), ()).template.recurrence == "FREQ=DAILY"


def test_columns_are_those_of_the_row() -> None:
    found = columns(template(topics=("grief",)))
    assert (found["topics"], found["starts"], found["maximum"], "template" in found) == (
        ["grief"],
        time(22),
        None,
        False,
    )
    assert columns(shift())["channels"] == ["chat", "phone"]
