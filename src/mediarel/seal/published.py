"""Select the public seal for a site, and compare the public statements with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.address import is_address
from mediarel.index import search
from mediarel.model.parts import WITHDRAWN
from mediarel.model.statement import Statement, without_empty
from mediarel.seal.contents import Form, changes, public_form
from mediarel.seal.seal_file import SEAL, Seal, SealError, read_seal, seal_folders
from mediarel.seal.signatures import (
    INVALID,
    Signature,
    public_files,
    read_signers,
    signatures,
)
from mediarel.store.records import CLEARED, WITHHELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.history.change import FieldChanges

_SIGNERS = "signers"
_RULES = {WITHHELD, CLEARED}
_HIDING = {"withheld", "status", "embargo"}


class PublishedSeal(NamedTuple):
    """The newest public seal, for a site.

    `changed` are the public statements that were changed after the seal. `files` has
    the content of the seal, its signatures and its timestamp, by name.
    """

    seal: Seal
    signatures: list[Signature]
    changed: list[Statement]
    files: dict[str, bytes]

    @property
    def date(self) -> str:
        """The date of the seal, in UTC."""
        return self.seal.head["sealed"][:10]

    @property
    def signers(self) -> str:
        """The names of all signers; without a name, their keys."""
        return ", ".join(each.who for each in self.signatures if not each.at)

    def form(self, one: Statement) -> Form | None:
        """Return the sealed form of a public statement, or None if it has changed."""
        form = public_form(one)
        return form if self.seal.lines.get(form.path) == form.sha256 else None


def published_seal(archive: Archive, public: Public) -> PublishedSeal | None:
    """Return the newest public seal, or None if there is none for the public.

    A seal is not published if it covers anything that is hidden now, because its
    checksums could confirm a guess of hidden text. If sealed statements have changed,
    the archive must never have hidden anything. Otherwise, the user gets a message.
    Raises SealError or DamagedError.
    """
    if is_address(archive.store.location):
        return None
    folders = seal_folders(archive, is_public=True)
    if not folders:
        return None
    place = [*folders.values()][-1]
    seal = read_seal(place)
    changed = _changed(seal, public)
    if changed is None or (changed and _has_hidden(archive, public)):
        told = f"The site has no seal: {seal.called} may cover text that is hidden now,"
        told += " or was hidden since."
        new = errors.Command("seal", "--public")
        archive.store.tell(errors.Hint(f"{told} For a new seal: ", new))
        return None
    keys = place.parents[1] / _SIGNERS
    is_there = keys.is_file() or (keys.is_dir() and any(keys.iterdir()))
    found = signatures(place, read_signers(keys) if is_there else None)
    for each in found:
        if each.state == INVALID:
            raise SealError(f"{each.place} is not a valid signature: {each.why}")
    files = {SEAL: b"".join(seal.encoded()), **public_files(place)}
    shown = [each for each in found if each.place.name in files]
    return PublishedSeal(seal, shown, changed, files)


def _changed(seal: Seal, public: Public) -> list[Statement] | None:
    """Return the statements that changed after the seal.

    Return None if the seal covers a statement, a text or a file that is hidden now.
    """
    left = dict(seal.lines)
    digests = {digest: path for path, digest in left.items()}
    changed = []
    for one in public.statements(sort="id"):
        form = public_form(one)
        for each in form.files:
            left.pop(digests.get(each, ""), None)
        sealed = left.pop(form.path, form.sha256)
        if sealed != form.sha256:
            if public.redaction(one) or one.status == WITHDRAWN:
                return None
            changed.append(one)
    return None if left else changed


def _has_hidden(archive: Archive, public: Public) -> bool:
    """Return whether the archive hides anything, or has ever hidden anything.

    Then the sealed text of a changed statement may contain a hidden text, also one that
    a different statement hides. Times are not compared, because clocks can be wrong.
    """
    hidden = search.ids(archive.index, public.hidden_query(), sort="id", size=1)
    if hidden or search.values(archive.index, WITHHELD):
        return True
    return any(
        change.archive.keys() & _RULES
        or any(map(_hides, change.changed.values()))
        or any(without_empty(one).keys() & _HIDING for one in change.removed.values())
        for change in changes(archive.store, archive.store.read())
    )


def _hides(fields: FieldChanges) -> bool:
    """Return whether a change of fields hides a text or a file, or shows it again."""
    before, after = fields.get("attachments", ((), ()))
    is_less = not _public_files(before) <= _public_files(after)
    return is_less or bool(fields.keys() & _HIDING)


def _public_files(attachments: Iterable[Mapping[str, Any]] | None) -> set[str]:
    """Return the SHA-256 of the files that are not private."""
    return {e["sha256"] for e in attachments or () if not e.get("private")}
