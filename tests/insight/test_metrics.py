"""What /metrics shows, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.snapshot import Snapshot, VolunteerState, WaitingContact
from luisterlijn.facts import Presence
from luisterlijn.insight.metrics import Metrics
from luisterlijn.insight.tally import Tally
from luisterlijn.insight.today import Today
from tests.happenings import Story
from tests.insight.test_figures import figures

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
Shown = dict[tuple[str, ...], float]


class Counted:
    """The figures of one answered and one abandoned contact."""

    def __init__(self) -> None:
        story = Story()
        story.arrives("a", 0)
        story.answered("a", 20, waited=20)
        story.over("a", 620, talked=600)
        story.arrives("b", 700)
        story.leaves("b", 1000, waited=300)
        self.figures = figures(story.facts)
        self.complete = True

    @property
    def tally(self) -> Tally:
        return self.figures.tally

    def today(self) -> Today:
        return self.figures.today(NOW)


def volunteer(name: str, presence: Presence) -> VolunteerState:
    return VolunteerState(name, presence, draining=False, lanes=(), version=1)


def mirror(*waiting: WaitingContact, on: tuple[Presence, ...] = ()) -> Mirror:
    made = Mirror()
    made.load(Snapshot("1-0", waiting, (), tuple(volunteer(f"v{n}", one) for n, one in enumerate(on))))
    return made


def metrics(present: Mirror | None) -> Metrics:
    return Metrics("demo", Counted(), lambda: present, lambda _now: 12.5, lambda: NOW)


def shown(one: Metrics) -> Shown:
    """Samples by name and label values: the line first, the bound of a bucket last."""

    def in_order(labels: Mapping[str, str]) -> list[str]:
        return [labels[name] for name in sorted(labels, key=lambda name: (name != "line", name == "le", name))]

    return {
        (sample.name.removeprefix("luisterlijn_"), *in_order(sample.labels)): sample.value
        for family in text_string_to_metric_families(one.render().decode())
        for sample in family.samples
    }


def some(found: Shown, name: str) -> Shown:
    return {key: value for key, value in found.items() if key[0] == name}


def test_render_counts() -> None:
    found = shown(metrics(None))
    assert some(found, "arrivals_total") == {
        ("arrivals_total", "demo", "chat"): 2,
        ("arrivals_total", "demo", "phone"): 0,
    }
    assert found["answered_total", "demo", "chat"] == 1
    assert some(found, "offers_total") == {
        ("offers_total", "demo", result): amount
        for result, amount in {"made": 1, "accepted": 1, "declined": 0, "expired": 0, "withdrawn": 0}.items()
    }
    assert found["abandons_total", "demo", "left"] == 1
    assert found["service_level_ratio", "demo"] == 0.5
    assert found["record_lag_seconds", "demo"] == 12.5


def test_render_shows_no_counter_before_the_records_are_in_it() -> None:
    past = Counted()
    past.complete = False
    one = Metrics("demo", past, lambda: None, lambda _now: 12.5, lambda: NOW)
    names = {name for name, *_ in shown(one)}
    assert {"arrivals_total", "wait_seconds_bucket", "handle_seconds_sum"}.isdisjoint(names)
    assert "record_lag_seconds" in names
    past.complete = True
    assert {"arrivals_total", "wait_seconds_bucket", "handle_seconds_sum"} <= {name for name, *_ in shown(one)}


def test_render_spreads() -> None:
    found = shown(metrics(None))
    assert [found["wait_seconds_bucket", "demo", "answered", bound] for bound in ("10.0", "20.0", "+Inf")] == [0, 1, 1]
    assert (found["wait_seconds_sum", "demo", "answered"], found["wait_seconds_count", "demo", "answered"]) == (20, 1)
    assert found["wait_seconds_sum", "demo", "abandoned"] == 300
    assert (found["handle_seconds_sum", "demo"], found["handle_seconds_bucket", "demo", "600.0"]) == (630, 0)


def test_render_before_the_mirror_is_filled_leaves_the_present_out() -> None:
    assert some(shown(metrics(None)), "longest_wait_seconds") == {}
    assert some(shown(metrics(mirror())), "longest_wait_seconds") == {("longest_wait_seconds", "demo"): 0}


def test_render_the_present() -> None:
    first = NOW - timedelta(seconds=90)
    found = shown(
        metrics(mirror(WaitingContact("c", 1.0, ("chat|nl",), first, 1), on=("ready", "busy", "wrapup", "away")))
    )
    assert found["waiting_contacts", "demo", "chat|nl"] == 1
    assert found["longest_wait_seconds", "demo"] == 90
    assert [found["volunteers", "demo", one] for one in ("ready", "busy", "wrapup", "away", "resting")] == [
        1,
        1,
        1,
        1,
        0,
    ]
    assert found["occupancy_ratio", "demo"] == 2 / 3


def test_render_keeps_a_lane_that_is_empty_again() -> None:
    now_waiting = [mirror(WaitingContact("c", 1.0, ("chat|nl",), NOW, 1)), mirror()]
    one = Metrics("demo", Counted(), lambda: now_waiting[0], lambda _now: 0.0, lambda: NOW)
    assert shown(one)["waiting_contacts", "demo", "chat|nl"] == 1
    del now_waiting[0]
    assert shown(one)["waiting_contacts", "demo", "chat|nl"] == 0


def test_render_what_the_node_itself_counts() -> None:
    one = metrics(None)
    one.socket_opened("caller")
    one.socket_opened("caller")
    one.socket_closed("caller")
    one.observe_call("queue_enter_v1", 0.003)
    assert (shown(one)["valkey_up", "demo"], shown(one)["engine_failures_total", "demo"]) == (0, 0)
    one.valkey_answers(yes=True)
    one.call_failed()
    found = shown(one)
    assert (found["valkey_up", "demo"], found["engine_failures_total", "demo"]) == (1, 1)
    assert (found["sockets", "demo", "caller"], found["sockets", "demo", "console"]) == (1, 0)
    assert [found["engine_call_seconds_bucket", "demo", "queue_enter_v1", bound] for bound in ("0.002", "0.005")] == [
        0,
        1,
    ]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="they are there on Linux only")
def test_render_what_the_process_uses() -> None:
    found = shown(metrics(None))
    assert found["process_resident_memory_bytes",] > 1_000_000
    assert 0 < found["process_open_fds",] < found["process_max_fds",]


def test_metrics_of_two_nodes_in_one_process_do_not_meet() -> None:
    one, other = metrics(None), metrics(None)
    one.socket_opened("caller")
    assert (shown(one)["sockets", "demo", "caller"], shown(other)["sockets", "demo", "caller"]) == (1, 0)
