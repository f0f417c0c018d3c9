"""Finds the endpoint of a service that a request is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from simulator.http_server import Request
from simulator.request_log import COMMANDS

UNKNOWN = "unknown"
CAR = r"api/1/vehicles/(?P<vehicle>[^/]+)"


class Route(NamedTuple):
    """Defines an endpoint: the requests that it takes, and its name."""

    method: str
    pattern: str
    kind: str


class Call(NamedTuple):
    """Holds a request with the name of its endpoint or command and the vehicle in its path."""

    kind: str
    vehicle: str
    request: Request


WAKE_UP = Route("POST", rf"{CAR}/wake_up", "wake_up")
WAKE_UP_COMMAND = Route("POST", rf"{CAR}/command/wake_up", "wake_up")
ROUTES = (
    Route("POST", r"sso/oauth2/v3/token", "token"),
    Route("GET", r"api/1/products", "products"),
    Route("GET", r"api/1/vehicles", "vehicles"),
    Route("GET", r"api/1/users/orders", "orders"),
    Route("GET", CAR, "summary"),
    Route("GET", rf"{CAR}/vehicle_data", "vehicle_data"),
    *(Route("POST", rf"{CAR}/command/{name}", name) for name in COMMANDS),
    WAKE_UP,
)
KINDS = tuple(route.kind for route in ROUTES)


def call_of(request: Request, routes: Sequence[Route] = ROUTES) -> Call:
    """Returns the call that a request makes; its kind is `unknown` when no endpoint takes the request."""
    for method, pattern, kind in routes:
        match = re.fullmatch(pattern, request.path)
        if match and method == request.method:
            return Call(kind, match.groupdict().get("vehicle", ""), request)
    return Call(UNKNOWN, "", request)
