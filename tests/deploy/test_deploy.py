"""What is deployed can be read, and speaks of settings, figures and files that exist."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from luisterlijn.cli import WRONG_SETTING
from luisterlijn.insight.catalogue import METRICS
from luisterlijn.settings import Settings, load

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
TEXTS = {
    path.relative_to(DEPLOY).as_posix(): path.read_text(encoding="utf-8")
    for path in DEPLOY.rglob("*")
    if path.is_file()
}


def document(name: str) -> Any:
    return yaml.safe_load(TEXTS[name])


def alerts() -> list[dict[str, Any]]:
    return [rule for group in document("alerts.yml")["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in alerts())
    board = json.loads(TEXTS["grafana/line.json"])
    yield from (target["expr"] for panel in board["panels"] for target in panel["targets"])
    yield from (variable["query"] for variable in board["templating"]["list"])


def metrics_of(expression: str) -> set[str]:
    """Names of the metrics an expression reads, a histogram by its own name."""
    named = re.findall(r"\bluisterlijn_\w+", expression)
    return {name if name in METRICS else re.sub(r"_(?:bucket|count|sum)$", "", name) for name in named}


def unit() -> dict[str, list[str]]:
    """Keys of the service section and all values of each."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    parser.read_string(TEXTS["luisterlijn.service"])
    assert parser.sections() == ["Unit", "Service", "Install"]
    lines = [line.partition("=") for line in TEXTS["luisterlijn.service"].splitlines() if re.match(r"\w+=", line)]
    return {key: [value for name, _, value in lines if name == key] for key, _, _ in lines}


@pytest.mark.parametrize("name", [name for name in TEXTS if name.endswith((".yml", ".yaml"))])
def test_yaml_parses(name: str) -> None:
    assert isinstance(document(name), dict)


def test_expressions_read_only_metrics_of_the_catalogue() -> None:
    assert set().union(*map(metrics_of, expressions())) - set(METRICS) == set()


def labels_of(expression: str) -> Iterator[tuple[str, set[str]]]:
    """Each metric an expression selects, and the labels it selects it by."""
    for name, selector in re.findall(r"\b(luisterlijn_\w+)\{([^}]*)\}", expression):
        (metric,) = metrics_of(name)
        yield metric, set(re.findall(r"(\w+)\s*(?:=|!)", selector))


def test_expressions_select_by_labels_that_are_there() -> None:
    selected = [found for expression in expressions() for found in labels_of(expression)]
    assert len(selected) > 10
    assert [(name, labels) for name, labels in selected if not labels <= set(METRICS[name].labels)] == []


def test_labels_of_finds_a_label_that_does_not_exist() -> None:
    assert list(labels_of('rate(luisterlijn_sockets{moon="new"}[5m])')) == [("luisterlijn_sockets", {"moon"})]


def test_metrics_of_finds_a_name_that_does_not_exist() -> None:
    assert metrics_of("rate(luisterlijn_moons_total[5m])") - set(METRICS) == {"luisterlijn_moons_total"}


@pytest.mark.parametrize("expression", list(expressions()))
def test_expression_closes_what_it_opens(expression: str) -> None:
    assert [expression.count(mark) for mark in "({["] == [expression.count(mark) for mark in ")}]"]


def test_every_alert_has_its_heading_in_the_runbook() -> None:
    headings = re.findall(r"^### (\w+)$", TEXTS["RUNBOOK.md"], re.MULTILINE)
    assert headings == [rule["alert"] for rule in alerts()]


def test_every_variable_is_a_setting() -> None:
    named = {name for text in TEXTS.values() for name in re.findall(r"\bLUISTERLIJN_([A-Z][A-Z_]*[A-Z])\b", text)}
    assert {"VALKEY_URL", "SECRET"} <= named
    assert {name for name in named if name.partition("__")[0].lower() not in Settings.model_fields} == set()


def test_settings_file_makes_sense_also_with_every_example_in_it(tmp_path: Path) -> None:
    assert load(DEPLOY / "line.toml", {}) == Settings()
    filled = tmp_path / "line.toml"
    filled.write_text(re.sub(r"^# (?=\[|\w+ = )", "", TEXTS["line.toml"], flags=re.MULTILINE))
    line = load(filled, {}).line
    assert ([one.id for one in line.regions], len(line.chat_hours)) == (["west"], 1)


def test_unit_starts_again_unless_a_setting_is_wrong() -> None:
    assert (unit()["Restart"], unit()["RestartPreventExitStatus"]) == (["always"], [str(WRONG_SETTING)])


def test_compose_mounts_only_files_that_exist() -> None:
    mounts = [
        mount for service in document("compose.yaml")["services"].values() for mount in service.get("volumes", [])
    ]
    sources = [mount.partition(":")[0] for mount in mounts if mount.startswith("./")]
    assert sources != []
    assert [source for source in sources if not (DEPLOY / source).is_file()] == []


def test_compose_keeps_the_internal_listener_inside() -> None:
    published = [port for service in document("compose.yaml")["services"].values() for port in service.get("ports", [])]
    assert [port for port in published if not port.startswith("127.0.0.1:") or port.endswith(":8081")] == []


def test_compose_has_no_password_in_an_address() -> None:
    environment = document("compose.yaml")["services"]["node"]["environment"]
    assert "${" not in environment["LUISTERLIJN_DATABASE_URL"]
    assert "POSTGRES_PASSWORD" in environment["PGPASSWORD"]


def test_compose_waits_longer_than_a_node_drains() -> None:
    grace = document("compose.yaml")["services"]["node"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > Settings().drain.total_seconds()


def test_unit_waits_longer_than_a_node_drains() -> None:
    assert int(unit()["TimeoutStopSec"][0]) > Settings().drain.total_seconds()


def test_unit_runs_without_privileges() -> None:
    service = unit()
    assert service["User"] == ["luisterlijn"]
    assert service["NoNewPrivileges"] == ["yes"]
    assert service["CapabilityBoundingSet"] == [""]
    assert service["ProtectSystem"] == ["strict"]


def test_valkey_answers_only_what_is_on_disk() -> None:
    options = dict(
        line.split(" ", 1) for line in TEXTS["valkey.conf"].splitlines() if line and not line.startswith("#")
    )
    assert options["appendonly"] == "yes"
    assert options["appendfsync"] == "always"
    assert options["maxmemory-policy"] == "noeviction"


def test_container_runs_as_nobody_special_and_asks_whether_it_is_ready() -> None:
    last = TEXTS["Containerfile"].split("\nFROM ")[-1]
    assert re.search(r"^USER luisterlijn$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK(?:.|\n)*:8081/readyz", last, re.MULTILINE)
