"""Test that lines on a terminal end between words."""

from hypothesis import given
from hypothesis import strategies as st

from mediarel.cli.terminal.widths import syllables, width, wrapped

KHMER = "សេចក្តីថ្លែងការណ៍រួម"
TEXTS = st.lists(
    st.sampled_from(
        ["land ", "of", " ", "\u200b", KHMER, "ក្តី", "។ ", "新聞", "x" * 30]
    ),
    max_size=12,
).map("".join)


@given(TEXTS, st.integers(4, 40))
def test_wrapping_keeps_all_words(text: str, columns: int) -> None:
    """Lines begin and end with whole syllables."""
    lines = wrapped(text, columns)

    assert "".join("".join(lines).split()) == "".join(text.split())
    if text == text.lstrip():
        assert max(map(width, lines)) <= columns
        assert {_letters(line)[0] for line in lines if line} <= set(_letters(text))


def _letters(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in syllables(text)]
