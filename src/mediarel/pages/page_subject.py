"""What a page is about: the likeliest list on it, or the one release that it is."""

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
    """Return the list that a page is about, None where it has none."""
    choices = choices_of(page)
    if not choices or choices[0].score < _LEAST_SCORE:
        return lone_entry(page)
    choice = with_featured(choices[0], page)
    cut, titles = split_unlike(choice.cut, choice.titles, page.lines)
    return choice._replace(cut=cut, titles=tuple(titles))


def release_on(page: Page, said: Stated, choice: Choice | None) -> ReleasePage | None:
    """Return the release that a page is, None where it is a list or neither.

    `said` is what its markup says of it, and `choice` the likeliest list on it.
    """
    return whole_release(page, said, choice) or release_of(page, choice)


def as_list(release: ReleasePage) -> Choice:
    """Return the one entry that a page is, as a list of one."""
    cut = Cut("each", (release.segment,), (), ())
    return Choice(Group((), ()), cut, RELEASE, (release.title,), 1.0)
