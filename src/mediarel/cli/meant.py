"""What a command or an option that mediarel does not have is called here.

Other programs have other names for the same. What is in neither table may be a typing
error: then it is what is written nearly the same, if it is near enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.query.parser import NAMES as TERMS
from mediarel.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# A command here: what it is called elsewhere. One word may mean several.
COMMANDS = {
    "": "about info count summary whoami overview",
    "list": "ls dir all index browse latest recent newest last first oldest years",
    "stats": "statistics numbers figures tally histogram chart",
    "timeline": "chronology calendar",
    "cite": "citation reference bibliography apa mla",
    "quote": "verify said quotation fact-check",
    "search": "find grep query look lookup filter where match",
    "show": "cat view print read get display less more info",
    "configure": "config settings preferences name usual",
    "log": "history changes blame audit journal diff revisions",
    "add": "new create insert append record post write enter",
    "init": "create new setup start make",
    "import": "load ingest upload restore-from",
    "edit": "update change modify set retitle tag translate translations link",
    "remove": "delete del rm erase drop destroy trash discard",
    "correct": "correction erratum errata corrigendum amend rectify",
    "withdraw": "supersede substitute retract recall unpublish revoke withdrawal",
    "merge": "combine join unite dedupe deduplicate",
    "undo": "revert rollback back unedit",
    "redo": "again reapply",
    "restore": "recover undelete unremove revert reset",
    "export": "save dump download convert csv json html markdown out",
    "publish": "site website web deploy build serve generate host bag",
    "backup": "copy snapshot save back-up",
    "check": "verify validate lint test status doctor fsck audit health",
    "repair": "fix mend salvage heal recover",
    "schema": "format jsonschema",
    "help": "man manual docs doc usage topics tutorial explain ? h",
    "--version": "version v",
    "--install-completion": "completion completions autocomplete",
}

# An option here, with its value if it has one: what it is called elsewhere.
OPTIONS = {
    "--since": "from after start begin newer min-date date-from",
    "--until": "to before end older max-date date-to",
    "--program": "author by issuer org organisation organization publisher ngo creator",
    "--type": "kind category genre",
    "--tag": "label keyword keywords topic subject-tag",
    "--add-tag": "new-tag append-tag tag-add",
    "--drop-tag": "remove-tag delete-tag untag rm-tag tag-remove",
    "--year": "years",
    "--date": "year day when dated issued on",
    "--title": "headline subject name heading",
    "--text": "body content message stdin",
    "--source": "url link uri href sources",
    "--add-source": "add-url add-link",
    "--drop-source": "drop-url drop-link remove-source",
    "--place": "location where city",
    "--language": "lang locale",
    "--signatory": "signatories signed-by signer signers signature",
    "--output": "out outfile output-file out-file save-as to-file file o",
    "--format": "output-format out-format fmt as f",
    "--sort": "order order-by sort-by orderby",
    "--sort oldest": "reverse ascending asc oldest r",
    "--sort newest": "descending desc newest",
    "--format json": "json",
    "--format csv": "csv",
    "--format markdown": "markdown md",
    "--per-page": "limit count size max lines number n",
    "--page": "offset skip",
    "--yes": "force no-confirm assume-yes confirm f",
    "--clear": "unset empty delete remove",
    "--allow-duplicate": "force duplicate allow-duplicates",
    "--archive": "db database store repo path dir directory folder data",
    "--from": "source input backup",
    "--at": "change revision rev version",
    "--drill": "dry-run test rehearse",
    "--accept": "fix update approve",
    "--all": "full everything no-page no-limit",
}


# What a command needs, where nothing was typed behind it.
NEEDED = {
    "search": "WORDS",
    "show": "ID",
    "edit": "ID",
    "correct": "ID",
    "withdraw": "ID",
    "remove": "ID",
    "restore": "ID",
    "import": "FILE",
}

# Options of which it needs one, whatever else was typed.
NEEDED_OPTIONS = {"add": ("--title", "--text"), "export": ("--format", "--output")}

# Options of a command that became those of another.
MOVED: dict[tuple[str, ...], tuple[str, str]] = {
    ("withhold", "--cleared"): ("attach", "--clear"),
    ("edit", "--archive-name"): ("configure", "--name"),
    ("edit", "--usual"): ("configure", "--usual"),
}

# Commands that became options: the old words, and the new command with them.
RENAMED = {
    "detach": ("ID FILE", "attach ID FILE --remove"),
    "formats": ("", "export --formats"),
    "open": ("ID NAME", "files ID --open --file NAME"),
    "rename": ("NAME", "configure --name NAME"),
    "replace": ("OLD NEW", "withdraw OLD --replaced-by NEW"),
    "replace --drop": ("OLD NEW", "withdraw OLD --not-replaced-by NEW"),
    "translation": ("ID OTHER", "edit OTHER --translation-of ID"),
    "translation --apart": ("ID", "edit ID --clear translation_of"),
}

# Options of several commands, and the one of these that is meant elsewhere.
COMMAND_OF = {"--output": "export"}

# It has the options of `edit`, which is meant more often.
AS_EDIT = "correct"

_LEAVING = ("exit", "quit", "bye", "logout", "close", "q")
_FILTERS = ("tag", "program", "type")


def is_leaving(name: str) -> bool:
    """Tell whether `name` ends a program that goes on until it is left."""
    return name.strip().lower() in _LEAVING


def filter_of(name: str) -> str | None:
    """Return the filter whose values the command `name` would list, as `tags`."""
    folded = name.strip().lower()
    return next((each for each in _FILTERS if folded in {each, f"{each}s"}), None)


def commands(name: str, known: Collection[str], *, alone: bool = False) -> list[str]:
    """Return what of the commands `known`, or options for all, `name` may mean.

    What is "" is no command but mediarel itself, where `name` stands `alone`.
    """
    folded = name.strip().lower().lstrip("-")
    meant = [
        here
        for here, elsewhere in COMMANDS.items()
        if folded in elsewhere.split() and (here in known or here.startswith("--"))
    ]
    if folded in COMMANDS[""].split() and (alone or not meant):
        return [""]
    return meant or _near(folded, known)


def exactly(name: str, known: Collection[str]) -> list[list[str]]:
    """Return the options of those `known` that are called `name`, here or elsewhere."""
    folded = _folded(name)
    if f"--{folded}" in known:
        return [[f"--{folded}"]]
    return [
        here.split()
        for here, elsewhere in OPTIONS.items()
        if folded in elsewhere.split() and here.split()[0] in known
    ]


def options(name: str, known: Collection[str], *, has_query: bool) -> list[list[str]]:
    """Return what `--name` may mean of the options `known`: each in its words.

    In a command that takes a query, it may be a term of that: `title:`, with its value
    behind the colon. A typing error may be one in what it is called elsewhere.
    """
    folded = _folded(name)
    meant = exactly(name, known)
    if meant:
        return meant
    if has_query and folded in TERMS:
        return [[f"{folded}:"]]
    near = _near(folded, [each.removeprefix("--") for each in known])
    if near:
        return [[f"--{each}"] for each in near]
    elsewhere = {word for here in OPTIONS for word in OPTIONS[here].split()}
    here = [exactly(each, known) for each in nearest(folded, sorted(elsewhere))]
    return next(filter(None, here), [])


def _folded(name: str) -> str:
    return name.lstrip("-").lower().replace("_", "-")


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Return what begins as `name`, else the one that is written nearly the same."""
    known = [each for each in known if not each.startswith("-")]
    begun = [each for each in known if len(name) > 1 and each.startswith(name)]
    return begun or nearest(name, known)[:1]
