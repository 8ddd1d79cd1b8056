"""Test the repair of damaged texts, and of Khmer from before Unicode."""

import re
from collections.abc import Callable

import pytest

from letters import WORDS, misread, misread_as_latin_1, texts
from long_release import ENGLISH, KHMER
from mediarel.text.damaged import (
    converted,
    family_of,
    from_legacy,
    in_order,
    is_legacy_font,
    is_legacy_text,
    marked,
    misplaced,
    reread,
    with_breaks,
)
from samples import LONG, sample

LANGUAGES = sorted(WORDS)
CLEAN = 10_000 // len(LANGUAGES) + 1
DAMAGED = 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_correct_text_is_not_changed(language: str) -> None:
    clean = sample(list(texts(language, CLEAN)))

    assert [text for text in clean if reread(text) != text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrongly", [misread, misread_as_latin_1])
def test_misread_text_is_repaired(language: str, wrongly: Callable[[str], str]) -> None:
    """The text was misread once or twice."""
    clear = [each for each in texts(language, DAMAGED, least=6) if "Ã" not in each]
    for text in sample(clear):
        assert reread(wrongly(text)) == text
        assert reread(wrongly(wrongly(text))) == text


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("Itâ€™s", "It’s"),
        ("ItÃ¢â‚¬â„¢s", "It’s"),
        ("cafÃ©", "café"),
        ("Viá»‡t Nam", "Việt Nam"),
        ("la libertÃ© Â»", "la liberté »"),
        ("áž€áŸ†áž–áž\x8f", "កំពត"),
        # Only a part of the text was misread.
        ("“Itâ€™s” – កំពត", "“It’s” – កំពត"),
        ("One “line”\nItâ€™s", "One “line”\nIt’s"),
        # The no-break space became a space.
        ("dÃ©jÃ  vu", "déjà vu"),
        ("voilÃ le cafÃ©", "voilà le café"),
        ("10Â 000 cafÃ©s", "10\xa0000 cafés"),
        # The last byte of the closing quotation mark was lost.
        ("â€œfairâ€ and â€œjustâ€\ufffd", "“fair” and “just”"),
    ],
)
def test_misread_words_are_repaired(damaged: str, repaired: str) -> None:
    assert reread(damaged) == repaired


@pytest.mark.parametrize(
    "text",
    [
        *("", "NÃO", "“IRMÃ”", "MANHÃ–TARDE", "A IRMÃ…", "IRMÃ\xa0MARIA", "à", "Â"),
        *("la «\xa0liberté\xa0»", "„Spaß“", "Ç’A ÉTÉ", "PERÚ®", "está»…"),
        *("«Bogotá»—dijo", "5 Å²", "Its government’s"),
        # One capital with a mark may be intended. A lost byte can't be restored.
        *("ESPAÃ‘A", "Ã–sterreich", "â€", "is â€ open"),
    ],
)
def test_unclear_characters_are_kept(text: str) -> None:
    assert reread(text) == text


@pytest.mark.parametrize("part", ["Ã", "â€", "â€™", "é\xa0»", "Ã©\n", "Ã ", "“"])
def test_a_long_misread_text_is_repaired_in_linear_time(part: str) -> None:
    text = part * (LONG // len(part) // 10)

    assert len(reread(text)) <= len(text)


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("It is fair.rn rnThe court", "It is fair.\n\nThe court"),
        ("It is fair.rnrnThe court", "It is fair.\n\nThe court"),
        ("It is fair.rn rn rnrn we", "It is fair.\n\nwe"),
        ("A statementrn rnThe court", "A statement\n\nThe court"),
        ("One.rn rnTwo.rnThree turns", "One.\n\nTwo.\nThree turns"),
        ("“Fair”rn rn“Yes”", "“Fair”\n\n“Yes”"),
        ("ច្បាប់។rn rnតុលាការ", "ច្បាប់។\n\nតុលាការ"),
        ("It is fair.rn rn", "It is fair."),
    ],
)
def test_lost_line_breaks_are_restored(damaged: str, repaired: str) -> None:
    assert with_breaks(damaged) == repaired


