"""List the kinds of findings: meaning, consequence, and what to do.

`check` and `repair` share this table. It also says which findings `repair` fixes, and
which `check --accept` settles.
"""

from __future__ import annotations

from typing import NamedTuple

from mediarel import errors

_ACCEPT = errors.Command("check", "--accept")
_REPAIR = errors.Command("repair")
_URL = errors.Placeholder("URL")
_TEXT = errors.Command("edit", errors.Placeholder("ID"), "--text", "-")
IF_MEANT = errors.Hint("If this is right, record it: ", _ACCEPT)
OR_UNDO = errors.Hint(
    IF_MEANT, " – if not, record it, then undo it: ", errors.Command("undo")
)
FIX = errors.Hint("Fix it: ", errors.Command("check", "--fix"))
MEND = errors.Hint("Repair the text: ", errors.Command("check", "--mend"))
_FROM_BACKUP = errors.Hint(
    "Restore the file from a backup on another drive: ",
    errors.Command("restore", "--from", errors.Placeholder("BACKUP")),
    " – or attach it again: ",
    errors.Command("attach", errors.Placeholder("ID"), errors.Placeholder("FILE")),
)
_REBUILD = errors.Hint(
    "Rebuild the index, as its admin: ", errors.Command("init", _URL, "--upgrade")
)
_UNVERIFIED = "Earlier content can no longer be verified."
_ONLY_SPACE = "It is harmless, but takes up space."


class Kind(NamedTuple):
    """A kind of finding: a stable name for programs, and three sentences.

    `repair` fixes it if `is_repaired`; `to_do` then says how. `check --accept` settles
    it if `is_accepted`. On a server, only SQL can correct it if `needs_sql`.
    """

    name: str
    means: str
    matters: str
    to_do: str
    is_repaired: bool = False
    is_accepted: bool = False
    needs_sql: bool = False


