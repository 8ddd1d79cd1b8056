"""A site that is made again after many changes of the archive, in any order.

After each it is, to the byte, what a new one is whose statements are at the same
addresses; and nothing stays in the folder of what the public may see no more.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from mediarel.cli import environment
from mediarel.publish.manifest import read_manifest
from mediarel.publish.paths import MANIFEST
from publishing import content, write
from site_links import broken
from site_samples import ONES, URL, fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

STEPS = 12
WORDS = ("land", "Boeung Kak", "radio", "ដី", "court", "eviction", "Yeng Virak", "STT")
# What they are about, so that there is something to withhold, to drop, to merge.
OWN = tuple(
    {
        "date": "2012-07",
        "program": "STT",
        "title": f"{number} {word} and {other}",
        "text": f"{other} {number}. Tel. 012 345 678.",
        "tags": [word, other],
        "signatories": [other, "CLEC"],
    }
    for number, (word, other) in enumerate(zip(WORDS, WORDS[3:], strict=False))
)
PROGRAMS = ("CLEC", "clec", "Clec!", "STT", "?!", "CON", "សមាគម")
DATES = ("2012", "2012-07", "2012-07-16", "2013-03-04~", "../2009", "2010/2012", "0450")


class Walk:
    """Changes an archive at random, as people do by commands."""

    def __init__(self, run: Run, home: Path, seed: int) -> None:
        self._run = run
        self._home = home
        self._random = random.Random(seed)  # noqa: S311 - nothing is secret
        self._now = "2026-01-01T00:00:00Z"
        self.told: list[str] = []

    def now(self) -> str:
        """Return what the clock says."""
        return self._now

    def step(self) -> None:
        """Do something that may change what the public sees."""
        ways: list[Callable[[], list[str]]] = [
            *(self._edit, self._lists, self._status, self._correct, self._withdraw),
            *(self._replace, self._translation, self._withhold, self._rule),
            *(self._add, self._remove, self._merge, self._attach, self._detach),
            *(self._names, self._rename, self._undo, self._embargo, self._clear),
        ]
        command = self._random.choice(ways)()
        done = self._run(*command)
        self.told.append(f"{done.code} {' '.join(command)}: {done.err.strip()[:100]}")

    def options(self) -> list[str]:
        """Return what `publish site` is told now and then."""
        if self._random.random() < 0.1:
            return ["--url", self._random.choice((URL, "https://example.net/a/"))]
        return []

    def _id(self) -> str:
        return str(self._random.randint(1, len(ONES) + len(OWN)))

    def _words(self) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.randint(1, 4)))

    def _edit(self) -> list[str]:
        field, values = self._random.choice(
            (
                ("--title", (self._words(),)),
                ("--text", (f"{self._words()}.\n\n{self._words()}.",)),
                ("--date", DATES),
                ("--program", PROGRAMS),
                ("--type", PROGRAMS),
                ("--series", PROGRAMS),
                ("--language", ("en", "km", "ar")),
                ("--place", WORDS),
                ("--source", ("https://example.com/a", "https://example.com/b")),
            )
        )
        return ["edit", self._id(), field, self._random.choice(values), "--yes"]

    def _lists(self) -> list[str]:
        what = self._random.choice(
            ("--add-tag", "--drop-tag", "--add-signatory", "--drop-signatory")
        )
        value = self._random.choice((*WORDS, *PROGRAMS))
        return ["edit", self._id(), what, value, "--yes"]

    def _clear(self) -> list[str]:
        field = self._random.choice(("title", "tag", "series", "signatory", "embargo"))
        return ["edit", self._id(), "--clear", field, "--yes"]

    def _status(self) -> list[str]:
        status = self._random.choice(("published", "draft", "published"))
        return ["edit", self._id(), "--status", status, "--yes"]

    def _embargo(self) -> list[str]:
        if self._random.random() < 0.5:
            self._now = f"{int(self._now[:4]) + 1}{self._now[4:]}"
        then = f"{int(self._now[:4]) + 1}-01-01T00:00:00Z"
        return ["edit", self._id(), "--embargo", then, "--yes"]

    def _correct(self) -> list[str]:
        return ["correct", self._id(), "--why", "A slip.", "--title", self._words()]

    def _withdraw(self) -> list[str]:
        given = ["withdraw", self._id(), "--why", "By mistake.", "--yes"]
        by = ["--replaced-by", self._id()] if self._random.random() < 0.5 else []
        return [*given, *by]

    def _replace(self) -> list[str]:
        by = ["--replaced-by", self._id()]
        return ["withdraw", self._id(), *by, "--why", "A wrong one.", "--yes"]

    def _translation(self) -> list[str]:
        if self._random.random() < 0.5:
            return ["edit", self._id(), "--clear=translation_of"]
        return ["edit", self._id(), "--translation-of", self._id(), "--keep"]

    def _withhold(self) -> list[str]:
        text = self._random.choice(WORDS)
        drop = ["--drop"] if self._random.random() < 0.3 else []
        return ["withhold", self._id(), text, "--yes", *drop]

    def _rule(self) -> list[str]:
        return ["withhold", self._random.choice(("--phones", "--no-phones"))]

    def _add(self) -> list[str]:
        given = ["--date", self._random.choice(DATES), "--title", self._words()]
        program = self._random.choice(PROGRAMS)
        text = f"{self._words()} {self._random.random()}. Tel. 012 345 678."
        return ["add", *given, "--program", program, "--text", text]

    def _remove(self) -> list[str]:
        return ["remove", self._id(), "--yes"]

    def _merge(self) -> list[str]:
        return ["merge", self._id(), self._id(), "--yes"]

    def _attach(self) -> list[str]:
        name = f"{self._random.choice(WORDS)}.txt"
        (self._home / name).write_text(self._words(), encoding="utf-8")
        private = ["--private"] if self._random.random() < 0.2 else []
        return ["attach", self._id(), name, *private]

    def _detach(self) -> list[str]:
        return ["attach", self._id(), f"{self._random.choice(WORDS)}.txt", "--remove"]

    def _names(self) -> list[str]:
        names = self._random.sample((*WORDS, *PROGRAMS), 2)
        return ["signatories", self._random.choice(("merge", "split")), *names]

    def _rename(self) -> list[str]:
        return ["configure", "--name", self._words()]

    def _undo(self) -> list[str]:
        return ["undo", "--yes"]


@pytest.mark.many_times
@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_a_new_one_is(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever was changed meanwhile."""
    walk = Walk(run, home, seed)
    monkeypatch.setattr(environment, "now", walk.now)
    fill(run, home, (*ONES, *OWN))
    assert run("publish", "site", "site", "--url", URL).code == 0
    for number in range(STEPS):
        for _ in range(2):
            walk.step()
        done = run("publish", "site", "site", *walk.options())
        assert done.code == 0, (done.err, walk.told)
        new = home / f"new-{number}"
        facts = read_manifest(home / "site" / MANIFEST).facts
        write(new, (), kind="site", facts=dict(facts))
        done = run("publish", "site", str(new))
        assert done.code == 0, (done.err, walk.told)
        is_, should = content(home / "site"), content(new)
        others = [p for p in {*is_, *should} if is_.get(p) != should.get(p)]
        assert not others, walk.told
    assert not list(broken(home / "site"))
