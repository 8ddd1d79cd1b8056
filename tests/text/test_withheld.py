"""Test how withheld texts and contact details are found and replaced."""

import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediarel.text.contacts import addresses, telephones
from mediarel.text.folding import fold
from mediarel.text.tokens import is_unspaced, matches, merged, term
from mediarel.text.withheld import (
    holds,
    is_too_short,
    mark_for,
    replaced,
    spans,
)

KHMER = "ចាន់ សុភា"
NAME = "Chan Sophea"


def redacted(text: str, texts: tuple[str, ...], mark: str) -> str:
    """Return `text` with each spelling of `texts` replaced by `mark`."""
    return replaced(text, mark, lambda given: spans(given, texts))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mr Chan Sophea said.", "Mr # said."),
        ("CHAN SOPHEA, chan sophea", "#, #"),
        ("Chan Sophéa and Cha\u0301n Sophea\u0301.", "# and #."),
        ("\uff23\uff48\uff41\uff4e Sophea", "#"),
        ("Chan\u00a0Sophea; Chan  \t Sophea; Chan\r\nSophea", "#; #; #"),
        ("Chan\n\nSophea", "#"),
        ("**Chan** _Sophea_", "**#_"),
        ("Chan So-\nphea; Chan So-\r\n   phea; Chan So\u2010 \nphea", "#; #; #"),
        ("Chan So- phea, Chan - Sophea, Chan So -\nphea", "#, #, #"),
        ("Ch\u00adan So\u00adphea; Chan So\u00ad\nphea", "#; #"),
        ("Chan\u200bSophea, C\u200dhan So\ufe0fphea, Chan\u2060 Sophea", "#, #, #"),
        ("Chan Sophea's and Chan Sophea’s", "#'s and #’s"),
        ("Chan-Sophea Chan-Sophea-led", "# #-led"),
        ("#FreeChanSophea #chansophea ChanSophea", "#Free# ## #"),
        ("chansophea2012@example.org", "#2012@example.org"),
        ("C h a n   S o p h e a", "#"),
        ("\u202eChan Sophea\u202c", "\u202e#"),
        ("Chandara Sophea, Chan Sopheak, Pechan Sophea", None),
        ("Chan and Sophea", None),
        ("", None),
    ],
)
def test_a_name_is_replaced_in_each_spelling(text: str, left: str | None) -> None:
    """Only whole words match in scripts with spaces."""
    expected = text if left is None else left

    assert redacted(text, (NAME,), "#") == expected


@pytest.mark.parametrize(
    ("given", "text", "left"),
    [
        ("Chan", "Chandara, Sochan, channel", None),
        ("Chan", "Chan's Chan-Dara (Chan), Chan.", "#'s #-Dara (#), #."),
        ("Chan", "ChanDara Chan2 2Chan", "#Dara #2 2#"),
        ("Chan", "Cha n, C han", None),
        ("Ma Li", "in Mali", None),
        ("O'Brien", "O’Brien, O`Brien, OBrien, O Brien", "#, #, #, #"),
        ("Müller", "Mu\u0308ller, MULLER, Mueller", "#, #, Mueller"),
        ("Straße", "STRASSE, strasse", "#, #"),
        ("Σοφίας", "ΣΟΦΙΑΣ Σοφιας", "# #"),
        ("İnci", "inci, INCI", "#, #"),
        (
            "012 345 678",
            "012345678, ០១២ ៣៤៥ ៦៧៨, 012-345-678, 1012345678",
            "#, #, #, 1012345678",
        ),
        ("012345678", "Tel. 012 345 678", "Tel. #"),
        ("Иван Петров", "ИВАН ПЕТРОВ, Ива\u0301н\nПетров", "#, #"),
        ("سارة", "قالت سارة، وسارة", "قالت #، وسارة"),
        ("홍길동", "\u1112\u1169\u11bc\u1100\u1175\u11af\u1103\u1169\u11bc", "#"),
        # In scripts without spaces, any part of a run of letters matches.
        (KHMER, "លោកចាន់សុភាបាន", "លោក#បាន"),
        (KHMER, "លោក\u200bចា\u200bន់\u200bសុភា\u200bបាន", "លោក\u200b#បាន"),
        (KHMER, "ចាន់\nសុ ភា។", "#។"),
        ("ចាន់សុភា", "ចាន់ សុភា", "#"),
        ("ខ្មែរ", "ខេ្មរ", None),
        ("បោះ", "បេាះ", "#"),  # OO typed as E and AA
        ("ស្ដេច", "ស្តេច", "#"),  # coeng DA and coeng TA
        ("ឆ្នាំ២០១២", "ឆ្នាំ 2012", "#"),
        ("王小明", "記者王小明說", "記者#說"),
        ("สมชาย", "นายสมชายกล่าว", "นาย#กล่าว"),
        ("ガ", "ｶﾞ", None),
        ("ガガ", "ｶﾞｶﾞ", "#"),
        ("Sok", "លោកSokបាន", "លោក#បាន"),
    ],
)
def test_letters_folded_alike_match(given: str, text: str, left: str | None) -> None:
    expected = text if left is None else left

    assert redacted(text, (given,), "#") == expected


