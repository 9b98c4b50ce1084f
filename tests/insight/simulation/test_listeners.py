"""Volunteers of a simulated day: they come, rest, break off and go home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from luisterlijn.insight.simulation.length import Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Listener, Stint
from luisterlijn.insight.simulation.twin import Twin
from luisterlijn.live.driven import DrivenLine, Happened
from tests.insight.simulation.small import (
    START,
    habits,
    of_kind,
    people,
    played,
    recorded,
    seconds_at,
)


def presences(facts: Sequence[Happened], volunteer: str = "v00") -> list[tuple[float, str, str]]:
    mine = [one for one in of_kind(facts, "volunteer.presence_changed") if one.fields["volunteer"] == volunteer]
    return [(at, one.fields["presence"], one.fields["reason"]) for at, one in zip(seconds_at(mine), mine, strict=True)]


def test_shift_ends_and_nothing_is_offered_that_would_not_fit(twin_line: DrivenLine) -> None:
    facts = played(
        twin_line, recorded([0, 2000, 3100], people(1, 1), behaviour=Behaviour(Fixed(1200), 0.0, Fixed(300)))
    )
    assert seconds_at(of_kind(facts, "offer.accepted")) == [0, 2000]
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [3400]
    gone = [one for one in of_kind(facts, "volunteer.presence_changed") if one.fields["presence"] == "offline"]
    assert seconds_at(gone) == [3600]


def test_volunteer_goes_home_after_the_talk_under_way(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(600), 0.5, Fixed(300))
    facts = played(twin_line, recorded([0, 2900], people(1, 1), behaviour=behaviour, habits=habits(answer=Fixed(20))))
    gone = [one for one in of_kind(facts, "volunteer.presence_changed") if one.fields["presence"] == "offline"]
    assert seconds_at(of_kind(facts, "contact.closed")) == [620, 3520]
    assert seconds_at(gone) == [3600]
    longer = replace(behaviour, handle=Fixed(640), wrapup_share=0.4)
    late = played(twin_line, recorded([2950], people(1, 1), behaviour=longer, habits=habits(answer=Fixed(25))))
    gone = [one for one in of_kind(late, "volunteer.presence_changed") if one.fields["presence"] == "offline"]
    assert seconds_at(gone) == [3615]


def test_break_begins_when_due_and_lasts(twin_line: DrivenLine) -> None:
    scenario = recorded([], people(1, 3), habits=habits(break_share=1.0, break_length=timedelta(minutes=20)))
    seen = presences(played(twin_line, scenario))
    away = next(one for one in seen if one[1:] == ("away", "asked"))
    back = seen[seen.index(away) + 1]
    assert 3600 <= away[0] <= 7200
    assert (round(back[0] - away[0], 3), back[1]) == (1200, "ready")


def test_break_waits_for_the_contact_under_way(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(7300), 0.0, Fixed(300))
    scenario = recorded([100], people(1, 3), behaviour=behaviour, habits=habits(break_share=1.0))
    seen = presences(played(twin_line, scenario))
    assert [one for one in seen if one[2] == "drained"] == [(7400.0, "away", "drained")]
    assert Twin(twin_line, scenario, 1, 0).day().breaks_missed == 0


def test_break_that_finds_no_time_is_missed(twin_line: DrivenLine) -> None:
    behaviour = Behaviour(Fixed(10_000), 0.0, Fixed(300))
    breaks = habits(break_share=1.0, break_length=timedelta(seconds=790), answer=Fixed(9))
    scenario = recorded([0], people(1, 3), behaviour=behaviour, habits=breaks)
    assert Twin(twin_line, scenario, 1, 0).day().breaks_missed == 0
    longer = replace(breaks, break_length=timedelta(seconds=792))
    assert Twin(twin_line, replace(scenario, habits=longer), 1, 0).day().breaks_missed == 1


def test_nobody_comes_where_nobody_shows(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0, 60], people(3), habits=habits(show_rate=0.0)))
    assert (len(of_kind(facts, "offer.made")), len(of_kind(facts, "contact.abandoned"))) == (0, 2)


def test_late_volunteer_is_not_offered_anything_before(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0], people(1), habits=habits(late=Fixed(120))))
    assert seconds_at(of_kind(facts, "offer.made")) == [120]


def test_unanswered_offers_set_away_and_the_volunteer_comes_back(twin_line: DrivenLine) -> None:
    facts = played(twin_line, recorded([0, 100], people(1), habits=habits(answer=Fixed(31))))
    assert len(of_kind(facts, "offer.expired")) >= 2
    seen = [(at, presence, why) for at, presence, why in presences(facts) if why in {"missed_offers", "asked"}]
    assert (60.0, "away", "missed_offers") in seen
    assert any(at == 180 for at, _, _ in seen)


def test_shift_for_fewer_channels_is_kept_to(twin_line: DrivenLine) -> None:
    half = START + timedelta(hours=1)
    both = Listener("v00", (Stint(START, half, ("chat",)), Stint(half, half + timedelta(hours=5), ("chat", "phone"))))
    facts = played(twin_line, recorded([60, 3590], (both,), behaviour=Behaviour(Fixed(60), 0.0, Fixed(600))))
    assert seconds_at(of_kind(facts, "contact.abandoned")) == [660]
    assert seconds_at(of_kind(facts, "offer.accepted")) == [3600]
