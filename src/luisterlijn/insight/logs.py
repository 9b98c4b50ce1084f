"""Log lines: structlog, as JSON or for a terminal, without personal data.

A line is an event of catalogue.LOG_LINES and plain fields. A field whose name says that it is personal is left out, and
the line says so; the house test keeps such names out of the code in the first place. In JSON an exception is its types and
places only: its words may quote what somebody wrote.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import ExcInfo, Processor

PERSONAL = frozenset(
    {
        *("address", "body", "cookie", "email", "forwarded", "host", "ip", "login", "mail", "message", "name", "note"),
        *("password", "peer", "phone", "query", "remote", "secret", "text", "ticket", "token", "url", "user_agent"),
    }
)
"""Names no field of a log line may have: they hold what somebody wrote, or lead to who somebody is."""


def leave_out_personal(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop personal fields, and name them in `left_out`."""
    found = sorted(PERSONAL & line.keys())
    for key in found:
        del line[key]
    if found:
        line["left_out"] = found
    return line


def configure(*, json: bool, level: str = "INFO") -> None:
    """Set up logging of the whole process, to standard error; libraries come in from WARNING on.

    Args:
        json: one JSON object a line; else text for a terminal.
        level: the lowest level of our own lines, by name.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        leave_out_personal,
    ]
    last: list[Processor] = [
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    ]
    if json:
        last = [structlog.processors.ExceptionRenderer(places), structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, of_a_library],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("apprise").disabled = True  # it writes addresses into its own words


def places(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """An exception and what led to it: types, and `file:line function` from the outermost frame in."""
    chain: list[dict[str, Any]] = []
    error: BaseException | None = exc_info[1]
    while error is not None and len(chain) < 8:  # noqa: PLR2004 - enough, and causes may go in a circle
        frames = traceback.extract_tb(error.__traceback__)
        at = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        chain.append({"type": type(error).__name__, "at": at})
        error = error.__cause__ or error.__context__
    return chain


def of_a_library(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Make a library's line one event, with the first line of its words in a field.

    The words are as the library's own code has them, never with what they are about filled in: that may be an address.
    """
    record = line.get("_record")
    name, said = (record.name, str(record.msg)) if isinstance(record, logging.LogRecord) else ("unknown", "")
    line.update(event="library.said", library=name, said=said.partition("\n")[0])
    return line
