"""List the kinds of findings: meaning, consequence, and what to do."""

from __future__ import annotations

from typing import NamedTuple

from mediarel.errors import Command, Hint, Placeholder

_RESTORE = Command("restore", "--from", Placeholder("BACKUP"))
_BRING_BACK = Hint(
    "Bring it back from a backup on another drive: ",
    _RESTORE,
    " – or attach it again: ",
    Command("attach", Placeholder("ID"), Placeholder("FILE")),
)
_REPAIR = Hint("Have it mended: ", Command("repair"))
_ACCEPT = Hint("Was it meant? ", Command("check", "--accept"))
_FIX = Hint("Have it put right: ", Command("check", "--fix"))
_MEND = Hint("Have it mended: ", Command("check", "--mend"))
_TEXT = Command("edit", Placeholder("ID"), "--text", "-")
_URL = Placeholder("URL")
_MADE_ANEW = Hint(
    "Have it made anew, as its admin: ", Command("init", _URL, "--upgrade")
)
_UNPROVED = "What was there before can't be proved any more."


class Kind(NamedTuple):
    """A kind of finding: three sentences, and a stable name for programs."""

    name: str
    means: str
    matters: str
    to_do: str


# Most severe first.
KINDS = (
    Kind(
        "damaged",
        "The archive's file can't be read as one.",
        "Nothing can be listed or changed until it is mended.",
        _REPAIR,
    ),
    Kind(
        "newer",
        "A newer mediarel made it, or has put something there.",
        "This one does not know what that means, and would lose it.",
        "Update mediarel.",
    ),
    Kind(
        "name",
        "What the archive is called is no line of text.",
        "It stands above lists, and is left out there as it is.",
        Hint("Name it: ", Command("configure", "--name", Placeholder("NAME"))),
    ),
    Kind(
        "about",
        "The archive's name, or what organisations are called, is not as the history"
        " left it.",
        "Another program changed it, or an old file was put in place.",
        "If that is right, leave it; else set it again.",
    ),
    Kind(
        "organisations",
        "What organisations are called is not all lists of their names.",
        "What is no such list, or has a name twice, counts for nothing.",
        "Correct it in the file; the next change of these names leaves the rest out.",
    ),
    Kind(
        "rule",
        "A statement breaks a rule, such as of how a date is written.",
        "It can't be read, and the archive can't be changed.",
        Hint("Correct it in the file, or have it mended: ", Command("repair")),
    ),
    Kind(
        "uuid",
        "Two statements have one uuid.",
        "By its uuid a statement is known again in other archives, so one of the two"
        " would be taken for the other.",
        "Give one of the two another in the file; remove one if they are the same.",
    ),
    Kind(
        "changed",
        "A statement is not as mediarel wrote it: an editor, a script or a merge"
        " changed it, or the disk.",
        "No change in the history says who changed it, or why.",
        Hint(_ACCEPT, " – was it not? Accept it, then take it back: ", Command("undo")),
    ),
    Kind(
        "identity",
        "The uuid or the time of creation of a statement was changed.",
        "They are no one's to change: others know the statement by them.",
        "Put back in the file what it was, as the finding says.",
    ),
    Kind(
        "added",
        "A statement is there that no change in the history added.",
        "No one knows who added it.",
        _ACCEPT,
    ),
    Kind(
        "removed",
        "A statement is gone that no change in the history removed.",
        "It may be lost by mistake.",
        Hint(_ACCEPT, " Was it not? Accept it, then take it back: ", Command("undo")),
    ),
    Kind(
        "checksum",
        "A checksum is missing, or belongs to no statement.",
        "Where there is none, a letter that changes by itself is not seen.",
        Hint("Have them made anew: ", Command("check", "--accept")),
    ),
    Kind(
        "entry",
        "A change of the history can't be read.",
        _UNPROVED,
        _REPAIR,
    ),
    Kind(
        "chain",
        "A change of the history is not as it was written.",
        _UNPROVED,
        _REPAIR,
    ),
    Kind(
        "gap",
        "Changes are missing from the history, or a backup has newer ones.",
        "The archive may be an older copy of itself.",
        Hint("Bring back what a backup has: ", _RESTORE),
    ),
    Kind(
        "last_id",
        "A change says a lower last id than was given by then.",
        "An id might be given twice.",
        "Set it right in the file.",
    ),
    Kind(
        "unfit",
        "The history of a statement does not lead to what it is now.",
        _UNPROVED,
        Hint("Is it right as it is? ", Command("check", "--accept")),
    ),
    Kind(
        "unproved",
        "A statement was kept in a repair, or edited after a change outside mediarel,"
        " though nothing proves its content.",
        "Somebody may have changed its text by hand.",
        Hint(
            "Compare it with another copy. Is it right? ",
            Command("check", "--accept", Placeholder("ID")),
        ),
    ),
    Kind(
        "file_missing",
        "An attached file is not there.",
        "What was attached can't be read any more.",
        _BRING_BACK,
    ),
    Kind(
        "file_changed",
        "An attached file is another than it was.",
        "It is no proof any more of what was published.",
        _BRING_BACK,
    ),
    Kind(
        "file_unused",
        "A file in the folder of files is needed by no statement, no change and no"
        " backup.",
        "It does no harm, but takes room.",
        Hint("Have it deleted: ", Command("check", "--prune")),
    ),
    Kind(
        "file_name",
        "A file in the folder of files has a name that no attached file has.",
        "It does no harm, but takes room.",
        "Put it elsewhere.",
    ),
    Kind(
        "unreadable",
        "A file or a folder may not be read by you.",
        "It was not looked at, and might be damaged.",
        "Have its owner let you read it.",
    ),
    Kind(
        "leftover",
        "A change that was cut short, as by a loss of power, has left a file.",
        "It does no harm, but takes room.",
        "Mostly the next change removes it; the finding says where it does not.",
    ),
    Kind(
        "backup",
        "A backup is damaged, or is no copy but another name of the archive's file.",
        "You could not go back to it.",
        Hint("Make another: ", Command("backup")),
    ),
    Kind(
        "drill",
        "What a backup brought back is not as the archive was.",
        "Restored from it, the archive would be another.",
        Hint("Make another, and try it: ", Command("check", "--drill")),
    ),
    Kind(
        "link",
        "The archive's file has another name too.",
        "The other name is not kept in step with the archive.",
        "Remove the other name, or make a copy of it.",
    ),
    Kind(
        "read_only",
        "The archive, or the folder of its backups, may only be read.",
        "It can't be changed.",
        "Have its owner let you write there, if you should.",
    ),
    Kind(
        "file_system",
        "The drive lacks something that one may rely on elsewhere.",
        "A loss of power at the wrong moment may cost the last change.",
        "Keep backups on another drive.",
    ),
    Kind(
        "future",
        "A statement is dated after today.",
        "It stands first in every list, and is not found where it belongs.",
        Hint(
            "Correct its date: ",
            Command("edit", Placeholder("ID"), "--date", Placeholder("DATE")),
        ),
    ),
    Kind(
        "spelling",
        "A program, a type or a tag is spelled nearly as another that is commoner.",
        "They are shown as two. A list by the one leaves out what has the other, unless"
        " they differ in case or accents alone.",
        _FIX,
    ),
    Kind(
        "commas",
        "A tag has a comma: several were probably given as one.",
        "No one looks for it by all of its words.",
        _FIX,
    ),
    Kind(
        "misread",
        "Letters were read in the wrong encoding: UTF-8 as Windows-1252.",
        "No one can read them, and no search finds the words that they are in.",
        _MEND,
    ),
    Kind(
        "line_breaks",
        'Line breaks lost their backslashes, and became "rn rn".',
        "Paragraphs run into each other, and no search finds the words at their ends.",
        _MEND,
    ),
    Kind(
        "lost_letters",
        "Letters were lost before the text came here, each marked by U+FFFD.",
        "Which ones they were, the text does not say.",
        Hint("Give the text as it was printed: ", _TEXT, " < FILE"),
    ),
    Kind(
        "controls",
        "A text contains control characters or noncharacters.",
        "Nobody sees them, some programs drop them, and others refuse the text.",
        _FIX,
    ),
    Kind(
        "text_is_file",
        "A text is only the name of a file.",
        "What is in the file is neither kept nor found.",
        Hint("Give what is in it: ", _TEXT, " < FILE"),
    ),
    Kind(
        "no_text",
        "Statements have a title alone.",
        "No search finds what they said, and no one can read it here.",
        Hint("Give the text if you have it: ", _TEXT, " < FILE"),
    ),
    Kind(
        "rows",
        "On a server, what lists and searches read is not what the statements say.",
        "They may show or find another thing; the statements are as they were.",
        _MADE_ANEW,
    ),
    Kind(
        "unicode",
        "On a server, words were folded by another version of Unicode.",
        "A search for a rare letter may miss them.",
        _MADE_ANEW,
    ),
    Kind(
        "outgrown",
        "The archive has more statements than one file is right for.",
        "Each change writes all of it anew, and takes its time and memory.",
        Hint("Copy it to a server: ", Command("copy", Placeholder("FILE"), _URL)),
    ),
    Kind(
        "index",
        "The index was not as mediarel wrote it.",
        "Lists and searches may have been wrong; the archive was not.",
        "Nothing: it was thrown away, and is made anew.",
    ),
)
