"""Remove picture captions that were copied with a list: "Logo of Harbour Watch"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page

_SHARE = 1 / 3  # share of entries whose captions contain a caption word
_LEAST = 3  # rows of an entry with a caption: caption, title and text
_PICTURE = re.compile(
    r"\W{0,2}(?:(?:the|an?|la|le|l'|el|los|las|il|lo|o|os|as|das|die|der|den|un|une|una"
    r"|um|uma|ein|eine)[\s'])?(?:\w{1,12}\s)?"
    r"(?:logo|logotype|logotipo|flag|photo|photograph|photography|foto|fotografia"
    r"|image|imagem|imagen|immagine|picture|portrait|retrato|portrat|illustration"
    r"|screenshot|poster|banner|icon|map|bild|flagge|drapeau|bandera|bandeira|bandiera"
    r"|gambar|logoen|affiche|cartel|hinh anh|anh)\b"
    r"|.{0,12}(?:标志|標誌|照片|图片|圖片|写真|ロゴ|国旗|រូបភាព|ภาพ|โลโก้)"
)


@lru_cache(maxsize=4096)  # called for each layout
def is_caption(text: str) -> bool:
    """Return whether a line is a picture caption."""
    return _PICTURE.match(folded(text[:80])) is not None


def without_captions(page: Page, groups: list[list[int]]) -> list[list[int]]:
    """Return the rows of entries without the captions above their titles.

    Every entry must have a row there, and some of those rows must be captions.
    """
    known = sum(bool(rows) and is_caption(page.rows[rows[0]].text) for rows in groups)
    if known < _SHARE * len(groups):
        return groups
    if any(_own(page, rows, len(groups)) < _LEAST for rows in groups):
        return groups
    return [rows[1:] for rows in groups]


def _own(page: Page, rows: Sequence[int], entries: int) -> int:
    """Return how many rows of an entry are not repeated in all entries."""
    return sum(2 * page.texts[page.rows[n].text] < entries for n in rows)
