"""Write the network of organisations that signed together, for graph programs.

A node is an organisation with the number of statements that it signed. An edge connects
two organisations that signed together; its weight is the number of these statements.
Signatories such as "and others" are not organisations and are left out.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

from mediarel.formats.cell_writing import guarded
from mediarel.formats.writing import Lost, xml_text
from mediarel.index import crosstab
from mediarel.index.crosstab import Signer
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.query.tree import Query
from mediarel.release.names import is_rest_of_list

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_HEAD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="{_SPACE}"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="{_SPACE} {_SPACE}/1.0/graphml.xsd">
<key id="label" for="node" attr.name="label" attr.type="string"/>
<key id="names" for="node" attr.name="other_names" attr.type="string"/>
<key id="statements" for="node" attr.name="statements" attr.type="int"/>
<key id="first" for="node" attr.name="first" attr.type="string"/>
<key id="last" for="node" attr.name="last" attr.type="string"/>
<key id="weight" for="edge" attr.name="weight" attr.type="double"/>
<graph edgedefault="undirected">
"""
_TAIL = "</graph>\n</graphml>\n"
_COLUMNS = ("Source", "Target", "Type", "Weight")


class Edge(NamedTuple):
    """The indices of two nodes, and the number of statements that both signed."""

    one: int
    other: int
    weight: int


class Network(NamedTuple):
    """The signatories, most frequent first, and the edges, heaviest first."""

    nodes: list[Signer]
    edges: list[Edge]

    def alone(self) -> int:
        """Return the number of nodes without an edge."""
        joined = {place for edge in self.edges for place in (edge.one, edge.other)}
        return len(self.nodes) - len(joined)


@in_one_snapshot
def network(index: Index, query: Query) -> Network:
    """Return the network of the signatories of statements that match `query`."""
    found = crosstab.signers(index, query)
    nodes = [signer for signer in found if not is_rest_of_list(signer.name)]
    places = {node.key: place for place, node in enumerate(nodes)}
    weights: Counter[tuple[int, int]] = Counter()
    for keys in crosstab.signed_together(index, query):
        named = sorted(places[key] for key in keys if key in places)
        weights.update(combinations(named, 2))
    edges = [Edge(one, other, weight) for (one, other), weight in weights.items()]
    return Network(nodes, sorted(edges, key=lambda e: (-e.weight, e.one, e.other)))


def graphml(network: Network, lost: Lost) -> Iterator[str]:
    """Yield the parts of the network as GraphML.

    `lost` is called with characters that XML can't contain.
    """
    yield _HEAD
    for place, node in enumerate(network.nodes):
        yield f'<node id="n{place}">{"".join(_data(node, lost))}</node>\n'
    for edge in network.edges:
        weight = f'<data key="weight">{edge.weight}</data>'
        yield f'<edge source="n{edge.one}" target="n{edge.other}">{weight}</edge>\n'
    yield _TAIL


def edge_list(network: Network, _: Lost) -> Iterator[str]:
    """Yield the header and the edges of the network, as lines of CSV (RFC 4180)."""
    names = [guarded(node.name, ",") for node in network.nodes]
    yield _line(_COLUMNS)
    for one, other, weight in network.edges:
        yield _line((names[one], names[other], "Undirected", str(weight)))


FORMATS: dict[str, Callable[[Network, Lost], Iterator[str]]] = {
    "graphml": graphml,
    "csv": edge_list,
}


def _data(node: Signer, lost: Lost) -> Iterator[str]:
    values = {
        "label": node.name,
        "names": "; ".join(node.names[1:]),
        "statements": str(node.statements),
        "first": node.first,
        "last": node.last,
    }
    for key, value in values.items():
        if value:
            yield f'<data key="{key}">{xml_text(value, lost)}</data>'


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
