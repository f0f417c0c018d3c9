"""Takes in a token that a person hands over in a file, for want of a shell for the login; wipes the file."""

from __future__ import annotations

import base64
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ...base.reason import Problem, Reason, Value
from ...base.spans import lasts
from ...base.state_file import tighten, unwritable
from ...settings.car import Car as CarSettings
from ..car import VehicleError
from .account import AccountCar, cars_of
from .token_file import LEAST_SECRET, TokenFile

ENDINGS = (".token", ".token.txt")
"""What the file's name ends in; some editors add the second part by themselves."""

LASTING_HOSTS = frozenset({"api.teslemetry.com", "api.tessie.com", "api.myteslamate.com"})
"""Services whose token is sent as it is; any other is a refresh token."""

MOST_BYTES = 16_384
"""A larger file holds no token."""

SETTLES_S = 5.0
"""A file that was changed within so many seconds may still be being written."""

RETRY_S = 900.0
"""After so many seconds a check is tried again that has failed for another reason than the token."""

NOT_ACCEPTED = frozenset(
    {
        Problem.LOGIN_REFUSED,
        Problem.TOKEN_REFUSED,
        Problem.TOKENS_EXPIRED,
        Problem.REFRESH_TOKEN_REFUSED,
        Problem.OWNER_API_CLOSED,
    }
)
"""What speaks against the token itself."""

NOT_FOLLOWED = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class News(NamedTuple):
    """Is what there is to tell; of what is `good` a person is told once."""

    said: Reason[Problem]
    good: bool = False


class HandedToken:
    """Looks for the file, named after the entry, in a folder; the token goes into the car's own file.

    It is moved beside that before it is checked, so that it is in one place at any time, for nobody else's
    eyes; and it takes the place of what is there when it works.
    """

    def __init__(self, folder: Path, name: str, settings: CarSettings) -> None:
        self._files = [folder / f"{name}{ending}" for ending in ENDINGS]
        self._settings = settings
        self._lasting = urlsplit(settings.api_url).hostname in LASTING_HOSTS
        by_token = "tesla" in settings.ways.values() and settings.token_file is not None
        self._target = Path(str(settings.token_file)) if by_token else None
        self._draft = None if self._target is None else _draft(self._target)
        self._name = self._files[0].name
        self._looked_at: dict[Path, object] = {}
        self._asked_s = -RETRY_S
        self._open, self._stays_for = False, ""
        self._news: News | None = None

    def look(self, now_s: float) -> News | None:
        """Takes in what is there at `now_s` (unix seconds); returns what there is to tell.

        Good news are told once, anything else until something other comes.
        """
        for file in self._files:
            with suppress(OSError):
                seen = os.lstat(file)
                here = seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns
                if here != self._looked_at.get(file) and abs(now_s - seen.st_mtime) >= SETTLES_S:
                    self._looked_at[file] = here
                    self._take(file, seen)
        draft = self._draft
        if draft is not None and draft.path.exists() and not lasts(now_s, self._asked_s, RETRY_S):
            self._asked_s = now_s
            self._check(draft)
        news = self._news
        if news is not None and news.good:
            self._news = None
        return news

    def _tell(self, problem: Reason[Problem], good: bool = False) -> None:
        """Keeps what there is to tell, with what else is to be known of the file."""
        if self._open:
            problem = Reason(Problem.HANDED_SEEN, {"said": problem})
        if self._stays_for:
            left = Reason(Problem.HANDED_LEFT, {"name": self._name, "cause": self._stays_for})
            problem = Reason(Problem.BOTH, {"first": problem, "second": left})
        self._news = News(problem, good and not self._stays_for)

    def _say(self, why: Problem, **values: Value) -> None:
        self._tell(Reason(why, values))

    def _take(self, file: Path, seen: os.stat_result) -> None:
        """Moves the token of a file into the draft, and wipes the file."""
        self._name, self._open, self._stays_for = file.name, False, ""
        if not stat.S_ISREG(seen.st_mode) or seen.st_nlink > 1:
            self._say(Problem.HANDED_NO_FILE, name=self._name)
            return
        tighten(file)
        if self._target is None:
            self._say(Problem.HANDED_UNUSED, name=self._name)
            return
        try:
            content = _content(file)
        except OSError as error:
            self._say(Problem.HANDED_UNREADABLE, name=self._name, cause=error.strerror or "")
            return
        if not content.strip():
            return  # somebody is about to write it
        tokens = _tokens(content, self._lasting)
        unwritten = None if isinstance(tokens, Problem) else self._kept(tokens, self._target)
        if unwritten is not None:
            # It waits where it is, and is looked at again, until there is room for it.
            del self._looked_at[file]
            self._tell(Reason(Problem.FILE_UNWRITABLE, unwritten.values))
            return
        self._open = bool(seen.st_mode & (stat.S_IRWXG | stat.S_IRWXO))
        self._stays_for, self._news = _wiped(file), None
        if isinstance(tokens, Problem):
            self._say(tokens, name=self._name)

    def _kept(self, tokens: dict[str, Any], target: Path) -> Reason[Problem] | None:
        """Puts tokens into a new draft, to be checked at once; returns what prevents that, else None."""
        self._draft, self._asked_s = _draft(target), -RETRY_S
        return self._draft.save(tokens)

    def _check(self, draft: TokenFile) -> None:
        """Asks the service for its cars, which is free and wakes none, and keeps a token that works."""
        assert self._target is not None  # a draft lies beside it
        settings = self._settings.model_copy(update={"token_file": str(draft.path)})
        cars: list[AccountCar] = []
        problem = Reason(Problem.NO_CAR_SHOWN)
        brought = None
        try:
            brought = draft.load()
            cars = cars_of(settings, draft)
        except VehicleError as error:
            problem = error.reason
            if brought is None or _tokens_of(draft) == brought:
                self._not_now(problem, draft)
                return
        # What was exchanged is void, so the new tokens are kept whatever came after.
        unwritten = draft.tend() or _moved(draft.path, self._target)
        if unwritten is not None:
            self._say(Problem.HANDED_WAITS, name=self._name, problem=unwritten)
        elif not cars:
            self._say(Problem.HANDED_WAITS, name=self._name, problem=problem)
        else:
            values: dict[str, Value] = {"name": self._name, "cars": ", ".join(map(str, cars))}
            self._tell(Reason(Problem.HANDED_TAKEN, values), good=True)

    def _not_now(self, problem: Reason[Problem], draft: TokenFile) -> None:
        """Wipes a token that the service does not accept; any other is tried again."""
        if problem.why not in NOT_ACCEPTED:
            self._say(Problem.HANDED_WAITS, name=self._name, problem=problem)
            return
        _wiped(draft.path)
        self._say(Problem.HANDED_REFUSED, name=self._name, problem=problem)


