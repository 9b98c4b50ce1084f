"""Every metric and every log line: what it means, and how sensitive it is. House tests compare it with the code.

Sensitivity: `public` may be shown to anybody; `operations` is for who runs the line (figures of so few people that
somebody who was there may recognise a moment); nothing is personal, or it would not be logged or counted at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One metric or log line; `labels` are a metric's labels or a log line's fields."""

    meaning: str
    unit: str
    labels: tuple[str, ...] = ()
    sensitivity: Literal["public", "operations"] = "operations"


def _line(meaning: str, *fields: str) -> Entry:
    return Entry(meaning, "event", fields)


METRICS: dict[str, Entry] = {
    "luisterlijn_arrivals_total": Entry(
        "Contacts that reached the line, refused ones too.", "contacts", ("line", "channel"), "public"
    ),
    "luisterlijn_answered_total": Entry("Contacts answered, each once.", "contacts", ("line", "channel"), "public"),
    "luisterlijn_waiting_contacts": Entry(
        "Contacts in line now, each under its first lane.", "contacts", ("line", "lane")
    ),
    "luisterlijn_longest_wait_seconds": Entry(
        "Time since the first arrival of who has waited longest.", "seconds", ("line",)
    ),
    "luisterlijn_wait_seconds": Entry(
        "Wait until first answered, or until first leaving unanswered.", "seconds", ("line", "outcome"), "public"
    ),
    "luisterlijn_wait_told_total": Entry(
        "Waits held against the 50-90% range first told, before rounding, of contacts that came in through this node since it "
        "started; `left`: before the range was over, a wait nobody knows.",
        "contacts",
        ("line", "verdict"),
    ),
    "luisterlijn_handle_seconds": Entry(
        "Conversation and wrap-up of all volunteers of an answered contact, once it is closed.", "seconds", ("line",)
    ),
    "luisterlijn_offers_total": Entry(
        "Offers by what became of them; `made` counts all of them.", "offers", ("line", "result")
    ),
    "luisterlijn_abandons_total": Entry(
        "Times a caller left the line or fell silent; one who came back counts too.", "times", ("line", "reason")
    ),
    "luisterlijn_refusals_total": Entry("Arrivals not let in.", "contacts", ("line", "reason")),
    "luisterlijn_volunteers": Entry("Volunteers by true presence.", "volunteers", ("line", "presence")),
    "luisterlijn_service_level_ratio": Entry(
        "Today: answered in time / (answered + abandoned), who left at once left out; absent while nothing is judged.",
        "ratio",
        ("line",),
        "public",
    ),
    "luisterlijn_occupancy_ratio": Entry(
        "(busy + wrapup) / (ready + reserved + busy + wrapup) now; absent while nobody is on.", "ratio", ("line",)
    ),
    "luisterlijn_coverage_required": Entry(
        "People required, now and so long ahead: by shifts, and at least what the forecast needs.",
        "volunteers",
        ("line", "channel", "ahead"),
    ),
    "luisterlijn_coverage_minimum": Entry(
        "People shifts ask for then; there is none where no rota is published.",
        "volunteers",
        ("line", "channel", "ahead"),
    ),
    "luisterlijn_coverage_planned": Entry(
        "People the rota has then; who was missed is none.", "volunteers", ("line", "channel", "ahead")
    ),
    "luisterlijn_coverage_expected": Entry(
        "Those of the planned who come, on average.", "volunteers", ("line", "channel", "ahead")
    ),
    "luisterlijn_uncovered_seconds": Entry(
        "Seconds times people lacking to what shifts ask for, from now on within a span.",
        "seconds",
        ("line", "channel", "within"),
    ),
    "luisterlijn_lacking_seconds": Entry(
        "The same to all that is required, by the forecast too.", "seconds", ("line", "channel", "within")
    ),
    "luisterlijn_sockets": Entry("Open websockets of this node.", "sockets", ("line", "page")),
    "luisterlijn_valkey_up": Entry(
        "Whether Valkey answered this node's last calls: 1, or 0 while nothing can be decided.", "yes or no", ("line",)
    ),
    "luisterlijn_engine_failures_total": Entry(
        "Calls of a Function by this node that were not answered, or with an error.", "calls", ("line",)
    ),
    "luisterlijn_engine_call_seconds": Entry(
        "Time of a call of a Valkey Function, from asking to answer, on this node.", "seconds", ("line", "function")
    ),
    "luisterlijn_record_lag_seconds": Entry(
        "Age of the oldest fact not yet in SQL, or of not being able to read any; 0 when all are.", "seconds", ("line",)
    ),
    "luisterlijn_process_virtual_memory_bytes": Entry("Address space of this node's process.", "bytes"),
    "luisterlijn_process_resident_memory_bytes": Entry("Memory this node's process holds.", "bytes"),
    "luisterlijn_process_start_time_seconds": Entry("When this node's process began, since 1970.", "seconds"),
    "luisterlijn_process_cpu_seconds_total": Entry("Time this node's process has computed.", "seconds"),
    "luisterlijn_process_open_fds": Entry("Files and sockets this node has open.", "files"),
    "luisterlijn_process_max_fds": Entry("Files and sockets this node may have open.", "files"),
}
"""Those of the process are there on Linux only."""

