from __future__ import annotations

from luisterlijn import errors
from luisterlijn.errors import EngineAwayError, EngineError, LuisterlijnError, NotAllowedError, RefusedError


def test_refusal_says_code_field_remedy_and_whether_to_retry() -> None:
    error = RefusedError("too_fast", "Wait a moment.", field="body", retry=True)
    told = (error.code, error.field, error.remedy, error.retry, str(error))
    assert told == ("too_fast", "body", "Wait a moment.", True, "too_fast: Wait a moment.")


def test_tree_in_the_docstring_names_every_error() -> None:
    classes = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    drawn = {word for word in (errors.__doc__ or "").split() if word.endswith("Error")}
    assert drawn == classes


def test_every_error_is_caught_by_the_root() -> None:
    assert issubclass(NotAllowedError, RefusedError)
    assert issubclass(EngineAwayError, EngineError)
    assert issubclass(EngineError, LuisterlijnError)
