"""Test where the fields of a text were found, and how certain they are."""

import pytest

from mediarel.release.document import Origin, Sureness, origins_in_text, read_document

HEADED = (
    "STATEMENT\n\nFree the Press\n\nKampot, 3 May 2013 – The press is not free.\n\n"
    "Signed by:\nHarbour Watch\nPort Union\nSalt League"
)
PARAGRAPH = "They were heard by nobody, and no one was told where they were held."
LONG = "\n\n".join([PARAGRAPH] * 20)


def origins(text: str) -> dict[str, Origin]:
    """Return the place of each field in a text."""
    return origins_in_text(read_document({"text": text}), text)


@pytest.mark.parametrize(
    ("field", "origin"),
    [
        ("type", Origin("line 1")),
        ("title", Origin("line 3")),
        ("place", Origin("line 5")),
        ("dated", Origin("line 5")),
        ("signatories", Origin("lines 8 to 10", Sureness.LIKELY)),
    ],
)
def test_each_field_has_its_line(field: str, origin: Origin) -> None:
    assert origins(HEADED)[field] == origin


def test_a_wrong_count_of_names_needs_review() -> None:
    text = HEADED.replace("Signed by:", "Signed by 12 organisations:")

    assert origins(text)["signatories"].sureness is Sureness.OPEN


def test_an_uncertain_language_needs_review() -> None:
    assert origins("Zxq vlo.")["language"].sureness is Sureness.OPEN
    assert origins(LONG)["language"].sureness is Sureness.LIKELY


def test_a_date_in_the_footer_is_less_certain_than_in_the_header() -> None:
    text = f"Free the Press\n\n{LONG}\n\nKampot, 3 May 2013"

    assert origins(text)["dated"] == Origin("line 43", Sureness.LIKELY)
