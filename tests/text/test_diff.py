"""Test the differences between two texts."""

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
