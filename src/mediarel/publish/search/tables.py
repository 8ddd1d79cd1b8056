"""What the script has to know of queries: their fields, and the names in dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.dates import khmer
from mediarel.dates.edtf import MONTHS, WEEKDAYS
from mediarel.dates.typed import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from mediarel.model.fields import FLAG_WORDS, flag_word
from mediarel.model.kinds import LANGUAGE
from mediarel.query.parser import ELSEWHERE, FROM, OWN, TERMS, UP_TO

if TYPE_CHECKING:
    from mediarel.model.fields import Field

# The terms of the query's own that the script reads.
_READ = ("date", "year", "id")
# Those that only who keeps an archive asks for.
_ABSENT = ("missing", "embargo", "withheld")


def language() -> dict[str, object]:
    """Return the language of queries, as plain values."""
    return {
        "fields": {
            word: _field(field) for word, field in TERMS.items() if word not in _ABSENT
        },
        "own": {name: OWN[name] for name in _READ},
        "absent": _ABSENT,
        "elsewhere": {
            name: said for name, said in ELSEWHERE.items() if name not in _ABSENT
        },
        "limits": {"from": FROM, "to": UP_TO},
        "flags": {word: flag_word(is_so) for word, is_so in FLAG_WORDS.items()},
        "months": ENGLISH_MONTHS,
        "month_names": [name.lower() for name in MONTHS],
        "weekdays": ENGLISH_WEEKDAYS,
        "weekday_names": WEEKDAYS,
        "khmer_months": _small(khmer.MONTHS),
        "khmer_weekdays": _small(khmer.WEEKDAYS),
    }


def _field(field: Field) -> dict[str, str]:
    if field.term == "words":
        is_ = "words"
    elif field.kind.is_flag:
        is_ = "flag"
    else:
        is_ = "language" if field.kind is LANGUAGE else "value"
    return {"name": field.name, "is": is_, "example": field.example}


def _small(names: dict[str, str]) -> dict[str, str]:
    return {khmer_name: english.lower() for khmer_name, english in names.items()}
