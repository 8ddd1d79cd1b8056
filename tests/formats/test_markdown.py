"""Test export and import of Markdown."""

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from conftest import ROOT
from mediarel.errors import UnreadableInputError
from mediarel.formats import markdown
from reads import AS_USUAL
from samples import LONG
from strategies import statement, texts

GOLDEN = ROOT / "tests" / "golden" / "export.md"


def body(text: str) -> str:
    """Return the Markdown of `text`, without the front matter."""
    fields = statement(text=text).to_json()
    return markdown.write_one(fields).partition("---\n\n")[2].removesuffix("\n")


def problem(text: str) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        markdown.read_one(text, "x.md")
    return caught.value.problem


def test_one_invalid_entry_does_not_stop_the_others() -> None:
    """The error message has the line number in the whole file."""
    text = GOLDEN.read_text(encoding="utf-8").replace("id: 2\n", "id: 2\nid: 2\n")
    line = text.split("\n").index("id: 2") + 2

    entries = list(markdown.read(text.encode(), "x.md", AS_USUAL).entries)

    assert [
        each.problem if isinstance(each, UnreadableInputError) else each.fields["id"]
        for each in entries
    ] == ["3", f"x.md, line {line}: has 'id' twice", "1"]


@given(texts.filter(lambda text: bool(text.strip())))
@example("# a\n> b\n+ c\n- d\n= e\n~~~\n| f |\n1. g\n2) h\n---\n===\n: i")
@example("    code\n\n\tcode\n\n  \tcode")
@example("`a` *b* _c_ **d** [e](f) ![g](h) <i> &amp; &#38; \\* j\\")
@example("a\n---\n\nb\n===\n\n***\n\n- - -")
@example("a | b\n--- | ---\nc | d\n\ne | f\n:-- | :-:\n\n|g|\n|---|\n\n~~h~~")
def test_markdown_readers_find_only_paragraphs(text: str) -> None:
    kept = statement(text=text).text or ""
    # The reader replaces NUL, and ignores white space around lines.
    expected = " ".join(kept.replace("\0", "\ufffd").split())
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    tokens = reader.parse(body(text))

    kinds = {token.type for token in tokens}
    inline = [child for token in tokens for child in token.children or ()]
    assert kinds == {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in inline} <= {"text", "softbreak", "text_special"}
    seen = " ".join(
        "".join(child.content or "\n" for child in token.children or ())
        for token in tokens
    )
    assert " ".join(seen.split()) == expected


def test_handwritten_front_matter_is_read() -> None:
    document = (
        "\ufeff---\r\ndate: 2012-07-16\r\nprogram: CLEC\r\ntitle: ''\r\n"
        "tags: land\r\nsignatories: [a, b]\r\n---\r\n\r\n\r\nOne.\r\n\r\nTwo (*2*).\r\n"
    )

    assert markdown.read_one(document, "x.md") == {
        "date": "2012-07-16",
        "program": "CLEC",
        "title": None,
        "tags": ["land"],
        "signatories": ["a", "b"],
        "text": "One.\n\nTwo (*2*).",
    }


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "line 1: does not begin with the line ---"),
        ("date: 2012\n---\n", "line 1: does not begin with the line ---"),
        ("---\ndate: 2012\n\nText", "line 1: has no closing line --- after its fields"),
        (
            "---\ndate: 2012\ntitle: a: b\n---\n",
            "line 3: is not YAML: mapping values are not allowed here",
        ),
        ("---\n---\n", 'line 2: has no fields between the two lines "---"'),
        ("---\n- a\n---\n", 'line 2: has no fields between the two lines "---"'),
        ("---\ntags: a\n\ntags: b\n---\n", "line 4: has 'tags' twice"),
        (
            "---\ntext: a\n---\n",
            "line 2: has a field 'text'; write the text below the second ---",
        ),
        (
            "---\ntags:\n- a\x1b\n---\n",
            "line 3: YAML does not allow the character U+001B",
        ),
        (
            "---\ntags: &a [*a]\n---\n",
            "line 2: has the YAML alias *a, which is not supported",
        ),
        (
            "---\na: &a [x, x]\ntags: [*a, *a]\n---\n",
            "line 3: has the YAML alias *a, which is not supported",
        ),
        (
            f"---\na: {'{a: ' * 5000}\n---\n",
            "line 2: has lists that are nested too deep",
        ),
        (f"---\na: {'[' * 5000}\n---\n", "line 2: has lists that are nested too deep"),
    ],
)
def test_error_names_the_line(document: str, reason: str) -> None:
    assert problem(document) == f"x.md, {reason}"


@pytest.mark.parametrize("value", ["!!python/name:os.system", "&a", "!!binary aGk="])
def test_yaml_tags_create_no_objects(value: str) -> None:
    title = markdown.read_one(f"---\ntitle: {value}\n---\n", "x.md")["title"]

    assert title is None or title == "aGk="


@pytest.mark.parametrize("pattern", [" ", "\t", "a ", "'", '"', "''", "- ", " a:"])
def test_long_line_takes_linear_time(pattern: str) -> None:
    """With quadratic time, this test would not end."""
    long = pattern * (LONG // len(pattern))

    fields = markdown.read_one(f"---\ntitle: a{long}b\n---\n", "x.md")

    assert fields["title"] == f"a{long}b"


@pytest.mark.parametrize(
    "title",
    [
        "Land: two arrested",
        "Statement #1 on land",
        "'Release them' say groups",
        '"Release them" say groups',
        "It's late: 5 o'clock",
        "- 5 degrees",
        "yes",
    ],
)
def test_values_with_yaml_signs_need_no_quotes(title: str) -> None:
    fields = markdown.read_one(f"---\ntitle: {title}\ntags:\n- {title}\n---\n", "x.md")

    assert fields["title"] == title
    assert fields["tags"] == [title]


def test_escape_of_invalid_character_is_refused() -> None:
    assert problem('---\ntitle: "\\UFFFFFFFF"\n---\n').startswith(
        "x.md, line 2: is not YAML: "
    )