@pytest.mark.parametrize(
    "text",
    [
        *("", "rnrn", "a modern rn return", "We are modern rn The court"),
        *("The intern rnase", "modern rn rn is", "I need this rn rn please"),
        *("governmentrnrnwas", "see x.rnrn.example", 'the letters "rn rn" stand there'),
        "One.rnTwo",
        *WORDS.values(),
    ],
)
def test_words_with_rn_are_kept(text: str) -> None:
    assert with_breaks(text) == text


@pytest.mark.parametrize("part", ["rn rn", "rn", " ", "rn rn A", "a rn rn"])
def test_a_long_text_with_lost_breaks_is_repaired_in_linear_time(part: str) -> None:
    text = "rn rn" + part * (LONG // len(part))

    assert len(with_breaks(text)) <= len(text)


# An invented sentence, in the encoding of a legacy Khmer font.
LEGACY = (
    "eyIgx\u00b6MúCashKmn_ sUmesñIdl´rdæal nig\u00b0Rkumh‘un [bBaÄb´karcak´dI "
    "kñúgGagGMbil enAeBl yb´ TwkeCar "
    "RbKl´TUkTaMgdb´R\u00abaMbYn nigbgðajplGMBIkarsikSar\u00a5bs´ saklviTüal½y "
    "eQ\u00b5ayebIkcMh sUm\u00a4GrKuNcMeBaHbNþajsaFarN³ sMrab´karCYyeRCamERCg"
)
_FRENCH = """Nous, les organisations soussignées, déplorons l’assèchement des marais de
l’île aux Œufs par McAllister & Cie; voir https://salt.example/aBcDe?Xy=1 et l’œuvre du
CNRS, de l’UNESCO et d’eBay."""
_VIETNAMESE = """Chúng tôi, những người làm muối ở vịnh Đầm Sen, yêu cầu trả lại thuyền
và lưới cho mười chín gia đình trước mùa mưa năm nay."""


@pytest.mark.parametrize("name", ["LimonS1", "Limon R1", "ABC-TEXT-05", "limon s2"])
def test_legacy_fonts_are_recognised_by_name(name: str) -> None:
    assert is_legacy_font(name)


@pytest.mark.parametrize("name", ["KhmerOScontent", "Khmer OS", "Arial", "TACTEING"])
def test_other_fonts_are_not_legacy_fonts(name: str) -> None:
    """TACTEING only draws ornaments, such as the ornament below a letterhead."""
    assert not is_legacy_font(name)


def test_text_for_a_legacy_font_is_recognised() -> None:
    assert is_legacy_text(LEGACY)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ENGLISH.paragraphs()),
        "\n".join(KHMER.paragraphs()),
        _FRENCH,
        _VIETNAMESE,
        "Share YouTube LinkedIn WhatsApp TikTok WordPress JavaScript " * 3,
    ],
)
def test_other_text_is_not_legacy_text(text: str) -> None:
    assert not is_legacy_text(text)


_RIGHT = "\n\n".join(KHMER.paragraphs())
_SYLLABLE = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d3\u17dd])+"
)


def _reversed(found: re.Match[str]) -> str:
    base, *parts = (each[0] for each in re.finditer("\u17d2.|.", found[0]))
    return "".join((base, *reversed(parts)))


def test_reversed_syllables_are_put_in_order() -> None:
    wrong = _SYLLABLE.sub(_reversed, _RIGHT)
    before, after = _SYLLABLE.findall(_RIGHT), _SYLLABLE.findall(wrong)

    differing = sum(a != b for a, b in zip(before, after, strict=True))
    assert differing > 50
    assert in_order(wrong) == (_RIGHT, differing)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ឆ្នំា", "ឆ្នាំ"),  # a sign was typed before the vowel
        ("កេ្រាម", "ក្រោម"),  # a split vowel was typed before the subscript
        ("ស្រ្តី", "ស្ត្រី"),  # coeng RO must be the last subscript
    ],
)
def test_frequent_typing_errors_are_put_in_order(wrong: str, right: str) -> None:
    assert in_order(wrong) == (right, 1)


