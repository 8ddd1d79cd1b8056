"""Test `mediarel quote`."""

import json

import pytest

from conftest import Run

pytestmark = pytest.mark.usefixtures("store")

SAID = "deeply disturbed by independent radio station director"
SENTENCE = (
    "The undersigned organizations are deeply disturbed by independent radio station"
    " director Mam Sonando’s arrest on Sunday, July 15, 2012, and call for his"
    " immediate release."
)
HINT = (
    "Hint: In similar passages, [-this-] is only in the quotation, {+this+} only"
    " in the statement.\n"
)


@pytest.mark.parametrize(
    "words",
    [
        (SAID,),
        tuple(SAID.split()),
        (f"“{SAID.upper()}…”",),
        (SAID.replace("independent", "inde-\npen\u00addent\u200b\n"),),
    ],
)
def test_quotation_is_found_word_for_word(run: Run, words: tuple[str, ...]) -> None:
    done = run("quote", *words)

    *found, citation = done.out.rstrip("\n").split("\t")
    assert (done.code, done.err) == (0, "")
    assert f"{citation}\n" == run("cite", "3").out
    assert found == ["3", "2012-07-16", "CLEC", "word for word", SENTENCE]


def test_quotation_from_standard_input(run: Run) -> None:
    text = "\ufeff  “Mam Sonando's arrest on\r\nSunday, July 15 … immediate release”\n"

    done = run("quote", "-", stdin=text)

    assert (done.code, done.out.split("\t")[0]) == (0, "3")
    assert done.out.split("\t")[3] == "word for word, with words left out"


def test_similar_passage_is_shown_with_differences(run: Run) -> None:
    done = run("quote", "strongly disturbed by independent radio stations")

    number, _, _, how, said, _ = done.out.rstrip("\n").split("\t")
    assert (done.code, number, how) == (3, "3", "not word for word")
    assert said == (
        "[-strongly-]{+deeply+} disturbed by independent radio [-stations-]{+station+}"
    )
    assert (
        done.err == f"Error: no statement contains this quotation word for word\n{HINT}"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("permission to walk to capital", "permission to walk to {+the +}capital"),
        (
            "Nobody need permission to walk to capital",
            "Nobody {+should +}need permission to walk to{+ the+} capital",
        ),
        (
            "Nobody permission to walk to the city",
            "Nobody {+should need +}permission to walk to the [-city-]{+capital+}",
        ),
    ],
)
def test_similar_passage_has_the_first_and_last_word(
    run: Run, typed: str, shown: str
) -> None:
    text = "Nobody should need permission to walk to the capital. We walk on."
    run("add", "--date=2015", "--program=CLEC", "--text", text)

    assert run("quote", typed).out.split("\t")[4] == shown


def test_nothing_similar_is_found(run: Run) -> None:
    run("add", "--date=2015", "--program=CLEC", "--text=Thailand reopened the dam.")

    done = run("quote", "land reopened xylophones")

    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "Error: no statement contains this quotation word for word\n"
        "Hint: Nothing similar was found. To search for single words:"
        " mediarel search WORDS\n"
    )


def test_khmer_spaces_do_not_count(run: Run) -> None:
    """Zero-width spaces and spaces can differ, but not syllables."""
    text = "អង្គការ\u200bសង្គម\u200bស៊ីវិល មិន\u200bគាំទ្រ\u200bការ\u200bបណ្តេញ\u200bចេញ។"
    run("add", "--date=2015", "--program=CLEC", "--text", text)

    said = run("quote", "អង្គការសង្គមស៊ីវិលមិនគាំទ្រ ការបណ្តេញចេញ")
    not_said = run("quote", "អង្គការសង្គមស៊ីវិលគាំទ្រការបណ្តេញចេញ")

    assert (said.code, said.out.split("\t")[0]) == (0, "10")
    assert (not_said.code, not_said.out.split("\t")[0]) == (3, "10")
    assert "{+ មិន+}" in not_said.out.replace("\u200b", "")


def test_quotation_spans_paragraphs(run: Run) -> None:
    """Title and text match together only with an ellipsis."""
    text = "We ask for homes.\n\nNobody came."
    run("add", "--date=2015", "--program=CLEC", "--title=On homes", "--text", text)

    assert run("quote", "for homes. Nobody").out.split("\t")[4] == (
        "We ask for homes. Nobody came."
    )
    assert run("quote", "on homes … nobody").out.split("\t")[4] == (
        "On homes … Nobody came."
    )
    assert run("quote", "on homes we ask").code == 3


def test_quotation_in_an_export_format(run: Run) -> None:
    done = run("quote", SAID, "--format", "jsonl")
    none = run("quote", f"{SAID}s", "--format", "jsonl")

    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [3]
    assert (none.code, none.out) == (3, "")


def test_newest_twenty_matches_are_shown(run: Run) -> None:
    many = [
        {"date": f"20{n}", "program": "A", "text": f"Free them. {n}"}
        for n in range(20, 45)
    ]
    run("import", "-", stdin=json.dumps(many))

    some, every = run("quote", "free them"), run("quote", "free them", "--all")

    dates = [line.split("\t")[1] for line in some.out.splitlines()]
    assert dates == [f"20{n}" for n in range(44, 24, -1)]
    assert some.err == "Only the newest 20 are shown. To see more, add --all.\n"
    assert (len(every.out.splitlines()), every.err) == (25, "")
