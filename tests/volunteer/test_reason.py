"""The words of the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from luisterlijn.volunteer.reason import Reason, RulesError, Span

NOON = datetime(2026, 3, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("begins", "overlaps"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_spans_that_adjoin_do_not_overlap(begins: int, overlaps: bool) -> None:  # noqa: FBT001 - what is expected
    one = Span(NOON, NOON + 2 * HOUR)
    other = Span(NOON + begins * HOUR, NOON + begins * HOUR + 2 * HOUR)
    assert one.overlaps(other) is other.overlaps(one) is overlaps


@pytest.mark.parametrize(
    ("hard", "may_override", "remedy"),
    [
        (True, False, "Choose another shift or person"),
        (True, True, "Choose another shift or person"),
        (False, False, "Ask a coordinator"),
        (False, True, "Say in a note why it may be so this time"),
    ],
)
def test_error_of_the_rules_says_what_helps(hard: bool, may_override: bool, remedy: str) -> None:  # noqa: FBT001 - of the table
    reasons = (Reason("longest_shift", hard=False), Reason("overlap", hard=hard))
    error = RulesError(reasons, may_override=may_override)
    assert (error.code, error.reasons, error.remedy.partition(":")[0]) == ("rules", reasons, remedy)
