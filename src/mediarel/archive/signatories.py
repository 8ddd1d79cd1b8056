"""Merge and split organisations that sign under several names.

This does not change the statements. Two names are equal if their folded texts are
equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.session import Session
from mediarel.index import search
from mediarel.index.protocol import Index
from mediarel.index.sql import SIGNATORIES, organisations
from mediarel.model import archive_settings
from mediarel.store.records import ORGANISATIONS
from mediarel.text.folding import folded_name
from mediarel.text.similarity import nearest_names

_MOST_NEAR = 5


class Joined(NamedTuple):
    """The names of an organisation after a change.

    After a split, `names` are the remaining names: none, or at least two. `is_new` is
    False if nothing has changed. `before` are the names before a split.
    """

    names: archive_settings.Organisation
    is_new: bool
    before: archive_settings.Organisation = ()


def merge_names(session: Session, given: Sequence[str]) -> Joined:
    """Record that several names belong to the same organisation.

    The first name in `given` becomes the displayed name. If a name belongs to an
    organisation, all names of this organisation are included. Raises InvalidError,
    NotFoundError or RefusedError.
    """
    kept = _kept(session)
    owners = {folded_name(name): names for names in kept for name in names}
    printed = _printed(session.index)
    names = archive_settings.distinct(_spelled(name, owners, printed) for name in given)
    if len(names) < archive_settings.FEWEST:
        raise errors.InvalidError(
            f'"{errors.shorten(names[0])}" is only one name; at least two are needed',
            errors.Hint(
                "Enter all names of the organisation: ",
                errors.Command("signatories", "merge", names[0], "NAME"),
            ),
        )
    theirs = [owners[n] for n in map(folded_name, names) if n in owners]
    its: archive_settings.Organisation = theirs[0] if theirs else ()
    for other in theirs:
        if other != its:
            raise errors.RefusedError(
                f'the names belong to two organisations: "{errors.shorten(its[0])}" and'
                f' "{errors.shorten(other[0])}"',
                errors.Hint(
                    "Split one of the organisations first: ",
                    errors.Command("signatories", "split", other[0]),
                ),
            )
    whole = archive_settings.distinct((*names, *its))
    if whole == its:
        return Joined(whole, is_new=False)
    later = [whole if each == its else each for each in kept]
    later += [] if its else [whole]
    session.change_settings({ORGANISATIONS: archive_settings.as_kept(later)})
    return Joined(whole, is_new=True)


def split_names(session: Session, organisation: str, given: Sequence[str]) -> Joined:
    """Remove names from an organisation. If `given` is empty, remove all its names.

    `organisation` is any name of the organisation. If only one name is left, it is
    removed too. Raises NotFoundError.
    """
    kept = _kept(session)
    owners = {folded_name(name): names for names in kept for name in names}
    its = owners.get(folded_name(organisation))
    if its is None:
        name = errors.shorten(organisation)
        raise errors.NotFoundError(
            f'no organisation with several names is called "{name}"',
            errors.Hint("See who signed: ", errors.Command("signatories")),
        )
    gone = {folded_name(name) for name in given or its}
    for name in given:
        if folded_name(name) not in map(folded_name, its):
            raise errors.NotFoundError(
                f"{_quoted([name])} is not a name of {_quoted(its[:1])}",
                f"Its names are: {_quoted(its)}",
            )
    left = tuple(name for name in its if folded_name(name) not in gone)
    if len(left) < archive_settings.FEWEST:
        left = ()
    later = filter(None, (left if each == its else each for each in kept))
    session.change_settings({ORGANISATIONS: archive_settings.as_kept(later)})
    return Joined(left, is_new=True, before=its)


def known_signatory(index: Index, name: str) -> str:
    """Return the folded name of a signatory.

    Raises NotFoundError if nobody has signed under this name.
    """
    folded = folded_name(name)
    named = _printed(index)
    for called in organisations(index):
        for each in called.names:
            named.setdefault(folded_name(each), [each])
    if folded not in named:
        raise _unknown(name, folded, named)
    return folded


def _kept(session: Session) -> archive_settings.Organisations:
    return archive_settings.organisations_in(session.about().get(ORGANISATIONS))


def _printed(index: Index) -> dict[str, list[str]]:
    """Return the printed spellings of each signatory. The keys are folded names."""
    found: dict[str, list[str]] = {}
    for _, shown, folded, _ in search.counted(index, SIGNATORIES):
        found.setdefault(folded, []).append(shown)
    return found


def _spelled(
    name: str,
    owners: Mapping[str, archive_settings.Organisation],
    printed: Mapping[str, Sequence[str]],
) -> str:
    """Return a known spelling of a name.

    If `name` itself is a known spelling, it is returned unchanged. Otherwise, the most
    common spelling is returned. Raises NotFoundError if there is no known spelling.
    """
    folded = folded_name(name)
    spellings = [
        *printed.get(folded, ()),
        *(each for each in owners.get(folded, ()) if folded_name(each) == folded),
    ]
    if not spellings:
        raise _unknown(name, folded, printed)
    return name if name in spellings else spellings[0]


def _unknown(
    name: str, folded: str, named: Mapping[str, Sequence[str]]
) -> errors.NotFoundError:
    near = [named[each][0] for each in nearest_names(folded, named)[:_MOST_NEAR]]
    return errors.NotFoundError(
        f'nobody signed as "{errors.shorten(name)}"',
        f"Did you mean: {_quoted(near)}"
        if near
        else errors.Hint("See who signed: ", errors.Command("signatories")),
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{errors.shorten(each)}"' for each in names)
