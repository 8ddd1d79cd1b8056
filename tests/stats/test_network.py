"""Test the network of signatories, and its files in GraphML and CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from finding import archive_of, parsed
from mediarel.archive.session import open_session
from mediarel.archive.signatories import merge_names
from mediarel.index.crosstab import Signer
from mediarel.stats.network import Edge, Network, edge_list, graphml, network
from strategies import texts

if TYPE_CHECKING:
    from pathlib import Path

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
# As the schema of GraphML has the names and types of its keys.
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


def of(*names: tuple[str, ...]) -> Network:
    """Return a network in which each organisation signed with the one before."""
    day = ("2012-01-01", "2012-12-31", 1)
    nodes = [Signer(n, each, 2, "2011~", "2012", day) for n, each in enumerate(names)]
    return Network(nodes, [Edge(n - 1, n, n) for n in range(1, len(names))])


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_graphml_has_all_names_and_weights(names: list[tuple[str, str]]) -> None:
    """Characters that XML can't hold are reported."""
    given_names = of(*names)
    lost: list[str] = []

    root = fromstring("".join(graphml(given_names, lost.append)))  # noqa: S314 - our own

    keys = {key.get("id"): key for key in root.iter(f"{SPACE}key")}
    nodes = {n.get("id"): n for n in root.iter(f"{SPACE}node")}
    edges = list(root.iter(f"{SPACE}edge"))
    assert root.tag == f"{SPACE}graphml"
    assert [each.tag.removeprefix(SPACE) for each in root] == ["key"] * 6 + ["graph"]
    for key in keys.values():
        assert NMTOKEN.fullmatch(key.get("attr.name", ""))
        assert key.get("attr.type") in TYPES
    assert len(nodes) == len(names)
    for node, (name, other) in zip(nodes.values(), names, strict=True):
        data = {each.get("key"): each.text or "" for each in node}
        assert data.keys() <= keys.keys()
        assert all(keys[key].get("for") == "node" for key in data)
        assert data["statements"] == "2"
        if not lost:
            assert data.get("label", "") == name
            assert data.get("names", "") == other
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= nodes.keys()
        assert [each.get("key") for each in edge] == ["weight"]
    assert [edge[0].text for edge in edges] == [str(n) for n in range(1, len(names))]


@given(st.lists(st.tuples(texts), min_size=2, max_size=4))
def test_csv_has_the_columns_of_gephi(names: list[tuple[str]]) -> None:
    text = "".join(edge_list(of(*names), lambda _: None))

    first, *rows = csv.reader(io.StringIO(text, newline=""))

    assert first == ["Source", "Target", "Type", "Weight"]
    assert [row[2:] for row in rows] == [
        ["Undirected", str(n)] for n in range(1, len(names))
    ]
