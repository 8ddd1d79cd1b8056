"""Test the detection of a text's language."""

import pytest

from mediarel.text.languages import language_of
from samples import sample

SENTENCES = {
    "en": "The undersigned organizations call for the release of the fishermen.",
    "fr": "Les organisations signataires demandent la libération des pêcheurs du port.",
    "es": "Las organizaciones firmantes exigimos la libertad de los pescadores.",
    "pt": "As organizações abaixo assinadas exigem a libertação dos pescadores.",
    "it": "Le organizzazioni firmatarie chiedono la liberazione dei pescatori.",
    "de": "Die unterzeichnenden Organisationen fordern die Freilassung der Fischer.",
    "id": "Kami mendesak pemerintah untuk membebaskan para nelayan yang ditahan.",
    "vi": "Chúng tôi yêu cầu chính quyền trả tự do cho những người bị bắt.",
}
OTHERS = [
    "Kami ay nananawagan sa pamahalaan na palayain ang mga mangingisda.",
    "Les organitzacions exigim al govern l'alliberament dels pescadors de la regió.",
    "Niżej podpisane organizacje wzywają rząd do uwolnienia rybaków w porcie.",
    "Kami kesal kerana majlis menutup perpustakaan awam tanpa sebarang penjelasan.",
    "Žádáme městskou radu, aby znovu otevřela čítárnu na nábřeží.",
    "Harbour Watch\nKampot Network\nTonle Sap Coalition",
    "Land",
]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The land.", "en"),
        ("សិទ្ធិមនុស្ស", "km"),
        ("សិទ្ធិមនុស្ស (CLEC)", "km"),
        ("The undersigned organizations សិទ្ធិ", "en"),
        ("ที่ดิน", "th"),
        ("Права человека", "und"),
        ("土地权利", "zh"),
        ("我們要求政府釋放漁民 (Harbour Watch)", "zh"),
        ("政府に対し漁民の即時釈放を求めます。", "ja"),
        ("어부들을 석방하라", "ko"),
        ("Δικαιώματα", "el"),
        ("2012 – 3.5", "und"),
        ("", "und"),
        # Four Khmer letters with four marks are no more than five Latin letters.
        ("ព្រៃ ដី the of", "en"),
    ],
)
def test_the_majority_of_letters_decides_the_script(text: str, language: str) -> None:
    """Marks and digits don't count."""
    assert language_of(text) == language


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough_to_detect_the_language(language: str) -> None:
    """Capitals and names don't change the result."""
    text = SENTENCES[language]

    assert language_of(text) == language
    assert language_of(text.upper()) == language
    assert language_of(f"{text}\n\nHarbour Watch\nKampot Network") == language


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("Statement on the closing of the reading room", "en"),
        ("Communiqué de presse", "fr"),
        ("Exigimos la libertad de los pescadores", "es"),
        ("Carta aberta ao prefeito da cidade", "pt"),
        ("Comunicato stampa", "it"),
        ("Pressemitteilung vom 3. März 2019", "de"),
        ("Siaran Pers", "id"),
        ("Thông cáo báo chí", "vi"),
    ],
)
def test_language_of_a_short_heading_is_detected(heading: str, language: str) -> None:
    assert language_of(heading) == language


@pytest.mark.parametrize("text", sample(OTHERS))
def test_an_unsupported_language_is_not_mistaken_for_a_similar_one(text: str) -> None:
    """For example, Catalan is not Spanish."""
    assert language_of(text) == "und"
