"""The language in a file's own data, often that of the program that wrote it."""

from __future__ import annotations

import re

from mediarel.text.languages import UNDETERMINED, language_of

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def own_language(said: str | None, text: str) -> str | None:
    """Return the language (BCP 47) that a file which holds `text` says it is in.

    None where the letters and words of the text are those of another.
    """
    if said is None or not _TAG.fullmatch(said):
        return None
    seen = language_of(text)
    is_likely = seen in {UNDETERMINED, said.split("-")[0].lower()}
    return said if is_likely else None
