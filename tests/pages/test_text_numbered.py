"""A list page as text: the number of a release stands above its title, or beside it."""

from __future__ import annotations

import itertools

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text
from samples import sample

TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Nets are not to be cut at night",
    "The new harbour board is no board of ours",
    "Drop the charges against Dara Sok",
)
LONG = "It asked the council to say by when, and on what terms, this is to be done."
HEADS = {
    "Comunicato stampa n. {n} del {d} marzo 2019": "Comunicato stampa",
    "Press Release No. {n} of {d} March 2019": "Press Release",
    "Press Release No. {n} dated {d} March 2019": "Press Release",
    "Pressemitteilung Nr. {n}/2019 vom {d}. März 2019": "Pressemitteilung",
    "Communiqué n° {n} du {d} mars 2019": "Communiqué",
    "Nota de prensa Nº {n} - {d} de marzo de 2019": "Nota de prensa",
    "Siaran Pers Nomor {n}/2019 tanggal {d} Maret 2019": "Siaran Pers",
    "Thông cáo báo chí số {n} ngày {d}/3/2019": "Thông cáo báo chí",
    "แถลงการณ์ ฉบับที่ {n} วันที่ {d} มีนาคม 2562": "แถลงการณ์",
    "新聞稿第{n}號（2019年3月{d}日）": "新聞稿",
    "Circular No. {n} ({d} March 2019)": "Circular",
    "Statement {n}, {d} March 2019": "Statement",
    "{d} March 2019 - Press Release No. {n}": "Press Release",
    "Prot. n. {n}/2019 del {d} marzo 2019": None,
    "Ref. {n}/2019, {d} March 2019": None,
}
CASES = tuple(itertools.product(HEADS, ("{t}\n", "{t}\n{x}\n", "{t}\n{x}\n\n")))


def _page(entry: str) -> list[dict[str, object]]:
    page = "Home\nAbout us\nNews\n\n" + "".join(
        entry.format(n=48 - n, d=27 - n, t=title, x=f"{LONG} Day {n}.")
        for n, title in enumerate(TITLES)
    )
    return [entry_fields(each) for each in read_text(page, "page.txt").entries]


@pytest.mark.parametrize(("head", "below"), sample(CASES))
def test_the_number_of_a_release_is_no_title(head: str, below: str) -> None:
    """What stands before the date is the kind with its number, not the title."""
    found = _page(f"{head}\n{below}")
    assert [each["title"] for each in found] == list(TITLES)
    assert {each.get("type") for each in found} == {HEADS[head]}
    assert not any("program" in each for each in found)


@pytest.mark.parametrize("label", ["No.:\t{n}/2019", "Ref. No.: HW/{n}/19", "№ {n}"])
def test_labels_above_the_title(label: str) -> None:
    """A number above the date is of the entry below it, and `Subject:` is a label."""
    found = _page(
        f"{label}\nDate:\t{{d}}.03.2019\nIssued by:\tOffice of the Warden\n"
        "Subject:\t{t}\n{x}\n\n"
    )
    assert [each["title"] for each in found] == list(TITLES)
    assert {each["program"] for each in found} == {"Office of the Warden"}
    assert all(str(each["text"]).startswith(LONG) for each in found)
    assert not any("\n" in str(each["text"]) for each in found)
