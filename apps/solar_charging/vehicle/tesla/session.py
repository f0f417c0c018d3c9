"""Opens sessions of TeslaPy with any host and a private file of tokens, without asking a person."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

import requests
import teslapy

from ...base.foreign_words import shortened
from ...base.reason import Problem
from ...settings.car import Car as CarSettings
from ..car import NotAuthorized, OwnerApiClosed, Unreachable
from .failures import says_owner_api_closed
from .token_file import TokenFile

LABEL = "solar_charging"
"""TeslaPy files a session's tokens under an e-mail address; any label does."""

OWNER_API_CLIENT = "ownerapi"

RENEW_BEFORE_S = 30.0
"""So long before its end a token is renewed: later TeslaPy might, and send other things along with it."""

KEPT = ("access_token", "refresh_token", "expires_at", "token_type")


class TeslaSession(teslapy.Tesla):  # type: ignore[misc]
    """Is a session of TeslaPy with any host, tokens from a TokenFile, and no way to ask a person."""

    token: dict[str, Any]

    def __init__(self, settings: CarSettings, tokens: TokenFile) -> None:
        self._api_url = settings.api_url
        self._command_url = settings.command_url
        self._file = tokens
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
        self._owner_api = settings.client_id == OWNER_API_CLIENT
        if not self._owner_api:
            self.client_id = settings.client_id
            self.auto_refresh_kwargs = {"client_id": settings.client_id}
            # The Fleet API knows the application's scopes and refuses the Owner API's.
            self.scope = None

    def _load(self) -> dict[str, Any]:
        if self.authorized:
            # TeslaPy asks for what is kept to add renewed tokens to it: nothing may go wrong any more.
            return {}
        # TeslaPy compares the time of expiry, and renews what has expired.
        known = {"access_token": "", "token_type": "Bearer", "expires_at": 0, **self._file.load()}
        return {LABEL: {"url": self.sso_base_url, "sso": known}}

    def _dump(self, cache: Mapping[str, Any]) -> None:
        sso = cache[LABEL]["sso"]
        self._file.save({key: sso[key] for key in KEPT if key in sso})

    @property
    def expired(self) -> bool:
        """Says whether the tokens have to be renewed before anything is asked."""
        expires_at = self.token.get("expires_at") or 0
        return not self.authorized or 0 < expires_at < time.time() + RENEW_BEFORE_S

    def request(self, method: str, url: str, serialize: bool = True, **kwargs: Any) -> Any:
        """Sends a request to the host of the settings.

        Raises requests.HTTPError also for a failing token server, which is no reason to log in again.
        """
        kwargs.setdefault("verify", self.verify)
        base_url = self._api_url
        if self._command_url is not None and "/command/" in url:
            base_url = self._command_url
            if is_plain(base_url):
                # A Bluetooth proxy in the house: it answers when the car has, and must not see the tokens.
                kwargs["withhold_token"] = True
                kwargs["params"] = {"wait": "true"}
        # A renewal comes with an explicit None here, which would wait for ever.
        kwargs["timeout"] = kwargs.get("timeout") or self.timeout
        try:
            answer = super().request(method, urljoin(base_url, url), serialize, **kwargs)
        except requests.HTTPError as error:
            # A service's own, unchanging token has nothing to do with that.
            renewable = self._owner_api and self.token.get("refresh_token")
            if renewable and says_owner_api_closed(error.response):
                raise OwnerApiClosed from error
            raise
        if isinstance(answer, requests.Response) and (answer.status_code == 429 or answer.status_code >= 500):
            answer.raise_for_status()
        return answer

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Sends a prepared request, and follows no redirect.

        It would carry a token to where nobody has named, and the answer from there would be believed. Raises
        Unreachable instead, for it mostly is a network that wants a person to sign in first.
        """
        kwargs["allow_redirects"] = False
        response: requests.Response = super().send(request, **kwargs)
        if 300 <= response.status_code < 400:
            host, to = urlsplit(str(request.url)).hostname, _host(response)
            raise Unreachable(Problem.REDIRECTED, host=str(host), to=to or str(response.status_code))
        return response

    def renew(self) -> None:
        """Exchanges the refresh token for new tokens, and saves them.

        Raises NotAuthorized where there is none: a service's own, unchanging token.
        """
        refresh_token = self.token.get("refresh_token")
        if not refresh_token:
            raise NotAuthorized(Problem.TOKEN_REFUSED, file=str(self._file.path))
        try:
            self.refresh_token(refresh_token=refresh_token)
        except Warning as changed:
            # So oauthlib tells of other permissions than were asked for; the old tokens are void even so.
            self.token = {"refresh_token": refresh_token, **getattr(changed, "token", {})}
            self._dump({LABEL: {"sso": self.token}})

    def fetch_token(self, *_: Any, **__: Any) -> NoReturn:
        """Raises NotAuthorized, for a person has to log in elsewhere.

        TeslaPy would open a browser here, and read from the terminal.
        """
        raise NotAuthorized(Problem.TOKENS_EXPIRED, file=str(self._file.path))


def is_plain(url: str) -> bool:
    """Says whether what is sent to an address can be read on its way."""
    return url.startswith("http://")


def _host(response: requests.Response) -> str | None:
    """Returns the host that a redirect names, without what else its address may tell; None where none."""
    try:
        target = urlsplit(urljoin(response.url, response.headers.get("Location", "")))
        return shortened(f"{target.scheme}://{target.hostname}") if target.hostname else None
    except ValueError:
        return None
