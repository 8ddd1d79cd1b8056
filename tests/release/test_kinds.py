"""The kind of a release by its own words, and none where it is only told of.

- alone on its line, in all languages, with a date or a number beside it
- at the beginning or end of a title, and behind the name of who issued it
- what is about a letter or a statement
"""

from __future__ import annotations

from itertools import chain

import pytest

from mediarel.release import words
from mediarel.release.kinds import kind_in_title, kind_of
from samples import LONG, sample

KINDS = [
    ("Joint Statement", "Joint Statement"),
    ("Joint communiqué", "Joint Communiqué"),
    ("Joint Letter", "Joint Letter"),
    ("聲明書", "Statement"),
    ("Statement", "Statement"),
    ("Press Release", "Press Release"),
    ("Press note", "Press Note"),
    ("Communiqué de presse", "Press Release"),
    ("Déclaration", "Declaration"),
    ("Comunicado de prensa", "Press Release"),
    ("Declaración", "Declaration"),
    ("Declaração conjunta", "Joint Statement"),
    ("Nota stampa", "Press Note"),
    ("Gemeinsame Erklärung", "Joint Statement"),
    ("SIARAN PERS", "Press Release"),
    ("Thông cáo báo chí", "Press Release"),
    ("សេចក្ដីថ្លែងការណ៍", "Statement"),
    ("លិខិតចំហ", "Open Letter"),
    ("แถลงการณ์ร่วม", "Joint Statement"),
    ("聯合聲明", "Joint Statement"),
    ("新闻稿", "Press Release"),
    ("공동성명", "Joint Statement"),
    ("Posicionamiento conjunto", "Joint Statement"),
    ("Presseinformation", "Press Release"),
    ("Thư ngỏ chung", "Open Letter"),
    ("ข่าวแจก", "Press Release"),
    ("ຄໍາຖະແຫຼງ", "Statement"),
    ("聯合新聞稿", "Press Release"),
    ("ニュースリリース", "Press Release"),
]
# Words that mean other things too.
LONE = [
    ("Appel", "Appeal"),
    ("AUFRUF", "Appeal"),
    ("Llamamiento – 3 de marzo de 2019", "Appeal"),
    ("Appello, 3 marzo 2019", "Appeal"),
    ("Manifiesto", "Manifesto"),
    ("Seruan", "Appeal"),
    ("宣言", "Declaration"),
    ("アピール", "Appeal"),
]
NOT_LONE = [
    "Court of Appeal hears the fishers",
    "Appeal court hears the fishers",
    "A message to the ministry",
    "Appel d'air au port de Kampot",
    "Brief an die Mutter",
    "大会宣言をめぐる十年の議論",
]


@pytest.mark.parametrize(("line", "kind"), LONE)
def test_a_word_of_many_meanings(line: str, kind: str) -> None:
    """It is a kind on a line of its own, also with a date or a word that stresses."""
    assert kind_of(line) == kind


@pytest.mark.parametrize("title", NOT_LONE)
def test_a_word_of_many_meanings_in_a_title(title: str) -> None:
    assert kind_in_title(title) is None
    assert kind_of(title) is None


def test_a_word_of_many_meanings_before_a_colon() -> None:
    assert kind_in_title("Appello: riaprite la sala") == "Appeal"


LEADING = [
    ("Lettre de solidarité pour la réouverture de la salle", "Letter"),
    ("Carta aos moradores do porto", "Letter"),
    ("Our Letter to the Council", "Letter"),
    ("Surat Dukungan Terbuka untuk Ann Bo", "Open Letter"),
    ("Appel lancé par les lectrices du port", "Appeal"),
    ("Apelo às autoridades do porto", "Appeal"),
    ("Aufruf zur Öffnung des Lesesaals", "Appeal"),
    ("Nota sobre a sala de leitura", "Note"),
    ("Resolution on the reading room", "Resolution"),
    ("Pressemitteilung Hafenwacht fordert Öffnung", "Press Release"),
    ("Persbericht: leeszaal weer open", "Press Release"),
    ("Harbour Leaders’ Joint Statement: “The Spirit of the Port”", "Joint Statement"),
]
NOT_LEADING = [
    "Appel d’offres pour le port",
    "Carta de los derechos del lector",
    "Nota de pago de la sala",
    "Appeal to the Supreme Court fails",
    "Letter Writers Wanted: Apply Now",
    "La carta a la alcaldesa se perdió",
    "Message in a bottle",
]