def test_overlapping_matches_are_replaced_by_one_mark() -> None:
    texts = ("Chan", "Chan Sophea", "Sophea Ly")

    assert redacted("Chan Sophea Ly and Chan.", texts, "#") == "# and #."


def test_joined_words_match_in_file_names() -> None:
    texts = (NAME,)

    assert holds("photochansophea.jpg", texts, is_name=True)
    assert holds("chan_sophea-2012.pdf", texts, is_name=True)
    assert not holds("photochansophea", texts)


def test_a_mark_does_not_form_a_withheld_text() -> None:
    """The usual mark could complete a name, or contain a withheld word."""
    assert redacted("chan sok sophea", ("Sok", NAME), "[…]") == "[…]"
    assert mark_for("en", ["Withheld"]) == "[…]"
    assert mark_for("km", ["ផ្សាយ"]) == "[…]"
    assert mark_for("km-KH", ["Chan"]) == "[មិនផ្សាយ]"
    assert mark_for("fr") == "[withheld]"


@pytest.mark.parametrize("text", ["", "a", "–", "ក", "\u200b", "'s", "…"])
def test_a_single_letter_is_not_searched(text: str) -> None:
    """A single letter would match almost everywhere."""
    assert is_too_short(text)
    assert redacted(f"x {text} y", (text,), "#") == f"x {text} y"


_PARTS = (
    *("Chan", "SOPHEA", "sophe", "a", "Li", "withheld", "ß", "é", "e\u0301", "ﬁ", "2"),
    *("ចាន់", "សុភា", "ស្ដ", "ស្ត", "ខ្មែរ", "ផ្សាយ", "១២", "王", "小明", "สม", "한"),
    *(" ", " ", "\n", "-\n", "-", "'", "\u00ad", "\u200b", "។", ". ", "_", "²"),
    "\ufe0f",
)
_texts = st.lists(st.sampled_from(_PARTS), max_size=14).map("".join)
_secrets = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=4).map("".join)


def _squashed(text: str) -> str:
    return "".join(re.findall(r"[^\W_]|[\u0e31-\u0e4e\u17b6-\u17d3]", fold(text)))


@given(
    _texts, st.lists(_secrets, min_size=1, max_size=3), st.sampled_from(["en", "km"])
)
@example("chan sok sophea", ["sok", "chan sophea"], "en")
def test_a_redacted_text_has_no_match(
    text: str, secrets: list[str], language: str
) -> None:
    """Neither a search nor a comparison of plain letters finds the withheld text."""
    able = tuple(each for each in secrets if not is_too_short(each))
    left = redacted(text, able, mark_for(language, able))

    for secret in able:
        sought = term(secret)
        assert sought is None or not matches(left, [sought])
        squashed = _squashed(secret)
        if all(map(is_unspaced, squashed)):
            assert squashed not in _squashed(left)
    assert redacted(left, able, "#") == left
    alone = merged(span for each in able for span in spans(text, (each,)))
    assert spans(text, able) == alone


