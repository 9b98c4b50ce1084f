from __future__ import annotations

from luisterlijn.live.backoff import Backoff


def test_spans_stay_below_a_bound_that_doubles_up_to_the_cap() -> None:
    backoff = Backoff(base=1.0, cap=8.0)
    bounds = [1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert all(0 <= backoff.span() <= bound for bound in bounds)


def test_spans_use_the_whole_range_so_that_nobody_comes_back_together() -> None:
    spans = [Backoff(base=1.0).span() for _ in range(500)]
    assert (min(spans) < 0.1, max(spans) > 0.9) == (True, True)


def test_reset_starts_again_from_the_shortest() -> None:
    backoff = Backoff(base=1.0, cap=1000.0)
    for _ in range(10):
        backoff.span()
    backoff.reset()
    assert backoff.span() <= 1.0
