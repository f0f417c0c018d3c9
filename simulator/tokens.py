"""Tesla's sign-in service: hands out access tokens for refresh tokens, which change at every use."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

FIRST_REFRESH_TOKEN = "simulated-refresh-token"
STATIC_TOKEN = "simulated-static-token"


class TokenRefusedError(Exception):
    """No new tokens; `error` is OAuth's word for why."""

    status = 400
    error = "invalid_request"


class LoginRequiredError(TokenRefusedError):
    """The refresh token is unknown, used or revoked: a person has to sign in again."""

    status = 401
    error = "login_required"


class UnknownClientError(TokenRefusedError):
    """Only the registered client may trade tokens here."""

    status = 401
    error = "invalid_client"


class UnwantedScopeError(TokenRefusedError):
    """What a refresh token is good for was settled when it was handed out."""

    error = "invalid_scope"


class TokenOffice:
    """One refresh token is good at a time, access tokens for `expires_in_s` of real time, the client's.

    With a `client_id` tokens are traded with this client alone, and without a scope. A `static_token` is good
    until it is revoked.
    """

    def __init__(
        self,
        expires_in_s: float = 28_800,
        real_s: Callable[[], float] = time.time,
        *,
        client_id: str | None = None,
        static_token: str | None = None,
    ) -> None:
        self.expires_in_s = expires_in_s
        self._real_s = real_s
        self._client_id = client_id
        self._static_token = static_token
        self._refresh_token: str | None = FIRST_REFRESH_TOKEN
        self._expires_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def refresh(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """Trade the refresh token of a token request for a new pair, which voids it."""
        if self._client_id is not None:
            self._check_client(form)
        with self._lock:
            if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self._refresh_token:
                raise LoginRequiredError("Please sign in again: the refresh token is not valid.")
            return self._issue()

    def _check_client(self, form: Mapping[str, Any]) -> None:
        if form.get("client_id") != self._client_id:
            raise UnknownClientError(f"{form.get('client_id')!r} is not the client of this token")
        if "scope" in form:
            raise UnwantedScopeError(f"the scope cannot be changed to {form['scope']!r}")

    def issue(self) -> dict[str, Any]:
        """A new pair, as after a sign-in elsewhere; the former refresh token is void."""
        with self._lock:
            return self._issue()

    def accepts(self, access_token: str) -> bool:
        with self._lock:
            static = self._static_token is not None and access_token == self._static_token
            return static or self._real_s() < self._expires_at.get(access_token, 0.0)

    def void_access_tokens(self) -> None:
        """All access tokens end before their time; the refresh token stays good."""
        with self._lock:
            self._expires_at.clear()

    def revoke(self) -> None:
        """The account's password was changed: nothing handed out so far is good any more."""
        with self._lock:
            self._expires_at.clear()
            self._refresh_token = self._static_token = None

    def _issue(self) -> dict[str, Any]:
        access_token, self._refresh_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._expires_at[access_token] = self._real_s() + self.expires_in_s
        return {
            "access_token": access_token,
            "refresh_token": self._refresh_token,
            "expires_in": self.expires_in_s,
            "token_type": "Bearer",
        }
