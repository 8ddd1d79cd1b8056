"""Parse the address of an archive on a server: a PostgreSQL URL and a schema.

    postgresql://sok@archive.example/mediarel
    postgresql://one.example,two.example/mediarel?target_session_attrs=read-write
    postgresql:///?service=archive#appeals

The part after `#` is the name of the schema that contains the archive (default:
`mediarel`). The part before `#` is passed to libpq: see "Connection URIs" in the manual
of PostgreSQL.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

from mediarel import errors

_BEGIN = re.compile(
    r"postgres(?:ql)?(?:\+\w+)?:/{1,2}|[^:/]*://", re.IGNORECASE | re.DOTALL
)
_SCHEME = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_SCHEMA = re.compile("[a-z_][a-z0-9_]{0,62}")
_USUAL = "mediarel"
_HOST = r"(?:\[[^]/?#@]*]|[^/?#@:,]*)(?::[0-9]*)?"
# Matches the text after `//` if it is clear where the password ends. As in libpq, the
# password ends at the @, which must come before the first /.
_PLAIN = re.compile(
    r"(?P<login>(?:[^/?#@:]*(?::[^/?#@]*)?@)?)"
    rf"{_HOST}(?:,{_HOST})*"
    r"(?:/[^/?#@]*(?:[?#].*)?|[?#][^@]*)?",
    re.DOTALL,
)


class AddressError(errors.MisuseError):
    """The address of an archive on a server is not valid."""

    def __init__(self, shown: str, what: str) -> None:
        super().__init__(
            f"{errors.shorten(shown)!r}: {what}",
            "Write postgresql://HOST/DATABASE, and add #SCHEMA if the database has"
            " several archives.",
        )


class Address(NamedTuple):
    """The URL of a database, and the name of the schema that contains the archive."""

    url: str
    schema: str = _USUAL

    def __str__(self) -> str:
        """Return the address for display, without the password."""
        named = "" if self.schema == _USUAL else f"#{self.schema}"
        return f"{without_password(self.url)}{named}"

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"


def is_address(text: str) -> bool:
    """Return True if `text` is a URL, False if it is the path of a file.

    Returns True for a URL of any kind, but `read_address` accepts only PostgreSQL URLs.
    """
    return _BEGIN.match(text) is not None


def read_address(text: str) -> Address:
    """Parse the address in `text`.

    Raises AddressError.
    """
    shown = without_password(text)
    scheme = _SCHEME.match(text)
    if "\0" in text or re.search(r"\s", text):
        raise AddressError(shown, "a URL can't have spaces")
    if scheme is None:
        raise AddressError(shown, "the URL must begin with postgresql://")
    behind = text[scheme.end() :]
    if "@" in behind and not _PLAIN.fullmatch(behind):
        what = (
            "it is unclear where the password ends; in the user name and the password,"
            " write @ / ? # as %40 %2F %3F %23"
        )
        raise AddressError(shown, what)
    url, has_schema, schema = behind.partition("#")
    schema = unquote(schema) if has_schema else _USUAL
    if not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
        what = "the schema after # can contain only lower-case letters, digits and _"
        raise AddressError(shown, what)
    return Address(f"postgresql://{url}", schema)


def refuse_url(path: str) -> None:
    """Raise MisuseError if `path` is a URL instead of a path."""
    if is_address(path):
        raise errors.MisuseError(
            f"{errors.shorten(without_password(path))!r} is a URL, not a file or"
            " folder",
            "Enter the path of a file or folder on this computer.",
        )


def without_password(text: str) -> str:
    """Return the URL `text` without its password. Return any other text unchanged.

    If the URL is not valid, everything that may be part of a password is removed.
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
    # If a password contains an unescaped #, the text after the # looks like a schema.
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
