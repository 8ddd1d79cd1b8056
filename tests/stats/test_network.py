"""Test the network of signatories, and finding several names of one."""

import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from finding import archive_of, parsed
from mediarel.archive.configuration import merge_names
from mediarel.archive.session import open_session
from mediarel.index.crosstab import Signer
from mediarel.stats.likely import likely
from mediarel.stats.network import Edge, Network, graphml, network

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
# Names and types that the schema of GraphML allows for keys.
NMTOKEN = re.compile(r"[\w.:-]+")
TYPES = {"boolean", "int", "long", "float", "double", "string"}
LONG = "Community Legal Education Center"


def test_a_pair_counts_once_for_each_statement(tmp_path: Path) -> None:
    """An organisation may have signed a statement under two names."""
    signed: tuple[list[str], ...] = (
        ["CLEC", "ADHOC", "LICADHO"],
        ["clec", "ADHOC"],
        [LONG, "CLEC", "ADHOC"],
        ["Alone"],
        [],
    )
    statements = [{"text": "radio", "signatories": names} for names in signed]
    with archive_of(tmp_path, statements) as archive:
        with open_session(archive, "merge") as session:
            merge_names(session, ["CLEC", LONG])

        found = network(archive.index, parsed(""))
        of_one = network(archive.index, parsed("id:1"))

    named = [node.name for node in found.nodes]
    pairs = [(named[e.one], named[e.other], e.weight) for e in found.edges]
    assert [(node.name, node.statements) for node in found.nodes] == [
        ("ADHOC", 3),
        ("CLEC", 3),
        ("Alone", 1),
        ("LICADHO", 1),
    ]
    assert pairs == [
        ("ADHOC", "CLEC", 3),
        ("ADHOC", "LICADHO", 1),
        ("CLEC", "LICADHO", 1),
    ]
    assert found.alone() == 1
    assert [edge.weight for edge in of_one.edges] == [1, 1, 1]


NAMES = (("A & B", "=cmd()"), ('"<Ö>", 2', "ខ្មែរ"), ("with \x1b control", ""))


def made() -> Network:
    """Return a network in which each organisation signed with the previous one."""
    day = ("2012-01-01", "2012-12-31", 1)
    nodes = [Signer(n, each, 2, "2011~", "2012", day) for n, each in enumerate(NAMES)]
    return Network(nodes, [Edge(0, 1, 7), Edge(1, 2, 3)])


def test_graphml_has_all_names_and_weights() -> None:
    """Characters that XML can't hold are reported."""
    lost: list[str] = []

    root = fromstring("".join(graphml(made(), lost.append)))  # noqa: S314 - our own XML

    keys = {key.get("id"): key for key in root.iter(f"{SPACE}key")}
    nodes = {n.get("id"): n for n in root.iter(f"{SPACE}node")}
    edges = list(root.iter(f"{SPACE}edge"))
    data = [{e.get("key"): e.text for e in node} for node in nodes.values()]
    assert [each.tag.removeprefix(SPACE) for each in root] == ["key"] * 6 + ["graph"]
    for key in keys.values():
        assert NMTOKEN.fullmatch(key.get("attr.name", ""))
        assert key.get("attr.type") in TYPES
    for each in data:
        assert each["statements"] == "2"
        assert all(keys[key].get("for") == "node" for key in each)
    assert [(each["label"], each.get("names")) for each in data[:2]] == [*NAMES[:2]]
    assert lost == ["control characters"]
    assert all({e.get("source"), e.get("target")} <= nodes.keys() for e in edges)
    assert [edge[0].text for edge in edges] == ["7", "3"]


LIKELY_LONG = "Community Legal Education Center"
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
        ("CLEC", LIKELY_LONG, "an acronym"),
        (LIKELY_LONG, "CLEC", "an acronym"),
        (
            "NICFEC",
            "Neutral and Impartial Committee for Free Elections in Cambodia",
            "",
        ),
        ("C.L.E.C.", LIKELY_LONG, ""),
        ("CLEC", f"{LIKELY_LONG} (CLEC)", "a name plus another name in brackets"),
        (LIKELY_LONG, f"{LIKELY_LONG} (CLEC)", "a name plus another name in brackets"),
        ("Comité", f"{LIKELY_LONG} (COMITE)", "a name plus another name in brackets"),
        (LIKELY_LONG, "Community Legal Education Centre", "similar spelling"),
        (LIKELY_LONG, "Community Legal Education Centre (CLEC)", "similar spelling"),
        ("Cambodian Youth Network", "Youth Network of Cambodian", ""),
        ("CLEC", "ADHOC", None),
        (LIKELY_LONG, "Community Legal Aid", None),
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
    found = signers("CLEC", LIKELY_LONG, "Community Legal Education Centre")

    offered = likely(found, [[0, 1], [2], [1, 0, 2]])

    assert [(e.one.key, e.other.key, e.together) for e in offered] == [
        *((0, 1, 2), (0, 2, 1), (1, 2, 1))
    ]
    assert [(e.one.key, e.other.key) for e in likely(found, [[0, 1]])] == [
        *((0, 2), (1, 2), (0, 1))
    ]
