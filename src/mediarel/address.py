"""Where an archive on a server is: a URL as PostgreSQL has it, and a schema.

    postgresql://sok@archive.example/mediarel
    postgresql://one.example,two.example/mediarel?target_session_attrs=read-write
    postgresql:///?service=archive#appeals

What stands behind `#` names the schema, in which all of one archive is; without that
it is `mediarel`. All else is libpq's: "Connection URIs" in the manual of PostgreSQL
says what it may be.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from mediarel.errors import MisuseError, shorten

_BEGIN = re.compile(
    r"postgres(?:ql)?(?:\+\w+)?:/{1,2}|[^:/]*://", re.IGNORECASE | re.DOTALL
)
_SCHEME = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_SCHEMA = re.compile("[a-z_][a-z0-9_]{0,62}")
_USUAL = "mediarel"
_HOST = r"(?:\[[^]/?#@]*]|[^/?#@:,]*)(?::[0-9]*)?"
# What stands behind `//` where nothing in it is in doubt: libpq, too, takes what is
# before an @ and before the first / for a user and a password.
_PLAIN = re.compile(
    r"(?P<login>(?:[^/?#@:]*(?::[^/?#@]*)?@)?)"
    rf"{_HOST}(?:,{_HOST})*"
    r"(?:/[^/?#@]*(?:[?#].*)?|[?#][^@]*)?",
    re.DOTALL,
)


class AddressError(MisuseError):
    """What should say where an archive on a server is does not."""

    def __init__(self, shown: str, what: str) -> None:
        super().__init__(
            f"{shorten(shown)!r}: {what}",
            "Write it as postgresql://HOST/DATABASE, with #SCHEMA behind it where the"
            " database has several archives.",
        )


class Address(NamedTuple):
    """The URL of a database, for libpq, and the schema of the archive in it."""

    url: str
    schema: str = _USUAL

    def __str__(self) -> str:
        """Return it as it may be shown, and typed: without a password."""
        named = "" if self.schema == _USUAL else f"#{self.schema}"
        return f"{self.for_programs}{named}"

    @property
    def for_programs(self) -> str:
        """The URL for the server's own programs: with neither schema nor password."""
        return without_password(self.url)

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"


def is_address(text: str) -> bool:
    """Return whether `text` is a URL, and so is not the path of a file.

    `read_address` refuses all schemes but that of PostgreSQL.
    """
    return _BEGIN.match(text) is not None


def read_address(text: str) -> Address:
    """Return the address that `text` is.

    Raises AddressError.
    """
    shown = without_password(text)
    scheme = _SCHEME.match(text)
    if "\0" in text or re.search(r"\s", text):
        raise AddressError(shown, "an address has no spaces")
    if scheme is None:
        raise AddressError(shown, "an address begins with postgresql://")
    behind = text[scheme.end() :]
    if "@" in behind and not _PLAIN.fullmatch(behind):
        what = (
            "it does not show where user and password end: in these, @ / ? and #"
            " are written %40 %2F %3F and %23"
        )
        raise AddressError(shown, what)
    url, has_schema, schema = behind.partition("#")
    schema = unquote(schema) if has_schema else _USUAL
    if not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
        what = "behind # stands a schema of small letters, figures and _"
        raise AddressError(shown, what)
    return Address(f"postgresql://{url}", schema)


def refuse_url(path: str) -> None:
    """Raise MisuseError if the `path` of a file or folder is a URL."""
    if is_address(path):
        raise MisuseError(
            f"{shorten(without_password(path))!r} is a URL, not a file or folder",
            "Enter the path of a file or folder on this computer.",
        )


def without_password(text: str) -> str:
    """Return `text`, where it is an address, without the password in it.

    It need not be one that `read_address` takes: then all is left out that might be
    part of a password.
    """
    begin = _BEGIN.match(text)
    if begin is None:
        return text
    behind = text[begin.end() :]
    found = _PLAIN.fullmatch(behind)
    login = found["login"] if found else behind[: behind.rfind("@") + 1]
    user = login.rstrip("@").partition(":")[0]
    rest, _, schema = behind[len(login) :].partition("#")
    hosts, _, asked = rest.partition("?")
    every = asked.split("&")
    kept = [each for each in every if "password" not in unquote(each).lower()]
    # Where # stands in a password as it is, the rest of that is in the schema's place.
    is_shown = schema and (kept == every or _SCHEMA.fullmatch(schema))
    return "".join(
        (
            begin[0],
            f"{user}@" if user else "",
            hosts,
            "?" + "&".join(kept) if any(kept) else "",
            f"#{schema}" if is_shown else "",
        )
    )
