"""A network in files that Gephi and its like read: GraphML, and CSV with the edges.

GraphML is that of http://graphml.graphdrawing.org/specification.html; names and types
of its data stand in its keys, where no name has a space (its schema: NMTOKEN).

The columns of the CSV are those that Gephi knows. It has edges alone: who signed with
nobody is not in it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mediarel.formats.guard import guarded
from mediarel.formats.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.index.signers import Signer
    from mediarel.stats.network import Network

    Lost = Callable[[str], object]

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


def graphml(network: Network, lost: Lost) -> Iterator[str]:
    """Yield the parts of `network` as GraphML.

    `lost` is told what XML can't hold.
    """
    yield _HEAD
    for place, node in enumerate(network.nodes):
        yield f'<node id="n{place}">{"".join(_data(node, lost))}</node>\n'
    for edge in network.edges:
        weight = f'<data key="weight">{edge.weight}</data>'
        yield f'<edge source="n{edge.one}" target="n{edge.other}">{weight}</edge>\n'
    yield _TAIL


def edge_list(network: Network, _: Lost) -> Iterator[str]:
    """Yield the lines of the edges of `network` as CSV (RFC 4180), below their head."""
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
