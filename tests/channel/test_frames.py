"""Frames every page knows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from luisterlijn import settings as settings_module
from luisterlijn.channel import frames
from luisterlijn.channel.protocol import caller_says
from luisterlijn.contact.conversation import Message
from luisterlijn.contact.hours import Opening
from luisterlijn.errors import RefusedError

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_line_info_is_open_or_says_when() -> None:
    settings = settings_module.load(environment={})
    assert frames.line_info(settings, Opening(open=True)).open
    closed = frames.line_info(settings, Opening(open=False, opens_at=NOW))
    assert (closed.open, closed.opens_at, closed.heartbeat_s) == (False, NOW, 10.0)
    assert [one.id for one in closed.topics] == [one.id for one in settings.line.topics]


def test_message_carries_its_body_as_it_was() -> None:
    body = '<b>"\\ \u2028 é 🌱'
    text = frames.message("c1", Message(3, "caller", "k", body, NOW))
    assert json.loads(text)["message"] == {
        "seq": 3,
        "by": "caller",
        "key": "k",
        "body": body,
        "at": "2026-01-01T12:00:00Z",
    }


def test_refused_tells_code_field_remedy_and_whether_to_retry() -> None:
    text = frames.refused(RefusedError("too_fast", "Wait.", field="body", retry=True), "k1")
    assert json.loads(text) == {
        "kind": "error",
        "code": "too_fast",
        "field": "body",
        "remedy": "Wait.",
        "retry": True,
        "key": "k1",
    }


def test_busy_may_be_sent_again_and_failed_may_not() -> None:
    assert json.loads(frames.busy("k")) | {"remedy": ""} == {
        "kind": "error",
        "code": "line_busy",
        "field": None,
        "remedy": "",
        "retry": True,
        "key": "k",
    }
    assert not json.loads(frames.failed())["retry"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", None),
        ("[]", None),
        ('{"kind":"enter","consent":true,"language":"nl","other_languages":[1]}', "other_languages.0"),
        ('{"kind":"write","key":"k","body":"\\ud800"}', None),
    ],
)
def test_misfit_names_the_field(text: str, field: str | None) -> None:
    with pytest.raises(ValidationError) as caught:
        caller_says.validate_json(text)
    assert json.loads(frames.misfit(caught.value))["field"] == field
