"""Turns whatever goes wrong between TeslaPy and the car into a VehicleError."""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

import requests
import teslapy

from ...base.foreign_words import shortened
from ...base.reason import Problem
from ...base.saved import SPOILT
from ..backoff import LONGEST_S
from ..car import Asleep, NotAuthorized, RateLimited, SigningRequired, Unreachable, VehicleError, WrongRegion
from .token_file import TokenFile

DEFAULT_RETRY_S = 900.0

OWNER_API_CLOSED = re.compile(r"forbidden,? see \S*fleet-api|only available on fleetapi", re.IGNORECASE)
"""Tesla's words, with 403 or 412, for a token that a client like this one has renewed (since June 2026)."""

TESLAS = re.compile(r"https://[a-z0-9.-]+\.(?:tesla\.com|teslamotors\.com|tesla\.cn)/?", re.IGNORECASE)
"""An address that a person may be told to set: of Tesla's, whoever has said so."""

NO_REFUSALS = ("missing_token", "server_error", "temporarily_unavailable")
"""The errors of a token server that say nothing against the token."""
SECONDS = re.compile(r"(\d+)(?:\.\d*)?", re.ASCII)
RETRY_IN = re.compile(r"Retry in (\d+)", re.ASCII)


def refusal(response: requests.Response) -> Mapping[str, Any] | None:
    """Returns a Bluetooth proxy's refusal, None where the response is none.

    It is the usual answer, but with the status of a failure.
    """
    if response.status_code != 503:
        return None
    try:
        answer = response.json().get("response")
    except SPOILT:
        return None
    return answer if isinstance(answer, dict) and answer.get("result") is False else None


def says_owner_api_closed(response: requests.Response) -> bool:
    """Says whether Tesla refuses a token because of the client that has renewed it."""
    return response.status_code in (403, 412) and bool(OWNER_API_CLOSED.search(response.text))


class mapped_errors:  # noqa: N801  a context manager reads as a verb
    """Turns whatever TeslaPy raises into a VehicleError, in which no word is one of the `tokens`."""

    def __init__(self, tokens: TokenFile) -> None:
        self._tokens = tokens

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, VehicleError):
            return
        if isinstance(error, requests.HTTPError):
            raise _http_error(error.response, self._tokens) from error
        if isinstance(error, teslapy.OAuth2Error):
            raise _token_error(error, self._tokens) from error
        if isinstance(error, SPOILT):
            # So TeslaPy stumbles over answers that are not the JSON objects it expects.
            raise Unreachable(Problem.SENSELESS_ANSWER, cause=self._stumbled(error)) from error
        if isinstance(error, requests.Timeout):
            raise Unreachable(Problem.LATE_ANSWER) from error
        if isinstance(error, requests.RequestException):
            raise Unreachable(Problem.SERVICE_UNREACHABLE, cause=type(error).__name__) from error
        if isinstance(error, OSError) and (error.errno is None or isinstance(error, ssl.SSLError)):
            # A certificate that is not there, or is none: requests names the file, the system no cause.
            raise NotAuthorized(Problem.CERTIFICATE, cause=str(error)) from error
        if isinstance(error, OSError):
            raise Unreachable(Problem.SERVICE_UNREACHABLE, cause=error.strerror or "") from error

    def _stumbled(self, error: Exception) -> str:
        """Returns what TeslaPy stumbled over; of what it could not send only the kind: it may be a token."""
        harmless = isinstance(error, (json.JSONDecodeError, AttributeError))
        return shortened(self._tokens.hide(str(error))) if harmless else type(error).__name__


def _http_error(response: requests.Response, tokens: TokenFile) -> VehicleError:
    status, text = response.status_code, response.text
    answer = shortened(tokens.hide(f"{status} {response.reason}"))
    if "vehicle unavailable" in text or status == 408:
        return Asleep()
    if "Vehicle Command Protocol" in text:
        return SigningRequired(Problem.OWNER_API_UNSIGNED)
    if status == 429:
        return RateLimited(_retry_after_s(response))
    if "EXCEEDED_LIMIT" in text:
        return RateLimited(DEFAULT_RETRY_S)
    region = re.search(r'(?:base URL:|current region) (https://[^\s,"]+)', text)
    if region or status == 421:
        return WrongRegion(region[1] if region and TESLAS.fullmatch(region[1]) else None)
    if status in (401, 403, 412):
        return NotAuthorized(Problem.LOGIN_REFUSED, answer=answer)
    return Unreachable(Problem.SERVICE_ANSWERED, answer=answer)


def _token_error(error: teslapy.OAuth2Error, tokens: TokenFile) -> VehicleError:
    word = shortened(tokens.hide(str(error.error or "no")))
    if word in NO_REFUSALS:
        return Unreachable(Problem.SENSELESS_ANSWER, cause=word)
    if tokens.lost:
        return NotAuthorized(Problem.TOKENS_LOST, file=str(tokens.path))
    return NotAuthorized(Problem.REFRESH_TOKEN_REFUSED, answer=word)


def _retry_after_s(response: requests.Response) -> float:
    """Returns the seconds to wait, from the header or Tesla's text, else DEFAULT_RETRY_S; at most a day.

    The header has a number or a date, the text is "Retry in 51499 seconds".
    """
    header = response.headers.get("Retry-After", "").strip()
    said = SECONDS.fullmatch(header) or RETRY_IN.search(response.text)
    if said is not None:
        return min(float(said[1]), LONGEST_S)
    try:
        at = parsedate_to_datetime(header)
        # A date without a zone is in UTC.
        at_s = (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp()
    except (ArithmeticError, TypeError, ValueError):
        return DEFAULT_RETRY_S
    return min(max(at_s - time.time(), 0.0), LONGEST_S)