@pytest.mark.parametrize(
    "text",
    [
        _RIGHT,
        "សេចក្ដី",  # coeng DA, which looks like coeng TA, stays
        "ក្ដៅ និងក្តៅ",
        "បាន\u200bនិង\u200bមាន",
        "Free them. 2012",
    ],
)
def test_a_correct_text_is_not_changed(text: str) -> None:
    assert in_order(text) == (text, 0)
    assert misplaced(text)[0] == 0


def test_marks_without_a_base_are_counted() -> None:
    """Texts extracted from drawings can have such marks."""
    count, letters = misplaced("េក ន់ ់ន")

    assert (count, letters) == (2, 6)


# Article 1 of the Universal Declaration of Human Rights, in Limon and in Unicode.
_LIMON = (
    "mnusSTaMgGs;ekItmkmanesrIPaBnigsmPaBkñúgEpñkesckþIéføfñÚrnigsiT§i. "
    "mnusSmanvicarNBaØaN nigstism,CBaØ³Cab;BIkMeNItehIyKb,IRbRBwtþcMeBaHKñaeTAvíjeTAmk"
    "kñúgsµartIPatrPaBCabgb¥Ún."
)
_UNICODE = (
    "មនុស្សទាំងអស់កើតមកមានសេរីភាពនិងសមភាពក្នុងផ្នែកសេចក្តីថ្លៃថ្នូរនិងសិទ្ធិ។ "
    "មនុស្សមានវិចារណញ្ញាណ និងសតិសម្បជញ្ញៈជាប់ពីកំណើតហើយគប្បីប្រព្រឹត្តចំពោះគ្នាទៅវិញទៅមក"
    "ក្នុងស្មារតីភាតរភាពជាបងប្អូន។"
)


def test_a_text_in_limon_is_converted() -> None:
    assert from_legacy(_LIMON, "limon") == _UNICODE


@pytest.mark.parametrize(
    ("text", "family", "said"),
    [
        ("éf¶TI 18 ExkumÖ³ qñaM 2005", "limon", "ថ្ងៃទី ១៨ ខែកុម្ភៈ ឆ្នាំ ២០០៥"),
        ("ecjeday³", "limon", "ចេញដោយ៖"),
        ("Rkumh‘un nigesuIb", "limon", "ក្រុមហ៊ុន និងស៊ើប"),
        ("KμanbBa©Úl", "limon", "គ្មានបញ្ចូល"),
        ("b¤bTb,BaØtþi", "limon", "ឬបទប្បញ្ញត្តិ"),
        ("c\u0092", "limon", "ច៌"),
        ("\uf06b\uf0f1\uf0fa\uf067", "limon", "ក្នុង"),
        ("RBHraCaNacRk".replace("H", "¼"), "abc", "ព្រះរាជាណាចក្រ"),
        ("kñúg kar>", "abc_zwsp", "ក្នុង\u200bការ។"),
    ],
)
def test_signs_depend_on_their_place_and_font(
    text: str, family: str, said: str
) -> None:
    assert from_legacy(text, family) == said


@pytest.mark.parametrize(
    ("font", "family"),
    [
        ("LimonS1", "limon"),
        ("Limon R1", "limon"),
        ("ABC-TEXT-05", "abc"),
        ("ABC-TEXT-05A", "abc_zwsp"),
        ("Khek Battambang", None),
        ("Khmer OS", None),
        ("Limonata", None),
    ],
)
def test_a_font_belongs_to_a_family(font: str, family: str | None) -> None:
    assert family_of(font) == family


def test_khmer_in_unicode_is_not_converted() -> None:
    assert marked("ខេត្តកំពង់ចាម", "Limon S1") == "ខេត្តកំពង់ចាម"


def test_a_syllable_may_be_in_two_runs() -> None:
    runs = [("e", "Limon S1"), ("TasUN ", "Limon S2"), ("UN", "Arial"), ("k", "Limon")]

    said = converted("".join(marked(*run) for run in runs))

    assert said == "ទោសូណ UNក"
