"""Test the kind of a release."""

from itertools import chain

import pytest

from mediarel.release import words
from mediarel.release.kinds import kind_in_title, kind_of
from samples import sample

KINDS = [
    ("Joint Statement", "Joint Statement"),
    ("Communiqué de presse", "Press Release"),
    ("Declaração conjunta", "Joint Statement"),
    ("Gemeinsame Erklärung", "Joint Statement"),
    ("SIARAN PERS", "Press Release"),
    ("Thông cáo báo chí", "Press Release"),
    ("សេចក្ដីថ្លែងការណ៍", "Statement"),
    ("แถลงการณ์ร่วม", "Joint Statement"),
    ("聯合聲明", "Joint Statement"),
    ("공동성명", "Joint Statement"),
    ("BASIN AÇIKLAMASI", "Press Statement"),
    ("Lehdistötiedote – vapaa julkaistavaksi heti", "Press Release"),
    ("بيان", "Statement"),
    ("Відкритий лист", "Open Letter"),
    ("Nota de pesar", "Condolences"),
]
# Words that can have other meanings.
LONE = [
    ("Appel", "Appeal"),
    ("AUFRUF", "Appeal"),
    ("Manifiesto", "Manifesto"),
    ("宣言", "Declaration"),
    ("RESOLUCION", "Resolution"),
]
NOT_LONE = [
    "Court of Appeal hears the fishers",
    "A message to the ministry",
    "Appel d'air au port de Kampot",
    "大会宣言をめぐる十年の議論",
]


@pytest.mark.parametrize(("line", "kind"), LONE)
def test_an_ambiguous_word_alone_on_its_line_is_a_kind(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize("title", NOT_LONE)
def test_an_ambiguous_word_in_a_title_is_no_kind(title: str) -> None:
    assert kind_in_title(title) is None
    assert kind_of(title) is None


LEADING = [
    ("Lettre de solidarité pour la réouverture de la salle", "Letter"),
    ("Carta aos moradores do porto", "Letter"),
    ("Surat Dukungan Terbuka untuk Ann Bo", "Open Letter"),
    ("Aufruf zur Öffnung des Lesesaals", "Appeal"),
    ("Nota sobre a sala de leitura", "Note"),
    ("Pressemitteilung Hafenwacht fordert Öffnung", "Press Release"),
    ("Persbericht: leeszaal weer open", "Press Release"),
    ("PETICION: Abran la sala de lectura", "Petition"),
    ("Письмо к мэру о читальном зале", "Letter"),
    ("Harbour Leaders’ Joint Statement: “The Spirit of the Port”", "Joint Statement"),
]
NOT_LEADING = [
    "Appel d’offres pour le port",
    "Carta de los derechos del lector",
    "Nota de pago de la sala",
    "Appeal to the Supreme Court fails",
    "Letter Writers Wanted: Apply Now",
    "Call for Papers on the Reading Room",
    "List of Eligible Readers",
]


@pytest.mark.parametrize(("title", "kind"), LEADING)
def test_a_title_can_begin_with_its_kind(title: str, kind: str) -> None:
    assert kind_in_title(title) == kind


@pytest.mark.parametrize("title", NOT_LEADING)
def test_a_title_that_begins_with_a_similar_word_has_no_kind(title: str) -> None:
    assert kind_in_title(title) is None


ABOUT = [
    "Groups Issue Joint Statement on Land",
    "Bank Statement Shows Loss",
    "Our statement on land was read",
    "Letter Writers Wanted",
    "市長發表聲明",
    "Land",
]


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_a_kind_alone_on_its_line_is_read(words: str, kind: str) -> None:
    assert kind_of(words) == kind
    assert kind_of(f"  {words.upper()}: ") == kind
    assert kind_of(f"[{words}]") == kind
    assert kind_of(f"{words} – 2019-03-03") == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Press Release No. 12/2019", "Press Release"),
        ("Press Release, 3 March 2019", "Press Release"),
        ("Een gemeenschappelijke verklaring.", "Joint Statement"),
        ("Pressemitteilung 03. März 2019", "Press Release"),
        ("Statement / Reading Room", None),
        ("FOR IMMEDIATE RELEASE", None),
        ("Press Release: Room Opens", None),
        ("Press Contacts", None),
    ],
)
def test_kind_can_have_a_date_or_number_beside_it(line: str, kind: str | None) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(("words", "kind"), sample(KINDS))
@pytest.mark.parametrize(
    "title", ["{}: Free the fishers", "[{}] Free the fishers", "Free the fishers – {}"]
)
def test_a_kind_set_off_in_a_title_is_read(words: str, kind: str, title: str) -> None:
    assert kind_in_title(title.format(words)) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Letter from civil society to the Bank", "Letter"),
        ("Global Civil Society Statement on the Treaty", "Statement"),
        ("Never Again: Declaration of the Network on the Fire", "Declaration"),
        ("Reopen the Port (Joint Statement)", "Joint Statement"),
        ("公民團體聯合聲明：立即重開閱覽室", "Joint Statement"),
        ("漁民聯會聲明 立即重開閱覽室", "Statement"),
        ("Offener Brief an den Bürgermeister", "Open Letter"),
    ],
)
def test_a_kind_at_an_end_of_a_title_is_read(title: str, kind: str) -> None:
    assert kind_in_title(title) == kind


@pytest.mark.parametrize("title", ABOUT)
def test_a_title_about_a_statement_has_no_kind(title: str) -> None:
    assert kind_in_title(title) is None
    assert kind_of(title) is None


def test_each_name_of_a_kind_passes_the_quick_check() -> None:
    tables = (words.KINDS.file["names"], words.KINDS.file["unspaced"])
    lists = [names for table in tables for names in table.values()]
    for name in chain.from_iterable(lists):
        kind = kind_of(name)
        assert kind
        assert kind_of(f"– No. 12: {name}") == kind
