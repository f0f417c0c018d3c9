"""TeslaPy walled in: Tesla's API as the few verbs of a car, its failures as our error tree."""

from __future__ import annotations

import json
import logging
import os
import re
import stat
import tempfile
import threading
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin

import requests
import teslapy

from ..settings import Car as CarSettings
from .car import (
    ALREADY_SO,
    FLOOR_A,
    MIN_MAINS_V,
    Asleep,
    CarState,
    ChargingState,
    CommandRefused,
    HomeZone,
    NotAuthorized,
    RateLimited,
    SigningRequired,
    Unreachable,
    VehicleError,
    WrongRegion,
)

LABEL = "solar_charging"
"""TeslaPy files a session's tokens under an e-mail address; any label does."""

CHARGING_STATES: Mapping[str | None, ChargingState] = {
    "Disconnected": ChargingState.DISCONNECTED,
    "NoPower": ChargingState.NO_POWER,
    "Starting": ChargingState.STARTING,
    "Charging": ChargingState.CHARGING,
    "Complete": ChargingState.COMPLETE,
    "Stopped": ChargingState.STOPPED,
}

BLUETOOTH_WAKE_UP = "BLUETOOTH_WAKE_UP"
OWNER_API_CLIENT = "ownerapi"

ENDPOINTS = "charge_state;drive_state;location_data"

DEFAULT_RETRY_S = 900.0
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


