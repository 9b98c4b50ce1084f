"""Log lines are JSON, and hold nothing of anybody."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from luisterlijn.insight import logs


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is written to standard error; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield capsys
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in captured.readouterr().err.splitlines()]
    for line in found:
        del line["at"]
    return found


def test_a_line_is_one_json_object(written: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    structlog.get_logger().info("node.ready", line="demo")
    assert lines(written) == [{"event": "node.ready", "level": "info", "line": "demo"}]


def test_personal_fields_are_left_out_and_named(written: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    structlog.get_logger().info("x", email="noor@example.org", body="help", line="demo")
    structlog.get_logger().info("x", subject="help")
    assert lines(written) == [
        {"event": "x", "level": "info", "line": "demo", "left_out": ["body", "email"]},
        {"event": "x", "level": "info", "subject": "help"},  # so a value as such could leak: names are what is kept out
    ]


def test_an_exception_is_types_and_places_without_its_words(written: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)

    def fails() -> None:
        said = "the caller's own words"
        raise ValueError(said) from KeyError(said)

    try:
        fails()
    except ValueError:
        structlog.get_logger().exception("task.failed", task="x")
    text = written.readouterr().err
    (line,) = [json.loads(one) for one in text.splitlines()]
    assert [one["type"] for one in line["exception"]] == ["ValueError", "KeyError"]
    assert line["exception"][0]["at"][-1].startswith("test_logs.py:")
    assert "own words" not in text


def test_a_library_that_warns_is_one_event(written: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    logging.getLogger("asyncpg").warning("odd %s", "thing")
    logging.getLogger("asyncpg").info("not heard")
    assert lines(written) == [{"event": "library.said", "level": "warning", "library": "asyncpg", "said": "odd %s"}]


def test_what_a_library_warns_of_is_left_out(written: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    logging.getLogger("asyncio").error("Fatal error\ntransport: <to 192.0.2.7>")
    logging.getLogger("aiohttp.server").error("Error handling request from %s", "192.0.2.7")
    assert [line["said"] for line in lines(written)] == ["Fatal error", "Error handling request from %s"]


def test_a_library_whose_words_hold_addresses_is_not_heard(written: pytest.CaptureFixture[str]) -> None:
    said = "An invalid account (secret@sms) was specified."
    logging.getLogger("another").warning(said)
    logs.configure(json=True)
    logging.getLogger("another").warning(said)
    logging.getLogger("apprise").warning(said)
    logging.getLogger("apprise").disabled = False
    assert [line["library"] for line in lines(written)] == ["another"]
