"""Text of Khmer fonts from before Unicode is converted."""

from __future__ import annotations

import pytest

from mediarel.text.legacy_khmer import converted, family_of, from_legacy, marked

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
