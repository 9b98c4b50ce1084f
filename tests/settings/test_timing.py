"""Spans and limits that make no sense, alone or together."""

from __future__ import annotations

import pytest

from luisterlijn.errors import SettingsError
from luisterlijn.settings import load


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LUISTERLIJN_TIMING__HEARTBEAT": "90"}, "timing.caller_grace: is shorter than heartbeat"),
        ({"LUISTERLIJN_TIMING__RESUME_WINDOW": "90000"}, "timing.ticket_life: is shorter than resume_window"),
        ({"LUISTERLIJN_TIMING__REST": "1000"}, "timing.rest_heavy: is shorter than rest"),
        ({"LUISTERLIJN_TIMING__SWEEP": "1"}, "timing.sweep: "),
        ({"LUISTERLIJN_LIMITS__MOST_WAITING": "1" + "0" * 30}, "limits.most_waiting: "),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_setting(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert named in str(caught.value)
