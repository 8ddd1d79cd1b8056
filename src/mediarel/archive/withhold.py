"""Withholding texts of statements from the public, and what an archive withholds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.archive.edit import edit
from mediarel.archive.redaction import Redaction, texts_of, urls_of
from mediarel.errors import (
    Command,
    Hint,
    InvalidError,
    Placeholder,
    RefusedError,
    named,
    shorten,
)
from mediarel.history.change import ChangeSet
from mediarel.model.archive_settings import RULES, rules_in
from mediarel.store.about import WITHHELD
from mediarel.text.folding import folded_name
from mediarel.text.withheld import is_too_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement


class TooShortError(InvalidError):
    """A text to withhold has too few letters."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{shorten(text)!r} has not letters enough to be withheld",
            "One letter stands everywhere. Give two at least: a name, a number.",
        )


class StandsNowhereError(RefusedError):
    """A text to withhold stands nowhere in what was named."""

    def __init__(self, text: str, ids: Sequence[int]) -> None:
        super().__init__(
            f"{shorten(text)!r} stands nowhere in {named(ids)}",
            "Look at how it is spelled there. To withhold it all the same, as where"
            " only a file has it: --anyway.",
        )


class NoStatementPrintsItError(RefusedError):
    """A text to withhold, wherever it is, is in no statement."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"no statement contains {shorten(text)!r}",
            Hint(
                "Look for other spellings: ",
                Command("search", Placeholder("WORDS")),
                " – or name the statements first: ",
                Command("withhold", Placeholder("ID"), Placeholder("TEXT")),
            ),
        )


class NotWithheldError(RefusedError):
    """A text to be shown again is not withheld; without `ids`, in no statement."""

    def __init__(self, text: str, ids: Sequence[int]) -> None:
        where = named(ids) if ids else "any statement"
        super().__init__(
            f"{shorten(text)!r} is not withheld in {where}",
            Hint("See what is: ", Command("withhold", "--list")),
        )


def refuse_short(texts: Iterable[str]) -> None:
    """Raise TooShortError where one of `texts` can't be sought."""
    for text in texts:
        if is_too_short(text):
            raise TooShortError(text)


def counted(statement: Statement, text: str) -> Counter[str]:
    """Return how often `text` stands in each field of `statement`."""
    found: Counter[str] = Counter()
    redaction = Redaction((text,), (), "")
    for field, value in texts_of(statement):
        found[field] += len(redaction.spans(value))
    for field, url in urls_of(statement):
        found[field] += redaction.is_in_url(url)
    for each in statement.attachments:
        found["attachments"] += redaction.is_in_name(each.name)
    return +found


def withhold(
    session: Session,
    texts: Mapping[int, Sequence[str]],
    *,
    expected: Mapping[int, Statement],
) -> list[Edit]:
    """Withhold in each statement its `texts`; return those that changed.

    Raises NoSuchStatementError or ChangedMeanwhileError.
    """
    return _set(session, texts, with_texts, expected)


def show_again(
    session: Session,
    texts: Mapping[int, Sequence[str]],
    *,
    expected: Mapping[int, Statement],
) -> list[Edit]:
    """Withhold in each statement its `texts` no more; return those that changed.

    Raises NoSuchStatementError or ChangedMeanwhileError.
    """
    return _set(session, texts, without_texts, expected)


def _set(
    session: Session,
    texts: Mapping[int, Sequence[str]],
    of: Callable[[Statement, Iterable[str]], list[str]],
    expected: Mapping[int, Statement],
) -> list[Edit]:
    """Have each statement withhold what `of` makes of its `texts`."""
    return edit(
        session,
        list(texts),
        lambda each: {"withheld": of(each, texts[each.id])},
        expected=expected,
    )


def with_texts(statement: Statement, texts: Iterable[str]) -> list[str]:
    """Return what `statement` withholds with `texts`, each once as it folds."""
    every: dict[str, str] = {}
    for text in (*statement.withheld, *texts):
        every.setdefault(folded_name(text), text)
    return list(every.values())


def without_texts(statement: Statement, texts: Iterable[str]) -> list[str]:
    """Return what `statement` withholds but for `texts`, as they fold."""
    gone = {folded_name(text) for text in texts}
    return [text for text in statement.withheld if folded_name(text) not in gone]


def set_rules(session: Session, wanted: Mapping[str, bool]) -> bool:
    """Have the archive withhold what is `wanted` as a rule; tell whether it is new."""
    kept = session.about().get(WITHHELD)
    before = rules_in(kept)
    after = [rule for rule in RULES if wanted.get(rule, rule in before)]
    if list(before) == after:
        return False
    session.commit(ChangeSet("edit", archive={WITHHELD: (kept, after or None)}))
    return True
