"""A text that is one release: it is read as release, and no line of it is lost.

Its title, its date, its names, in any language
What a browser copies around it
Days that it tells of
Lists stay lists
What is refused
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats.drafts import Filling, taken
from mediarel.formats.entries import ReadOptions
from mediarel.formats.listing import PAGE
from mediarel.pages.text import read_text

if TYPE_CHECKING:
    from mediarel.model.statement import Draft


class Words(NamedTuple):
    """A release, in the words of a language."""

    title: str
    date: str
    text: tuple[str, ...]
    heading: str
    contact: str


EN = Words(
    "Give back the nets of Kampot harbour",
    "3 March 2019",
    (
        (
            "The wardens of the harbour took the nets of sixty families on "
            "Monday, and no court had asked them to. We call on the council to "
            "give them back at once."
        ),
        (
            "Since the flood of 2011 these families have fished from the old "
            "pier, as their parents did, and they have paid what was asked of "
            "them each year."
        ),
        "We ask the council to meet with those who live on the quay before June.",
    ),
    "Signed by:",
    "Contact: Dara Sok, Harbour Watch, +855 12 345 678",
)
WORDS = (
    EN,
    Words(
        "Rendez les filets du port de Kampot",
        "3 mars 2019",
        (
            (
                "Les gardiens du port ont pris lundi les filets de soixante "
                "familles, et aucun tribunal ne le leur avait demandé. Nous "
                "demandons qu'ils soient rendus."
            ),
            (
                "Depuis la crue de 2011, ces familles pêchent depuis la "
                "vieille jetée, comme leurs parents avant elles, et ont payé "
                "ce qui leur était demandé."
            ),
        ),
        "Les signataires :",
        "Contact presse : Dara Sok, 012 345 678",
    ),
    Words(
        "Gebt die Netze des Hafens zurück",
        "3. März 2019",
        (
            (
                "Die Wächter des Hafens haben am Montag die Netze von sechzig "
                "Familien genommen, und kein Gericht hatte das verlangt. Wir "
                "fordern sie zurück."
            ),
            (
                "Seit der Flut von 2011 fischen diese Familien von der alten "
                "Mole aus, wie schon ihre Eltern, und sie haben bezahlt, was "
                "von ihnen verlangt wurde."
            ),
        ),
        "Unterzeichnende:",
        "V.i.S.d.P.: Dara Sok, Kaiweg 4, Kampot",
    ),
    Words(
        "Devuelvan las redes del puerto",
        "3 de marzo de 2019",
        (
            (
                "Los guardas del puerto se llevaron el lunes las redes de "
                "sesenta familias, y ningún tribunal se lo había pedido. "
                "Pedimos que las devuelvan."
            ),
            (
                "Desde la riada de 2011 estas familias pescan desde el viejo "
                "muelle, como hicieron sus padres, y han pagado cada año lo "
                "que se les pedía."
            ),
        ),
        "Firmantes:",
        "Contacto: Dara Sok, 012 345 678",
    ),
    Words(
        "要求歸還港口漁網的聯合聲明",
        "2019年3月3日",
        (
            (
                "港口守衛於星期一取走了六十戶漁民的漁網,而沒有任何法院下令這樣做。我們要求議會立即歸還這些漁網。"
            ),
            (
                "自二〇一一年水災以來,這些家庭一直在舊碼頭捕魚,如同他們的父母一樣,並且每年都繳付了所要求的費用。"
            ),
        ),
        "聯署團體:",
        "聯絡:港口觀察 012 345 678",
    ),
    Words(
        "សេចក្តីថ្លែងការណ៍រួម ស្តីពីសំណាញ់នេសាទ",
        "ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩",
        (
            (
                "យើងខ្ញុំ ជាអង្គការសង្គមស៊ីវិល "
                "សូមសំណូមពរឱ្យក្រុមប្រឹក្សាកំពង់ផែប្រគល់សំណាញ់ជូនគ្រួសារទាំងហុកសិបវិញជាបន្ទាន់ "
                "ព្រោះគ្មានតុលាការណាបញ្ជាឱ្យដកហូតឡើយ។"
            ),
            (
                "តាំងពីទឹកជំនន់មក គ្រួសារទាំងនេះបាននេសាទពីផែចាស់ "
                "ដូចឪពុកម្តាយរបស់ពួកគេ ហើយបានបង់អ្វីដែលគេទាមទាររៀងរាល់ឆ្នាំ។"
            ),
        ),
        "ហត្ថលេខី៖",
        "ទំនាក់ទំនង៖ លោក តារា ០១២ ៣៤៥ ៦៧៨",
    ),
)
NAMES = [
    f"{what} of {where}"
    for what in ("Harbour Watch", "Friends", "Fishers Union", "River Circle")
    for where in ("Kampot", "Kep", "Takeo", "Pursat", "Koh Kong", "Battambang")
]
HEAD = "{title}\n\n{date}\n\n{text}\n\n{heading}\n\n{names}\n\n{contact}\n"
FORMS = (
    HEAD,
    "{date}\n\n{title}\n\n{text}\n\n{heading}\n\n{names}\n\n{contact}\n",
    "{title}\n\nKampot, {date} – {text}\n\n{heading}\n\n{names}\n\n{contact}\n",
    "{title}\n\n{text}\n\nKampot, {date}\n\n{heading}\n\n{names}\n\n{contact}\n",
    "{title}\n\n{text}\n\n{heading}\n\n{names}\n\n{contact}\n\nKampot, {date}\n",
    "{title}\n\n{date}\n\nPDF\n\n{date}\n\n{text}\n\n{heading}\n\n{names}\n\n{contact}\n",
)
LISTED = {
    "one a line": "\n".join(NAMES),
    "numbered": "\n".join(f"{n}. {name}" for n, name in enumerate(NAMES, 1)),
    "with points": "\n".join(f"• {name}" for name in NAMES),
    "apart": "\n\n".join(NAMES),
    "numbers on lines of their own": "\n".join(
        f"{n}\n{name}" for n, name in enumerate(NAMES, 1)
    ),
}
MENU = "Skip to content\nHarbour Watch\nHome\nAbout us\nStatements\nContact\n\n"
FOOT = (
    "\nShare this:\nFacebook\nTwitter\nEmail\n\nRecent Posts\nA new pier for Kampot\n"
    "The ferry fares go up\n\n© 2019 Harbour Watch. All rights reserved.\n"
)


def release(form: str = HEAD, words: Words = EN, names: str | None = None) -> str:
    """Return a release as `form` prints it."""
    listed = LISTED["one a line"] if names is None else names
    said = words._asdict() | {"text": "\n\n".join(words.text), "names": listed}
    return form.format(**said)


def drafts(text: str) -> list[Draft]:
    """Return what is read of `text`, with all that it says of itself."""
    reading = PAGE.read(text.encode(), "release.txt", ReadOptions())
    found = []
    for each in taken(reading, "release.txt", Filling(program="Harbour Watch")):
        assert not isinstance(each, Exception), each
        found.append(each.draft)
    return found


def one(text: str) -> Draft:
    """Return the one draft that is read of `text`."""
    (found,) = drafts(text)
    return found


def lost(text: str, draft: Draft) -> list[str]:
    """Return the lines of `text` that are neither in the text nor the title of one."""
    kept = {draft.title, *(draft.text or "").split("\n")}
    return [line for line in text.split("\n") if line.strip() and line not in kept]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", LISTED)
def test_a_release_is_read_with_all_its_lines(
    words: Words, form: str, names: str
) -> None:
    """Wherever its date is, and however its names are listed."""
    text = release(form, words, LISTED[names])

    found = one(text)

    assert (str(found.date), found.title) == ("2019-03-03", words.title)
    assert lost(text, found) == []
    assert list(found.signatories) == NAMES


@pytest.mark.parametrize("form", FORMS)
def test_what_a_browser_copies_around_it_is_not_of_it(form: str) -> None:
    """Menus, buttons, what leads to other releases, and the foot of the page."""
    found = one(MENU + release(form) + FOOT)

    assert (str(found.date), found.title) == ("2019-03-03", EN.title)
    assert lost(release(form), found) == []
    assert {*(found.text or "").split("\n")} & {*(MENU + FOOT).split("\n")} == {""}
    assert list(found.signatories) == NAMES


OTHERS = "".join(
    f"{title}\n{date}\n{EN.text[1]}\n\n"
    for title, date in (
        ("A new pier for Kampot", "1 March 2019"),
        ("The ferry fares go up again", "12 February 2019"),
    )
)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (
            (
                "We use cookies to give you the best experience of our site. "
                "By clicking “Accept”, you consent to the use of all of them.\n"
                "Accept\nReject\n\n"
            ),
            "",
        ),
        ("", "\nThis website uses cookies.\nAccept\nCookie policy\n"),
        ("Home > Press > Statements > Give back the nets\n\n", ""),
        ("Home | About us | Our work | Contact\n\n", "\nLeave a comment\n"),
        ("Accueil\nQui sommes-nous\nCommuniqués\nRechercher\n\n", "\n← Les tarifs\n"),
        ("首页\n关于我们\n声明\n\n", "\n相关文章\n港口的新码头\n"),
        ("", f"\nRelated posts\n\n{OTHERS}"),
        ("", "\nShareTweetWhatsApp\nPowered by Quayside\n"),
        (
            f"Main menu\nHome\nPress\nYou are here\nHome » Press » {EN.title}\n",
            "\nLog in to post comments\nPrinter-friendly version\n",
        ),
        (
            "Harbour Watch\nVoices of the quay\n\nHome\nAbout\nDonate\n\n",
            (
                "\nLike this:\nLoading...\n\nPost navigation\n← Fares\nLeave a Reply\n"
                "Required fields are marked *\n\nArchives\nMarch 2019\n"
            ),
        ),
    ],
)
def test_what_is_known_of_a_site_is_left_out(above: str, below: str) -> None:
    found = one(above + release() + below)

    assert (found.title, found.text) == (EN.title, release()[len(EN.title) + 2 : -1])


@pytest.mark.parametrize(
    "line",
    [
        *("Contact", "Links", "Tel: 012 345 678", "Print", "(c) the old pier", "Home"),
        *("More information", "Read more: https://harbour.example/nets", "Page 1 of 2"),
    ],
)
def test_what_is_in_doubt_stays(line: str) -> None:
    """Words of a menu that a release has as well, below its names and among them."""
    for text in (release() + f"\n{line}\nThe pump house\n", release(names=line)):
        assert lost(text, one(text)) == []


def test_a_title_right_below_a_menu_is_none_of_its_items() -> None:
    for words in (EN, WORDS[4]):
        text = release("Harbour Watch\nHome\nPress\n" + HEAD, words)

        assert one(text).title == words.title


def test_the_name_of_a_menu_is_not_that_of_the_site() -> None:
    around = "Home\nStatements\n\n{}\nCategories\nStatements\n"

    assert read_text(around.format(release()), "release.txt").site is None


def test_buttons_below_its_title_are_left_out() -> None:
    """Several are; one alone may be a word of the text."""
    several = release().replace(EN.date, f"{EN.date}\nShare\nTweet\nPrint")
    alone = release().replace(EN.date, f"{EN.date}\nPrint")

    assert lost(several, one(several)) == ["Share", "Tweet", "Print"]
    assert lost(alone, one(alone)) == []


def test_the_lines_of_a_letter_may_be_wrapped() -> None:
    text = release(HEAD, EN._replace(text=tuple(textwrap.fill(x, 72) for x in EN.text)))

    assert lost(text, one(text)) == []
    assert one(text).title == EN.title


TOLD = (
    "2 January 2019: The wardens came to the pier with four boats.",
    "14 January 2019: The nets of twelve families were taken.",
    "9 February 2019: The families wrote to the council.",
    "25 February 2019: The council said that it would not answer.",
)


@pytest.mark.parametrize(
    "told",
    [
        TOLD,
        TOLD[::-1],
        [each.replace(": ", "\n") for each in TOLD],
        [f"[{n}] Harbour Star, {n} May 2018, page {n}." for n in range(1, 6)],
        ["Earlier:", *(f"Give us our pier ({n} January 2019)" for n in (9, 6, 3))],
        ["Notes", "1. The nets were taken on 25 February 2019.", "2. Some were not."],
        ["“No answer.”", "— Dara Sok, 9 February 2019", "— Ann Bo, 2 February 2019"],
    ],
)
def test_days_that_it_tells_of_make_no_list(told: list[str]) -> None:
    """They stand below its head, which has a date of its own."""
    text = release(HEAD.replace("{heading}", "\n".join(told) + "\n\n{heading}"))

    found = one(text)

    assert (str(found.date), found.title) == ("2019-03-03", EN.title)
    assert lost(text, found) == []


def test_a_name_may_hold_a_year_or_a_day() -> None:
    names = [*(f"{name} {year}" for year, name in enumerate(NAMES, 1990)), *NAMES]
    text = release(names="\n".join(["Movement of 3 May 1990", *names]))

    assert lost(text, one(text)) == []


@pytest.mark.parametrize(
    ("form", "date"),
    [
        (HEAD.replace("{date}", "{date} Contact: Ann Bo"), "2019-03-03"),
        (HEAD.replace("{date}", "Submitted by admin on Sun, 03/03/2019"), "2019-03-03"),
        (HEAD.replace("{date}", "• Harbour Watch\n• {date}"), "2019-03-03"),
        (HEAD.replace("{date}\n\n", "") + "\nMarch 2019\n", "2019-03"),
        (
            HEAD.replace("{date}\n\n", "").replace(
                "{heading}", "Kep {date}\n\n{heading}"
            ),
            "2019-03-03",
        ),
    ],
)
def test_a_date_is_found_where_few_releases_have_it(form: str, date: str) -> None:
    assert str(one(release(form)).date) == date


PAIRS = tuple(
    (f"{verb} of the harbour of Kampot", f"{day} {month} 2019")
    for verb, day, month in (
        ("The reopening", 21, "March"),
        ("On the nets", 3, "March"),
        ("The new pier", 14, "February"),
        ("On the ferries", 9, "February"),
        ("The flood", 30, "January"),
    )
)
ALL = "\n\n".join(EN.text)
SIGNED = "{title}\n{date}\n\n{text}\n\nSigned by:\n" + "\n".join(NAMES[:9]) + "\n\n"


@pytest.mark.parametrize(
    ("entry", "count", "around"),
    [
        ("{title}\n{date}\n\n", 5, ""),
        ("{date} – {title}\n", 5, ""),
        ("{date}\t{title}\tHarbour Watch\n", 5, ""),
        ("{title}\n{date}\n{first}\n\n", 5, ""),
        ("{title}\n{date}\n{first}\n\n", 2, ""),
        ("{title}\n{date}\n{first}\nRead more\n\n", 1, ""),
        ("{title}\n{date}\n\n{text}\n\n", 2, ""),
        ("{title}\n{first}\n\n{date}\n\n", 4, ""),
        ("{date}\n{first}\n\n", 5, ""),
        (SIGNED, 3, ""),
        ("{title}\n{date}\n\n", 5, f"{ALL}\n\n"),
        ("{title}\n{date}\n\n", 2, f"{ALL}\n\n"),
        ("{title}\n{date}\n{first}\n\n", 5, f"{ALL}\n\n"),
        ("{title}\n{date}\n\n", 5, f"{PAIRS[0][0]} again\n1 April 2019\n{ALL}\n\n"),
    ],
)
def test_a_list_stays_a_list(entry: str, count: int, around: str) -> None:
    """Of titles, of excerpts, of whole texts with names; below an introduction."""
    above = "Statements of Harbour Watch\n\n"
    text = (
        above
        + around
        + "".join(
            entry.format(
                title=title, date=date, text=ALL, first=f"{EN.text[0]} {title}."
            )
            for title, date in PAIRS[:count]
        )
    )
    found = read_text(text, "page.txt")

    assert "no list" not in found.pattern
    assert len(found.entries) == count + around.count("1 April 2019")


def test_a_list_above_the_foot_of_its_page_stays_one() -> None:
    pairs = "".join(f"{title}\n{date}\n\n" for title, date in PAIRS[:2])

    assert len(read_text(f"Statements\n\n{pairs}{ALL}\n\n© 2019", "x").entries) == 2


@pytest.mark.parametrize(
    "text",
    [
        release("{title}\n\n{text}\n\n{heading}\n\n{names}\n"),
        release("{title}\n\nOn 3 May 2018, when it was warm, {text}\n\n{names}\n"),
        release(
            "{title}\n\n{text}\n\nWHEN:\n3 May 2019 2:00 PM\n\nWHERE:\nKep\n\n{names}"
        ),
    ],
)
def test_without_a_date_of_its_own_it_is_refused(text: str) -> None:
    """Dates in its sentences are of what it tells; it says how to give it one."""
    with pytest.raises(UnreadableInputError, match="no date of its own") as caught:
        read_text(text, "release.txt")

    assert (
        "mediarel add --date DATE --program NAME --text - < FILE" in caught.value.hint
    )


def test_a_date_that_can_be_read_in_two_ways_is_asked() -> None:
    with pytest.raises(UnreadableInputError, match="3 April 2019 or 4 March 2019"):
        read_text(release().replace(EN.date, "03/04/2019"), "release.txt")
