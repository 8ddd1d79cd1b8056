"""`--missing`: the language that versions of a release are lacking in."""

from __future__ import annotations

import re

from mediarel.errors import MisuseError, shorten
from mediarel.model.fields import LANGUAGE
from mediarel.model.normalised import language_tag
from mediarel.query.tree import Missing


def missing_in(language: str) -> Missing:
    """Return the query for what has no version in `language`, a code (BCP 47).

    Raises MisuseError, which tells the code where it is the name of a language.
    """
    if not re.fullmatch(LANGUAGE.pattern, language.strip()):
        raise MisuseError(
            f"--missing {shorten(language)!r} is not the code of a language (BCP 47)",
            _code_meant(language),
        )
    return Missing(language_tag(language).lower())


def _code_meant(language: str) -> str:
    from mediarel.formats.language_names import language_code  # noqa: PLC0415 - only for an error

    code = language_code(language)
    if code == language:
        return "Give the language that is missing: --missing km."
    return f"Give its code: --missing {code}."
