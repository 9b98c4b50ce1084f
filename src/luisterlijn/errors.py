"""Every error the product raises on purpose, and whether trying again can help.

LuisterlijnError
  SettingsError        a setting is nonsense: fix the named setting and start again
    ListenError        an address cannot be listened at now: stop what does, or choose another
  RefusedError         what was asked does not fit the state; `code` says why, `retry` whether later may work
    NotAllowedError    the person may not do this
  EngineError          Valkey answered with an error: a bug, or the server is away
    EngineAwayError    Valkey cannot be reached now; nothing was changed for sure; try again with backoff
  StoreAwayError       PostgreSQL cannot be reached now; callers notice nothing; try again with backoff
"""

from __future__ import annotations


class LuisterlijnError(Exception):
    """Root of the errors raised on purpose."""


class SettingsError(LuisterlijnError):
    """A setting is missing or nonsense; `args[0]` names it and the remedy."""


class ListenError(SettingsError):
    """An address cannot be listened at now; it may be free, or there, a while later."""


class RefusedError(LuisterlijnError):
    """The request was understood and refused.

    Args:
        code: a stable word for programs, such as `offer_gone`.
        remedy: one sentence for people.
        field: the field of the request at fault, if one is.
        retry: whether the same request may succeed later.
    """

    def __init__(self, code: str, remedy: str, *, field: str | None = None, retry: bool = False) -> None:
        super().__init__(f"{code}: {remedy}")
        self.code = code
        self.remedy = remedy
        self.field = field
        self.retry = retry


class NotAllowedError(RefusedError):
    """The person is not logged in, or the role does not permit it."""


class EngineError(LuisterlijnError):
    """A Valkey Function failed: a bug, never an outcome."""


class EngineAwayError(EngineError):
    """Valkey cannot be reached; try again with backoff."""


class StoreAwayError(LuisterlijnError):
    """PostgreSQL cannot be reached; try again with backoff."""
