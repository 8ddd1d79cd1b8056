"""Entries whose date is the last of them, a bullet before it, and pictures between."""

from __future__ import annotations

import pytest

from mediarel.pages.text import read_text

TITLES = (
    "The council reopens the reading room after a visit (press release)",
    "Fishers ask for their nets back (joint communication)",
    "Three groups hail the ruling on the pier (press release)",
)
TEXTS = (
    "The council said on Monday that the room is open again from nine to five.",
    "They were taken last week at night, and nobody says by whom or why.",
    "Three groups said that it has to stay where it is, as long as it is used.",
)
DATES = ("30th Jan 2025", "21st Jan 2025", "16th Jan 2025")
KEPT = ("2025-01-30", "2025-01-21", "2025-01-16")
PICTURES = (
    "The flag of Kampot in the shape of the country.",
    "Logo of the 'Harbour Watch', a boat in blue and white with a net. It is old.",
    "An old pier with boats around it",
)


@pytest.mark.parametrize("head", ["", "Statements\n\n56 results for Letters\n"])
@pytest.mark.parametrize(
    "entry",
    [
        "{p}\n\n{t}\n\nLetters and Statements\n{x}\n• {d}\n",
        "{p}\n\n{t}\n\n{x}\n• {d}\n",
        "{p}\n{t}\n{x}\n{d}\n\n",
        "{t}\n\nLetters and Statements\n{x}\n• {d}\n",
        "{t}\n{x}\n• {d}\n\n",
    ],
)
def test_each_has_the_date_below_it(entry: str, head: str) -> None:
    rows = zip(TITLES, TEXTS, DATES, PICTURES, strict=True)
    text = "".join(entry.format(t=t, x=x, d=d, p=p) for t, x, d, p in rows)
    found = read_text(head + text, "page.txt")

    assert [(str(x.date), x.title) for x in found.entries] == list(
        zip(KEPT, TITLES, strict=True)
    )
    assert [[line.text for line in x.body if line.text] for x in found.entries] == [
        [text] for text in TEXTS
    ]
