"""Who may change whom. Pure.

Only an administrator gives or takes a role, and changes somebody who has one; and a line that has an administrator who
can log in keeps one.
"""

from __future__ import annotations

from luisterlijn.errors import NotAllowedError, RefusedError
from luisterlijn.volunteer.profile import ROLES, Role


def why_not(by: Role, before: Role, after: Role) -> str | None:
    """Why somebody of a role may not make of a person of role `before` one of role `after`; None: they may."""
    if by == "administrator" or before == after == "volunteer":
        return None
    if before != "volunteer":
        return "Ask an administrator: only they change coordinators and administrators."
    return "Ask an administrator: only they give somebody a role."


def check(by: Role, before: Role, after: Role) -> None:
    """Raise if they may not.

    Raises:
        NotAllowedError: `not_yours_to_change`.
    """
    remedy = why_not(by, before, after)
    if remedy is not None:
        raise NotAllowedError("not_yours_to_change", remedy, field="role")


def rises(before: Role, after: Role) -> bool:
    """Whether a role may more than the one before."""
    return ROLES.index(after) > ROLES.index(before)


def last_administrator() -> RefusedError:
    """The line would be left without an administrator who can log in."""
    remedy = "Make somebody else an administrator first, and let them log in."
    return RefusedError("last_administrator", remedy, field="role")
