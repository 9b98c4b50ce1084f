"""The bodies of the HTTP API."""

from __future__ import annotations

from pydantic import Field

from luisterlijn.channel.protocol import availability, calling, people, planning, rota
from luisterlijn.channel.protocol.parts import Frame, LineInfo


class LogIn(Frame):
    """POST /api/v1/login; answers `Person` and sets the session cookie."""

    email: str = Field(max_length=254, pattern=r"^[^\x00-\x1f]*$")
    password: str = Field(min_length=1, max_length=256)


class Person(Frame):
    """GET /api/v1/me and the answer to a log-in."""

    name: str
    role: people.Role


class Problem(Frame):
    """The body of every HTTP error. `retry_after_s`: wait this long before trying again."""

    code: str
    field: str | None = None
    remedy: str
    retry: bool
    retry_after_s: int | None = None


SAID: tuple[type[Frame], ...] = (
    LogIn,
    people.PersonGiven,
    people.InvitationToken,
    people.WayGiven,
    people.MyStandby,
    people.Willing,
    rota.TemplateGiven,
    rota.ShiftGiven,
    rota.PublishGiven,
    rota.AssignGiven,
    rota.NoteGiven,
    rota.WithdrawGiven,
    rota.WalkInGiven,
    rota.SwapGiven,
    calling.CalloutGiven,
    calling.AnswerToken,
    calling.BroadcastGiven,
    calling.SwitchGiven,
    availability.AvailabilityGiven,
    availability.AsksGiven,
    availability.AsksWithdrawn,
    availability.MyAskAnswer,
    availability.AskedToken,
    planning.CampaignGiven,
    planning.StudyAsked,
)
"""Bodies that pages send."""

HEARD: tuple[type[Frame], ...] = (
    Person,
    Problem,
    LineInfo,
    people.People,
    people.PersonShown,
    people.Invited,
    people.CsvTaken,
    people.Audit,
    people.InvitationShown,
    people.Mine,
    people.CalendarLink,
    rota.Templates,
    rota.TemplateShown,
    rota.RotaWeek,
    rota.ShiftShown,
    rota.SignUpShown,
    rota.Published,
    rota.Candidates,
    rota.RefusedByRules,
    rota.OpenShifts,
    rota.MyShifts,
    rota.MyShift,
    rota.Swaps,
    rota.SwapShown,
    rota.Colleagues,
    rota.Coverage,
    calling.Callouts,
    calling.CalloutShown,
    calling.AnswerShown,
    calling.Broadcast,
    availability.AvailabilityShown,
    availability.AsksMade,
    availability.Asks,
    availability.Withdrawn,
    availability.MyAsks,
    availability.MyAsk,
    availability.AskedShown,
    planning.Plan,
    planning.Campaigns,
    planning.CampaignShown,
    planning.BacktestShown,
    planning.Studies,
    planning.StudyShown,
)
"""Bodies they read: always whole."""