LOG_LINES: dict[str, Entry] = {
    "background.failed": _line("Work in the background failed: a bug; it starts again.", "work", "error"),
    "beats.failed": _line("Heartbeats could not be proven: a bug; the pages beat again.", "error"),
    "contacts.erased": _line("Rows of contacts older than they are kept were erased; sums remain.", "line", "rows"),
    "fact.unknown": _line(
        "An entry of the fact stream is of a newer release and was passed over.", "line", "kind", "fact"
    ),
    "figures.complete": _line("Counters now hold the rows of SQL and all facts after them.", "line", "fact"),
    "history.rolled_up": _line("The contacts of a day are now counted by quarter, for good.", "line", "day"),
    "hub.gap": _line("A node fell behind its streams and looks everything up anew.", "line", "lagged"),
    "hub.waits": _line("Valkey cannot be reached; the node tries until it can, and serves nobody meanwhile.", "line"),
    "invitation.refused": _line("Somebody knocked with an invitation that was not signed here."),
    "library.said": _line("A library warned; its words are in `said`, without what they are about.", "library", "said"),
    "line.state_lost": _line("Live state was lost; matching is held until pages have come back.", "line", "epoch"),
    "login.delayed": _line("A log-in came too soon after failures and was not looked at."),
    "login.refused": _line("A log-in was refused: address, password or both are wrong."),
    "node.drain_over": _line(
        "Pages were still there when the time for draining was over; they are cut off.", "sockets"
    ),
    "node.draining": _line("The node stops: pages are told to come back elsewhere.", "sockets"),
    "node.ready": _line("The node serves.", "line"),
    "node.stopped": _line("The node has stopped."),
    "notify.failed": _line(
        "A message reached nobody by any way; the call-out or the person's page shows why.",
        "message_id",
        "kind",
        "ways",
    ),
    "notify.not_kept": _line(
        "PostgreSQL went away while a message was being sent: it may be sent again.", "message_id"
    ),
    "notify.unforeseen": _line(
        "A way of sending failed in a way nobody foresaw: a bug; it is tried again.", "kind", "error"
    ),
    "outbox.failed": _line("A frame could not be written: a bug; the page is told to come back.", "error"),
    "plan.refused": _line(
        "Nobody can be planned for what a channel's past says: look at its counts.", "channel", "why"
    ),
    "proxy.not_trusted": _line(
        "A request came through a proxy while `trusted_proxies` is 0: all callers behind it count as one; said once."
    ),
    "record.fact_left_out": _line(
        "A fact that no row can hold was left out of the records: a bug.", "line", "fact", "error"
    ),
    "record.failed": _line("The records cannot be written: a bug; it is tried again.", "line", "error"),
    "record.goes_on": _line("Facts are being written again.", "line"),
    "record.held_up": _line("Facts are not being written; they wait in their stream.", "line", "error"),
    "roster.waits": _line(
        "PostgreSQL or Valkey is away: routing goes by the rota as it was told last, for two days at most; said once in a row.",
        "line",
    ),
    "socket.failed": _line("A frame of a page could not be handled: a bug.", "kind", "error"),
    "sql.away": _line("PostgreSQL cannot be brought up or reached; it is tried again.", "why"),
    "sql.cluster_made": _line("The program's own PostgreSQL was made.", "folder"),
    "sql.folder_opened": _line("A folder above the data or the programs was opened for passing through.", "folder"),
    "sql.ready": _line("PostgreSQL was reached and its tables are up to date."),
    "sql.server_gone": _line("The program's own PostgreSQL is gone; it is started again."),
    "sql.server_started": _line("The program's own PostgreSQL was started.", "folder"),
    "stream.unreadable": _line("A stream cannot be read just now; it is tried again.", "line", "error"),
    "study.failed": _line("A rota proposal or a simulation failed: a bug; its row says so too.", "kind", "error"),
    "sweep.failed": _line("A sweep of the deadlines failed: a bug; the next one follows.", "line", "error"),
    "task.failed": _line("Something in the background ended by an exception: a bug.", "task", "error"),
    "task.still_running": _line("Something in the background does not end when told to: a bug.", "task", "where"),
    "valkey.away": _line("Valkey does not answer: nothing can be decided until it does.", "error"),
    "valkey.back": _line("Valkey answers again."),
    "valkey.died": _line("The program's own Valkey ended by itself.", "code"),
    "valkey.not_there": _line(
        "The program's own Valkey, started by another process, was gone when it was to be stopped."
    ),
    "valkey.rewrite_failed": _line("Valkey could not, or may not, shorten its file; said once in a row.", "error"),
    "watch.failed": _line(
        "A part of what the rota does by itself failed: a bug; it is tried again each second.", "line", "part", "error"
    ),
    "watch.waits": _line(
        "PostgreSQL is away: nobody is checked in, called or reminded until it is back; said once in a row.", "line"
    ),
    "web.failed": _line("A request could not be answered: a bug.", "route", "error"),
}
