"""Which way a language is written."""

from __future__ import annotations

# Those that are usually written from right to left, and the scripts that are.
_LANGUAGES = frozenset(
    (
        *("ar", "arc", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "ps"),
        *("rhg", "sd", "syr", "ug", "ur", "yi"),
    )
)
_SCRIPTS = frozenset(
    ("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa")
)
_LETTERS_OF_SCRIPT = 4


def direction(language: str) -> str:
    """Return `rtl` for a language (BCP 47) from right to left, else `ltr`."""
    first, *others = language.lower().split("-")
    scripts = [each for each in others if len(each) == _LETTERS_OF_SCRIPT]
    if scripts:
        return "rtl" if scripts[0] in _SCRIPTS else "ltr"
    return "rtl" if first in _LANGUAGES else "ltr"
