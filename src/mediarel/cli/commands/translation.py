"""`mediarel translation`: a statement is another in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.links import SHARED, link, planned_link, take_apart
from mediarel.archive.lookup import get
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.options import common, completion
from mediarel.cli.options.one import one_chosen
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.differing import shared_lines
from mediarel.errors import Command, Hint, InvalidError, MisuseError, shorten
from mediarel.formats.language_names import language_name
from mediarel.model.fields import BY_NAME, field_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.links import TranslationPlan
    from mediarel.model.statement import Statement

EXAMPLES = (
    "mediarel edit 4 --language km && mediarel translation 3 4 --take date",
    "mediarel edit 4 --language km && mediarel translation 3 4 --keep",
)
_ALL, _NONE = "all", "none"


class TwoNeededError(MisuseError):
    """Other than two statements were named, or than one to take apart."""

    def __init__(self, *, apart: bool) -> None:
        super().__init__(
            "--apart takes one statement, the translation"
            if apart
            else "a translation needs two statements: the one, and it in the other"
            " language",
            Hint("See how it is called: ", Command("translation", "--help")),
        )


class SharedDifferError(MisuseError):
    """The two say different things, and it was not said what to take."""

    def __init__(self, ids: Sequence[int], names: Sequence[str]) -> None:
        take = [word for name in names for word in ("--take", name)]
        super().__init__(
            f"{ids[1]} has another {', '.join(names)} than the original",
            Hint(
                "Say what it takes from there: ",
                Command("translation", *ids, *take),
                " – or nothing: ",
                Command("translation", *ids, "--keep"),
            ),
        )


class NotSharedError(MisuseError):
    """What was to be taken is no field that versions share."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{shorten(given)!r} is nothing that versions in two languages share",
            f"They share: {', '.join(SHARED)}; {_ALL} takes them all.",
        )


def _takable() -> list[str]:
    return [_ALL, *(BY_NAME[name].word for name in SHARED)]


def run(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID OTHER",
            help="The id of a statement, and of it in another language.",
            autocompletion=completion.ids,
        ),
    ],
    take: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            help="Take this from the original, or all; once for each.",
            autocompletion=_takable,
        ),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Take nothing from the original.")
    ] = False,
    apart: Annotated[
        bool, typer.Option("--apart", help="Take one off its original.")
    ] = False,
    archive: common.Archive = None,
) -> None:
    """Say that a statement is another in another language.

    What both should have in common, such as the date and the tags, is shown where it
    differs, and taken from the original where you say so.
    """
    if keep and take:
        raise MisuseError("--keep and --take can't both be meant", "Leave one out.")
    if len(ids) != (1 if apart else 2):
        raise TwoNeededError(apart=apart)
    wanted = [*map(_field, take or ())]
    with environment.archive(context, archive) as opened:
        chosen = [one_chosen(context, opened, each) for each in ids]
        if apart:
            _take_apart(opened, chosen[0])
            return
        there = {each.id: each for each in get(opened, chosen)}
        plan = opened.asked(lambda: _plan(opened, *(there[n] for n in chosen)))
        if plan.known:
            there[plan.known.id] = plan.known
        taken = () if keep else _taken(plan, wanted, chosen)
        with open_session(opened, "translation") as session:
            edited = link(session, chosen[0], chosen[1], taken, expected=there)
    of = plan.known.id if plan.known else plan.uuid
    if not edited:
        environment.tell(f"Nothing changed: {chosen[1]} is a translation of {of}.")
        return
    with printing(f"the link of {chosen[1]}", Hint("See it: ", Command("log"))):
        show_edits(edited, untold=["translation_of"])
    language = language_name(plan.other.language)
    if plan.versions:
        same = f"{wording.numbers(plan.versions)} is in {language} too"
        environment.tell(f"Careful: {same}.")
    if plan.following:
        those = wording.numbers([each.id for each in plan.following])
        more = f"What was a version of {chosen[1]} is now one of {of} too"
        environment.tell(f"{more}: {those}.")
    told = f"{chosen[1]} is now a version of {of} in {language}. To take it back: "
    environment.tell(Hint(told, Command("undo")))


def _plan(opened: Archive, one: Statement, other: Statement) -> TranslationPlan:
    def read(ids: Sequence[int]) -> dict[int, Statement]:
        return {each.id: each for each in get(opened, ids)}

    return planned_link(opened.index, read, one, other)


def _take_apart(opened: Archive, number: int) -> None:
    with open_session(opened, "translation") as session:
        take_apart(session, number)
    told = f"{number} is no translation any more. To take it back: "
    environment.tell(Hint(told, Command("undo")))


def _field(given: str) -> str:
    """Return the field that is to be taken, or `all`.

    Raises NotSharedError.
    """
    field = field_named(given.strip().lower().replace("-", "_"))
    if given.strip().lower() == _ALL:
        return _ALL
    if field is None or field.name not in SHARED:
        raise NotSharedError(given)
    return field.name


def _taken(
    plan: TranslationPlan, wanted: Sequence[str], ids: Sequence[int]
) -> Sequence[str]:
    """Return the fields to take from the original, asking for them where none is said.

    Raises SharedDifferError where there is no one to ask.
    """
    names = [BY_NAME[name].word for name in plan.shared]
    if not names or wanted:
        return [*plan.shared] if _ALL in wanted else wanted
    environment.tell(f"{plan.other.id} and the original differ:")
    for line in shared_lines(plan):
        environment.tell(line)
    if not environment.is_interactive():
        raise SharedDifferError(ids, names)

    def check(answer: str) -> None:
        for each in _parts(answer):
            if each not in {_ALL, _NONE, *names, *plan.shared}:
                raise InvalidError(
                    f"{shorten(each)!r} is none of them",
                    f"Answer {_ALL}, {_NONE}, or some: {', '.join(names)}.",
                )

    question = f"Take from the original ({_ALL}, {_NONE}, or some of these)"
    parts = _parts(prompts.ask(question, check, _ALL, [_ALL, _NONE, *names]))
    if _ALL in parts:
        return [*plan.shared]
    return [_field(each) for each in parts if each != _NONE]


def _parts(answer: str) -> list[str]:
    return answer.replace(",", " ").lower().split()
