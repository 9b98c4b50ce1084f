from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

import luisterlijn
from luisterlijn.channel import protocol

PAGES = Path(luisterlijn.__file__).parent / "pages"


def test_typescript_is_what_the_frames_say_now(tmp_path: Path) -> None:
    document = tmp_path / "protocol.json"
    document.write_text(json.dumps(protocol.schema()), encoding="utf-8")
    path = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    made = subprocess.run(
        ["npm", "--prefix", str(PAGES), "run", "--silent", "protocol", "--", str(document), "-"],  # noqa: S607 - of the .venv
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | path,
    )
    assert made.stdout == (PAGES / "shared" / "protocol.ts").read_text(encoding="utf-8")


def test_every_close_code_says_why_and_who_may_retry() -> None:
    told = {one["name"]: (bool(one["why"]), type(one["retry"])) for one in protocol.schema()["close_codes"]}
    assert told == {one.name: (True, bool) for one in protocol.Close}


def test_every_socket_names_what_it_says_and_hears() -> None:
    assert {page: sorted(both) for page, both in protocol.schema()["sockets"].items()} == {
        page: ["hears", "says"] for page in ("caller", "console", "dashboard")
    }


def test_every_error_says_whether_to_retry() -> None:
    assert "retry" in protocol.Error.model_json_schema()["required"]
    assert "retry" in protocol.Problem.model_json_schema()["required"]


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({"kind": "write", "key": "k"}, "body"),
        ({"kind": "write", "key": "a key", "body": "b"}, "key"),
        ({"kind": "enter", "language": "nl"}, "consent"),
        ({"kind": "enter", "language": "nl", "consent": False}, "consent"),
        ({"kind": "read", "seq": -1}, "seq"),
        ({"kind": "hello", "more": 1}, "more"),
    ],
)
def test_frame_that_does_not_fit_names_the_field(frame: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        protocol.caller_says.validate_python(frame)
    assert caught.value.errors()[0]["loc"][-1] == field


def test_body_of_a_message_is_taken_as_it_is() -> None:
    body = '{"kind": "leave"}\u0000\u2028<script>'
    assert protocol.caller_says.validate_python({"kind": "write", "key": "k", "body": body}).body == body
