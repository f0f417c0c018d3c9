"""Simulates Tesla's sign-in service.

It hands out access tokens for refresh tokens, which change at every use.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

FIRST_REFRESH_TOKEN = "simulated-refresh-token"
STATIC_TOKEN = "simulated-static-token"


class TokenRefusedError(Exception):
    """Says that no new tokens are handed out; `error` is OAuth's word for the reason."""

    status = 400
    error = "invalid_request"


class LoginRequiredError(TokenRefusedError):
    """Says that the refresh token is unknown, used or revoked, and that a person has to sign in again."""

    status = 401
    error = "login_required"


class UnknownClientError(TokenRefusedError):
    """Says that only the registered client may trade tokens here."""

    status = 401
    error = "invalid_client"


class UnwantedScopeError(TokenRefusedError):
    """Says that a request named a scope, which is settled when a refresh token is handed out."""

    error = "invalid_scope"


class TokenOffice:
    """Keeps the tokens: one refresh token is valid at a time, access tokens for `expires_in_s` of real time.

    Real time is the client's time. With a `client_id`, tokens are traded with this client alone, and without
    a scope. A `static_token` is valid until it is revoked. With `renewals_shunned` a renewed access token is
    one that services refuse, as Tesla's Owner API does since June 2026; that of a sign-in is welcome.
    """

    def __init__(
        self,
        expires_in_s: float = 28_800,
        real_s: Callable[[], float] = time.time,
        *,
        client_id: str | None = None,
        static_token: str | None = None,
        renewals_shunned: bool = False,
    ) -> None:
        self.expires_in_s = expires_in_s
        self._real_s = real_s
        self._client_id = client_id
        self._static_token = static_token
        self._renewals_shunned = renewals_shunned
        self._shunned: set[str] = set()
        self._refresh_token: str | None = FIRST_REFRESH_TOKEN
        self._expires_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def refresh(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """Trades the refresh token of a token request for a new pair, which voids the old one.

        Raises a `TokenRefusedError` where the request is refused.
        """
        if self._client_id is not None:
            self._check_client(form)
        with self._lock:
            if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self._refresh_token:
                raise LoginRequiredError("Please sign in again: the refresh token is not valid.")
            pair = self._issue()
            if self._renewals_shunned:
                self._shunned.add(pair["access_token"])
            return pair

    def _check_client(self, form: Mapping[str, Any]) -> None:
        if form.get("client_id") != self._client_id:
            raise UnknownClientError(f"{form.get('client_id')!r} is not the client of this token")
        if "scope" in form:
            raise UnwantedScopeError(f"the scope cannot be changed to {form['scope']!r}")

    def issue(self) -> dict[str, Any]:
        """Returns a new pair, as after a sign-in elsewhere; the former refresh token becomes void."""
        with self._lock:
            return self._issue()

    def accepts(self, access_token: str) -> bool:
        with self._lock:
            static = self._static_token is not None and access_token == self._static_token
            return static or self._real_s() < self._expires_at.get(access_token, 0.0)

    def shuns(self, access_token: str) -> bool:
        """Says whether a token is valid, but refused for the client that has renewed it."""
        with self._lock:
            return access_token in self._shunned

    def void_access_tokens(self) -> None:
        """Ends all access tokens before their time; the refresh token stays valid."""
        with self._lock:
            self._expires_at.clear()

    def revoke(self) -> None:
        """Voids every token handed out so far, as when the account's password was changed."""
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