@given(_texts, _secrets, _texts)
def test_a_withheld_text_is_found_between_any_two_texts(
    before: str, secret: str, behind: str
) -> None:
    if not is_too_short(secret):
        assert holds(f"{before} {secret} {behind}", (secret,))


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("Chan Sophea", "Sophea Chan"),
        ("Chan Sophea", "SOPHEA, Chan"),
        ("Chan Sophea", "LICADHO\nSophea, Chan\n"),
        ("Chan Sok Sophea", "Sophea Chan Sok"),
        ("Chan Sophea", "Chan Soph-ea"),
        ("Chan Sophea", "C_h_a_n Sophea"),
        ("JR Smith", "J.R. Smith"),
        ("OBrien", "O’Brien"),
        ("Łukasz", "Lukasz"),
        ("Soren", "Søren"),
        ("Đặng", "Dang"),
        ("ışık", "IŞIK"),
        ("محمد", "محمّد"),
        ("محمد", "مـحـمـد"),
        ("إبراهيم", "ابراهيم"),
        ("김철수", "김 철수"),
        ("김철수", "김철수는"),
        ("שלום כהן", "שָׁלוֹם כֹּהֵן"),
    ],
)
def test_name_is_found_reordered_and_transcribed(secret: str, said: str) -> None:
    assert holds(f"It was {said}" if "," not in said else said, (secret,))
    assert holds(said, (secret,))


def test_the_ends_of_two_different_names_do_not_match() -> None:
    assert not holds("So said Chandara Sophea, Chan Sopheak and Kim.", ("Chan Sophea",))


def test_a_long_khmer_text_is_searched_in_linear_time() -> None:
    text = "".join(
        f"{chr(0x1780 + n % 30)}ប្រទេស\u200b{KHMER}\u200b" for n in range(300)
    )
    begun = process_time()

    found = spans(text.replace(" ", "\u200b"), (KHMER,))

    assert len(found) == len(set(found)) == 300
    assert process_time() - begun < 3  # seconds; an older version took 20


@pytest.mark.parametrize(
    "name",
    ["ចាន់សុភា", "สมชาย", "陳大文", "김철수", "\u1100\u1175\u11b7\u110e\u1165\u11af"],
)
def test_a_name_is_found_at_any_place_of_a_long_khmer_word(name: str) -> None:
    """Long words are searched in parts, which must not end within the name."""
    word = "ប្រទេស"
    for number in range(6):
        before = f"{word}\u200b" * 40
        text = f"{'ក' * number}{before}{name}{word * 40}"

        assert [text[slice(*each)] for each in spans(text, (name,))] == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to info@example.org.", ["info@example.org"]),
        ("INFO@EXAMPLE.ORG, a.b-c+d@mail.example.co.uk;", 2),
        ("<mailto:josé.müller@example.org>", ["josé.müller@example.org"]),
        ("info [at] example [dot] org", ["info [at] example [dot] org"]),
        ("info at example dot org", ["info at example dot org"]),
        ("info＠example．org", ["info＠example．org"]),
        ("info\u200b@\u200bexample.org", ["info\u200b@\u200bexample.org"]),
        ("អ៊ីមែលinfo@example.orgទូរស័ព្ទ", ["info@example.org"]),
        ("почта@пример.рф", ["почта@пример.рф"]),
        ("Follow @example and look at example.org", []),
        ("We met at noon. At example.org there is more.", []),
    ],
)
def test_email_addresses_are_found(text: str, found: list[str] | int) -> None:
    spans = [text[slice(*each)] for each in addresses(text)]

    assert (len(spans) if isinstance(found, int) else spans) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+855 12 345 678", ["+855 12 345 678"]),
        ("(+855) 12-345-678", ["(+855) 12-345-678"]),
        ("Call 012 345 678 now", ["012 345 678"]),
        ("Tel: 012 345 678 / 011 222 333; 023-456789", 3),
        ("tel:+85512345678", ["+85512345678"]),
        ("H/P: 12 345 678", ["12 345 678"]),
        ("Tél. : 01 23 45 67 89", ["01 23 45 67 89"]),
        ("Teléfono: 612 345 678", ["612 345 678"]),
        ("Telefone: (11) 98765-4321", ["(11) 98765-4321"]),
        ("ទូរស័ព្ទ៖ ០១២ ៣៤៥ ៦៧៨", ["០១២ ៣៤៥ ៦៧៨"]),
        ("លេខទូរស័ព្ទ០១២៣៤៥៦៧៨។", ["០១២៣៤៥៦៧៨"]),
        ("โทร. 02-123-4567", ["02-123-4567"]),
        ("电话：010-12345678", ["010-12345678"]),
        ("Điện thoại: 0912 345 678", ["0912 345 678"]),
        ("هاتف: 71 234 567", ["71 234 567"]),
        ("For more information, please contact:\nAnn Bo, 12 345 678", ["12 345 678"]),
        ("Contacts\n\nAnn Bo: 12 345 678\n\nCy Do: 99 888 777", 2),
        ("សម្រាប់ព័ត៌មានបន្ថែម\nលោក ក៖ ១២ ៣៤៥ ៦៧៨", ["១២ ៣៤៥ ៦៧៨"]),
    ],
)
def test_telephone_numbers_are_found(text: str, found: list[str] | int) -> None:
    spans = [text[slice(*each)] for each in telephones(text)]

    assert (len(spans) if isinstance(found, int) else spans) == found


