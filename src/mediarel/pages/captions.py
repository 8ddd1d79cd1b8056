"""What is copied of pictures: "Logo of Harbour Watch", "The flag of …"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page

_SHARE = 1 / 3  # of the entries whose picture is known by its words
_LEAST = 3  # rows of an entry that has one: it, the title and a text
_PICTURE = re.compile(
    r"\W{0,2}(?:(?:the|an?|la|le|l'|el|los|las|il|lo|o|os|as|das|die|der|den|un|une|una"
    r"|um|uma|ein|eine)[\s'])?(?:\w{1,12}\s)?"
    r"(?:logo|logotype|logotipo|flag|photo|photograph|photography|foto|fotografia"
    r"|image|imagem|imagen|immagine|picture|portrait|retrato|portrat|illustration"
    r"|screenshot|poster|banner|icon|map|bild|flagge|drapeau|bandera|bandeira|bandiera"
    r"|gambar|logoen|affiche|cartel|hinh anh|anh)\b"
    r"|.{0,12}(?:标志|標誌|照片|图片|圖片|写真|ロゴ|国旗|រូបភាព|ภาพ|โลโก้)"
)


@lru_cache(maxsize=4096)  # asked for each layout
def is_caption(text: str) -> bool:
    """Tell whether a line says what a picture shows."""
    return _PICTURE.match(folded(text[:80])) is not None


def without_captions(page: Page, groups: list[list[int]]) -> list[list[int]]:
    """Return the rows of entries without the captions that stand above their titles.

    Some of them say that they are one, and each entry has a row there.
    """
    known = sum(bool(rows) and is_caption(page.rows[rows[0]].text) for rows in groups)
    if known < _SHARE * len(groups):
        return groups
    if any(_own(page, rows, len(groups)) < _LEAST for rows in groups):
        return groups
    return [rows[1:] for rows in groups]


def _own(page: Page, rows: Sequence[int], entries: int) -> int:
    """Return how many of the rows of an entry are not a line that all have."""
    return sum(2 * page.texts[page.rows[n].text] < entries for n in rows)
