"""The part of the search page that the script `search.js` brings to life."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the page says; `{}` stands for a value. A site in another language has others.
ENGLISH = {
    "label": "Search",
    "button": "Search",
    "more": "More",
    "without_script": (
        "This search needs JavaScript. Without it, the lists by year, program and"
        " tag lead to each statement."
    ),
    "how": "What you can write",
    "how_words": "both words",
    "how_phrase": "the words one after the other",
    "how_beginning": "a word that begins so",
    "how_or": "one or the other, or both",
    "how_not": "the one without the other",
    "how_title": "the word in the title; so do text:, place: and signatory:",
    "how_value": "this program; so do type:, tag:, series: and language:",
    "how_date": "a date in this month",
    "how_range": "a date from one to the other",
    "loading": "Searching…",
    "none": "Nothing found.",
    "one": "1 statement found.",
    "many": "{} statements found.",
    "failed": "A part of the index could not be loaded ({}). Try again.",
    "between": "between {} and {}",
    "or_later": "{} or later",
    "or_earlier": "{} or earlier",
}

_EXAMPLES = (
    ("radio police", "how_words"),
    ('"freedom of expression"', "how_phrase"),
    ("arrest*", "how_beginning"),
    ("police OR court", "how_or"),
    ("police -radio", "how_not"),
    ("title:internet", "how_title"),
    ("program:CLEC", "how_value"),
    ("date:2012-07", "how_date"),
    ("date:2012-07..2013", "how_range"),
)


def search_part(words: Mapping[str, str] = ENGLISH) -> str:
    """Return the form and the place of what it finds, as HTML for `search/index.html`.

    It says `words`, those that are missing in English. The script is beside the page.
    """
    said = {**ENGLISH, **words}
    shown = {name: escape(text) for name, text in said.items()}
    told = escape(json.dumps(said, ensure_ascii=False, sort_keys=True))
    rows = "".join(
        f"<div><dt><code>{escape(example)}</code></dt><dd>{shown[name]}</dd></div>"
        for example, name in _EXAMPLES
    )
    return f"""<div class="search" id="search" data-words="{told}">
<form role="search" class="search-form" hidden>
<label for="search-query">{shown["label"]}</label>
<input id="search-query" name="q" type="search" dir="auto" autocomplete="off">
<button type="submit">{shown["button"]}</button>
</form>
<noscript><p>{shown["without_script"]}</p></noscript>
<details class="search-how" hidden>
<summary>{shown["how"]}</summary>
<dl>{rows}</dl>
</details>
<p class="search-status" role="status" aria-live="polite"></p>
<ol class="search-hits"></ol>
<button type="button" class="search-more" hidden>{shown["more"]}</button>
</div>
<script src="search.js" defer></script>
"""