class TokenFile:
    """Tesla's tokens, in a file that only its owner may read, always replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, Any]:
        """The tokens. Raises NotAuthorized, naming the file and what is wrong with it."""
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NotAuthorized(f"token_file {self.path} does not exist") from None
        except OSError as error:
            raise NotAuthorized(f"token_file {self.path} cannot be read: {error.strerror}") from None
        except ValueError:
            raise NotAuthorized(f"token_file {self.path} must hold JSON") from None
        if mode & ~OWNER_ONLY & 0o777:
            raise NotAuthorized(f"token_file {self.path} must have mode 0600, has {mode:04o}")
        if not isinstance(content, dict) or not (content.get("refresh_token") or content.get("access_token")):
            raise NotAuthorized(f"token_file {self.path} must hold a refresh_token")
        return content

    def save(self, tokens: Mapping[str, Any]) -> None:
        """Replace the tokens at once: a crash leaves the old file or the new one, never half of it."""
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(dict(tokens), file)
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


class TeslaSession(teslapy.Tesla):  # type: ignore[misc]
    """A TeslaPy session with any host, tokens from a TokenFile, and no way to ask a person anything."""

    def __init__(self, settings: CarSettings) -> None:
        assert settings.token_file is not None  # the settings' own rule
        self._api_url = settings.api_url
        self._command_url = settings.command_url
        self._file = TokenFile(Path(settings.token_file))
        # At DEBUG this logger prints the tokens.
        logging.getLogger("requests_oauthlib").setLevel(logging.INFO)
        super().__init__(
            LABEL,
            verify=settings.ca_file or True,
            timeout=settings.timeout_s,
            sso_base_url=settings.auth_url,
            cache_loader=self._load,
            cache_dumper=self._dump,
        )
        if settings.client_id != OWNER_API_CLIENT:
            self.client_id = settings.client_id
            self.auto_refresh_kwargs = {"client_id": settings.client_id}
            # The Fleet API knows the application's scopes and refuses the Owner API's.
            self.scope = None

    def _load(self) -> dict[str, Any]:
        tokens = self._file.load()
        # TeslaPy compares the time of expiry, and renews what has expired.
        known = {"access_token": "", "token_type": "Bearer", "expires_at": 0, **tokens}
        return {LABEL: {"url": self.sso_base_url, "sso": known}}

    def _dump(self, cache: Mapping[str, Any]) -> None:
        kept = ("access_token", "refresh_token", "expires_at", "token_type")
        sso = cache[LABEL]["sso"]
        self._file.save({key: sso[key] for key in kept if key in sso})

    def request(self, method: str, url: str, serialize: bool = True, **kwargs: Any) -> Any:
        """Send to our own host.

        Raises requests.HTTPError also for a failing token server, which is no reason to log in again.
        """
        kwargs.setdefault("verify", self.verify)
        base_url = self._api_url
        if self._command_url is not None and "/command/" in url:
            base_url = self._command_url
            if is_plain(base_url):
                # A Bluetooth proxy in the house: it answers when the car has, and our tokens are none of
                # its business.
                kwargs["withhold_token"] = True
                kwargs["params"] = {"wait": "true"}
        # A renewal comes with an explicit None here, which would wait for ever.
        kwargs["timeout"] = kwargs.get("timeout") or self.timeout
        answer = super().request(method, urljoin(base_url, url), serialize, **kwargs)
        if isinstance(answer, requests.Response) and (answer.status_code == 429 or answer.status_code >= 500):
            answer.raise_for_status()
        return answer

    def renew(self) -> None:
        """Exchange the refresh token for new tokens and save them.

        Raises NotAuthorized where there is none: a service's own, unchanging token.
        """
        refresh_token = self.token.get("refresh_token")
        if not refresh_token:
            raise NotAuthorized(f"the service refuses the token in {self._file.path}: put a new one there")
        self.refresh_token(refresh_token=refresh_token)

    def fetch_token(self, *_: Any, **__: Any) -> NoReturn:
        """TeslaPy would open a browser and read from the terminal: here a person has to log in elsewhere."""
        raise NotAuthorized(f"log in again: the tokens in {self._file.path} are no longer valid")


def is_plain(url: str) -> bool:
    """Whether what is sent to an address can be read on its way."""
    return url.startswith("http://")


class TeslaCar:
    """One Tesla as a Vehicle, addressed by its VIN."""

    reads_are_free = False

    def __init__(self, settings: CarSettings) -> None:
        self._settings = settings
        self._session: TeslaSession | None = None
        self._vin = settings.vin
        # One request at a time: two renewals at once would each void the other's token.
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What the car is called in logs: no more of its VIN than the last four."""
        return f"Tesla …{self._vin[-4:]}" if self._vin else "Tesla"

    def awake(self) -> bool:
        """Whether the car is awake."""
        return bool(self._call("VEHICLE_SUMMARY").get("state") == "online")

    def read(self, home: HomeZone | None) -> CarState:
        """Everything of an awake car."""
        return car_state(self._call("VEHICLE_DATA", endpoints=ENDPOINTS), home, time.time())

    def wake_up(self) -> None:
        """Ask the car to wake up."""
        command_url = self._settings.command_url
        if command_url is not None and is_plain(command_url):
            # Over Bluetooth it is free.
            self._command(BLUETOOTH_WAKE_UP)
        else:
            self._call("WAKE_UP")

    def start(self) -> None:
        """Begin to charge."""
        self._command("START_CHARGE")

    def stop(self) -> None:
        """End the charge; a car that sleeps does not charge."""
        try:
            self._command("STOP_CHARGE")
        except Asleep:
            return

    def set_current(self, current_a: int) -> None:
        """Offer the car a charging current in A.

        Asked for less than 5 A a car first goes to 5, and obeys when it is asked again.
        """
        for _ in range(2 if current_a < FLOOR_A else 1):
            self._command("CHARGING_AMPS", charging_amps=current_a)

    def _command(self, name: str, **kwargs: Any) -> None:
        answer = self._call(name, **kwargs)
        if answer.get("result") is True:
            return
        words = str(answer.get("reason") or answer.get("string") or "no reason given")
        if "sleep" in words:
            raise Asleep("the car is asleep or offline")
        if "not in range" in words or "deadline exceeded" in words:
            raise Unreachable(f"the proxy does not reach the car ({words})")
        # A proxy puts its own words before the car's.
        reason = words.rsplit(": ", 1)[-1]
        if reason == "unsigned_cmds_hardlocked":
            raise SigningRequired("the car takes signed commands only")
        if reason not in ALREADY_SO:
            raise CommandRefused(name.lower(), reason)

    def _call(self, name: str, **kwargs: Any) -> dict[str, Any]:
        try:
            with self._lock, mapped_errors():
                session = self._session = self._session or TeslaSession(self._settings)
                if not session.authorized:
                    session.renew()
                vin = self._vin or self._only_car(session)
                answer = self._answer(session, name, {"vehicle_id": vin}, kwargs)
        except NotAuthorized:
            # A person will bring new tokens: read the file again next time.
            self._session = None
            raise
        if not isinstance(answer, dict):
            raise Unreachable("the service answered without content")
        return answer

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
        vins = [str(product["vin"]) for product in products if product.get("vin")]
        if len(vins) != 1:
            shown = ", ".join(f"…{vin[-4:]}" for vin in vins) or "none"
            raise NotAuthorized(f"set car.vin: the account must have one car, has {len(vins)} ({shown})")
        self._vin = vins[0]
        return vins[0]