@pytest.mark.parametrize(
    "text",
    [
        "on 16 July 2012, 2012-07-16, 16/07/2012, 16.07.2012, 07-16-2012",
        "Contacts: 16.07.2012, 2011-2012, 20120716",
        "10 000 000 riel, 1,200,000 USD, $ 2 500 000, 2.500.000 euros",
        "២ ៥០០ ០០០ រៀល និង ១២០០០០០ ដុល្លារ",
        "Sub-decree No. 123 of 2012; NS/RKM/0512/007; Prakas 051207",
        "ISBN 0 19 852663 6",
        "account 001 234 567",
        "3 500 families on 12 000 hectares",
        "ថ្ងៃទី ១៦ ខែកក្កដា ឆ្នាំ ២០១២",
        "from 08:00 to 17:30, 50.5%",
        "The line was cut. In all 123456 people came.",
        "1234567890",
    ],
)
def test_dates_amounts_and_other_numbers_are_not_telephone_numbers(text: str) -> None:
    assert [text[slice(*each)] for each in telephones(text)] == []


@pytest.mark.parametrize(
    "said",
    [
        *("(855) 12 345 678", "855-12-345-678", "012 / 345 678", "012/345/678"),
        *("012_345_678", "012,345,678", "012—345—678", "012    345    678"),
        *("012\t345\t678", "012\n345 678", "012345678_x", "012345678a", "012 345 678%"),
        *("012 345 678 people", "012 345 678:5", "https://wa.me/85512345678"),
        *("https://t.me/+85512345678", "(202) 555-0123", "1-800-555-0123"),
    ],
)
def test_telephone_numbers_are_found_with_unusual_separators(said: str) -> None:
    (span,) = telephones(f"Say {said}")

    assert not any(map(str.isdecimal, f"Say {said}"[: span[0]]))
    assert sum(map(str.isdecimal, f"Say {said}"[span[1] :])) <= 1


@pytest.mark.parametrize("between", ["/", " / ", ", ", " ", "  ", "\n", "; "])
def test_two_adjacent_telephone_numbers_are_both_found(between: str) -> None:
    """Together, the two numbers have too many digits for one number."""
    said = f"012 345 678{between}092 345 678"
    found = telephones(said)

    left = "".join(
        c for at, c in enumerate(said) if not any(a <= at < b for a, b in found)
    )
    assert not any(map(str.isdecimal, left))


@pytest.mark.parametrize("said", ['"a b"@b.org', "a@b .org", "a@b. org", r"a\@b.org"])
def test_unusually_written_email_addresses_are_found(said: str) -> None:
    """The addresses are quoted, or have spaces or a Markdown backslash."""
    assert addresses(said) == [(0, len(said))]


@pytest.mark.parametrize(
    "said", ["1\u200b" + "\u200b" * 50_000 + "1" + "\u200b" * 50_000, "0 " * 50_000]
)
def test_a_hostile_text_does_not_slow_down_the_search(said: str) -> None:
    assert telephones(said) == [] or said[0] == "0"


@pytest.mark.parametrize("said", ["a.b@example.org", "a at example dot org"])
def test_email_addresses_are_found_in_a_long_text(said: str) -> None:
    """Only the text near a sign such as @ is searched."""
    text = f"{said}, {'word ' * 2000}{said}; {'word ' * 2000}{said}"

    assert [text[slice(*each)] for each in addresses(text)] == [said] * 3
