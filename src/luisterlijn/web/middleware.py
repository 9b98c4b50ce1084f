"""What every answer gets: security headers, and errors as `Problem` with a remedy. There is no access log."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from luisterlijn.channel.protocol import Problem
from luisterlijn.channel.protocol.rota import Reason, RefusedByRules
from luisterlijn.errors import EngineAwayError, NotAllowedError, RefusedError, StoreAwayError
from luisterlijn.volunteer.attempts import TooManyAttemptsError
from luisterlijn.volunteer.reason import RulesError
from luisterlijn.web.doors import DOORS

log = structlog.get_logger()
RETRY_SECONDS = 2
STATUSES = {
    "wrong_credentials": 401,
    "not_logged_in": 401,
    "in_conversation": 409,
    "wrong_origin": 403,
    "too_slow": 408,
    "not_found": 404,
    "no_such_person": 404,
    "no_such_way": 404,
    "no_such_shift": 404,
    "no_such_sign_up": 404,
    "no_such_ask": 404,
    "no_such_swap": 404,
    "no_such_template": 404,
    "already_signed": 409,
    "already_offered": 409,
    "shift_over": 409,
    "shift_cancelled": 409,
    "swap_gone": 409,
    "too_late_to_withdraw": 409,
    "no_walk_in": 409,
    "rota_moved": 409,
    "not_yours": 403,
    "email_taken": 409,
    "last_administrator": 409,
    "invitation_over": 410,
    "invitation_taken": 410,
    "tried_just_now": 429,
    "no_such_callout": 404,
    "no_such_campaign": 404,
    "no_such_study": 404,
    "studies_waiting": 429,
    "no_such_link": 404,
    "callout_over": 409,
    "callout_runs": 409,
    "nobody_to_ask": 409,
}
REMEDIES = {
    404: ("not_found", "There is nothing at this address."),
    405: ("wrong_method", "This address does not take this method."),
    413: ("too_large", "Send less."),
}

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src {connect}; media-src 'self' data:; manifest-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


@cache
def headers_for(public_origin: str) -> dict[str, str]:
    """The headers of every answer; browsers that do not count a websocket as `'self'` get its origin by name."""
    connect = "'self'"
    more = {}
    if public_origin:
        connect += " " + public_origin.replace("http", "ws", 1)
    if public_origin.startswith("https:"):
        more["Strict-Transport-Security"] = "max-age=31536000"
    return HEADERS | {"Content-Security-Policy": POLICY.format(connect=connect)} | more


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Runs before any answer is sent, errors included. A websocket has no page to protect, and would keep them all."""
    if isinstance(response, web.WebSocketResponse):
        return
    for name, value in headers_for(request.app[DOORS].settings.public_origin).items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)


def problem(status: int, code: str, remedy: str, **more: object) -> web.Response:
    """An error as JSON; `more` are further fields of `Problem`."""
    body = Problem.model_validate({"code": code, "remedy": remedy, "retry": False, **more})
    headers = {} if body.retry_after_s is None else {"Retry-After": str(body.retry_after_s)}
    return web.Response(status=status, text=body.model_dump_json(), content_type="application/json", headers=headers)


@web.middleware
async def errors_as_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into a `Problem`; whatever nobody foresaw is logged by the route's name only."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        code, remedy = REMEDIES.get(error.status, ("refused", error.reason))
        answer = problem(error.status, code, remedy)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except Exception as error:  # noqa: BLE001 - every error is answered, and logged where it is a bug
        return _foreseen(error) or _unforeseen(request, error)


def _foreseen(error: Exception) -> web.Response | None:
    """The answer to an error that is no bug."""
    if isinstance(error, RefusedError):
        return refused(error)
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        return problem(400, "bad_request", f"Send what the protocol says: {first['msg']}.", field=field)
    if isinstance(error, web.RequestPayloadError):
        return problem(400, "bad_request", "Send a body that is whole.")
    if isinstance(error, EngineAwayError | StoreAwayError):
        code = "line_busy" if isinstance(error, EngineAwayError) else "records_away"
        return problem(503, code, "Try again in a moment.", retry=True, retry_after_s=RETRY_SECONDS)
    return None


def _unforeseen(request: web.Request, error: Exception) -> web.Response:
    """The answer to a bug, which is logged; no bug is the broken connection of who hung up."""
    if not (isinstance(error, ConnectionError) and _has_gone(request)):
        resource = request.match_info.route.resource
        log.error(
            "web.failed", route=resource.canonical if resource else None, error=type(error).__name__, exc_info=error
        )
    return problem(500, "failed", "Something went wrong here; try again later.", retry=True)


def _has_gone(request: web.Request) -> bool:
    """Whether whoever asked hung up."""
    return request.transport is None or request.transport.is_closing()


def refused(error: RefusedError) -> web.Response:
    """The `Problem` of a refusal."""
    if isinstance(error, TooManyAttemptsError):
        seconds = max(1, round(error.retry_after.total_seconds() + 0.5))
        return problem(429, error.code, error.remedy, retry=True, retry_after_s=seconds)
    if isinstance(error, RulesError):
        reasons = [Reason.model_validate(asdict(one)) for one in error.reasons]
        body = RefusedByRules(remedy=error.remedy, reasons=reasons)
        return web.Response(status=409, text=body.model_dump_json(), content_type="application/json")
    status = STATUSES.get(error.code, 403 if isinstance(error, NotAllowedError) else 400)
    return problem(status, error.code, error.remedy, field=error.field, retry=error.retry)
