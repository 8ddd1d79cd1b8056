"""Map the names of languages to codes (BCP 47), and codes to names.

The names are in `languages.toml`.
"""

import tomllib
from functools import cache
from importlib.resources import files

from mediarel.formats.column_keys import key_of


@cache
def _table(name: str) -> dict[str, str]:
    listed = files("mediarel.formats") / "languages.toml"
    table: dict[str, str] = tomllib.loads(listed.read_text(encoding="utf-8"))[name]
    return table


@cache
def _codes() -> dict[str, str]:
    names = _table("names").items()
    return {key_of(name): code for code, all_ in names for name in all_.split(", ")}


def language_code(name: str) -> str:
    """Return the code of a language, such as "km" for "Khmer".

    Return other text unchanged.
    """
    return _codes().get(key_of(name), name)


def language_name(code: str) -> str:
    """Return the English name of a language code (BCP 47).

    Return an unknown code unchanged.
    """
    return _table("names").get(code.partition("-")[0].lower(), code).split(", ")[0]


def latex_name(code: str) -> str | None:
    """Return the name that LaTeX uses for a language (BCP 47), or None if unknown."""
    return _table("latex").get(code)
