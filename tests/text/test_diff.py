"""Where two texts differ.

- the sides of the parts make up the two texts, whatever they are
- by words; by graphemes where words have no spaces; no grapheme is cut
- what is the same by chance goes with the differences about it
- with_context: the words around each difference, ellipses where something is left out
- texts too long to be compared at once: by lines, then within them
"""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.diff import Part, diff, with_context
from strategies import texts

PIECES = ["the ", "land", " radio", "\n\n", "។", "វិទ្យុ", "ស្ត្រី", "é", "\u0301", "; ", "x"]
pieced = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
any_text = texts | pieced


def marked(parts: list[Part]) -> str:
    """Return the parts in one line, what was taken out and put in between marks."""
    return "".join(
        part.old
        if part.is_same
        else (f"[-{part.old}-]" if part.old else "")
        + (f"{{+{part.new}+}}" if part.new else "")
        for part in parts
    )


def ends_of(pieces: list[str]) -> set[int]:
    """Return where each of `pieces` ends, one after the other."""
    return {len("".join(pieces[:count])) for count in range(len(pieces) + 1)}


@given(any_text, any_text)
def test_the_sides_make_up_the_texts(old: str, new: str) -> None:
    """Nothing is lost; what is the same and what differs take turns."""
    parts = diff(old, new)

    assert "".join(part.old for part in parts) == old
    assert "".join(part.new for part in parts) == new
    kinds = [part.is_same for part in parts]
    assert all(kinds[n] != kinds[n + 1] for n in range(len(kinds) - 1))


@given(any_text, any_text)
def test_no_grapheme_is_cut(old: str, new: str) -> None:
    """On both sides each part ends where a grapheme does, as do those with_context."""
    parts = diff(old, new)

    for text, sides in (
        (old, [part.old for part in parts]),
        (new, [part.new for part in parts]),
    ):
        assert ends_of(sides) <= ends_of(regex.findall(r"\X", text))


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
        (
            "សេចក្តីថ្លែងការណ៍រួម",
            "សេចក្តីប្រកាសព័ត៌មានរួម",
            "សេចក្តី[-ថ្លែងការណ៍-]{+ប្រកាសព័ត៌មាន+}រួម",
        ),
        ("ស្ត្រី", "ស្ត្រ", "[-ស្ត្រី-]{+ស្ត្រ+}"),
    ],
)
def test_words_and_graphemes(old: str, new: str, shown: str) -> None:
    """Latin letters and figures by words, Khmer by its syllables."""
    assert marked(diff(old, new)) == shown


def test_what_is_the_same_by_chance() -> None:
    """A phrase that was replaced is one difference, though a blank in it stayed."""
    old = "We condemn forced evictions everywhere today."
    new = "We welcome peaceful settlements everywhere today."

    assert marked(diff(old, new)) == (
        "We [-condemn forced evictions-]{+welcome peaceful settlements+}"
        " everywhere today."
    )


def test_abridged() -> None:
    """Forty letters at most on each side, whole words."""
    many = " ".join(["word"] * 50)

    parts = with_context(diff(f"{many} old {many} old", f"{many} new {many} new"))

    eight = " ".join(["word"] * 8)
    assert marked(parts) == (
        f"… {eight} [-old-]{{+new+}} {eight} … {eight} [-old-]{{+new+}}"
    )
