"""Opens sessions of TeslaPy with any host and a private file of tokens, without asking a person."""

from __future__ import annotations

import json
import logging
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin

import requests
import teslapy

from ...base.reason import Problem
from ...settings.car import Car as CarSettings
from ..car import NotAuthorized

LABEL = "solar_charging"
"""TeslaPy files a session's tokens under an e-mail address; any label does."""

OWNER_API_CLIENT = "ownerapi"
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


class TokenFile:
    """Keeps Tesla's tokens in a file that only its owner may read, always replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, Any]:
        """Returns the tokens.

        Raises NotAuthorized, naming the file and what is wrong with it.
        """
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NotAuthorized(Problem.TOKEN_FILE_MISSING, file=str(self.path)) from None
        except OSError as error:
            raise NotAuthorized(
                Problem.TOKEN_FILE_UNREADABLE, file=str(self.path), cause=error.strerror or ""
            ) from None
        except ValueError:
            raise NotAuthorized(Problem.TOKEN_FILE_NO_JSON, file=str(self.path)) from None
        if mode & ~OWNER_ONLY & 0o777:
            raise NotAuthorized(Problem.TOKEN_FILE_MODE, file=str(self.path), mode=f"{mode:04o}")
        if not isinstance(content, dict) or not (content.get("refresh_token") or content.get("access_token")):
            raise NotAuthorized(Problem.TOKEN_FILE_EMPTY, file=str(self.path))
        return content

    def save(self, tokens: Mapping[str, Any]) -> None:
        """Replaces the tokens at once: a crash leaves the old file or the new one, never half of it."""
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(dict(tokens), file)
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


class TeslaSession(teslapy.Tesla):  # type: ignore[misc]
    """Is a session of TeslaPy with any host, tokens from a TokenFile, and no way to ask a person."""

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
        answer = super().request(method, urljoin(base_url, url), serialize, **kwargs)
        if isinstance(answer, requests.Response) and (answer.status_code == 429 or answer.status_code >= 500):
            answer.raise_for_status()
        return answer

    def renew(self) -> None:
        """Exchanges the refresh token for new tokens, and saves them.

        Raises NotAuthorized where there is none: a service's own, unchanging token.
        """
        refresh_token = self.token.get("refresh_token")
        if not refresh_token:
            raise NotAuthorized(Problem.TOKEN_REFUSED, file=str(self._file.path))
        self.refresh_token(refresh_token=refresh_token)

    def fetch_token(self, *_: Any, **__: Any) -> NoReturn:
        """Raises NotAuthorized, for a person has to log in elsewhere.

        TeslaPy would open a browser here, and read from the terminal.
        """
        raise NotAuthorized(Problem.TOKENS_EXPIRED, file=str(self._file.path))


def is_plain(url: str) -> bool:
    """Says whether what is sent to an address can be read on its way."""
    return url.startswith("http://")
