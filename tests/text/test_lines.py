"""Test lines, sentences, languages and differences of texts."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mediarel.text.canonical import canonical_json, sha256_of
from mediarel.text.diff import Part, diff, with_context
from mediarel.text.languages import language_of
from mediarel.text.lines import address, escaped, harmless, paragraphs, unescaped
from mediarel.text.sentences import first_sentence, sentences
from mediarel.text.urls import capture_in
from samples import LONG, sample
from strategies import texts

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS_OF_DIRECTION = "\u061c\u200e\u200f"


def test_no_control_character_remains() -> None:
    """The test covers all of Unicode, including controls of the reading direction."""
    through = [
        f"{code:04X}"
        for code in range(0x110000)
        if (
            (
                unicodedata.category(chr(code)) in {"Cc", "Cs"}
                and chr(code) not in "\t\n"
            )
            or unicodedata.bidirectional(chr(code)) in BIDI
            or chr(code) in MARKS_OF_DIRECTION
        )
        and chr(code) in harmless(f"a{chr(code)}b")
    ]

    assert through == []


def test_printable_characters_of_all_scripts_are_kept() -> None:
    changed = [
        f"{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code))[0] in "LMNPSZ"
        and unicodedata.category(chr(code)) not in {"Zl", "Zp"}
        and harmless(chr(code)) != chr(code)
    ]

    assert changed == []
    assert harmless("ក\u200bខ\u200c\u200d\u00ad") == "ក\u200bខ\u200c\u200d\u00ad"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x1b]8;;https://x\x07link", "<U+001B>]8;;https://x<U+0007>link"),
        ("\x1b]52;c;aGk=\x1b\\", "<U+001B>]52;c;aGk=<U+001B>\\"),
        ("\x9b2J\x7f", "<U+009B>2J<U+007F>"),
        ("a\u202eb\u2066c", "a<U+202E>b<U+2066>c"),
        ("\ud800\ufeff\U000e0041", "<U+D800><U+FEFF><U+E0041>"),
        ("one\r\n\ttwo", "one<U+000D>\n\ttwo"),
    ],
)
def test_control_characters_are_shown_as_code_points(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  \n \t\n\n\n  b\u00a0", "a\n\n  b"),
        ("\n\n a", " a"),
        (" \n\u3000\n", ""),
    ],
)
def test_paragraphs_are_separated_by_one_blank_line(given_text: str, kept: str) -> None:
    """White space at line ends is removed."""
    assert paragraphs(given_text) == kept


@given(texts)
def test_unescaping_returns_the_original_text(text: str) -> None:
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize(
    "text", ["1. Mai Bewegung", "# X", "[a](x)", "~~out~~", "[^1]", "+ and", "> said"]
)
def test_escaped_text_is_shown_as_one_plain_paragraph(text: str) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False}).parse(escaped(text))

    assert [each.type for each in shown] == [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    assert {each.type for each in shown[1].children or ()} == {"text"}
    assert "".join(each.content for each in shown[1].children or ()) == text


def test_a_url_with_angle_brackets_is_one_link() -> None:
    (_, inline, _) = MarkdownIt().parse(address("https://e.example/>x_<y_"))

    link = (inline.children or [])[0]
    assert link.attrs["href"] == "https://e.example/%3Ex_%3Cy_"


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    # U+1F600 is a surrogate pair that begins with D83D, which is before U+FB33.
    keys = {"\ufb33": 1, "\U0001f600": 2, "z": {"b": [], "a": None}, "A": True}

    assert canonical_json(keys).decode() == (
        '{"A":true,"z":{"a":null,"b":[]},"\U0001f600":2,"\ufb33":1}'
    )


def test_only_required_characters_are_escaped() -> None:
    text = 'ខ្មែរ "/\\\b\f\n\r\t\x1f\x7f\u2028'

    expected = '["ខ្មែរ \\"/\\\\\\b\\f\\n\\r\\t\\u001f\x7f\u2028"]'
    assert canonical_json([text]).decode() == expected


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_json({"title": "\ud800"})


def test_equal_values_have_equal_hashes() -> None:
    assert sha256_of({"a": 1, "b": (2,)}) == sha256_of({"b": [2], "a": 1})
    assert sha256_of({"a": "é"}) != sha256_of({"a": "e\u0301"})


WEB = "https://web.archive.org/web"


@pytest.mark.parametrize(
    ("url", "original", "at"),
    [
        (
            f"{WEB}/20120716093000/http://a.org/b?c=1",
            "http://a.org/b?c=1",
            "16T09:30:00",
        ),
        (f"{WEB}/20120716093000id_/https://a.org/b", "https://a.org/b", "16T09:30:00"),
        (f"{WEB}/201207/http:/a.org/b", "http://a.org/b", "01T00:00:00"),
        (
            "https://wayback.example/all/20120716/www.a.org",
            "http://www.a.org",
            "16T00:00:00",
        ),
    ],
)
def test_the_original_url_and_the_time_of_a_copy(
    url: str, original: str, at: str
) -> None:
    assert capture_in(url) == (original, f"2012-07-{at}Z")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2012/07/release.html",
        "https://example.org/2012/release.html",
        f"{WEB}/20129916093000/http://a.org/b",
        f"{WEB}/2012*/http://a.org/b",
        "https://archive.example/AbC12",
    ],
)
def test_other_urls_are_not_copies(url: str) -> None:
    assert capture_in(url) is None


PIECES = ["the ", "land", " radio", "\n\n", "។", "វិទ្យុ", "ស្ត្រី", "é", "\u0301", "; ", "x"]
pieced = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
any_text = texts | pieced


def marked(parts: list[Part]) -> str:
    """Return `parts` as text, with `[-old-]` for removed and `{+new+}` for added."""
    return "".join(
        part.old
        if part.is_same
        else (f"[-{part.old}-]" if part.old else "")
        + (f"{{+{part.new}+}}" if part.new else "")
        for part in parts
    )


def ends_of(pieces: list[str]) -> set[int]:
    """Return the end of each piece in the text that all pieces form together."""
    return {len("".join(pieces[:count])) for count in range(len(pieces) + 1)}


@given(any_text, any_text)
def test_the_parts_form_both_texts(old: str, new: str) -> None:
    """Parts end between graphemes. Equal and different parts alternate."""
    parts = diff(old, new)

    for text, sides in ((old, [p.old for p in parts]), (new, [p.new for p in parts])):
        assert "".join(sides) == text
        assert ends_of(sides) <= ends_of(regex.findall(r"\X", text))
    kinds = [part.is_same for part in parts]
    assert all(kinds[n] != kinds[n + 1] for n in range(len(kinds) - 1))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "Release him", "{+Release him+}"),
        ("Release him", "", "[-Release him-]"),
        ("radio; land", "radio; land; water", "radio; land{+; water+}"),
        ("They must go now", "They should go", "They [-must-]{+should+} go[- now-]"),
        ("14,459 families", "14,460 families", "14,[-459-]{+460+} families"),
        ("café", "cafe\u0301", "[-café-]{+cafe\u0301+}"),
        ("cafe au lait", "cafe\u0301 au lait", "[-cafe-]{+cafe\u0301+} au lait"),
        ("a b", "a\n\nb", "a[- -]{+\n\n+}b"),
        ("សេចក្តីថ្លែងការណ៍រួម", "សេចក្តីប្រកាសព័ត៌មានរួម", "សេចក្តី[-ថ្លែងការណ៍-]{+ប្រកាសព័ត៌មាន+}រួម"),
        ("ស្ត្រី", "ស្ត្រ", "[-ស្ត្រី-]{+ស្ត្រ+}"),
    ],
)
def test_differences_are_whole_words(old: str, new: str, shown: str) -> None:
    """Khmer text is compared by syllables."""
    assert marked(diff(old, new)) == shown


def test_a_space_within_a_replaced_phrase_is_part_of_the_difference() -> None:
    old = "We condemn forced evictions everywhere today."
    new = "We welcome peaceful settlements everywhere today."

    assert marked(diff(old, new)) == (
        "We [-condemn forced evictions-]{+welcome peaceful settlements+}"
        " everywhere today."
    )


def test_context_is_at_most_forty_characters_on_each_side() -> None:
    many = " ".join(["word"] * 50)

    parts = with_context(diff(f"{many} old {many} old", f"{many} new {many} new"))

    eight = " ".join(["word"] * 8)
    assert marked(parts) == (
        f"… {eight} [-old-]{{+new+}} {eight} … {eight} [-old-]{{+new+}}"
    )


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


MARKS_AND_WORDS = st.lists(
    st.sampled_from([*" \n.?!…។៕\"”'()", "Mr", "U.S", "land", "Land", "ដី", "3.5"]),
    max_size=20,
).map("".join)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We met Mr. Yeng Virak of CLEC.",
        "The U.S. Embassy was there.",
        "Article 3.5 of the law, No. 7, e.g. Art. 2, i.e. this.",
        "See https://example.org/a.b?c=D.E and www.example.org. or not",
        "He said... and went on.",
        "“Is it so?” she asked.",
        "សិទ្ធិមនុស្ស",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_the_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It rained.", "We met."),
        ("“It rained.”", "We met."),
        ("He said: “It rained?!”", "(We met.)"),
        ("It went on…", "We met."),
        ("They were 62,000.", "8 of them left."),
        ("It rained.", "សិទ្ធិមនុស្ស"),
        ("ដី ផ្ទះ ។ល។", "យើងខ្ញុំ។"),
        ("土地权利。", "人权！"),
        ("It has no end", "and a new paragraph"),
    ],
)
def test_two_sentences_are_split(first: str, second: str) -> None:
    between = "\n\n" if first.endswith("end") else " "

    assert split(f"  {first}{between}{second} ") == [first, second]


@given(MARKS_AND_WORDS)
def test_sentences_are_in_order_and_contain_all_words(text: str) -> None:
    spans = sentences(text)
    inside = "".join(text[start:end] for start, end in spans)
    ends = [place for span in spans for place in span]

    assert ends == sorted(ends)
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize("read", [sentences, first_sentence, language_of])
@pytest.mark.parametrize(
    "pattern", [" ", ".", '."', "No. 5 ", ". ", "Land is. ", "។", "… “", "ក", ".\n\n"]
)
def test_a_long_text_is_split_in_linear_time(
    read: Callable[[str], object], pattern: str
) -> None:
    text = pattern * (LONG // len(pattern))

    assert bool(read(text)) == bool(read(pattern * 3))


def _cases() -> list[tuple[str, str]]:
    """Return the sentences of abbreviations.txt, each with its abbreviation."""
    table = Path(__file__).with_name("abbreviations.txt").read_text("utf-8")
    rows = [line.split("|") for line in table.splitlines() if "|" in line]
    return [
        (frame.strip().replace("*", word, 1), word)
        for frame, words in rows
        for word in words.split()
    ]


CASES = _cases()


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_a_sentence_continues_after_an_abbreviation(text: str) -> None:
    assert first_sentence(text) == text
    assert first_sentence(f"{text} They signed.") == text


@pytest.mark.parametrize(
    "text",
    [
        "It began at 5 p.m. | The court was closed.",
        "They work for Sugar Inc. | We call for its answer.",
        "It is in Annex A. | These are the names.",
        "Land, water, etc. | Phnom Penh is silent.",
        "They were driven out. | 62 families have nothing.",
        "They were 12. | May they be free.",
        "Ils vivent aux U.S. | Les autres sont restés.",
        "Perusahaan itu Gula Tbk. | Kami menuntut jawaban.",
    ],
)
def test_a_sentence_ends_after_an_abbreviation(text: str) -> None:
    """The next word begins a sentence, or the abbreviation is also an ordinary word."""
    first, second = text.split(" | ")
    whole = f"{first} {second}"

    assert [whole[start:end] for start, end in sentences(whole)] == [first, second]