def waiting(folder: Path, name: str) -> None:
    """Takes a file that was handed over, and cannot be used yet, away from the eyes of others."""
    for ending in ENDINGS:
        file = folder / f"{name}{ending}"
        if not file.is_symlink():
            tighten(file)


def _draft(target: Path) -> TokenFile:
    return TokenFile(target.with_name(f"{target.name}.handed"))


def _tokens_of(draft: TokenFile) -> dict[str, Any] | None:
    try:
        return draft.load()
    except VehicleError:
        return None


def _content(file: Path) -> bytes:
    """Returns what is in a file, no more than its begin. Raises OSError."""
    descriptor = os.open(file, os.O_RDONLY | NOT_FOLLOWED)
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _wiped(file: Path) -> str:
    """Overwrites a file and deletes it; returns why it stays, nothing where it does not."""
    with suppress(OSError):
        descriptor = os.open(file, os.O_WRONLY | NOT_FOLLOWED)
        with os.fdopen(descriptor, "wb") as stream:
            size = min(os.fstat(descriptor).st_size, MOST_BYTES)
            stream.write(b"\0" * size)
            stream.flush()
            os.fsync(descriptor)
            stream.truncate(0)
    try:
        file.unlink()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _moved(draft: Path, target: Path) -> Reason[Problem] | None:
    """Puts the draft into the place of the car's own file; a link there stays one."""
    try:
        draft.replace(target.resolve())
    except OSError as error:
        return unwritable(target, error)
    return None


def _tokens(content: bytes, lasting: bool) -> dict[str, Any] | Problem:
    """Returns the tokens that a file holds, or what is wrong with it."""
    text = _text(content)
    if text is None:
        return Problem.HANDED_NO_TOKEN
    key = "access_token" if lasting else "refresh_token"
    word = _of_json(text, key) or text.strip(" \t\r\n\"'`").removeprefix("Bearer ").strip()
    fits = word.isascii() and word.isprintable() and not any(each in word for each in " {}[]\"'")
    if not fits or len(word) < LEAST_SECRET:
        return Problem.HANDED_NO_TOKEN
    return Problem.HANDED_ACCESS if not lasting and _is_access(word) else {key: word}


def _text(content: bytes) -> str | None:
    """Returns a text in the encodings that editors write; None where it is none, or too long."""
    if len(content) > MOST_BYTES:
        return None
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def _of_json(text: str, key: str) -> str | None:
    """Returns the token of that name where a whole answer of a service was pasted."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = said.get(key) if isinstance(said, dict) else None
    return found.strip() if isinstance(found, str) else None


def _is_access(word: str) -> bool:
    """Says whether a token is for the API itself, as far as it can be read: then it is no refresh token."""
    try:
        body = word.split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        meant_for = said["aud"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
    return any("owner-api" in str(each) or "fleet-api" in str(each) for each in _many(meant_for))


def _many(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]
