"""Every metric and every log line is in the catalogue, with its labels; and no field of a log line is personal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from luisterlijn import clock
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.snapshot import Snapshot, VolunteerState, WaitingContact
from luisterlijn.insight.calibration import Calibration
from luisterlijn.insight.catalogue import LOG_LINES, METRICS
from luisterlijn.insight.logs import PERSONAL
from luisterlijn.insight.metrics import Metrics
from luisterlijn.insight.rota_gauges import Known, RotaGauges
from luisterlijn.insight.tally import Tally
from luisterlijn.insight.today import Today
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.coverage import Rota, count
from tests.house.reading import text, under

LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
WITHOUT_A_CALL = frozenset({"library.said"})
Line = tuple[str, tuple[str, ...]]


def log_calls(source: str) -> Iterator[Line]:
    """(event, fields) of every call of a method of `log`."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LEVELS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in {"log", "logger"}
        ):
            event = node.args[0] if node.args else None
            name = event.value if isinstance(event, ast.Constant) else f"line {node.lineno} has no plain event"
            yield str(name), tuple(word.arg or "**" for word in node.keywords if word.arg != "exc_info")


def written() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in under("src/", ends=(".py",)):
        for event, fields in log_calls(text(path)):
            found.setdefault(event, set()).update(fields)
    return found


def test_log_calls_finds_events_and_fields() -> None:
    assert list(log_calls("def f():\n    log.warning('a.b', line=1, exc_info=True)\n    other.info('x')")) == [
        ("a.b", ("line",))
    ]


def test_every_log_line_is_in_the_catalogue_and_the_other_way_round() -> None:
    listed = {event: set(entry.labels) for event, entry in LOG_LINES.items() if event not in WITHOUT_A_CALL}
    assert written() == listed


def test_no_field_of_a_log_line_is_personal() -> None:
    assert {event: fields & PERSONAL for event, fields in written().items() if fields & PERSONAL} == {}


class Counted:
    """Figures in which everything happened."""

    tally = Tally()
    complete = True

    def today(self) -> Today:
        return Today(service_level=1.0)


def everything() -> bytes:
    now = clock.now()
    mirror = Mirror()
    waiting = WaitingContact("c", 1.0, ("chat|nl",), now, 1)
    mirror.load(Snapshot("1-0", (waiting,), (), (VolunteerState("v", "ready", draining=False, lanes=(), version=1),)))
    metrics = Metrics("demo", Counted(), lambda: mirror, lambda _: 0.0, lambda: now)
    metrics.observe_call("queue_enter_v1", 0.001)
    gauges = RotaGauges(Database("", Path()), "demo", 1.0, lambda: now)
    nothing = count(Rota.of([], []), "chat", now, now)
    gauges._known = Known(now, ((nothing, nothing),), 1.0)
    metrics.add(gauges)
    metrics.add(Calibration("demo"))
    return metrics.render()


def test_every_metric_is_in_the_catalogue_and_the_other_way_round() -> None:
    shown: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(everything().decode()):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        shown[name] = {label for sample in family.samples for label in sample.labels} - {"le"}
    there = {name for name in METRICS if Path("/proc/self/stat").exists() or "_process_" not in name}
    assert shown == {name: set(METRICS[name].labels) for name in there}
