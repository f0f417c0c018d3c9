"""Reduces Tesla's API, by TeslaPy, to the few verbs of a car."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from ...base.foreign_words import shortened
from ...base.reason import Problem, Reason
from ...settings.car import Car as CarSettings
from ..car import (
    ALREADY_SO,
    FLOOR_A,
    Asleep,
    CarState,
    CommandRefused,
    HomeZone,
    NotAuthorized,
    SigningRequired,
    Unreachable,
)
from .failures import mapped_errors, refusal
from .session import TeslaSession, is_plain
from .token_file import TokenFile
from .vehicle_data import car_state

BLUETOOTH_WAKE_UP = "BLUETOOTH_WAKE_UP"

ENDPOINTS = "charge_state;climate_state;drive_state;location_data;vehicle_state"


class TeslaCar:
    """Is one Tesla as a Vehicle, addressed by its VIN."""

    reads_are_free = False

    def __init__(self, settings: CarSettings) -> None:
        assert settings.token_file is not None  # the settings' own rule
        self._settings = settings
        self._tokens = TokenFile(Path(settings.token_file))
        self._session: TeslaSession | None = None
        self._vin = settings.vin
        # One request at a time: two renewals at once would each void the other's token.
        self._lock = threading.Lock()

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns no entities: this car is asked, and tells nothing by itself."""
        return ()

    @property
    def name(self) -> str:
        """Returns what the car is called in logs: no more of its VIN than the last four."""
        return f"Tesla …{self._vin[-4:]}" if self._vin else "Tesla"

    def awake(self) -> bool:
        """Says whether the car is awake."""
        state = self._call("VEHICLE_SUMMARY").get("state")
        if state == "offline":
            raise Asleep
        return bool(state == "online")

    def read(self, home: HomeZone | None) -> CarState:
        """Returns everything of an awake car."""
        return car_state(self._call("VEHICLE_DATA", endpoints=ENDPOINTS), home, time.time())

    def refresh(self) -> bool:
        """Returns False: what is read is asked of the car itself, and has its price."""
        return False

    def tend(self) -> Reason[Problem] | None:
        """Writes renewed tokens that could not be written before; returns what still prevents that."""
        return self._tokens.tend()

    def wake_up(self) -> None:
        """Asks the car to wake up."""
        command_url = self._settings.command_url
        if command_url is not None and is_plain(command_url):
            # Over Bluetooth it is free.
            self._command(BLUETOOTH_WAKE_UP)
        else:
            self._call("WAKE_UP")

    def start(self) -> None:
        """Begins to charge."""
        self._command("START_CHARGE")

    def stop(self) -> None:
        """Ends the charge."""
        self._command("STOP_CHARGE")

    def set_current(self, current_a: int) -> None:
        """Offers the car a charging current in A.

        Asked for less than FLOOR_A a car first goes to that, and obeys when it is asked again.
        """
        for _ in range(2 if current_a < FLOOR_A else 1):
            self._command("CHARGING_AMPS", charging_amps=current_a)

    def set_limit(self, limit_pct: int) -> None:
        """Sets the state of charge in % up to which the car charges."""
        self._command("CHANGE_CHARGE_LIMIT", percent=limit_pct)

    def _command(self, name: str, **kwargs: Any) -> None:
        answer = self._call(name, **kwargs)
        if answer.get("result") is True:
            return
        said = str(answer.get("reason") or answer.get("string") or "no reason given")
        words = shortened(self._tokens.hide(said))
        if "sleep" in words:
            if name == "STOP_CHARGE":
                return  # the car's own word, and one that sleeps does not charge
            raise Asleep
        if "not in range" in words or "deadline exceeded" in words:
            raise Unreachable(Problem.PROXY_OUT_OF_RANGE, words=words)
        # A proxy puts its own words before the car's.
        word = words.rsplit(": ", 1)[-1]
        if word == "unsigned_cmds_hardlocked":
            raise SigningRequired(Problem.UNSIGNED)
        if word not in ALREADY_SO:
            raise CommandRefused(name.lower(), word)

    def _call(self, name: str, **kwargs: Any) -> dict[str, Any]:
        try:
            with self._lock, mapped_errors(self._tokens):
                session = self._session = self._opened()
                if session.expired:
                    session.renew()
                vin = self._vin or self._only_car(session)
                answer = self._answer(session, name, {"vehicle_id": vin}, kwargs)
        except NotAuthorized:
            # A person will bring new tokens: read the file again next time.
            self._session = None
            raise
        if not isinstance(answer, dict):
            raise Unreachable(Problem.EMPTY_ANSWER)
        said = answer.get("vin")
        if isinstance(said, str) and len(said) == len(vin) and said.upper() != vin.upper():
            raise Unreachable(Problem.ANOTHER_CAR, car=f"…{said[-4:]}")
        return answer

    def _opened(self) -> TeslaSession:
        """Returns the session; a new one where a person has brought other tokens meanwhile."""
        if self._session is None or self._tokens.replaced():
            return TeslaSession(self._settings, self._tokens)
        return self._session

    def _answer(self, session: TeslaSession, name: str, path: Mapping[str, str], kwargs: Any) -> Any:
        try:
            return _send(session, name, path, kwargs)
        except requests.HTTPError as error:
            if error.response.status_code != 401:
                raise
            # TeslaPy renews by its own clock only; the server's word counts more, once.
            session.renew()
            return _send(session, name, path, kwargs)

    def _only_car(self, session: TeslaSession) -> str:
        products = self._answer(session, "PRODUCT_LIST", {}, {}) or []
        if not isinstance(products, list):
            raise Unreachable(Problem.EMPTY_ANSWER)
        vins = list(dict.fromkeys(str(product["vin"]) for product in products if product.get("vin")))
        if len(vins) != 1:
            shown = ", ".join(f"…{vin[-4:]}" for vin in vins) or "none"
            raise NotAuthorized(Problem.NOT_ONE_CAR, count=len(vins), cars=shown)
        self._vin = vins[0]
        return vins[0]


def _send(session: TeslaSession, name: str, path: Mapping[str, str], kwargs: Mapping[str, Any]) -> Any:
    try:
        if name == BLUETOOTH_WAKE_UP:  # not one of TeslaPy's endpoints
            url = f"api/1/vehicles/{path['vehicle_id']}/command/wake_up"
            return session.request("POST", url).get("response")
        return session.api(name, path, **kwargs).get("response")
    except requests.HTTPError as error:
        answer = refusal(error.response)
        if answer is None:
            raise
        return answer
