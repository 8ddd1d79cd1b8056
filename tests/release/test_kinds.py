"""The kind of a release by its own words, and none where it is only told of.

- alone on its line, in all languages, with a date or a number beside it
- at the beginning or end of a title, and behind the name of who issued it
- what is about a letter or a statement
"""

from __future__ import annotations

import pytest

from mediarel.release.kinds import kind_in_title, kind_names, kind_of
from samples import LONG, sample

KINDS = [
    ("Joint Statement", "Joint Statement"),
    ("JOINT NGO STATEMENT", "Joint Statement"),
    ("Joint communiqué", "Joint Communiqué"),
    ("Joint oral statement", "Joint Oral Statement"),
    ("Joint Letter", "Joint Letter"),
    ("ပူးတွဲသဘောထားထုတ်ပြန်ချက်", "Joint Statement"),
    ("聲明書", "Statement"),
    ("Open Letter", "Open Letter"),
    ("Statement", "Statement"),
    ("Declaration", "Declaration"),
    ("Press Release", "Press Release"),
    ("MEDIA RELEASE", "Media Release"),
    ("Press note", "Press Note"),
    ("Media Advisory", "Media Advisory"),
    ("Communiqué de presse", "Press Release"),
    ("Lettre ouverte", "Open Letter"),
    ("Déclaration", "Declaration"),
    ("Déclaration conjointe", "Joint Statement"),
    ("Comunicado de prensa", "Press Release"),
    ("Carta abierta", "Open Letter"),
    ("Declaración", "Declaration"),
    ("Nota à imprensa", "Press Release"),
    ("Declaração conjunta", "Joint Statement"),
    ("Comunicato stampa", "Press Release"),
    ("Nota stampa", "Press Note"),
    ("Pressemitteilung", "Press Release"),
    ("Gemeinsame Erklärung", "Joint Statement"),
    ("Offener Brief", "Open Letter"),
    ("SIARAN PERS", "Press Release"),
    ("Pernyataan Bersama", "Joint Statement"),
    ("Thông cáo báo chí", "Press Release"),
    ("សេចក្តីថ្លែងការណ៍រួម", "Joint Statement"),
    ("សេចក្ដីថ្លែងការណ៍", "Statement"),
    ("សេចក្តី\u200bប្រកាស\u200bព័ត៌មាន", "Press Release"),
    ("លិខិតចំហ", "Open Letter"),
    ("แถลงการณ์", "Statement"),
    ("แถลงการณ์ร่วม", "Joint Statement"),
    ("ပူးတွဲကြေညာချက်", "Joint Statement"),
    ("聯合聲明", "Joint Statement"),
    ("公開信", "Open Letter"),
    ("新闻稿", "Press Release"),
    ("共同声明", "Joint Statement"),
    ("공동성명", "Joint Statement"),
    ("Communiqué inter-associatif", "Joint Communiqué"),
    ("Posicionamiento conjunto", "Joint Statement"),
    ("Aviso de pauta", "Media Advisory"),
    ("Presseinformation", "Press Release"),
    ("Keterangan Pers", "Press Release"),
    ("Thư ngỏ chung", "Open Letter"),
    ("សេចក្តីអំពាវនាវរួម", "Joint Appeal"),
    ("ข่าวแจก", "Press Release"),
    ("ຂ່າວແຈ້ງສື່ມວນຊົນ", "Press Release"),
    ("ຄໍາຖະແຫຼງ", "Statement"),
    ("ပူးတွဲထုတ်ပြန်ချက်", "Joint Statement"),
    ("聯合新聞稿", "Press Release"),
    ("採訪通知", "Media Advisory"),
    ("ニュースリリース", "Press Release"),
    ("보도자료", "Press Release"),
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
    ("Carta a la Sra. Ana Bo, alcaldesa de Monteluz", "Letter"),
    ("Carta aos moradores do porto", "Letter"),
    ("Lettera al sindaco di Montebruno", "Letter"),
    ("Our Letter to the Council", "Letter"),
    ("Surat kepada Bupati Kampot", "Letter"),
    ("Surat Dukungan Terbuka untuk Ann Bo", "Open Letter"),
    ("Appel du comité des quais", "Appeal"),
    ("Appel lancé par les lectrices du port", "Appeal"),
    ("Appello ai cittadini del porto", "Appeal"),
    ("Apelo às autoridades do porto", "Appeal"),
    ("Llamamiento a la solidaridad con Ana Bo", "Appeal"),
    ("Aufruf zur Öffnung des Lesesaals", "Appeal"),
    ("Nota do Sindicato dos Leitores em solidariedade a Ana Bo", "Note"),
    ("Nota sobre a sala de leitura", "Note"),
    ("Manifiesto por la sala de lectura", "Manifesto"),
    ("Resolution on the reading room", "Resolution"),
    ("Communiqué Union des Quais : rouvrir la salle !", "Communiqué"),
    ("Comunicado Red del Puerto: abrir la sala", "Communiqué"),
    ("Pressemitteilung zu Angaben über den Lesesaal", "Press Release"),
    ("Pressemitteilung Hafenwacht fordert Öffnung", "Press Release"),
    ("Carta oberta a l’alcalde de Vallclara", "Open Letter"),
    ("Persbericht: leeszaal weer open", "Press Release"),
    ("Kenyataan Media Bersama: Buka Semula", "Joint Statement"),
    ("Harbour Leaders’ Joint Statement: “The Spirit of the Port”", "Joint Statement"),
    ("Quay Union Statement on the Reading Room", "Statement"),
]
NOT_LEADING = [
    "Appel d’offres pour le port",
    "Appel à candidatures : une salle à lire",
    "Carta de los derechos del lector",
    "Carta da Terra faz vinte anos",
    "Nota de pago de la sala",
    "Lettre de mission du directeur",
    "Appeal to the Supreme Court fails",
    "Appel tombé dans le port",
    "Letter Writers Wanted: Apply Now",
    "Statement Analysis: What Happened",
    "La carta a la alcaldesa se perdió",
    "Movimientos escriben carta a la alcaldesa",
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
    "Harbour Watch issued a statement on the port",
    "Fourteen Send Open Letter to the Minister",
    "What the Open Letter of the Fourteen Really Said",
    "Bank Statement Shows Loss",
    "Minister’s Statement Angers Fishers",
    "Court Rejects Joint Declaration on Land",
    "A Letter to My Mother",
    "Our statement on land was read",
    "Declaration of War on Plastic",
    "Letter Writers Wanted",
    "New Statement on Land",
    "市長發表聲明",
    "回應政府聲明：我們的立場",
    "Land",
    "",
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
        ("PRESS RELEASE – FOR IMMEDIATE RELEASE", "Press Release"),
        ("Press Release, 3 March 2019", "Press Release"),
        ("Pressemitteilung vom 3. März 2019", "Press Release"),
        ("Pressemitteilung 03. März 2019", "Press Release"),
        ("Press Releases", "Press Release"),
        ("Press Release / Joint Statement", "Joint Statement"),
        ("Statement and Press Release", "Statement"),
        ("Statement / Reading Room", None),
        ("Statements", "Statement"),
        ("FOR IMMEDIATE RELEASE", None),
        ("Release: March 3, 2019", None),
        ("Press Release: Room Opens", None),
        ("Statement on land", None),
        ("Press Contacts", None),
        ("", None),
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
        ("Open Letter to the Prime Minister on the Draft Law", "Open Letter"),
        ("Letter from civil society to the Bank", "Letter"),
        ("Civil society letter to the Bank", "Letter"),
        ("Global Civil Society Statement on the Treaty", "Statement"),
        ("Harbour Watch Statement on the Port", "Statement"),
        ("Never Again: Declaration of the Network on the Fire", "Declaration"),
        ("Kampot: Joint Statement on the arrest", "Joint Statement"),
        ("Reopen the Port (Joint Statement)", "Joint Statement"),
        ("Joint Open Letter to the Bank", "Open Letter"),
        ("PRESS NOTE – Room opens", "Press Note"),
        ("Statement | Reopen the reading room", "Statement"),
        ("公民團體聯合聲明：立即重開閱覽室", "Joint Statement"),
        ("立即重開閱覽室（聯合聲明）", "Joint Statement"),
        ("漁民聯會聲明 立即重開閱覽室", "Statement"),
        ("Declaração conjunta sobre a detenção", "Joint Statement"),
        ("Offener Brief an den Bürgermeister", "Open Letter"),
        ("សេចក្តីថ្លែងការណ៍រួម ស្តីពីការចាប់ខ្លួន", "Joint Statement"),
        ("港湾浚渫事業の中止を求める共同声明", "Joint Statement"),
        ("聯合聲明：立即撤回草案", "Joint Statement"),
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
    for name in kind_names():
        kind = kind_of(name)
        assert kind
        assert kind_of(f"– No. 12: {name}") == kind
