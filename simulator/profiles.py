"""Lists the services through which a Tesla can be reached, each as a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.dialects import BleDialect, Dialect, SigningProxyDialect, TessieDialect
from simulator.request_log import COMMANDS
from simulator.routes import ROUTES, WAKE_UP, WAKE_UP_COMMAND, Route
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN

OWNER_CLOSED = {"vehicles": 412, "orders": 404}


@dataclass(frozen=True)
class Profile:
    """Describes what a service asks of its users, what it lets them do, and how it words its answers.

    `closed` maps endpoints to the status with which they answer any request. The token service takes any
    `client_id` where that is None; where it is set, only this one and no `scope`. `location` is the
    permission to read where the car is; `readable` names the sections of its data, None for all of them.
    `rouses` says whether the service wakes the car for a command, `renewals_shunned` that it refuses tokens
    that a client has renewed.
    """

    name: str
    dialect: Dialect = field(default_factory=Dialect)
    routes: tuple[Route, ...] = ROUTES
    closed: Mapping[str, int] = field(default_factory=lambda: OWNER_CLOSED)
    needs_token: bool = True
    static_token: str | None = None
    client_id: str | None = None
    by_number: bool = True
    command_signing: str = "off"
    location: bool = True
    readable: frozenset[str] | None = None
    rouses: bool = False
    renewals_shunned: bool = False

    @property
    def sign_in(self) -> str:
        """Says in words what to sign in with."""
        if not self.needs_token:
            return "no token"
        if self.static_token is not None:
            return f"static token {self.static_token}"
        client = f" client id {self.client_id}" if self.client_id else ""
        return f"refresh token {FIRST_REFRESH_TOKEN}{client}"


OWNER_LEGACY = Profile("owner-legacy")
OWNER_MODERN = Profile(
    "owner-modern", closed=OWNER_CLOSED | dict.fromkeys(COMMANDS, 403), command_signing="required"
)
OWNER_2026 = Profile("owner-2026", renewals_shunned=True)
FLEET_PROXY = Profile(
    "fleet-proxy",
    dialect=SigningProxyDialect(),
    closed={"orders": 404},
    client_id="simulated-client-id",
    by_number=False,
    command_signing="required",
)
TESSIE_LIKE = Profile(
    "tessie-like",
    dialect=TessieDialect(),
    closed={"token": 404, "orders": 404},
    static_token=STATIC_TOKEN,
    by_number=False,
    command_signing="required",
)
BLE = Profile(
    "ble",
    dialect=BleDialect(),
    routes=(*(route for route in ROUTES if route is not WAKE_UP), WAKE_UP_COMMAND),
    closed=dict.fromkeys(("token", "products", "vehicles", "orders", "summary"), 404),
    needs_token=False,
    by_number=False,
    readable=frozenset({"charge_state", "climate_state"}),
    rouses=True,
)
PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (OWNER_LEGACY, OWNER_MODERN, OWNER_2026, FLEET_PROXY, TESSIE_LIKE, BLE)
}
