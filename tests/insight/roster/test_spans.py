"""Pairs of spans say what the rules say of two."""

from __future__ import annotations

from hypothesis import given, settings

from luisterlijn.insight.roster.spans import pairs, times
from luisterlijn.volunteer.reason import Limits, Span
from luisterlijn.volunteer.rest import soft_reasons
from tests.insight.roster.cases import AMSTERDAM, LIMITS, local, span
from tests.insight.roster.random_problems import limits, spans


def found(one: Span, other: Span, rules: Limits = LIMITS) -> tuple[bool, bool, bool]:
    """Whether they overlap, a soft rule forbids both, they touch and may."""
    both = pairs(times([one], AMSTERDAM), times([other], AMSTERDAM), rules)
    return bool(both.overlap[0, 0]), bool(both.tired[0, 0]), bool(both.touch[0, 0])


def test_rest_is_asked_for_after_a_late_night_only() -> None:
    night, evening = span(4, 22, 26.5), span(4, 22, 26)
    assert found(night, span(5, 16, 20)) == (False, True, False)
    assert found(night, span(5, 16.5, 20)) == (False, False, False)
    assert found(evening, span(5, 10, 14)) == (False, False, False)


def test_spans_that_touch_may_not_last_too_long_together() -> None:
    assert found(span(4, 9, 13), span(4, 13, 19)) == (False, False, True)
    assert found(span(4, 9, 13), span(4, 13, 19.5)) == (False, True, False)


def test_night_the_clock_is_put_back_is_an_hour_longer() -> None:
    begins, ends = local(24, 22, 10), local(25, 7, 10)
    assert (
        times([Span(begins, ends)], AMSTERDAM).ends[0] - times([Span(begins, ends)], AMSTERDAM).starts[0] == 10 * 3600
    )


@given(spans(), spans(), limits)
@settings(max_examples=200, deadline=None)
def test_pairs_agree_with_the_rules(one: Span, other: Span, rules: Limits) -> None:
    overlap, tired, _ = found(one, other, rules)
    assert overlap == one.overlaps(other)
    if not overlap:
        alone = {reason.rule for reason in soft_reasons(one, [], rules, AMSTERDAM)}
        beside = {reason.rule for reason in soft_reasons(one, [other], rules, AMSTERDAM)}
        both = {"rest_after_night", "longest_shift"} & beside - alone
        too_long_alone = "longest_shift" in alone
        assert tired == bool(both) or (tired and too_long_alone)
    assert found(other, one, rules) == found(one, other, rules)
