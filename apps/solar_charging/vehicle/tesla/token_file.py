"""Keeps Tesla's tokens: in a file for nobody else's eyes, and in memory while they cannot be written."""

from __future__ import annotations

import json
import re
import stat
import threading
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...base.reason import Problem, Reason
from ...base.state_file import OWNER_ONLY, part_of, unwritable, write_whole
from ..car import NotAuthorized

LEAST_SECRET, SECRETS = 8, 8
"""What is shorter is no token but a mistake, and would hide half of each sentence; so many are remembered."""

LATEST_S = 1e11
"""No token lasts until then (unix seconds); whoever wrote that counts in milliseconds."""

VIN = re.compile(r"\b(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{13}([A-HJ-NPR-Z0-9]{4})\b")


class TokenFile:
    """Keeps tokens in a file that only its owner may read, always replaced as a whole.

    Tokens that cannot be written are kept, and handed out, until they can be: those in the file are used up.
    Tokens that somebody else has put into the file meanwhile win over them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: bytes | None = None
        self._unwritten: dict[str, Any] | None = None
        self._lost = False
        self._secrets: deque[str] = deque(maxlen=SECRETS)
        # The app asks for what is left to do while a request is under way.
        self._lock = threading.RLock()

    @property
    def lost(self) -> bool:
        """Says whether tokens that were newer than those in the file were cut off while they were written."""
        return self._lost

    def load(self) -> dict[str, Any]:
        """Returns the tokens.

        Raises NotAuthorized, naming the file and what is wrong with it.
        """
        with self._lock:
            if self._known is None:
                self._take_up_part()
            if self._unwritten is not None and not self.replaced():
                return self._unwritten
            self._known, tokens = self._read()
            self._unwritten = None
            self._remember(tokens)
            return tokens

    def replaced(self) -> bool:
        """Says whether somebody else has put tokens into the file since it was last read or written here."""
        with self._lock:
            if self._known is None:
                return False
            try:
                content, _ = self._read()
            except NotAuthorized:
                return False
            return content != self._known

    def save(self, tokens: Mapping[str, Any]) -> Reason[Problem] | None:
        """Takes up new tokens; returns what prevents that they are written, None if nothing."""
        with self._lock:
            self._unwritten = dict(tokens)
            self._remember(tokens)
            return self.tend()

    def tend(self) -> Reason[Problem] | None:
        """Writes what could not be written before; returns what is wrong with the file, None if nothing.

        A file that somebody else has changed is not overwritten, unless it is empty or gone.
        """
        with self._lock:
            if self._known is None and self._unwritten is None:
                return None
            try:
                content, mode = self._look()
                if content and content != self._known:
                    self._tokens(content, mode)
                    return None
            except NotAuthorized as error:
                return error.reason
            return None if self._unwritten is None else self._write(self._unwritten)

    def hide(self, words: str) -> str:
        """Returns words without any token of this file, and with no more of a VIN than its last four."""
        for secret in list(self._secrets):
            words = words.replace(secret, "…")
        return VIN.sub(r"…\1", words)

    def _write(self, tokens: Mapping[str, Any]) -> Reason[Problem] | None:
        text = json.dumps(tokens)
        try:
            # A link stays one: what it leads to may be all that outlives a container.
            write_whole(self.path.resolve(), text)
        except OSError as error:
            return unwritable(self.path, error, Problem.TOKEN_FILE_UNWRITABLE)
        self._known, self._unwritten, self._lost = text.encode(), None, False
        return None

    def _read(self) -> tuple[bytes, dict[str, Any]]:
        content, mode = self._look()
        if content is None:
            raise NotAuthorized(Problem.TOKEN_FILE_MISSING, file=str(self.path))
        return content, self._tokens(content, mode)

    def _look(self) -> tuple[bytes | None, int]:
        """Returns what is in the file and who may read it; None where there is no file."""
        try:
            return self.path.read_bytes(), stat.S_IMODE(self.path.stat().st_mode)
        except FileNotFoundError:
            return None, OWNER_ONLY
        except OSError as error:
            cause = error.strerror or ""
            raise NotAuthorized(Problem.TOKEN_FILE_UNREADABLE, file=str(self.path), cause=cause) from None

    def _tokens(self, content: bytes, mode: int) -> dict[str, Any]:
        """Returns the tokens that a content holds; raises NotAuthorized where it holds none."""
        file = str(self.path)
        try:
            tokens = json.loads(content)
        except ValueError:
            raise NotAuthorized(Problem.TOKEN_FILE_NO_JSON, file=file) from None
        if mode & ~OWNER_ONLY & 0o777:
            raise NotAuthorized(Problem.TOKEN_FILE_MODE, file=file, mode=f"{mode:04o}")
        if not _usable(tokens):
            raise NotAuthorized(Problem.TOKEN_FILE_EMPTY, file=file)
        expires_at = tokens.pop("expires_at", None)
        words = {key: value.strip() for key, value in tokens.items() if isinstance(value, str)}
        # What is no moment is not known; the server will say when the token is over.
        known = isinstance(expires_at, (int, float)) and 0 <= expires_at <= LATEST_S
        return words | ({"expires_at": expires_at} if known else {})

    def _take_up_part(self) -> None:
        """Takes up what an app has written, but was killed before it could give it its name.

        What was cut off before its end, as by a full disk, is lost: then only a new login helps.
        """
        part = part_of(self.path.resolve())
        try:
            if self.path.exists() and self.path.stat().st_ctime_ns > part.stat().st_ctime_ns:
                return
            tokens = json.loads(part.read_bytes())
            known, _ = self._look()
        except (OSError, NotAuthorized):
            return
        except ValueError:
            self._lost = True
            return
        if _usable(tokens):
            self._known, self._unwritten = known or b"", dict(tokens)
            self._remember(tokens)

    def _remember(self, tokens: Mapping[str, Any]) -> None:
        for key in ("refresh_token", "access_token"):
            secret = str(tokens.get(key) or "")
            if len(secret) >= LEAST_SECRET and secret not in self._secrets:
                self._secrets.append(secret)


def _usable(tokens: object) -> bool:
    """Says whether something are tokens: words without a gap, of which there is one at least."""
    if not isinstance(tokens, dict):
        return False
    found = [tokens.get(key) or "" for key in ("refresh_token", "access_token")]
    return any(found) and all(isinstance(each, str) and _is_word(each.strip()) for each in found)


def _is_word(token: str) -> bool:
    return token.isascii() and token.isprintable() and " " not in token
