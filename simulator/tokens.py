"""Tesla's sign-in service: hands out access tokens for refresh tokens, which change at every use."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

FIRST_REFRESH_TOKEN = "simulated-refresh-token"


class LoginRequiredError(Exception):
    """The refresh token is unknown, used or revoked: a person has to sign in again."""


class TokenOffice:
    """One refresh token is good at a time, access tokens for `expires_in_s` of real time, the client's."""

    def __init__(self, expires_in_s: float = 28_800, real_s: Callable[[], float] = time.time) -> None:
        self.expires_in_s = expires_in_s
        self._real_s = real_s
        self._refresh_token: str | None = FIRST_REFRESH_TOKEN
        self._expires_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def refresh(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """Trade the refresh token of a token request for a new pair, which voids it."""
        with self._lock:
            if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self._refresh_token:
                raise LoginRequiredError
            return self._issue()

    def issue(self) -> dict[str, Any]:
        """A new pair, as after a person's sign-in; the former refresh token is void."""
        with self._lock:
            return self._issue()

    def accepts(self, access_token: str) -> bool:
        with self._lock:
            return self._real_s() < self._expires_at.get(access_token, 0.0)

    def void_access_tokens(self) -> None:
        """All access tokens end before their time; the refresh token stays good."""
        with self._lock:
            self._expires_at.clear()

    def revoke(self) -> None:
        """The account's password was changed: nothing handed out so far is good any more."""
        with self._lock:
            self._expires_at.clear()
            self._refresh_token = None

    def _issue(self) -> dict[str, Any]:
        access_token, self._refresh_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._expires_at[access_token] = self._real_s() + self.expires_in_s
        return {
            "access_token": access_token,
            "refresh_token": self._refresh_token,
            "expires_in": self.expires_in_s,
            "token_type": "Bearer",
        }
