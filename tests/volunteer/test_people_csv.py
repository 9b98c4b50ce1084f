"""People as a file: what goes out comes back as no change, and what is wrong is named by row and column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.settings import Line, Region
from luisterlijn.volunteer.card import Card, Person, Training, tidy
from luisterlijn.volunteer.csv_file import Trouble
from luisterlijn.volunteer.people_csv import MOST_TROUBLES, Plan, export, limited, plan, read
from luisterlijn.volunteer.profile import Role

TODAY = date(2026, 3, 29)
LINE = Line(regions=(Region(id="north", name="Noord"), Region(id="south", name="Zuid")))
FULL = Card(
    name='Anna "de" Vries, MSc',
    email="anna@example.org",
    role="coordinator",
    languages=("nl", "en"),
    topics=("grief",),
    channels=("chat",),
    region="north",
    location="-Zwolle",
    may_take_two=True,
    speaks="en",
    adult_from=date(2027, 1, 1),
    certificate_until=date(2028, 2, 29),
    trainings=(Training("basis", date(2025, 1, 1), date(2027, 1, 1)), Training("chat", TODAY)),
)
BO = Card(name="Bo", email="bo@example.org")


def person(card: Card, *, active: bool = True, invited: bool = False) -> Person:
    return Person(id="v" + card.email.partition("@")[0], card=card, active=active, invited=invited)


def planned(text: str | bytes, *people: Person, by: Role = "administrator") -> Plan:
    data = text if isinstance(text, bytes) else text.encode()
    return plan(read(data), people, LINE, TODAY, by)


def wrong(made: Plan) -> list[tuple[int, str, str]]:
    assert (all(one.remedy for one in made.troubles), made.troubles != []) == (True, True)
    return [(one.row, one.column, one.value) for one in made.troubles]


def test_export_is_read_back_as_the_same_cards() -> None:
    for separator in (",", ";"):
        made = planned(export([person(FULL), person(BO)], separator))
        assert (made.added, made.troubles) == ([FULL, BO], [])


def test_export_of_what_is_known_changes_nothing_for_whoever_brings_it() -> None:
    people = [person(FULL), person(BO)]
    for by in ("coordinator", "administrator"):
        assert planned(export(people), *people, by=by) == Plan()


def test_export_leaves_out_who_stopped() -> None:
    assert planned(export([person(FULL, active=False), person(BO)])).added == [BO]


def test_excel_in_dutch_is_understood() -> None:
    text = (
        "name;email;languages;trainings;certificate_until;may_take_two\r\n"
        'Bo;bo@example.org;nl|en;"basis:1-2-2026:28-3-2029;chat:29-3-2026";1-2-2028;Ja\r\n'
    )
    (card,) = planned(text).added
    assert card == replace(
        BO,
        languages=("nl", "en"),
        trainings=(Training("basis", date(2026, 2, 1), date(2029, 3, 28)), Training("chat", TODAY)),
        certificate_until=date(2028, 2, 1),
        may_take_two=True,
    )


def test_column_left_out_and_cell_that_must_stand_change_nothing() -> None:
    made = planned("name,email,role,topics,region\nAnna,ANNA@example.org,,,south\n", person(FULL))
    assert made.changed == [(person(FULL), replace(FULL, name="Anna", topics=(), region="south"))]


def test_every_wrong_cell_of_the_file_is_named_at_once() -> None:
    text = (
        "name,email,role,languages,topics,channels,region,may_take_two,speaks,adult_from,trainings\n"
        ",bo,captain,xx,moon,fax,east,perhaps,fr,soon,basis\n"
        "Bo,bo@example.org,,,,,,,,2026-02-30,basis:2026-03-30\n"
        "Bo,bo@example.org,,,,,,,,,\n"
    )
    assert wrong(planned(text)) == [
        (2, "role", "captain"),
        (2, "channels", "fax"),
        (2, "may_take_two", "perhaps"),
        (2, "speaks", "fr"),
        (2, "adult_from", "soon"),
        (2, "trainings", "basis"),
        (2, "name", ""),
        (2, "email", "bo"),
        (2, "languages", "xx"),
        (2, "topics", "moon"),
        (2, "region", "east"),
        (3, "adult_from", "2026-02-30"),
        (3, "trainings", "basis"),
        (4, "email", "bo@example.org"),
    ]


@pytest.mark.parametrize(
    "training", ["basis", "basis:", ":", "basis:2026-01-01:2027-01-01:2028-01-01", "basis:20260101", "basis:1-1-26"]
)
def test_training_without_its_days_is_named(training: str) -> None:
    assert wrong(planned(f"name,email,trainings\nBo,bo@example.org,{training}\n")) == [(2, "trainings", training)]


def test_roles_by_a_coordinator_are_named() -> None:
    text = "name,email,role\nAnna,anna@example.org,coordinator\nBo,bo@example.org,administrator\nEls,e@example.org,\n"
    assert wrong(planned(text, person(FULL), by="coordinator")) == [
        (2, "role", "coordinator"),
        (3, "role", "administrator"),
    ]


def test_file_that_leaves_no_administrator_is_refused() -> None:
    chief, other = person(replace(BO, role="administrator")), person(replace(FULL, role="administrator"), invited=True)
    text = "name,email,role\nBo,bo@example.org,volunteer\n"
    assert wrong(planned(text, chief, other)) == [(2, "role", "")]
    assert planned(text, chief, replace(other, invited=False)).troubles == []


def test_row_of_somebody_who_stopped_is_named() -> None:
    assert wrong(planned("name,email\nBo,bo@example.org\n", person(BO, active=False))) == [
        (2, "email", "bo@example.org")
    ]


def test_card_of_before_that_no_longer_fits_the_line_is_let_be() -> None:
    old = person(replace(BO, languages=("fy",)))
    assert planned(export([old]), old) == Plan()
    assert wrong(planned("name,email\nBob,bo@example.org\n", old)) == [(2, "languages", "fy")]


def test_troubles_that_are_too_many_to_read_are_counted() -> None:
    many = [Trouble(row, "name", "", "Give a name.") for row in range(MOST_TROUBLES + 5, 0, -1)]
    assert limited(many[:3]) == sorted(many[:3], key=lambda one: one.row)
    assert (len(limited(many)), limited(many)[-1].remedy) == (
        MOST_TROUBLES + 1,
        "Mend those above first; there are 5 more.",
    )


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=20)
names = words.filter(lambda one: not set(one) & set(":;|\ufffd") and one.strip() == one)
days = st.dates(date(2000, 1, 1), TODAY)
trainings = st.lists(
    st.builds(Training, names, days, st.none() | st.dates(TODAY, date(2100, 1, 1))),
    max_size=4,
    unique_by=lambda t: t.name,
)
cards = st.builds(
    Card,
    name=names,
    email=st.integers(0, 10**6).map(lambda number: f"+{number}@example.org"),
    role=st.sampled_from(("volunteer", "coordinator", "administrator")),
    languages=st.lists(st.sampled_from(LINE.languages), unique=True).map(tuple),
    topics=st.lists(st.sampled_from([one.id for one in LINE.topics]), unique=True).map(tuple),
    channels=st.sampled_from((("chat",), ("phone",), ("chat", "phone"))),
    region=st.sampled_from((None, "north")),
    location=st.none() | names,
    may_take_two=st.booleans(),
    speaks=st.sampled_from(("nl", "en")),
    adult_from=st.none() | st.dates(TODAY, TODAY + timedelta(days=700)),
    certificate_until=st.none() | st.dates(date(1900, 1, 1)),
    trainings=trainings.map(tuple),
).map(tidy)


@given(st.lists(cards, max_size=5, unique_by=lambda card: card.email), st.sampled_from((",", ";")))
def test_whatever_was_exported_is_no_change(many: list[Card], separator: str) -> None:
    people = [person(card) for card in many]
    written = export(people, separator)  # type: ignore[arg-type]  # hypothesis knows no words
    assert planned(written, *people) == Plan()
    assert planned(written) == Plan(added=many)
