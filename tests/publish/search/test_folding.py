"""Test that the search script folds letters like `fold`."""

import os
import sys
from pathlib import Path
from random import Random

from mediarel.text.folding import fold
from page_search import ask, write_page

ALL = bool(os.environ.get("MEDIAREL_TEST_ALL"))
_SURROGATES = range(0xD800, 0xE000)
# Characters that affect their neighbours: marks, Khmer signs, superscripts, jamos.
_ODD = (
    "aZ m1 -'’.é\u0301\u0323\u0345ßİıﬁＡΣςͅ၁០²³¹₂①②½\u00ad\u200b\ufeff\uffff\ufdd0\ufdd1"
    "កខតដសមអ\u17d2\u178a\u17d2\u179a\u17b6\u17c1\u17b8\u17c6\u17c9\u17ca\u17a3\u17a4"
    "กท\u0e33\u0e49中漢가각\u1100\u1161\u11a8ꭰᏣ\u3099か\U0001d400\U000110ba\u0f71\u0f72"
    "\u05b8\u0591\u064b\u0654\u093c\u09be\U00016d40\ua7dc\u1c89 к м គ k "
)


def texts() -> list[str]:
    random = Random(1)  # noqa: S311 - no secret
    marks = "".join(random.choices("\u0591\u05b8\u064b\u3099\u17c6\u1dce\u0323", k=100))
    last = sys.maxunicode if ALL else 0xFFFF
    every = [f"a{chr(code)}b" for code in range(last + 1) if code not in _SURROGATES]
    return [
        *(" ".join(every[at : at + 4096]) for at in range(0, len(every), 4096)),
        *(
            "".join(random.choices(_ODD, k=random.randint(1, 30)))
            for _ in range(5000 if ALL else 1000)
        ),
        *(
            f"{letter}{marks[:end]}{letter}"
            for letter in "aកא"
            for end in (30, 31, 61, 100)
        ),
    ]


def test_the_script_folds_letters_like_the_command(tmp_path: Path) -> None:
    """The texts contain each character of Unicode, and random combinations."""
    write_page(tmp_path, [])
    given = texts()
    (folded,) = ask(tmp_path, [{"what": "folded", "texts": given}])

    differing = {
        text: (ours, theirs)
        for text, theirs in zip(given, folded, strict=True)
        if (ours := fold(text)) != theirs
    }
    assert list(differing.items())[:3] == []