# Most severe first.
KINDS = (
    Kind(
        "damaged",
        "The archive's file can't be read.",
        "Nothing can be listed or changed until the file is repaired.",
        errors.Hint(
            "Save the readable parts, and restore the rest from backups: ", _REPAIR
        ),
        is_repaired=True,
        needs_sql=True,
    ),
    Kind(
        "newer",
        "A newer version of mediarel wrote the archive, or a part of it.",
        "This version doesn't know that data and could lose it.",
        "Update mediarel. If an unknown field is a mistake, remove it from the file.",
    ),
    Kind(
        "name",
        "The archive's name is not a line of text.",
        "Lists are shown without the name.",
        errors.Hint(
            "Set the name: ",
            errors.Command("configure", "--name", errors.Placeholder("NAME")),
        ),
    ),
    Kind(
        "about",
        "The archive's name, or another setting, differs from the history.",
        "Another program changed it, or an older file replaced the archive.",
        "If the present value is right, ignore this. Otherwise set it again.",
    ),
    Kind(
        "organisations",
        "Some names of organisations are not in a valid list.",
        "mediarel ignores invalid lists, and names that occur twice.",
        "Correct the list in the file. The next change to the names removes the rest.",
        needs_sql=True,
    ),
    Kind(
        "rule",
        "A statement breaks a rule, such as the format of a date.",
        "The statement can't be read, and the archive can't be changed.",
        errors.Hint(
            "Correct the statement in the file, or repair the archive: ", _REPAIR
        ),
        is_repaired=True,
        needs_sql=True,
    ),
    Kind(
        "uuid",
        "Two statements have the same UUID.",
        "Other archives identify a statement by its UUID, and would confuse the two.",
        "Give one of them another UUID in the file. If they are equal, remove one.",
        needs_sql=True,
    ),
    Kind(
        "changed",
        "A statement was changed outside mediarel: by an editor, a script, a merge or"
        " a disk error.",
        "The history doesn't record who changed the statement, or why.",
        OR_UNDO,
        is_accepted=True,
    ),
    Kind(
        "identity",
        "The UUID or the creation time of a statement was changed.",
        "These must never change: other archives identify the statement by them.",
        "Set the earlier value again in the file. The finding names the value.",
        needs_sql=True,
    ),
    Kind(
        "added",
        "A statement was added outside mediarel.",
        "The history doesn't record who added the statement.",
        IF_MEANT,
        is_accepted=True,
    ),
    Kind(
        "removed",
        "A statement was removed outside mediarel.",
        "The statement may be lost by mistake.",
        OR_UNDO,
        is_accepted=True,
    ),
    Kind(
        "checksum",
        "A checksum is missing, or belongs to no statement.",
        "Without a checksum, mediarel can't detect a changed character.",
        errors.Hint("Compute the checksums again: ", _ACCEPT),
        is_accepted=True,
    ),
    Kind(
        "entry",
        "A change in the history can't be read.",
        _UNVERIFIED,
        errors.Hint("Restore the change from a backup or from the index: ", _REPAIR),
        is_repaired=True,
        needs_sql=True,
    ),
    Kind(
        "chain",
        "A change in the history was altered.",
        _UNVERIFIED,
        errors.Hint("Restore the change from a backup or from the index: ", _REPAIR),
        is_repaired=True,
        needs_sql=True,
    ),
    Kind(
        "gap",
        "Changes are missing from the history, or a backup has newer changes.",
        "The archive may be an older copy of itself.",
        errors.Hint(
            "Restore the newer data from the backup: ",
            errors.Command("restore", "--from", errors.Placeholder("BACKUP")),
        ),
        needs_sql=True,
    ),
    Kind(
        "last_id",
        "A change records a highest ID that is lower than an ID already in use.",
        "mediarel could assign an ID twice.",
        "Correct last_id in the file.",
        needs_sql=True,
    ),
    Kind(
        "unfit",
        "The history of a statement doesn't lead to its present content.",
        _UNVERIFIED,
        IF_MEANT,
        is_accepted=True,
    ),
    Kind(
        "unproved",
        "Nothing verifies the content of a statement. A repair kept it, or it was"
        " edited after a change outside mediarel.",
        "Somebody may have changed the text by hand.",
        errors.Hint(
            "Compare the statement with another copy. If it is right: ",
            errors.Command("check", "--accept", errors.Placeholder("ID")),
        ),
        is_accepted=True,
    ),
    Kind(
        "file_missing",
        "An attached file is missing.",
        "Nobody can open the attachment.",
        _FROM_BACKUP,
    ),
    Kind(
        "file_changed",
        "An attached file was changed.",
        "The file no longer proves what was published.",
        _FROM_BACKUP,
    ),
    Kind(
        "file_unused",
        "No statement, change or backup needs a file in the folder of attached files.",
        _ONLY_SPACE,
        errors.Hint("Delete it: ", errors.Command("check", "--prune")),
    ),
    Kind(
        "file_name",
        "The folder of attached files has a file with an unexpected name.",
        _ONLY_SPACE,
        "Move it out of the archive's folder.",
    ),
    Kind(
        "unreadable",
        "You have no permission to read a file or a folder.",
        "mediarel could not check it.",
        "Ask its owner for permission to read it.",
    ),
    Kind(
        "leftover",
        "An interrupted change left a temporary file, for example after a power cut.",
        _ONLY_SPACE,
        "Usually the next change removes it; otherwise the finding says how.",
    ),
    Kind(
        "backup",
        "A backup is damaged, or is only another name of the archive's file.",
        "You could not restore it.",
        errors.Hint("Make another backup: ", errors.Command("backup")),
    ),
    Kind(
        "drill",
        "A restored backup differs from the archive at the time of the backup.",
        "An archive restored from it would be different.",
        errors.Hint(
            "Make another backup and test it: ", errors.Command("check", "--drill")
        ),
    ),
    Kind(
        "link",
        "The archive's file has a second name (a hard link).",
        "After the next change, only one of the two is up to date.",
        "Remove the other name, or replace it with a copy.",
    ),
    Kind(
        "read_only",
        "The archive, or the folder of its backups, is read-only.",
        "You can't change the archive.",
        "Ask the owner for permission to write there.",
    ),
    Kind(
        "file_system",
        "The drive lacks a feature that protects the archive elsewhere.",
        "A power failure at the wrong moment may cost the last change.",
        "Keep backups on another drive.",
    ),
    Kind(
        "future",
        "A statement has a date after today.",
        "Lists show the statement first, and searches by date miss it.",
        errors.Hint(
            "Correct the date: ",
            errors.Command(
                "edit", errors.Placeholder("ID"), "--date", errors.Placeholder("DATE")
            ),
        ),
    ),
    Kind(
        "spelling",
        "An issuer, a type or a tag is spelled almost like a more common one.",
        "Lists and counts treat them as two different names.",
        FIX,
    ),
    Kind(
        "commas",
        "A tag has a comma: several tags were probably entered as one.",
        "Nobody finds the statement by a single one of these words.",
        FIX,
    ),
    Kind(
        "misread",
        "UTF-8 text was read as Windows-1252, so characters are garbled.",
        "People can't read these words, and searches don't find them.",
        MEND,
    ),
    Kind(
        "line_breaks",
        'Line breaks lost their backslashes and became "rn rn".',
        "Paragraphs run together, and searches miss the words at their ends.",
        MEND,
    ),
    Kind(
        "lost_letters",
        "Characters were lost before the text was recorded. U+FFFD marks each place.",
        "The text doesn't show which characters they were.",
        errors.Hint("Enter the text again: ", _TEXT, " < FILE"),
    ),
    Kind(
        "controls",
        "A text contains control characters or noncharacters.",
        "They are invisible. Some programs drop them, others refuse the text.",
        FIX,
    ),
    Kind(
        "text_is_file",
        "A text is only the name of a file.",
        "mediarel neither stores nor searches the content of that file.",
        errors.Hint("Enter the content of the file: ", _TEXT, " < FILE"),
    ),
    Kind(
        "no_text",
        "A statement has a title but no text.",
        "Nobody can read or search the text here.",
        errors.Hint("If you have the text: ", _TEXT, " < FILE"),
    ),
    Kind(
        "rows",
        "On a server, the index differs from the statements.",
        "Lists and searches may be wrong. The statements are not affected.",
        _REBUILD,
    ),
    Kind(
        "unicode",
        "On a server, the index was built with another version of Unicode.",
        "A search for a rare character may miss some words.",
        _REBUILD,
    ),
    Kind(
        "outgrown",
        "The archive has too many statements for one file.",
        "Each change rewrites the whole file, which takes time and memory.",
        errors.Hint(
            "Copy it to a server: ",
            errors.Command("copy", errors.Placeholder("FILE"), _URL),
        ),
    ),
    Kind(
        "index",
        "The index was altered.",
        "Lists and searches may have been wrong. The archive is not affected.",
        "Do nothing: mediarel discarded the index and rebuilds it.",
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
ACCEPTED = tuple(kind.name for kind in KINDS if kind.is_accepted)
REPAIRED = {kind.name for kind in KINDS if kind.is_repaired}
