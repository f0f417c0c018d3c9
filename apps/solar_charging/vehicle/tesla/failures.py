"""Turns whatever goes wrong between TeslaPy and the car into a VehicleError."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

import requests
import teslapy

from ...base.reason import Problem
from ...base.saved import SPOILT
from ..backoff import LONGEST_S
from ..car import Asleep, NotAuthorized, RateLimited, SigningRequired, Unreachable, VehicleError, WrongRegion

DEFAULT_RETRY_S = 900.0

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


class mapped_errors:  # noqa: N801  a context manager reads as a verb
    """Turns whatever TeslaPy raises into a VehicleError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, VehicleError):
            return
        if isinstance(error, requests.HTTPError):
            raise _http_error(error.response) from error
        if isinstance(error, teslapy.OAuth2Error):
            raise NotAuthorized(Problem.LOGIN_REFUSED, answer=error.error or "no") from error
        if isinstance(error, SPOILT):
            # So TeslaPy stumbles over answers that are not the JSON objects it expects.
            raise Unreachable(Problem.SENSELESS_ANSWER, cause=str(error)) from error
        if isinstance(error, requests.Timeout):
            raise Unreachable(Problem.LATE_ANSWER) from error
        if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
            # A certificate that is not there: requests names the file.
            raise NotAuthorized(Problem.CERTIFICATE, cause=str(error)) from error
        if isinstance(error, requests.RequestException):
            raise Unreachable(Problem.SERVICE_UNREACHABLE, cause=type(error).__name__) from error


def _http_error(response: requests.Response) -> VehicleError:
    status, text = response.status_code, response.text
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
        return WrongRegion(region and region[1])
    if status in (401, 403, 412):
        return NotAuthorized(Problem.LOGIN_REFUSED, answer=f"{status} {response.reason}")
    return Unreachable(Problem.SERVICE_ANSWERED, answer=f"{status} {response.reason}")


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
