"""Find lists with the user's CSS selectors, if automatic detection fails."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from selectolax.lexbor import SelectolaxError

from mediarel import errors
from mediarel.pages.candidates import Candidate
from mediarel.pages.entries import Segment, body_lines, no_date
from mediarel.pages.found import RawEntry
from mediarel.pages.markup import Element, Markup
from mediarel.pages.page import WHOLE, Page, Spot
from mediarel.pages.readings import readings_of
from mediarel.pages.site import whole_address

PARTS = ("entry", "date", "title", "text", "link")


class Selected:
    """The elements that match the user's selectors."""

    def __init__(self, markup: Markup, select: Mapping[str, str], source: str) -> None:
        for part in select:
            if part not in PARTS:
                raise errors.MisuseError(
                    f"a page has no part named {part!r}",
                    f"Use one of these names: {', '.join(PARTS)}.",
                )
        self._source = source
        self._select = select
        self.found = {part: _elements(markup, css) for part, css in select.items()}
        for part, css in select.items():
            if not self.found[part]:
                raise errors.UnreadableInputError(
                    source,
                    None,
                    f"the selector {errors.shorten(css)!r} matches nothing visible",
                    f"Check the page, and use a different selector for the {part}.",
                )

    def with_dates(self, page: Page) -> Page:
        """Return the page with only the selected dates."""
        if "date" not in self.found:
            return page
        spots = [
            spot._replace(place=WHOLE, element=element)
            for element in self.found["date"]
            if (spot := _within(page, element)) is not None
        ]
        return replace(page, spots=spots)

    def segments(self, page: Page, listed: Sequence[Segment]) -> list[Segment]:
        """Return the entries that the user selected, with the selected titles.

        If the user has no selector for entries, the entries in `listed` are used.
        """
        segments = [*self._entries(page)] if "entry" in self.found else [*listed]
        return [each._replace(title=self._title(each, page)) for each in segments]

    def _entries(self, page: Page) -> Iterator[Segment]:
        last = -1
        spots = readings_of(page)
        titles = {x.spot.line: x.title for r in spots[:1] for x in r.entries if x.title}
        for element in self.found["entry"]:
            if element.begin < last:
                css = errors.shorten(self._select["entry"])
                raise errors.UnreadableInputError(
                    self._source,
                    page.lines[element.begin].number,
                    f"{css!r} selects several entries on one line",
                    "Select elements that contain one complete entry each.",
                )
            last = element.end
            spot = _within(page, element)
            title = None if spot is None else titles.get(spot.line)
            place = spot or no_date(element)
            yield Segment(element.begin, element.end, place, title, element)

    def _title(self, segment: Segment, page: Page) -> Candidate | None:
        """Return the selected title of an entry, or else the detected title."""
        element = _first(self.found.get("title", ()), segment)
        if element is None:
            return segment.title
        text, anchor = "", None
        for line in page.lines[element.begin : element.end]:
            for piece in line.pieces:
                if element.has(piece.element):
                    text += line.text[piece.begin : piece.end]
                    anchor = anchor or piece.anchor
            text += " "
        own = page.lines[element.begin]
        title = " ".join(text.split())
        begin = max(own.text.find(title), 0)
        return Candidate(title, element.begin, anchor, begin, begin + len(title))

    def changed(
        self, entry: RawEntry, segment: Segment, page: Page, own: str | None
    ) -> RawEntry:
        """Replace the text and the link of an entry by the selected ones."""
        if "text" in self.found:
            numbers = [
                number
                for element in self.found["text"]
                if segment.begin <= element.begin < segment.end
                for number in range(element.begin, element.end)
            ]
            body = body_lines(numbers, {}, page.lines, own)
            entry = entry._replace(body=tuple(body))
        if "link" in self.found:
            element = _first(self.found["link"], segment)
            href = _href(element) if element is not None else ""
            entry = entry._replace(link=whole_address(href, own))
        return entry


def _elements(markup: Markup, css: str) -> list[Element]:
    """Return the outermost elements that match a selector, in page order.

    Raises MisuseError if the selector is invalid.
    """
    try:
        nodes = markup.document.css(css) if css.strip() else None
    except SelectolaxError:
        nodes = None
    if nodes is None:
        raise errors.MisuseError(
            f"{errors.shorten(css)!r} is not a CSS selector",
            "Use a selector such as li.news, h2 > a or #list td:nth-child(2).",
        )
    found: list[Element] = []
    seen = (markup.elements.get(node.mem_id) for node in nodes)
    for element in sorted(
        filter(None, seen), key=lambda each: (each.begin, each.depth)
    ):
        is_empty = element.begin == element.end
        if not (is_empty and element.tag != "a") and not (
            found and found[-1].has(element)
        ):
            found.append(element)
    return found


def _within(page: Page, element: Element) -> Spot | None:
    """Return the first date in an element, or None."""
    for spot in page.spots:
        if spot.line >= element.end:
            break
        if spot.line >= element.begin and (
            element.has(spot.element) or _overlaps(page, spot, element)
        ):
            return spot
    return None


def _overlaps(page: Page, spot: Spot, element: Element) -> bool:
    """Return whether one piece of the element contains the whole date."""
    return any(
        piece.begin <= spot.begin and piece.end >= spot.end
        for piece in page.lines[spot.line].pieces
        if element.has(piece.element)
    )


def _first(elements: Sequence[Element], segment: Segment) -> Element | None:
    return next(
        (each for each in elements if segment.begin <= each.begin < segment.end), None
    )


def _href(element: Element) -> str:
    """Return the link of an element, of an ancestor, or of a descendant, or ""."""
    for each in (element, *element.ancestors()):
        if each.tag == "a":
            return each.attributes.get("href", "")
    hrefs = (x.attributes.get("href") for x in element.inner() if x.tag == "a")
    return next(filter(None, hrefs), "")
