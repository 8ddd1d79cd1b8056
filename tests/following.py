"""Follow the steps of EXTENDING.md in a copy of the project.

A step is a code block and the sentence before the block. The sentence names the place:

- "Write FILE": the file
- "In FILE, above LINE", "below LINE", "in the place of LINE": next to the only line
  that begins with LINE
- "In FILE, at the end of LINE": inside the bracket or table that the line opens

A block of `sh` is a command to run in the copy.
"""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from conftest import ROOT, Done, unmeasured

PAGE = ROOT / "EXTENDING.md"
_PLACED = re.compile(
    r"(?:Write|In) `FILE`(?:, (?P<where>above|below|in the place of|at the end of) `)?"
)


class Step(NamedTuple):
    """A step: the place for a code block.

    If the step is about a whole file, `where` and `line` are empty.
    """

    file: str
    where: str
    line: str
    block: str

    @property
    def is_code(self) -> bool:
        """Return whether the step is about the program, not its tests or pages."""
        return self.file.startswith("src/")


class Task(NamedTuple):
    """A section of the page: its steps, and the commands at its end."""

    steps: list[Step]
    commands: list[str]

    @property
    def code(self) -> list[Step]:
        """Return the steps about the program, not its tests or pages."""
        return [step for step in self.steps if step.is_code]


def task(heading: str) -> Task:
    """Return the section under `heading`."""
    parts = MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    found = Task([], [])
    under, said, names = "", "", [""]
    for place, part in enumerate(parts):
        if part.type == "inline":
            if parts[place - 1].type == "heading_open":
                under = part.content
            children = part.children or []
            names = [each.content for each in children if each.type == "code_inline"]
            said = "".join(
                "`FILE`" if each.type == "code_inline" else each.content or " "
                for each in children
            )
        if part.type != "fence" or under != heading:
            continue
        if part.info == "sh":
            found.commands.extend(part.content.replace("\\\n", "").splitlines())
            continue
        found.steps.append(_step(re.sub(r"\s+", " ", said), names, part.content))
    assert found.steps, f"there is nothing under {heading!r}"
    return found


def _step(said: str, names: list[str], block: str) -> Step:
    placed = _PLACED.search(said)
    assert placed, f"{said!r} does not say where its block goes"
    # The sentence may have names in backquotes before the place.
    first = said.count("`FILE`", 0, placed.start())
    where = placed["where"] or ""
    return Step(names[first], where, names[first + 1] if where else "", block)


TASKS = {
    f"Add a {name}": task(f"Add a {name}")
    for name in ("format", "command", "field", "query term")
}


class Copy:
    """A copy of the project with its own program and tests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        ignored = shutil.ignore_patterns(".*", "backups")
        for name in ("src", "tests", "docs", "benchmarks", "examples"):
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml"):
            shutil.copyfile(path, root / path.name)

    def follow(self, steps: list[Step]) -> None:
        """Follow `steps`."""
        for step in steps:
            path = self.root / step.file
            if not step.where:
                assert not path.exists(), f"{step.file} is there already"
                path.write_text(step.block, encoding="utf-8")
                continue
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            start, end = _place(lines, step)
            lines[start:end] = [step.block]
            path.write_text("".join(lines), encoding="utf-8")

    def give(self, command: str) -> Done:
        """Run a command of the page."""
        words = shlex.split(command)
        if words[0] == ".venv/bin/python":
            words[0] = sys.executable
        elif words[0].startswith(".venv/bin/"):
            words[:1] = [sys.executable, "-m", words[0].removeprefix(".venv/bin/")]
        return _run(words, self.root, self.root)

    def linted(self, steps: list[Step]) -> str:
        """Return the output of ruff for the modules of `steps`."""
        touched = sorted({each.file for each in steps if each.file.endswith(".py")})
        return self.give(f".venv/bin/ruff check --no-cache {' '.join(touched)}").out

    def mediarel(self, *arguments: str, code: int = 0, **variables: str) -> Done:
        """Run the program of the copy."""
        return mediarel(*arguments, root=self.root, code=code, **variables)

    def completed(self, *words: str) -> list[str]:
        """Return the completions of the copy after `words`."""
        done = self.mediarel(
            _MEDIAREL_COMPLETE="complete_bash",
            COMP_WORDS=" ".join(("mediarel", *words)),
            COMP_CWORD=str(len(words)),
        )
        return done.out.split("\n")[:-1]


def mediarel(
    *arguments: str, root: Path = ROOT, code: int = 0, **variables: str
) -> Done:
    """Run the program of the project at `root` in the current folder.

    Fails if the exit code is not `code`.
    """
    words = [sys.executable, "-m", "mediarel", *arguments]
    done = _run(words, root, Path.cwd(), **variables)
    assert (done.code, arguments) == (code, arguments), done.err
    return done


def failed(done: Done) -> list[str]:
    """Return the names of failed tests, with their modules but without parameters."""
    told = re.findall(r"^(?:FAILED|ERROR) tests/([^\s\[]+)", done.out, re.MULTILINE)
    assert told or done.code == 0, done.out + done.err
    return sorted(set(told))


def _run(words: list[str], root: Path, folder: Path, **variables: str) -> Done:
    done = subprocess.run(
        words,
        cwd=folder,
        env={**unmeasured(), "PYTHONPATH": str(root / "src"), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _place(lines: list[str], step: Step) -> tuple[int, int]:
    """Return the range of `lines` that the block of `step` replaces."""
    found = [n for n, each in enumerate(lines) if each.strip().startswith(step.line)]
    assert len(found) == 1, f"{step.file} has {step.line!r} {len(found)} times"
    (start,) = found
    if step.where == "above":
        return start, start
    if step.where == "in the place of":
        return start, start + 1
    if step.where == "below":
        return start + 1, start + 1
    # At the end of the bracket or table that the line opens.
    opened = lines[start]
    indent = opened[: len(opened) - len(opened.lstrip())]
    ends = re.compile(r"\s*$" if opened.startswith("|") else rf"{indent}[)\]}}]|#")
    end = next(n for n in range(start + 1, len(lines)) if ends.match(lines[n]))
    while not lines[end - 1].strip():
        end -= 1
    return end, end