@pytest.mark.parametrize(("title", "kind"), LEADING)
def test_a_title_that_begins_with_its_kind(title: str, kind: str) -> None:
    """The word leads on to whom it is to, whose it is or what it is about."""
    assert kind_in_title(title) == kind


@pytest.mark.parametrize("title", NOT_LEADING)
def test_what_begins_with_such_a_word_and_is_none(title: str) -> None:
    """A charter, a tender, a word within a sentence."""
    assert kind_in_title(title) is None


ABOUT = [
    "Groups Issue Joint Statement on Land",
    "Fourteen Send Open Letter to the Minister",
    "Bank Statement Shows Loss",
    "Court Rejects Joint Declaration on Land",
    "Our statement on land was read",
    "Letter Writers Wanted",
    "市長發表聲明",
    "Land",
]


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_alone_on_its_line(words: str, kind: str) -> None:
    """Marks around it, and its plural as a heading of a page, change nothing."""
    assert kind_of(words) == kind
    assert kind_of(f"  {words.upper()}: ") == kind
    assert kind_of(f"[{words}]") == kind
    assert kind_of(f"{words} – 2019-03-03") == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Press Release No. 12/2019", "Press Release"),
        ("Press Release, 3 March 2019", "Press Release"),
        ("Pressemitteilung 03. März 2019", "Press Release"),
        ("Press Release / Joint Statement", "Joint Statement"),
        ("Statement / Reading Room", None),
        ("FOR IMMEDIATE RELEASE", None),
        ("Press Release: Room Opens", None),
        ("Press Contacts", None),
    ],
)
def test_what_may_stand_beside_it(line: str, kind: str | None) -> None:
    """A date, a number, that it is for immediate release; nothing else."""
    assert kind_of(line) == kind


@pytest.mark.parametrize(("words", "kind"), sample(KINDS))
@pytest.mark.parametrize(
    "title", ["{}: Free the fishers", "[{}] Free the fishers", "Free the fishers – {}"]
)
def test_set_off_in_a_title(words: str, kind: str, title: str) -> None:
    """Before a colon, in brackets, behind a dash."""
    assert kind_in_title(title.format(words)) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Joint statement by 40 organisations on the arrest", "Joint Statement"),
        ("Letter from civil society to the Bank", "Letter"),
        ("Global Civil Society Statement on the Treaty", "Statement"),
        ("Never Again: Declaration of the Network on the Fire", "Declaration"),
        ("Reopen the Port (Joint Statement)", "Joint Statement"),
        ("PRESS NOTE – Room opens", "Press Note"),
        ("公民團體聯合聲明：立即重開閱覽室", "Joint Statement"),
        ("漁民聯會聲明 立即重開閱覽室", "Statement"),
        ("Offener Brief an den Bürgermeister", "Open Letter"),
        ("港湾浚渫事業の中止を求める共同声明", "Joint Statement"),
    ],
)
def test_in_a_title(title: str, kind: str) -> None:
    """It begins with it, or has it behind a name or at the end."""
    assert kind_in_title(title) == kind


@pytest.mark.parametrize("title", ABOUT)
def test_about_one_is_none(title: str) -> None:
    """A verb leads to it, or an article, or it is part of another word."""
    assert kind_in_title(title) is None
    assert kind_of(title) is None


@pytest.mark.parametrize(
    "pattern", ["joint ", "Joint Statement ", "Open Letter to ", "聲明"]
)
def test_a_long_line(pattern: str) -> None:
    """It is no title, and costs no time."""
    assert kind_in_title(pattern * (LONG // len(pattern))) is None


def test_quick_tests_let_each_name_through() -> None:
    tables = (words.KINDS.file["names"], words.KINDS.file["unspaced"])
    lists = [names for table in tables for names in table.values()]
    for name in chain.from_iterable(lists):
        kind = kind_of(name)
        assert kind
        assert kind_of(f"– No. 12: {name}") == kind
