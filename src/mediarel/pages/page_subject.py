"""Find the subject of a page: its likeliest list, or its only release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.choice import Choice, choices_of
from mediarel.pages.featured import lone_entry, with_featured
from mediarel.pages.patterns import RELEASE
from mediarel.pages.release_page import release_of
from mediarel.pages.several import Cut
from mediarel.pages.units import Group
from mediarel.pages.whole_release import whole_release
from mediarel.pages.without_dates import split_unlike

if TYPE_CHECKING:
    from mediarel.pages.choice import Page
    from mediarel.pages.whole_release import ReleasePage, Stated

_LEAST_SCORE = 0.05


def likeliest_list(page: Page) -> Choice | None:
    """Return the main list of a page, or None."""
    choices = choices_of(page)
    if not choices or choices[0].score < _LEAST_SCORE:
        return lone_entry(page)
    choice = with_featured(choices[0], page)
    cut, titles = split_unlike(choice.cut, choice.titles, page.lines)
    return choice._replace(cut=cut, titles=tuple(titles))


def release_on(page: Page, said: Stated, choice: Choice | None) -> ReleasePage | None:
    """Return the release that fills a page, or None for a list or neither.

    `said` is the metadata in the markup, and `choice` the likeliest list.
    """
    return whole_release(page, said, choice) or release_of(page, choice)


def as_list(release: ReleasePage) -> Choice:
    """Return a page with one release as a list with one entry."""
    cut = Cut("each", (release.segment,), (), ())
    return Choice(Group((), ()), cut, RELEASE, (release.title,), 1.0)
