"""Test finding names that differ from a common name by a typing error."""

import pytest

from mediarel.check.slips import slips

CASE, MARKS, LETTER = "only in case", "only in accents or marks", "by one letter"


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"KRN": 50, "Krn": 49}, [("Krn", "KRN", CASE)]),
        ({"Krn": 2, "KRN": 1, "krn": 1}, [("KRN", "Krn", CASE), ("krn", "Krn", CASE)]),
        ({"Élan": 1, "Elan": 3}, [("Élan", "Elan", MARKS)]),
        ({"ស្ដី": 1, "ស្តី": 3}, [("ស្ដី", "ស្តី", MARKS)]),
        ({"Joint Statement": 3, "Joint Statment": 1}, [("Joint Statment", LETTER)]),
        (
            {"Joint Statement": 3, "Jiont Statement": 1},
            [],
        ),  # for so few statements, the word is too short
        ({"Housing": 3, "Housign": 1}, [("Housign", LETTER)]),
        ({"Housing": 3, "Housings": 1}, [("Housings", LETTER)]),
        ({"CLEC": 8, "CLEK": 1}, [("CLEK", LETTER)]),
        ({"CLEC": 7, "CLEK": 1}, []),
        ({"CLEC": 500, "CLEK": 100}, []),
        ({"KRN": 500, "KRW": 1}, []),
        ({"Group Alpha A": 90, "Group Alpha B": 1}, []),
        ({"Report 2011": 90, "Report 2012": 1, "Report 12": 1}, []),
        ({"Landrights": 90, "Land rights": 1}, []),
        ({"ព័ត៌មាន": 9, "ព័ត៌មន": 1}, [("ព័ត៌មន", LETTER)]),
        (
            {"Housing": 9, "Hosing": 1, "HOSING": 1},
            [("Hosing", LETTER), ("HOSING", LETTER)],
        ),
    ],
)
def test_rare_name_similar_to_a_common_name_is_a_slip(
    counts: dict[str, int], found: list[tuple[str, ...]]
) -> None:
    there = [(s.name, s.meant, s.how) for s in slips(counts)]

    # In cases without the right name, the most frequent name is right.
    commonest = max(counts, key=lambda name: counts[name])
    wanted = [e if len(e) == 3 else (e[0], commonest, e[1]) for e in found]
    assert [each for each in there if each in wanted] == wanted
    assert len(there) == len(wanted)


def test_two_equally_common_names_are_reported_as_even() -> None:
    (slip,) = slips({"KRN": 2, "Krn": 2})

    assert slip.is_even


def test_slip_among_20000_names_is_found_quickly() -> None:
    """Comparing all pairs would take minutes."""
    counts = {
        f"{'abcdefghij'[n % 10] * 5}{n:x}{'klmno'[n % 5] * 5}": 1 for n in range(20000)
    }

    found = list(
        slips({**counts, "Freedom of expression": 9, "Freedom of expresion": 1})
    )

    assert [each.name for each in found] == ["Freedom of expresion"]
