"""Test finding names that may belong to the same organisation."""

import pytest

from mediarel.index.crosstab import Signer
from mediarel.stats.likely import likely

LONG = "Community Legal Education Center"
DAY = ("2012-01-01", "2012-12-31", 1)


def signers(*names: str | tuple[str, ...]) -> list[Signer]:
    """Return signers with these names, the most frequent first."""
    return [
        Signer(n, each, 9 - n, "2012", "2012", DAY)
        for n, each in enumerate(
            (each,) if isinstance(each, str) else each for each in names
        )
    ]


def pairs(*names: str | tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return the likely pairs among signers with these names."""
    return [(p.one.name, p.other.name, p.why) for p in likely(signers(*names), [])]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("CLEC", LONG, "an acronym"),
        (LONG, "CLEC", "an acronym"),
        (
            "NICFEC",
            "Neutral and Impartial Committee for Free Elections in Cambodia",
            "",
        ),
        ("C.L.E.C.", LONG, ""),
        ("CLEC", f"{LONG} (CLEC)", "a name plus another name in brackets"),
        (LONG, f"{LONG} (CLEC)", "a name plus another name in brackets"),
        ("Comité", f"{LONG} (COMITE)", "a name plus another name in brackets"),
        (LONG, "Community Legal Education Centre", "similar spelling"),
        (LONG, "Community Legal Education Centre (CLEC)", "similar spelling"),
        ("Cambodian Youth Network", "Youth Network of Cambodian", ""),
        ("CLEC", "ADHOC", None),
        (LONG, "Community Legal Aid", None),
        ("Community 12 of Phnom Penh", "Community 13 of Phnom Penh", None),
        ("Network of Groups (Cambodia office)", "Cambodia office", None),
    ],
)
def test_names_are_paired_by_acronym_brackets_or_spelling(
    one: str, other: str, why: str | None
) -> None:
    """If `why` is None, the names are not a pair; "" allows any reason."""
    found = pairs(one, other)

    if why is None:
        assert found == []
    else:
        assert [each[:2] for each in found] == [(one, other)]
        assert why in found[0][2]


def test_names_that_signed_together_come_last() -> None:
    found = signers("CLEC", LONG, "Community Legal Education Centre")

    offered = likely(found, [[0, 1], [2], [1, 0, 2]])

    assert [(e.one.key, e.other.key, e.together) for e in offered] == [
        *((0, 1, 2), (0, 2, 1), (1, 2, 1))
    ]
    assert [(e.one.key, e.other.key) for e in likely(found, [[0, 1]])] == [
        *((0, 2), (1, 2), (0, 1))
    ]
