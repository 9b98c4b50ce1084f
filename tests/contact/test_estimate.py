"""The wait told to callers: the model's mean and quantiles, the ladder they are shown on, and what is learned."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.estimate import LADDER_S, PRIOR_WEIGHT, Estimate, Handling, Patience, estimate, tell

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HANDLE_S = 1200.0
PATIENCE_S = 1800.0

aheads = st.integers(0, 10_000)
ables = st.integers(1, 500)
spans_s = st.floats(30, 20_000)


def wait(ahead: int, able: int, handle_s: float = HANDLE_S, patience_s: float = PATIENCE_S) -> Estimate:
    known = estimate(ahead, able, handle_s=handle_s, patience_s=patience_s)
    assert known is not None
    return known


def exact_quantile_s(p: float, ahead: int, able: int, handle_s: float, patience_s: float) -> float:
    """P(wait > t) is the incomplete beta function at exp(-theta t), a finite sum for a whole n + 1; bisected."""
    a = able * patience_s / handle_s

    def longer(x: float) -> float:
        term = total = 1.0
        for j in range(1, ahead + 1):
            term *= (a + j - 1) / j * (1 - x)
            total += term
        return float(x**a * total)

    low, high = 0.0, 1.0
    for _ in range(60):
        x = (low + high) / 2
        low, high = (x, high) if longer(x) < 1 - p else (low, x)
    return -math.log(low) * patience_s


@pytest.mark.parametrize(
    ("ahead", "able", "handle_s", "patience_s", "mean_s"),
    [
        (0, 1, 1200, 1800, 1200),
        (0, 4, 1200, 1800, 300),
        (3, 4, 1200, math.inf, 1200),
        (2, 2, 1200, 600, 600 + 300 + 200),
        (1, 1, 60, 60, 60 + 30),
    ],
)
def test_mean_by_hand(ahead: int, able: int, handle_s: float, patience_s: float, mean_s: float) -> None:
    assert wait(ahead, able, handle_s, patience_s).mean.total_seconds() == pytest.approx(mean_s, abs=1e-6)


@pytest.mark.parametrize("ahead", [7, 8, 9, 40, 10_000])
@pytest.mark.parametrize(("able", "patience_s"), [(1, 300.0), (23, 1800.0), (400, 1e9), (5, math.inf)])
def test_mean_with_many_ahead_is_the_plain_sum(ahead: int, able: int, patience_s: float) -> None:
    plain = math.fsum(1 / (able / HANDLE_S + i / patience_s) for i in range(ahead + 1))

    assert wait(ahead, able, patience_s=patience_s).mean.total_seconds() == pytest.approx(plain, rel=1e-6)


def test_estimate_with_nobody_on_is_no_number() -> None:
    assert estimate(3, 0, handle_s=HANDLE_S, patience_s=PATIENCE_S) is None


def test_quantiles_with_nobody_ahead_are_exponential() -> None:
    told = wait(0, 1)

    assert told.p50.total_seconds() == pytest.approx(HANDLE_S * math.log(2), rel=1e-4)
    assert told.p90.total_seconds() == pytest.approx(HANDLE_S * math.log(10), rel=1e-4)


@pytest.mark.parametrize("ahead", [1, 3, 10, 60, 300])
@pytest.mark.parametrize(
    ("able", "handle_s", "patience_s"), [(1, 3600, 900), (1, 1200, 1800), (8, 1200, 1800), (40, 900, 5400)]
)
def test_quantiles_err_outwards_and_little(ahead: int, able: int, handle_s: float, patience_s: float) -> None:
    told = wait(ahead, able, handle_s, patience_s)
    p50_s = exact_quantile_s(0.5, ahead, able, handle_s, patience_s)
    p90_s = exact_quantile_s(0.9, ahead, able, handle_s, patience_s)

    assert 0.98 * p50_s <= told.p50.total_seconds() <= 1.0002 * p50_s
    assert 0.9998 * p90_s <= told.p90.total_seconds() <= 1.011 * p90_s


@pytest.mark.parametrize(("ahead", "able", "handle_s", "patience_s"), [(12, 3, 1200.0, 1800.0), (5, 1, 3600.0, 900.0)])
def test_quantiles_agree_with_played_departures(ahead: int, able: int, handle_s: float, patience_s: float) -> None:
    dice = random.Random(20260504)
    rates = [able / handle_s + i / patience_s for i in range(ahead + 1)]
    played = quantiles((math.fsum(dice.expovariate(rate) for rate in rates) for _ in range(20_000)), n=10)
    told = wait(ahead, able, handle_s, patience_s)

    assert told.p50.total_seconds() == pytest.approx(played[4], rel=0.035)
    assert told.p90.total_seconds() == pytest.approx(played[8], rel=0.035)


@given(ahead=aheads, able=ables, handle_s=spans_s, patience_s=spans_s)
def test_estimate_is_in_order_and_bounded(ahead: int, able: int, handle_s: float, patience_s: float) -> None:
    told = wait(ahead, able, handle_s, patience_s)
    slack = timedelta(milliseconds=1)

    assert timedelta(0) < told.p50 <= told.mean + slack
    assert told.mean < told.p90
    first_s, last_s = 1 / (able / handle_s), 1 / (able / handle_s + ahead / patience_s)
    assert (ahead + 1) * last_s * 0.999 <= told.mean.total_seconds() + 0.001
    assert told.mean.total_seconds() <= (ahead + 1) * first_s * 1.001


@given(ahead=aheads, able=ables, handle_s=spans_s, patience_s=spans_s)
def test_estimate_with_one_more_ahead_is_longer(ahead: int, able: int, handle_s: float, patience_s: float) -> None:
    fewer, more = wait(ahead, able, handle_s, patience_s), wait(ahead + 1, able, handle_s, patience_s)

    # The far ends of a long line differ by less than the polynomials' error: one part in 20,000 is let through.
    assert (fewer.mean, fewer.p50 * 0.99995, fewer.p90 * 0.99995) <= (more.mean, more.p50, more.p90)
    assert fewer.p50 * 0.99995 <= more.p50
    assert fewer.p90 * 0.99995 <= more.p90


@given(ahead=aheads, able=ables, handle_s=spans_s, patience_s=spans_s)
def test_estimate_with_one_more_volunteer_is_shorter(ahead: int, able: int, handle_s: float, patience_s: float) -> None:
    before, after = wait(ahead, able, handle_s, patience_s), wait(ahead, able + 1, handle_s, patience_s)

    assert after.mean <= before.mean
    assert after.p50 <= before.p50 * 1.00005
    assert after.p90 <= before.p90 * 1.00005


def told_minutes(p50: float, p90: float) -> tuple[float, float | None]:
    low, high = tell(Estimate(timedelta(minutes=p50), timedelta(minutes=p90), timedelta(minutes=p50)))
    return low / 60, None if high is None else high / 60


@pytest.mark.parametrize(
    ("p50", "p90", "shown"),
    [
        (0.2, 0.7, (0, 2)),
        (1, 2.01, (0, 5)),
        (4.9, 5.0, (2, 5)),
        (5.0, 5.1, (5, 10)),
        (14.9, 31, (10, 45)),
        (10, 10, (10, 15)),
        (61, 119, (60, 120)),
        (119, 121, (120, None)),
        (120, 120, (120, None)),
        (240, 300, (120, None)),
    ],
)
def test_tell_rounds_the_range_outwards(p50: float, p90: float, shown: tuple[float, float | None]) -> None:
    assert told_minutes(p50, p90) == shown


@pytest.mark.parametrize("nudge", [0.97, 1.03])
def test_tell_after_a_small_change_shows_the_same(nudge: float) -> None:
    assert told_minutes(12 * nudge, 25 * nudge) == told_minutes(12, 25)


@given(ahead=aheads, able=ables, handle_s=spans_s, patience_s=spans_s)
def test_tell_holds_the_median_and_p90(ahead: int, able: int, handle_s: float, patience_s: float) -> None:
    told = wait(ahead, able, handle_s, patience_s)
    low, high = tell(told)

    if high is None:
        assert low == LADDER_S[-1] < told.p90.total_seconds() + 1
    else:
        assert low <= told.p50.total_seconds()
        assert told.p90.total_seconds() <= high
        assert low < high
        assert low in {0, *LADDER_S}
        assert high in LADDER_S


def test_patience_with_nothing_seen_is_the_prior() -> None:
    assert Patience(PATIENCE_S).mean_s(NOON) == PATIENCE_S


def test_patience_counts_the_time_of_those_answered_and_still_waiting() -> None:
    seen = Patience(PATIENCE_S)
    for _ in range(100):
        seen = seen.waited(NOON, 100, left=1).waited(NOON, 300)

    assert seen.mean_s(NOON, 5000) == pytest.approx(
        (PRIOR_WEIGHT * PATIENCE_S + 100 * 400 + 5000) / (PRIOR_WEIGHT + 100)
    )


def test_patience_from_censored_samples_finds_the_truth() -> None:
    dice = random.Random(1)
    seen = Patience(PATIENCE_S)
    for _ in range(20_000):
        patience_s, offered_s = dice.expovariate(1 / 900), dice.expovariate(1 / 400)
        seen = seen.waited(NOON, min(patience_s, offered_s), left=int(patience_s < offered_s))

    assert seen.mean_s(NOON) == pytest.approx(900, rel=0.03)


def test_handling_after_a_long_silence_returns_to_the_prior() -> None:
    seen = Handling(HANDLE_S)
    for _ in range(50):
        seen = seen.handled(NOON, 300)

    assert seen.mean_s(NOON) == pytest.approx((PRIOR_WEIGHT * HANDLE_S + 50 * 300) / (PRIOR_WEIGHT + 50))
    assert seen.mean_s(NOON + timedelta(hours=4)) == pytest.approx(
        (PRIOR_WEIGHT * HANDLE_S + 50 * 300 / math.e) / (PRIOR_WEIGHT + 50 / math.e)
    )
    assert seen.mean_s(NOON + timedelta(days=7)) == pytest.approx(HANDLE_S)


def test_handling_with_an_older_instant_does_not_turn_back() -> None:
    seen = Handling(HANDLE_S).handled(NOON, 600).handled(NOON - timedelta(hours=1), 600)

    assert seen.at == NOON
    assert seen.mean_s(NOON) == seen.mean_s(NOON - timedelta(hours=1))


@pytest.mark.parametrize("prior_s", [0.0, -1.0, math.inf, math.nan])
def test_prior_that_is_no_span_is_refused(prior_s: float) -> None:
    with pytest.raises(ValueError, match="finite number above 0"):
        Patience(prior_s)
