"""What a coordinator fills in of a person, held against the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luisterlijn.settings import Line, Region
from luisterlijn.volunteer.card import Card, Misfit, Person, Training, changed, misfits, tidy

TODAY = date(2026, 3, 29)
LINE = Line(regions=(Region(id="north", name="Noord"),))
ANNA = Card(
    name="Anna",
    email="anna@example.org",
    languages=("nl",),
    topics=("grief",),
    region="north",
    location="Zwolle",
    trainings=(Training("basis", TODAY, None),),
)


def test_card_that_fits_has_no_misfits() -> None:
    assert list(misfits(ANNA, LINE, TODAY)) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "name_invalid"),
        ("name", " ", "name_invalid"),
        ("name", "An\nna", "name_invalid"),
        ("name", "x" * 121, "name_invalid"),
        ("email", "anna", "email_invalid"),
        ("role", "captain", "role_unknown"),
        ("languages", ("xx",), "unknown_language"),
        ("topics", ("moon",), "unknown_topic"),
        ("channels", (), "channels_missing"),
        ("region", "moon", "unknown_region"),
        ("location", "\x01", "location_invalid"),
        ("adult_from", date.min, "day_invalid"),
        ("certificate_until", date.min, "day_invalid"),
        ("trainings", (Training("", TODAY),), "training_invalid"),
        ("trainings", (Training("a", date.min),), "training_invalid"),
        ("trainings", (Training("a;b", TODAY),), "training_invalid"),
        ("trainings", (Training("a", date(2026, 3, 30)),), "training_invalid"),
        ("trainings", (Training("a", TODAY, date(2026, 3, 28)),), "training_invalid"),
        ("trainings", (Training("a", TODAY), Training("a", date(2025, 1, 1))), "training_invalid"),
    ],
)
def test_field_that_does_not_fit_is_named(field: str, value: object, code: str) -> None:
    card = replace(ANNA, **{field: value})  # type: ignore[arg-type]  # also of wrong words
    assert [(one.field, one.code) for one in misfits(card, LINE, TODAY)] == [(field, code)]


def test_misfit_says_what_the_line_has() -> None:
    wrong = list(misfits(replace(ANNA, region="south"), LINE, TODAY))
    assert wrong == [Misfit("region", "unknown_region", "south", "Use what the line has (north), or leave it empty.")]


def test_tidy_trims_and_leaves_nothing_twice() -> None:
    given = Card(
        name=" Anna ",
        email=" Anna@Example.org",
        languages=("nl", "nl"),
        channels=("phone", "chat", "chat"),
        region=" ",
        location=" Zwolle ",
        trainings=(Training(" b ", TODAY), Training("a", TODAY)),
    )
    assert tidy(given) == Card(
        name="Anna",
        email="anna@example.org",
        languages=("nl",),
        channels=("chat", "phone"),
        location="Zwolle",
        trainings=(Training("a", TODAY), Training("b", TODAY)),
    )


def test_changed_names_the_fields_that_differ() -> None:
    assert changed(ANNA, ANNA) == ()
    assert changed(ANNA, replace(ANNA, role="coordinator", trainings=())) == ("role", "trainings")


def test_papers_are_those_of_the_card() -> None:
    papers = Person(id="v", card=ANNA, active=True, invited=False).papers
    assert (papers.active, papers.trainings, papers.channels, papers.topics) == (
        True,
        {"basis": None},
        ("chat", "phone"),
        ("grief",),
    )
