"""What a worker process makes of the lines of all blocks: the pieces of terms.

It makes those that are always the same, too, which take a tenth of a second.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import chain
from pathlib import Path

from mediarel.publish.search.blocks import kept, terms_of
from mediarel.publish.search.index import fixed_pieces
from mediarel.publish.search.leaves import term_pieces
from mediarel.publish.staging import Shelf


def make(
    given: tuple[list[str], int, tuple[str, int]],
) -> tuple[list[str], list[tuple[str, int, tuple[bytes, int, int]]]] | None:
    """Write the pieces of all terms, from files that hold the lines of blocks.

    Behind them are those of `fixed_pieces`.

    Returns the first terms of the leaves; and of each piece its name, the number of
    the file, what `New` has of it. None is where one can't be read or written.
    """
    places, width, shelf = given
    to = Shelf(*shelf)
    heads: list[str] = []
    made = []
    try:
        lines = [kept(Path(each).read_bytes(), n) for n, each in enumerate(places)]
        pieces = chain(term_pieces(terms_of(lines), width, heads), fixed_pieces())
        for number, (name, content) in enumerate(pieces, start=to.first):
            status = to.write(number, content)
            new = sha256(content).digest(), status.st_size, status.st_mtime_ns
            made.append((name, number, new))
    except OSError:
        return None
    return heads, made
