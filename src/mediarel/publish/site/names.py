"""Pages of names: all programs, all tags; and one from which all lists are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.formats.language_names import language_name
from mediarel.publish.site.addresses import page, up
from mediarel.publish.site.paging import first_to_last, path_of
from mediarel.publish.site.rows import KINDS
from mediarel.publish.site.shared import HERE, link, page_values, rendered_page
from mediarel.publish.site.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.publish.site.lists import Listed
    from mediarel.publish.site.settings import Settings

    Named = tuple[str, str, int]
    """What a list is called, its path, how many statements are in it."""

BROWSE = "browse"
_SIZE = 200  # names of a page
_FEW = 30  # names of each kind on the page of all kinds


def names_pages(
    lists: Sequence[Listed], settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the pages that lead to all `lists`."""
    by_kind: dict[str, list[Named]] = {kind: [] for kind in ("year", *KINDS)}
    for each in lists:
        if each.kind:
            called = each.value
            if each.kind == "language":
                called = language_name(each.value)
            by_kind[each.kind].append((called, each.path, len(each.numbers)))
    for kind in KINDS:
        yield from _of_kind(kind, by_kind[kind], settings)
    yield _browse(by_kind, settings)


def _of_kind(
    kind: str, named: Sequence[Named], settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the names of a kind, none if there is no name."""
    title = words_of(settings.lang)[kind]
    last = -(-len(named) // _SIZE)
    for number in range(1, last + 1):
        some = named[(number - 1) * _SIZE : number * _SIZE]
        path = path_of(kind, number if number > 1 else 0)
        root = up(page(path))
        values = page_values(settings, path, title, [(title, HERE)]) | {
            "values": _shown(some, root),
            "pages": first_to_last(kind, number, last, root),
        }
        yield rendered_page(path, settings, "names.html", values)


def _browse(by_kind: dict[str, list[Named]], settings: Settings) -> tuple[str, bytes]:
    words = words_of(settings.lang)
    root = up(page(BROWSE))
    kinds = []
    for kind, named in by_kind.items():
        if not named:
            continue
        title = words["years" if kind == "year" else kind]
        some = named
        if kind != "year" and len(named) > _FEW:
            some = sorted(named, key=lambda each: -each[2])[:_FEW]
        more = link(root, kind) if kind != "year" else ""
        kinds.append(
            (title, _shown(some, root), more, words["all_of"].format(title.lower()))
        )
    crumbs = [(words["browse"], HERE)]
    values = page_values(settings, BROWSE, words["browse"], crumbs)
    return rendered_page(BROWSE, settings, "browse.html", values | {"kinds": kinds})


def _shown(named: Sequence[Named], root: str) -> list[tuple[str, str, str]]:
    return [(name, link(root, path), f"{count:,}") for name, path, count in named]