def _send(session: TeslaSession, name: str, path: Mapping[str, str], kwargs: Mapping[str, Any]) -> Any:
    try:
        if name == BLUETOOTH_WAKE_UP:  # not one of TeslaPy's endpoints
            url = f"api/1/vehicles/{path['vehicle_id']}/command/wake_up"
            return session.request("POST", url).get("response")
        return session.api(name, path, **kwargs).get("response")
    except requests.HTTPError as error:
        refusal = _refusal(error.response)
        if refusal is None:
            raise
        return refusal


def _refusal(response: requests.Response) -> Mapping[str, Any] | None:
    """A Bluetooth proxy's refusal: the usual answer, but with the status of a failure."""
    if response.status_code != 503:
        return None
    try:
        answer = response.json().get("response")
    except (ValueError, AttributeError):
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
            raise NotAuthorized(f"log in again: Tesla answered {error.error or 'no'}") from error
        if isinstance(error, (ValueError, AttributeError)):
            # So TeslaPy stumbles over answers that are not the JSON objects it expects.
            raise Unreachable(f"the service gave an answer that makes no sense ({error})") from error
        if isinstance(error, requests.Timeout):
            raise Unreachable("the service did not answer in time") from error
        if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
            # A certificate that is not there: requests names the file.
            raise NotAuthorized(f"car.ca_file: {error}") from error
        if isinstance(error, requests.RequestException):
            raise Unreachable(f"the service cannot be reached ({type(error).__name__})") from error


def _http_error(response: requests.Response) -> VehicleError:
    status, text = response.status_code, response.text
    if "vehicle unavailable" in text or status == 408:
        return Asleep("the car is asleep or offline")
    if "Vehicle Command Protocol" in text:
        return SigningRequired("the car takes signed commands only: Tesla's Owner API refuses them")
    if status == 429:
        return RateLimited(_retry_after_s(response))
    if "EXCEEDED_LIMIT" in text:
        return RateLimited(DEFAULT_RETRY_S)
    region = re.search(r'(?:base URL:|current region) (https://[^\s,"]+)', text)
    if region or status == 421:
        return WrongRegion(region and region[1])
    if status in (401, 403, 412):
        return NotAuthorized(f"log in again: Tesla answered {status} {response.reason}")
    return Unreachable(f"the service answered {status} {response.reason}")


def _retry_after_s(response: requests.Response) -> float:
    """Seconds from the header, a number or a date, or from Tesla's text "Retry in 51499 seconds"."""
    header = response.headers.get("Retry-After", "")
    if header.isdigit():
        return float(header)
    digits = [word for word in response.text.split() if word.isdigit()]
    if "Retry in" in response.text and digits:
        return float(digits[0])
    try:
        return max(parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return DEFAULT_RETRY_S


def car_state(data: Mapping[str, Any], home: HomeZone | None, now_s: float) -> CarState:
    """A vehicle_data answer as a CarState; `now_s` stands in where the car gives no time."""
    charge: Mapping[str, Any] = data.get("charge_state") or {}
    drive: Mapping[str, Any] = data.get("drive_state") or {}
    stamp_ms = charge.get("timestamp")
    latitude, longitude = drive.get("latitude"), drive.get("longitude")
    at_home = None
    if home is not None and latitude is not None and longitude is not None:
        at_home = home.holds(float(latitude), float(longitude))
    return CarState(
        at_s=min(stamp_ms / 1000, now_s) if stamp_ms else now_s,
        driving=drive.get("shift_state") in ("D", "R", "N"),
        at_home=at_home,
        charging=CHARGING_STATES.get(charge.get("charging_state"), ChargingState.UNKNOWN),
        soc_pct=charge.get("battery_level"),
        charge_limit_pct=charge.get("charge_limit_soc"),
        offered_a=charge.get("charge_current_request"),
        drawn_a=charge.get("charger_actual_current"),
        max_current_a=charge.get("charge_current_request_max"),
        phases=_phases(charge.get("charger_phases")),
        voltage_v=_mains_voltage(charge.get("charger_voltage")),
        cable_loose=_cable_loose(charge),
        scheduled=bool(charge.get("scheduled_charging_pending")),
    )


def _cable_loose(charge: Mapping[str, Any]) -> bool:
    if charge.get("charging_state") in (None, "Disconnected"):
        return False
    return charge.get("conn_charge_cable") == "<invalid>" or charge.get("charge_port_latch") == "Disengaged"


def _phases(reported: int | None) -> int | None:
    # The car says 2 when it charges on three phases, and nothing when it is idle.
    return {1: 1, 2: 3, 3: 3}.get(reported) if reported is not None else None


def _mains_voltage(reported: float | None) -> float | None:
    return reported if reported is not None and reported >= MIN_MAINS_V else None
