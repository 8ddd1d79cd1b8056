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

_BEGIN = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_SCHEMA = re.compile("[a-z_][a-z0-9_]{0,62}")
_USUAL = "mediarel"
# `user:password@` before the hosts, and `password=` behind them.
_PASSWORD = re.compile(r"(?<=//)([^/?#@:]*):[^/?#]*@|([?&])(ssl)?password=[^&#]*")

_SECRET = re.compile("(?:ssl)?password=")


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
        hosts, _, asked = self.url.partition("?")
        kept = [each for each in asked.split("&") if not _SECRET.match(each)]
        return without_password(hosts) + ("?" + "&".join(kept) if any(kept) else "")

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"


def is_address(text: str) -> bool:
    """Tell whether `text` is meant to say where an archive on a server is."""
    return _BEGIN.match(text) is not None


def read_address(text: str) -> Address:
    """Return the address that `text` is.

    Raises AddressError.
    """
    url, has_schema, schema = text.partition("#")
    if "\0" in text or re.search(r"\s", text):
        raise AddressError(without_password(text), "it has a blank in it")
    schema = unquote(schema) if has_schema else _USUAL
    if not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
        what = "behind # stands a schema of small letters, figures and _"
        raise AddressError(without_password(text), what)
    return Address(_BEGIN.sub("postgresql://", url, count=1), schema)


def without_password(text: str) -> str:
    """Return `text`, where it is an address, without the password in it."""
    if not is_address(text):
        return text

    def kept(found: re.Match[str]) -> str:
        if found[2] is None:
            return f"{found[1]}@" if found[1] else ""
        return f"{found[2]}{found[3] or ''}password=***"

    return _PASSWORD.sub(kept, text)
