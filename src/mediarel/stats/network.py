"""Who signed together with whom, as a network that others' programs draw.

A node is an organisation with the number of statements that it signed; an edge is
between two that signed together, and its weight is how often. A signatory such as
"and others" is no organisation, and left out.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import signers as index_signers
from mediarel.index.proof import WrongIndexError
from mediarel.release.one_name import is_rest_of_list

if TYPE_CHECKING:
    from mediarel.index.protocol import Index
    from mediarel.index.signers import Signer
    from mediarel.query.tree import Query


class Edge(NamedTuple):
    """Two nodes, by their places in the network, and how often they signed together."""

    one: int
    other: int
    weight: int


class Network(NamedTuple):
    """Who signed, those that signed most first; and the edges, the heaviest first."""

    nodes: list[Signer]
    edges: list[Edge]

    def alone(self) -> int:
        """Return how many of the nodes have no edge."""
        joined = {place for edge in self.edges for place in (edge.one, edge.other)}
        return len(self.nodes) - len(joined)


def network(index: Index, query: Query) -> Network:
    """Return the network of those who signed what `query` finds."""
    return index.asked(partial(_network, index, query))


def _network(index: Index, query: Query) -> Network:
    """Return the network; called again where the index turns out to be wrong.

    Raises WrongIndexError.
    """
    signers = index_signers.signers(index, query)
    rest = {signer.key for signer in signers if is_rest_of_list(signer.name)}
    nodes = [signer for signer in signers if signer.key not in rest]
    places = {node.key: place for place, node in enumerate(nodes)}
    weights: Counter[tuple[int, int]] = Counter()
    for keys in index_signers.signed_together(index, query):
        named = keys - rest
        if not places.keys() >= named:
            raise WrongIndexError("a signatory is missing")
        weights.update(combinations(sorted(places[key] for key in named), 2))
    edges = [Edge(one, other, weight) for (one, other), weight in weights.items()]
    return Network(nodes, sorted(edges, key=lambda e: (-e.weight, e.one, e.other)))
