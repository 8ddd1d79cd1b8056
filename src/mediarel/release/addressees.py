"""Recognise the addressees of a letter, above its place, date and subject.

Examples: `To: the Minister`, `An den`, `Madame Ann Bo` above her office, `Kepada Yth.`
"""

from __future__ import annotations

from mediarel.release.words import ASIDES

_LONGEST = 120
_LONGEST_OF_BLOCK = 70
_MOST_WORDS = 10
_MOST_WORDS_OF_NAME = 4
_FEW_WORDS = 3


def is_to_whom(line: str) -> bool:
    """Return whether `line` alone identifies an addressee."""
    if len(line) > _LONGEST:
        return False
    return ASIDES.addressee.match(line) is not None or _is_phrase(line)


def _is_phrase(line: str) -> bool:
    """Return whether `line` is only an addressee: `An die Ministerin Ann Bo`."""
    found = ASIDES.addressee_phrase.match(line)
    if found is None or not ASIDES.office.search(line):
        return False
    words = line[found.end() :].replace(",", " ").split()
    return len(words) <= _MOST_WORDS and all(
        not word[0].islower() or word in ASIDES.joins_address for word in words
    )


def begins_address(line: str, below: str) -> bool:
    """Return whether `line` and `below` begin an address.

    A title can begin the same way: `To the Minister of Health: Reopen the wards`.
    """
    return (
        max(len(line), len(below)) <= _LONGEST_OF_BLOCK
        and line[-1:] not in ",.!?:"
        and ASIDES.named_addressee.match(line) is not None
        and (ASIDES.office.search(below) is not None or _is_named_below(line, below))
    )


def _is_named_below(line: str, below: str) -> bool:
    """Return whether `below` is a name: `Juan Bo` below `Señor` or `Herrn Minister`."""
    words = below.split()
    is_titled = len(line.split()) <= _FEW_WORDS
    is_named = 0 < len(words) <= _MOST_WORDS_OF_NAME and below[-1] not in ".:!?,"
    return is_titled and is_named and all(word[0].isupper() for word in words)


def goes_on_address(line: str) -> bool:
    """Return whether `line`, right below an addressee, can continue the address.

    Such a line is short and not a sentence; a comma may end it.
    """
    is_short = 0 < len(line) <= _LONGEST_OF_BLOCK and line[-1] not in ".!?:：៖。។"
    return is_short and not ASIDES.salutation_in_address.match(line)


def is_salutation(line: str) -> bool:
    """Return whether `line` is a salutation: `Dear Minister,`."""
    return len(line) <= _LONGEST_OF_BLOCK and ASIDES.salutation.match(line) is not None


# Compiled when first needed.
_PERSON = (
    r"mr|mrs|ms|mx|dra?|lic|ing|mtr[oa]|prof(?:essor)?|rev|rt|hon|sir|dame|lord|lady|judge|justice|"
    r"president|minister|madame|monsieur|mme|mlle|maître|señora?|senhora?|sra?|srta|"
    r"do[nñ]a?|dott(?:\.ssa)?|onorevole|on|egr(?:egio)?|gent(?:ile|\.ma)|spett(?:\.le|"
    r"abile)|signora?|sig(?:\.ra)?|herrn?|frau|bapak|ibu|ông|bà|exm[oa]|ilm[oa]|excmo|"
    r"excma|ilmo|su excelencia|son excellence|sua excelência|sua eccellenza|"
    r"seine exzellenz|ihre exzellenz"
)
