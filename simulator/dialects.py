"""Defines how each service puts the car's answers and its own errors into HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import responses
from typing import Any

from simulator.http_server import Reply
from simulator.request_log import COMMANDS
from simulator.routes import Call
from simulator.tesla_terms import DONE, Outcome

ASLEEP = "vehicle unavailable: vehicle is offline or asleep"
TESLAS_WORDS = {
    401: "invalid bearer token",
    403: "Tesla Vehicle Command Protocol required, please refer to the documentation here: "
    "https://developer.tesla.com/docs/fleet-api#2023-11-17-warning-deprecating-rest-api-commands",
    405: "vehicle is currently in service",
    408: ASLEEP,
    412: "Endpoint is only available on fleetapi. Visit https://developer.tesla.com/docs for more info",
    421: "user out of region, use base URL: https://fleet-api.prd.eu.vn.cloud.tesla.com, "
    "see https://developer.tesla.com/docs/fleet-api#regional-requirements",
    429: "too many requests",
    540: "device unexpected response",
}
FLEETS_WORDS = TESLAS_WORDS | {
    403: "Unauthorized missing scopes",
    412: "Account simulated-client must be registered in the current region "
    "https://fleet-api.prd.na.vn.cloud.tesla.com, please see https://developer.tesla.com/docs/fleet-api#register",
}
VIN_LENGTH = 17


class Dialect:
    """Speaks in the words and shapes of Tesla's own service."""

    words: Mapping[int, str] = TESLAS_WORDS

    def error(self, call: Call, status: int) -> Reply:
        """Returns the reply that usually comes with a status."""
        return self.failure(call, status, self.words.get(status) or status_text(status).lower())

    def failure(self, _call: Call, status: int, words: str) -> Reply:
        return Reply(status, {"response": None, "error": words, "error_description": ""})

    def data(self, _call: Call, data: Mapping[str, Any]) -> Reply:
        return Reply(200, {"response": data})

    def woken(self, _call: Call, before: Mapping[str, Any]) -> Reply:
        """Returns the answer to a wake-up: the state from which the car wakes."""
        return Reply(200, {"response": before})

    def outcome(self, _call: Call, outcome: Outcome) -> Reply:
        return Reply(200, {"response": outcome._asdict()})

    def asleep(self, call: Call) -> Reply:
        return self.error(call, 408)

    def stranger(self, call: Call) -> Reply:
        """Returns the reply for a vehicle that the service does not know by this name."""
        return self.error(call, 404)


class SigningProxyDialect(Dialect):
    """Speaks as Tesla's own proxy: it signs commands, and passes the rest on without the words of errors."""

    words = FLEETS_WORDS

    def error(self, call: Call, status: int) -> Reply:
        if call.kind in COMMANDS:
            return super().error(call, status)
        return self.failure(call, status, status_text(status))

    def outcome(self, call: Call, outcome: Outcome) -> Reply:
        if outcome.result:
            return super().outcome(call, outcome)
        # Not "reason": that is how it spells a refusal.
        told = {"result": False, "string": f"car could not execute command: {outcome.reason}"}
        return Reply(200, {"response": told, "error": "", "error_description": ""})

    def asleep(self, call: Call) -> Reply:
        return self.failure(call, 500, ASLEEP) if call.kind in COMMANDS else self.error(call, 408)

    def stranger(self, call: Call) -> Reply:
        if len(call.vehicle) == VIN_LENGTH:
            return super().stranger(call)
        return self.failure(call, 404, "expected 17-character VIN in path (do not user Fleet API ID)")


class TessieDialect(Dialect):
    """Speaks as a service in place of the Fleet API, which says when the next request is welcome."""

    words = FLEETS_WORDS

    def error(self, call: Call, status: int) -> Reply:
        reply = super().error(call, status)
        return Reply(status, reply.body, {"Retry-After": "30"} if status == 429 else {})


class BleDialect(Dialect):
    """Speaks as a proxy near the car.

    All replies have one shape, a refusal is HTTP 503, and a command is confirmed before the car was asked.
    """

    RECEIVED = "The command was successfully received and will be processed shortly."
    PROCESSED = "The command was successfully processed."
    # What the car will not do because it is so already counts as done.
    AS_GOOD_AS_DONE = ("is_charging", "complete", "not_charging")

    def failure(self, call: Call, status: int, words: str) -> Reply:
        return Reply(status, {"response": told(call, result=False, reason=words)})

    def data(self, call: Call, data: Mapping[str, Any]) -> Reply:
        sections = {name: section for name, section in data.items() if name == "charge_state"}
        return Reply(
            200, {"response": told(call, result=True, reason=self.PROCESSED) | {"response": sections}}
        )

    def woken(self, call: Call, _before: Mapping[str, Any]) -> Reply:
        return self.outcome(call, DONE)

    def outcome(self, call: Call, outcome: Outcome) -> Reply:
        if call.request.query.get("wait") != "true":
            return Reply(200, {"response": told(call, result=True, reason=self.RECEIVED)})
        if outcome.result or outcome.reason in self.AS_GOOD_AS_DONE:
            return Reply(200, {"response": told(call, result=True, reason=self.PROCESSED)})
        return self.failure(call, 503, f"failed: car could not execute command: {outcome.reason}")

    def asleep(self, call: Call) -> Reply:
        return self.failure(call, 503, "vehicle is sleeping")

    def stranger(self, call: Call) -> Reply:
        return self.failure(call, 503, "Vehicle is not in range: context deadline exceeded")


def told(call: Call, *, result: bool, reason: str) -> dict[str, Any]:
    return {"result": result, "reason": reason, "vin": call.vehicle, "command": call.kind}


def status_text(status: int) -> str:
    return responses.get(status, "unknown error")
