"""Who may be offered contacts: papers against what the line asks for."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.volunteer.fitness import Lack, Needs, Papers, expires, fit_until, is_minor, lacks

TODAY = date(2026, 3, 29)
DAY = timedelta(days=1)
NAMES = ("basis", "chat", "suicide")
BOTH = Needs(certificate=True, trainings=("basis",))

days = st.dates(TODAY - 100 * DAY, TODAY + 100 * DAY)
needs = st.builds(Needs, certificate=st.booleans(), trainings=st.lists(st.sampled_from(NAMES), unique=True).map(tuple))
papers = st.builds(
    Papers,
    active=st.booleans(),
    adult_from=st.none() | days,
    certificate_until=st.none() | days,
    trainings=st.dictionaries(st.sampled_from(NAMES), st.none() | days),
)


def having(certificate: date | None = TODAY, **trainings: date | None) -> Papers:
    return Papers(active=True, adult_from=None, certificate_until=certificate, trainings=trainings)


def test_lacks_says_what_never_was_there_and_since_when_the_rest_is_lacked() -> None:
    assert lacks(having(None), BOTH, TODAY) == (Lack("certificate"), Lack("training", "basis"))
    ended = having(TODAY - DAY, basis=TODAY - 3 * DAY)
    assert lacks(ended, BOTH, TODAY) == (Lack("certificate", on=TODAY), Lack("training", "basis", TODAY - 2 * DAY))


def test_lacks_nothing_through_the_last_day_of_a_paper() -> None:
    assert lacks(having(TODAY, basis=None), BOTH, TODAY) == ()
    assert lacks(having(TODAY, basis=None), BOTH, TODAY + DAY) == (Lack("certificate", on=TODAY + DAY),)


def test_lacks_of_somebody_who_stopped() -> None:
    gone = Papers(active=False, adult_from=None, certificate_until=None, trainings={})
    assert lacks(gone, Needs(certificate=False, trainings=()), TODAY) == (Lack("inactive"),)


def test_lacks_the_trainings_a_shift_asks_for_beside_those_of_the_line_once() -> None:
    assert lacks(having(basis=None), BOTH, TODAY, ("chat", "basis", "chat")) == (Lack("training", "chat"),)


def test_lacks_nothing_a_line_does_not_ask_for() -> None:
    assert lacks(having(None, chat=TODAY - DAY), Needs(certificate=False, trainings=()), TODAY) == ()


def test_expires_within_the_span_the_soonest_first() -> None:
    soon = having(TODAY + 60 * DAY, basis=TODAY + 9 * DAY)
    assert expires(soon, BOTH, TODAY, 60 * DAY) == (Lack("training", "basis", TODAY + 10 * DAY),)
    assert expires(soon, BOTH, TODAY, 61 * DAY) == (
        Lack("training", "basis", TODAY + 10 * DAY),
        Lack("certificate", on=TODAY + 61 * DAY),
    )


def test_fit_until_has_no_end_where_nothing_ends() -> None:
    assert fit_until(having(None, basis=None), Needs(certificate=False, trainings=("basis",))) is None
    assert fit_until(having(TODAY, basis=None), BOTH) == TODAY
    assert fit_until(having(None, basis=None), BOTH) == date.min


def test_papers_until_the_end_of_time_are_good_today() -> None:
    forever = having(date.max, basis=None)
    assert (lacks(forever, BOTH, TODAY), expires(forever, BOTH, TODAY, 60 * DAY)) == ((), ())


def test_is_minor_until_the_day_before_the_birthday() -> None:
    young = Papers(active=True, adult_from=TODAY, certificate_until=None, trainings={})
    assert [is_minor(young, TODAY - DAY), is_minor(young, TODAY), is_minor(having(), TODAY)] == [True, False, False]


@given(papers, needs, days)
def test_fit_until_is_the_last_day_without_lacks(held: Papers, asked: Needs, on: date) -> None:
    last = fit_until(held, asked)
    assert (lacks(held, asked, on) == ()) is (last is None or on <= last)


@given(papers, needs, days, st.integers(0, 90))
def test_expires_is_what_lacks_later_and_not_yet(held: Papers, asked: Needs, on: date, within: int) -> None:
    def by_name(found: tuple[Lack, ...]) -> set[tuple[str, str]]:
        return {(lack.kind, lack.what) for lack in found}

    now, then = lacks(held, asked, on), lacks(held, asked, on + within * DAY)
    soon = expires(held, asked, on, within * DAY)
    assert by_name(soon) == by_name(then) - by_name(now)
    assert [lack.on for lack in soon] == sorted(lack.on for lack in soon if lack.on is not None)


@given(papers, needs, days, st.lists(st.sampled_from(NAMES)))
def test_more_trainings_only_add_lacks(held: Papers, asked: Needs, on: date, more: list[str]) -> None:
    alone, together = lacks(held, asked, on), lacks(held, asked, on, more)
    assert together[: len(alone)] == alone
    assert {lack.what for lack in together[len(alone) :]} <= set(more) - set(asked.trainings)
