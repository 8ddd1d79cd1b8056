"""A list page as text: a line above or below the list shifts no title."""

from __future__ import annotations

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text

TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Nets are not to be cut at night",
    "The new harbour board is no board of ours",
    "Drop the charges against Dara Sok",
)
CHINESE = (
    "關於碼頭工人被捕的回應",
    "撤回新港口條例修訂",
    "夜班船員六年沒有加薪",
    "三成漁民曾遇海上意外",
    "致港口局局長的公開信",
)
DATES = ("21 March", "3 March", "14 February", "9 February", "30 January")
TEXTS = (
    "The board has put the hearing off again.",
    "Nobody of the harbour desk was there.",
    "They took the ledgers along and left no receipt.",
    "The widows ask for an inquiry of their own.",
    "Fares went up three times.",
)
CHINESE_TEXTS = (
    "港口局第二次押後會議。",
    "碼頭辦事處無人出席。",
    "他們帶走帳簿，沒有留下收據。",
    "家屬要求獨立調查。",
    "車費三度上調。",
)
FEET = (
    "Sittings of the harbour desk and how to reach us",
    "A notice of the old office in Pier Street",
    "碼頭辦事處的會議時間",
)


def _titles(text: str) -> list[object]:
    return [entry_fields(each)["title"] for each in read_text(text, "page.txt").entries]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("below", ["{date}", "{date} | Views: 5", "by Dara | {date}"])
@pytest.mark.parametrize(
    ("titles", "texts"), [(TITLES, TEXTS), (CHINESE, CHINESE_TEXTS)]
)
def test_a_line_of_the_foot_is_no_title(
    titles: tuple[str, ...], texts: tuple[str, ...], below: str, foot: str
) -> None:
    """Right below the last text of a list a line may stand that looks like a title."""
    entries = "".join(
        f"{title}\n{below.format(date=f'{date} 2019')}\n{text}\n"
        for title, date, text in zip(titles, DATES, texts, strict=True)
    )
    assert _titles(f"Home\nAbout us\n{entries}{foot}\n") == list(titles)


@pytest.mark.parametrize("kind", ["Statement", "Harbour", "News"])
def test_a_line_above_the_list_is_no_title(kind: str) -> None:
    """Where a category is between date and title, a line may stand above the first."""
    entries = "".join(
        f"{date} 2019\n{kind}\n{title}\n{text}\n"
        for title, date, text in zip(TITLES, DATES, TEXTS, strict=True)
    )
    page = f"Home\nAbout us\nAll that we said in the spring\n{entries}"
    assert _titles(page) == list(TITLES)


@pytest.mark.parametrize("heading", ["News and statements", "Our word", "Communiqués"])
def test_a_diary_above_the_list_is_none_of_it(heading: str) -> None:
    """Days to come stand above, without texts, and a heading between."""
    entries = "".join(
        f"{date} 2019\n{title}\n{text}\n"
        for title, date, text in zip(TITLES, DATES, TEXTS, strict=True)
    )
    days = "28 March 2019\nOpen evening, room 3\n\n30 March 2019\nTree planting\n\n"
    page = f"Home\nSearch:\nThe week\n{days}{heading}\n{entries}"
    more = "".join(
        f"{date} 2018\n{title} again\n{text}\n"
        for title, date, text in zip(TITLES, DATES, TEXTS, strict=True)
    )
    assert _titles(page + more) == [*TITLES, *(f"{title} again" for title in TITLES)]
    assert "2 dates are of no entry" in read_text(page + more, "page.txt").notes[0]
