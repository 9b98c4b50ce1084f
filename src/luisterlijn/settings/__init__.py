"""Every knob of the product: one frozen model, read from one TOML file and the environment, nowhere else.

`LUISTERLIJN_PORT=9000` sets `port`; two underscores step into a group: `LUISTERLIJN_TIMING__OFFER=20`. A list is JSON:
`LUISTERLIJN_LINE__LANGUAGES='["nl"]'`. The environment wins over the file. Spans are seconds (or ISO 8601 text such as
`PT30S`).
"""

from luisterlijn.errors import SettingsError
from luisterlijn.settings.line import Alternative, Hours, Line, Region, Topic
from luisterlijn.settings.model import MIN_SECRET, Settings
from luisterlijn.settings.planning import Planning, Promise
from luisterlijn.settings.reading import load, other_environment
from luisterlijn.settings.retention import Retention
from luisterlijn.settings.rota import Callout, Mail, Notify, Requirements, Rota, Stage
from luisterlijn.settings.timing import Limits, Target, Timing

__all__ = [
    "MIN_SECRET",
    "Alternative",
    "Callout",
    "Hours",
    "Limits",
    "Line",
    "Mail",
    "Notify",
    "Planning",
    "Promise",
    "Region",
    "Requirements",
    "Retention",
    "Rota",
    "Settings",
    "SettingsError",
    "Stage",
    "Target",
    "Timing",
    "Topic",
    "load",
    "other_environment",
]
