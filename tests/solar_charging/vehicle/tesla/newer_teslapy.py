"""Stands in for the TeslaPy that speaks HTTP/2: master of July 2026, which PyPI does not have.

It has what differs from 2.9.2: each request goes out by a client of its own, which follows redirects;
whatever goes wrong there, saving the new tokens included, it is repeated as before; and an answer is a thin
one, with five attributes. The transport itself is of no interest here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
import teslapy
from requests_oauthlib import OAuth2Session


class ThinResponse:
    """An answer over HTTP/2, as much of it as TeslaPy passes on."""

    def __init__(self, response: requests.Response) -> None:
        self._content = response.content
        self.status_code = response.status_code
        self.reason = response.reason
        self.headers: Mapping[str, str] = response.headers

    @property
    def text(self) -> str:
        return self._content.decode("utf-8", "replace")

    def json(self, **kwargs: Any) -> Any:
        return json.loads(self._content, **kwargs)

    def raise_for_status(self) -> None:
        if 400 <= self.status_code < 600:
            raise requests.HTTPError(f"{self.status_code} Client Error: {self.reason}", response=self)  # type: ignore[arg-type]


def refresh_token(session: Any, token_url: str = "oauth2/v3/token", **kwargs: Any) -> Any:
    token_url = urljoin(session.sso_base_url, token_url)
    renewed = kwargs.get("refresh_token") or session.token.get("refresh_token")
    form = {"grant_type": "refresh_token", "refresh_token": renewed, **session.auto_refresh_kwargs}
    try:
        answer = requests.post(token_url, data=form, timeout=session.timeout, allow_redirects=False)
        answer.raise_for_status()
        if answer.is_redirect:
            raise requests.HTTPError("a redirect is an error there", response=answer)
        session.token = session._client.parse_request_body_response(answer.text, scope=session.scope)
        session.token.setdefault("refresh_token", renewed)
        session._token_updater()
    except Exception:
        kwargs.setdefault("verify", session.verify)
        OAuth2Session.refresh_token(session, token_url, **kwargs)
        session._token_updater()
    return session.token


def request(session: Any, method: str, url: str, serialize: bool = True, **kwargs: Any) -> Any:
    if url.startswith(session.sso_base_url):
        return OAuth2Session.request(session, method, url, **kwargs)
    kwargs.setdefault("timeout", session.timeout)
    response = _over_http2(session, method, url, **kwargs)
    if serialize and 400 <= response.status_code < 600:
        with suppress(ValueError):
            response.reason = ". ".join(str(value).strip(".") for value in response.json().values() if value)
    response.raise_for_status()
    return response.json(object_hook=teslapy.JsonDict) if serialize else response.text


def _over_http2(session: Any, method: str, url: str, **kwargs: Any) -> Any:
    withheld = kwargs.get("withhold_token")
    if not withheld and session.authorized and 0 < (session.expires_at or 0) < time.time():
        session.refresh_token()
    headers = {} if withheld else {"Authorization": f"Bearer {session.token.get('access_token')}"}
    sent = {key: kwargs[key] for key in ("params", "json", "timeout") if key in kwargs}
    try:
        return ThinResponse(requests.request(method, url, headers=headers, **sent))
    except Exception:
        return OAuth2Session.request(session, method, url, **kwargs)


def install(patch: pytest.MonkeyPatch) -> None:
    """Has TeslaPy behave as the newer one."""
    patch.setattr(teslapy.Tesla, "request", request)
    patch.setattr(teslapy.Tesla, "refresh_token", refresh_token)
