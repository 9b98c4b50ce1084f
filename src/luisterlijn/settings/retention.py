"""How long what was recorded of people is kept."""

from __future__ import annotations

from luisterlijn.settings.group import Group, Span, span

DAY = 86_400


class Retention(Group):
    """After this only sums remain, from which nobody can be told."""

    contacts: Span = span(
        90 * DAY, "a contact's row is erased so long after it arrived", least=3 * DAY, most=3660 * DAY
    )
