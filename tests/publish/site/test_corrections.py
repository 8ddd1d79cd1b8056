"""Test sites after changes: readers see what changed, and nothing hidden."""

import contextlib
import html
import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from archives import content, stored
from conftest import Run
from leaks import leaks
from mediarel.publish.manifest import Row, read_manifest
from mediarel.publish.paths import MANIFEST, STAGED
from mediarel.publish.staging import Staging
from publishing import content as files_in
from publishing import write
from site_samples import ONES, URL, fill

FORM = ("date", "program", "type", "title", "text", "place", "signatories")
SECRETS = {1: "Chan Sophea", 2: "Bun Rithy"}
MARK = "[withheld]"
AHEAD = "2999-01-01T00:00:00Z"
HISTORIES = 2  # per case
_SECTION = re.compile(r'<section class="change">.*?</section>', re.DOTALL)
_PARTS = re.compile(r'<div class="parts"[^>]*>(.*?)</div>', re.DOTALL)
_WORD = re.compile("word[0-9]+")


class History:
    """A random history of two statements, which is published now and then."""

    def __init__(self, run: Run, home: Path, seed: int) -> None:
        self.run = run
        self.site = home / "site"
        self.store = home / "data" / "statements.json"
        self.random = random.Random(seed)  # noqa: S311 - a test
        self.words = 0
        self.log: list[str] = []
        # Per statement: the words of its texts since it became public last.
        self.shown: dict[int, set[str]] = {1: set(), 2: set()}
        self.was_public = {1: True, 2: True}
        self.published: dict[int, dict[str, Any]] = {}
        self.published_at: dict[int, int] = {}  # the number of the last change
        self.texts: set[str] = set()

    @property
    def story(self) -> str:
        """The commands so far."""
        return "; ".join(self.log)

    def statements(self) -> tuple[dict[str, Any], ...]:
        """Return the statements to begin with."""
        return tuple(
            {
                "uuid": f"aaaaaaaa-{number:04}-4000-8000-{number:012}",
                "date": f"2012-07-1{number}",
                "program": "CLEC",
                "type": "Joint Statement",
                "title": f"Title {number}",
                "text": self.text(number),
            }
            for number in SECRETS
        )

    def text(self, number: int) -> str:
        """Return a new text that contains parts of the statement's secret."""
        self.words += 1
        one, other = SECRETS[number].split()
        begin = self.random.choice((SECRETS[number], one, other, f"{one} met {other}"))
        return f"{begin} of word{number}{self.words:03} spoke to {other} in Takeo."

    def step(self) -> None:
        """Run a random command, and check its entry in the history."""
        number = self.random.choice((1, 2))
        note = f"Note {len(self.log)}."  # in one second, two notes must differ
        told = self.random.choice(((), ("--silent",), ("--note", note)))
        one, secret = str(number), SECRETS[number]
        edits = (
            ("--text", self.text(number)),
            ("--title", f"Title word{number}{self.words:03}"),
            ("--place", self.random.choice(("Kampot", "Takeo"))),
            ("--status", self.random.choice(("published", "draft"))),
            ("--embargo", self.random.choice((AHEAD, ""))),
            ("--add-tag", "land"),
        )
        command = self.random.choice(
            (
                *(("edit", one, *each, *told, "--yes") for each in edits * 2),
                ("correct", one, "--text", self.text(number), "--why", note),
                ("edit", one, "--silent"),
                ("edit", one, "--note", note),
                ("withhold", one, secret),
                ("withhold", one, secret, "--drop"),
                ("withdraw", one, "--why", note, "--yes"),
                ("undo", "--yes", *told),
                ("undo", "--yes"),
                ("redo", "--yes", *told),
            )
        )
        before = content(self.store)
        assert self.run(*command).code in {0, 1}
        after = content(self.store)
        self.log.append(" ".join(command))
        if not after["statements"]:  # the import was undone
            assert self.run("redo", "--yes").code == 0
            self.was_public = {1: False, 2: False}
            self.follow(content(self.store))
        elif before != after:
            self.check_entry(before, after)
            self.follow(after)

    def check_entry(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Check that the newest change says whether readers are told of it."""
        entry = list(after["history"].values())[-1]
        for key, old in before["statements"].items():
            new = after["statements"][key]
            if differ(old, new) and int(key) in self.published:
                added = [n for n in notes(new) if n not in notes(old)]
                marked = [
                    name
                    for name in ("silent", "unannounced")
                    if key in entry.get("notes", {}).get(name, "").split()
                ]
                assert bool(added) + len(marked) == 1, self.story

    def follow(self, tables: dict[str, Any]) -> None:
        """Keep the words that readers may have seen since a statement was hidden."""
        for key, each in tables["statements"].items():
            number, words = int(key), set(_WORD.findall(json.dumps(each)))
            self.texts |= {each["text"], each["text"].replace(SECRETS[number], MARK)}
            is_public = not each.get("status") and not each.get("embargo")
            if is_public:
                kept = self.shown[number] if self.was_public[number] else set()
                self.shown[number] = kept | words
            self.was_public[number] = is_public

    def publish(self) -> None:
        """Publish, and check that each difference is announced, silent or listed."""
        done = self.run("publish", "site", str(self.site))
        assert done.code == 0, (done.err, self.story)
        self.log.append("publish")
        tables = content(self.store)
        listed = re.search("readers that statements? (.*) changed", done.err)
        public = {
            int(key): each
            for key, each in tables["statements"].items()
            if each.get("status") != "draft" and not each.get("embargo")
        }
        for number, each in public.items():
            last = self.published.get(number)
            if last and differ(last, each):
                self.check_told(number, last, each, tables, listed)
        self.published |= public
        self.published_at |= dict.fromkeys(public, len(tables["history"]))
        self.check_files(tables, public)

    def check_told(
        self,
        number: int,
        last: dict[str, Any],
        now: dict[str, Any],
        tables: dict[str, Any],
        listed: re.Match[str] | None,
    ) -> None:
        """Check that a difference is announced on the page, silent or listed."""
        if listed and str(number) in re.findall("[0-9]+", listed[1]):
            return
        since = [
            entry.get("notes", {})
            for key, entry in tables["history"].items()
            if int(key) > self.published_at[number]
        ]
        is_silent = any(str(number) in e.get("silent", "").split() for e in since)
        page = self.page(number)
        new = [note for note in notes(now) if note not in notes(last)]
        assert is_silent or any(note[2] in page for note in new), self.story

    def check_files(
        self, tables: dict[str, Any], public: dict[int, dict[str, Any]]
    ) -> None:
        """Check that no file has hidden text, and that "What changed" is right."""
        withheld = [
            text
            for e in tables["statements"].values()
            for text in e.get("withheld", ())
        ]
        assert not leaks(self.site, withheld), self.story
        for number in SECRETS:
            each = public.get(number)
            folders = list(self.site.glob(f"2012/07/1{number}/*"))
            assert bool(folders) == (each is not None), self.story
            if each is None:
                continue
            page = self.page(number)
            found = {word for word in _WORD.findall(page) if word[4] == str(number)}
            address = set(_WORD.findall(folders[0].name))
            seen = address | set(_WORD.findall(each["title"]))
            if not each.get("status"):
                seen |= self.shown[number]
            assert found <= seen, (self.story, found - seen)
            for parts in _PARTS.findall(self.page(number)):
                for gone in ("ins", "del"):
                    text = re.sub(f"<{gone}>.*?</{gone}>|<[^>]*>", "", parts)
                    is_text = " spoke to " in text
                    assert not is_text or text in self.texts, (self.story, text)

    def page(self, number: int) -> str:
        """Return the pages of a statement."""
        pages = self.site.glob(f"2012/07/1{number}/**/index.html")
        return "".join(html.unescape(each.read_text("utf-8")) for each in pages)


def notes(statement: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the notes to readers."""
    return [tuple(each.values()) for each in statement.get("notes") or ()]


def differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether readers can see a difference between two versions."""
    withheld = [*(one.get("withheld") or ()), *(other.get("withheld") or ())]
    names = [*FORM]
    if "withdrawn" in {one.get("status"), other.get("status")}:
        names = ["date", "program", "type", "title"]

    def seen(statement: dict[str, Any]) -> str:
        said = json.dumps([statement.get(name) for name in names])
        for text in withheld:
            said = said.replace(text, "…")
        return said

    return seen(one) != seen(other)


def changes_page(site: Path, number: int) -> str:
    """Return the page "What changed" of a statement."""
    (page,) = site.glob(f"2012/*/*/*-{number}/changes/index.html")
    return html.unescape(page.read_text("utf-8"))


@pytest.mark.usefixtures("store")
def test_a_corrected_statement_shows_what_changed(run: Run, home: Path) -> None:
    text = stored(3)["text"]
    run("edit", "3", "--text", text.replace("immediate", "quick"), "--silent")
    run("edit", "3", "--text", text.replace("immediate", "swift"), "--note", "Swift.")
    run("edit", "3", "--add-signatory", "ADHOC", "--silent")
    run("correct", "3", "--date", "2012-07-17", "--why", "It was issued on 17 July.")

    assert run("publish", "site", "site").code == 0
    page = changes_page(home / "site", 3)
    first, second = _SECTION.findall(page)
    listed = (home / "site/index.html").read_text("utf-8")
    feed = (home / "site/feed.xml").read_text("utf-8")
    (own,) = home.glob("site/2012/*/*/*-3/index.html")

    assert "Swift." in first
    assert "for his <del>immediate</del><ins>swift</ins> release" in first
    assert "quick" not in page
    assert "<ins>ADHOC</ins>" in second
    assert "2012-07-<del>16</del><ins>17</ins>" in second
    assert '<a href="changes/index.html">What changed</a>' in own.read_text("utf-8")
    assert listed.count('<span class="mark">Corrected</span>') == 1
    assert content(home / "data/statements.json")["statements"]["3"]["modified"] in feed
    assert run("publish", "site", "site", "--check").code == 0


@pytest.mark.usefixtures("store")
def test_a_version_that_was_hidden_later_is_left_out(run: Run, home: Path) -> None:
    run("edit", "3", "--title", "Wrong title", "--silent")
    run("correct", "3", "--title", "Right title", "--why", "It was wrong.")
    run("edit", "3", "--status", "draft")
    run("edit", "3", "--status", "published")
    run("correct", "3", "--place", "Kampot", "--why", "The place was missing.")

    assert run("publish", "site", "site").code == 0
    first, second = _SECTION.findall(changes_page(home / "site", 3))

    assert "It was wrong." in first
    assert "The earlier version is not shown." in first
    assert "<del>Phnom Penh</del><ins>Kampot</ins>" in second
    assert not [
        p for p in (home / "site").rglob("*.html") if "Wrong title" in p.read_text()
    ]


@pytest.mark.usefixtures("store")
def test_old_and_new_words_do_not_reveal_a_withheld_name(run: Run, home: Path) -> None:
    run("withhold", "4", "Vann Dara", "--anyway")
    run("edit", "3", "--text", "We thank Vann for it.", "--note", "Shorter.")
    run("correct", "3", "--text", "We thank Dara for it.", "--why", "A wrong name.")
    run("correct", "3", "--text", "Vann Dara thanks us.", "--why", "Nobody thanked.")
    run("correct", "3", "--text", "They thank us.", "--why", "It was not only one.")

    done = run("publish", "site", "site")

    assert done.code == 0, done.err
    assert (
        changes_page(home / "site", 3).count("The earlier version is not shown.") == 1
    )
    assert not leaks(home / "site", ["Vann Dara"])


@pytest.mark.usefixtures("store")
def test_a_name_that_was_withheld_earlier_is_not_shown(run: Run, home: Path) -> None:
    run("edit", "3", "--text", "Chan Sok spoke.", "--note", "Shorter.")
    run("withhold", "3", "Chan Sok")
    run("correct", "3", "--text", "He spoke.", "--why", "Who spoke is unknown.")
    run("withhold", "3", "Chan Sok", "--drop")

    assert run("publish", "site", "site").code == 0

    page = changes_page(home / "site", 3)
    assert page.count("The earlier version is not shown.") == 2
    assert "<del>" not in page
    assert not leaks(home / "site", ["Chan Sok"])


@pytest.mark.usefixtures("store")
def test_a_misspelt_form_of_a_withheld_name_is_not_shown(run: Run, home: Path) -> None:
    run("edit", "3", "--text", "Chan Sokk spoke.", "--note", "Shorter.")
    run("edit", "3", "--text", "Chan Sok spoke.", "--note", "The name was misspelt.")
    run("withhold", "3", "Chan Sok", "--yes")

    assert run("publish", "site", "site").code == 0

    assert not leaks(home / "site", ["Chan Sok", "Chan Sokk"])


@pytest.mark.usefixtures("store")
def test_a_version_with_the_title_of_a_draft_is_not_shown(run: Run, home: Path) -> None:
    """Nobody could remove the title from the version."""
    title = "The unfinished dam of Prey Sralao"
    run("edit", "3", "--text", f"See: {title}.", "--note", "Shorter.")
    run("edit", "3", "--text", "See the site.", "--note", "No title.")
    run("add", "--date=2015", "--program=CLEC", "--title", title, "--status=draft")

    assert run("publish", "site", "site").code == 0

    assert "The earlier version is not shown." in changes_page(home / "site", 3)
    assert not leaks(home / "site", [title])


@pytest.mark.usefixtures("store")
def test_numbers_under_an_earlier_rule_are_not_shown(run: Run, home: Path) -> None:
    run("withhold", "--phones", "--yes")
    run("edit", "3", "--text", "Call 012 345 678 now.", "--note", "A number.")
    run("edit", "3", "--text", "Call us now.", "--note", "No number.")
    run("withhold", "--no-phones", "--yes")

    assert run("publish", "site", "site").code == 0

    page = changes_page(home / "site", 3)
    assert "<del>[withheld]</del><ins>us</ins>" in page
    assert "345 678" not in page


@pytest.mark.usefixtures("store")
def test_corrections_by_early_versions_do_not_show_the_old_text(
    run: Run, home: Path
) -> None:
    run("correct", "3", "--title", "By Chan Sok", "--why", "It had no title.")
    run("correct", "3", "--title", "By a witness", "--why", "A name was removed.")
    path = home / "data" / "statements.json"
    store = content(path)
    for entry in store["history"].values():
        entry["digest"] = "0" * 16
    path.write_text(json.dumps(store), "utf-8")

    run("publish", "site", "site")

    page = changes_page(home / "site", 3)
    assert page.count("The earlier version is not shown.") == 2
    assert not leaks(home / "site", ["Chan Sok"])


@pytest.mark.usefixtures("store")
def test_names_of_files_that_became_private_are_not_shown(run: Run, home: Path) -> None:
    for name in ("open.txt", "secret-list.txt", "elsewhere.txt"):
        (home / name).write_text(name)
    run("attach", "3", "secret-list.txt")
    run("edit", "3", "--note", "A list is added.")
    run("attach", "3", "secret-list.txt", "--private")
    run("attach", "3", "open.txt")
    run("attach", "3", "elsewhere.txt")
    run("edit", "3", "--note", "A file is added.")
    run("attach", "3", "elsewhere.txt", "--remove")
    run("edit", "3", "--note", "A file is removed.")
    (home / "Elsewhere.TXT").write_text("elsewhere.txt")
    run("attach", "4", "Elsewhere.TXT", "--private")
    run("edit", "3", "--text", "See elsewhere.txt.", "--note", "Shorter.")
    run("edit", "3", "--text", "See the site.", "--note", "No file.")

    assert run("publish", "site", "site").code == 0

    assert "<ins>open.txt</ins>" in changes_page(home / "site", 3)
    assert not leaks(home / "site", ["secret-list.txt", "elsewhere.txt"])


def test_a_khmer_statement_has_khmer_labels(run: Run, home: Path) -> None:
    title = "សូមដោះលែង"
    fill(run, home, ({"date": "2012-07-16", "program": "CLEC", "title": title},))
    run("correct", "1", "--title", f"{title}គាត់", "--why", "ខ្វះពាក្យមួយ។")

    assert run("publish", "site", "site").code == 0
    page = changes_page(home / "site", 1)

    assert "<h1>ចំណុចខុសគ្នា</h1>" in page
    assert f'lang="km" dir="ltr">{title}<ins>គាត់</ins></div>' in page


@pytest.mark.many_times
@pytest.mark.parametrize("first", range(0, 1000, HISTORIES))
def test_readers_are_told_of_all_changes_and_see_no_withheld_text(
    run: Run, home: Path, first: int
) -> None:
    for seed in range(first, first + HISTORIES):
        place = home / str(seed)
        place.mkdir()
        with contextlib.chdir(place):
            history = History(run, place, seed)
            fill(run, place, history.statements())
            history.follow(content(history.store))
            history.publish()
            for _ in range(3):
                for _ in range(4):
                    history.step()
                history.publish()


PLAIN = 6
LAST = len(ONES) + PLAIN
OWN = tuple(
    {
        "uuid": f"bbbbbbbb-{number:04}-4000-8000-{number:012}",
        # Later than all other statements, in this order.
        "date": f"2030-{number // 28 + 1:02}-{number % 28 + 1:02}",
        "language": "km" if number == PLAIN - 1 else "en",
        "program": "STT" if number % 2 else "CLEC",
        "title": f"Number {number} of them",
        "text": f"The court of district {number} heard it. Tel. 012 345 678.",
        "tags": [f"district {number % 5}"],
    }
    for number in range(1, PLAIN + 1)
)


@pytest.fixture
def site(run: Run, home: Path) -> Path:
    """Return the published site of an archive."""
    fill(run, home, (*ONES, *OWN))
    assert run("publish", "site", "site", "--url", URL).code == 0
    return home / "site"


def publish_new(run: Run, home: Path) -> dict[str, bytes]:
    """Return the files of a new site with the same page addresses."""
    shutil.rmtree(home / "new", ignore_errors=True)
    facts = read_manifest(home / "site" / MANIFEST).facts
    write(home / "new", (), facts=dict(facts))
    assert run("publish", "site", "new").code == 0
    return files_in(home / "new")


@pytest.mark.parametrize(
    "command",
    [
        ("withdraw", str(LAST - 1), "--replaced-by=1", "--why=A slip.", "--yes"),
        ("edit", str(LAST - 1), "--translation-of", "1"),
        ("merge", str(LAST), str(LAST - 1), "--yes"),
        ("withhold", str(LAST - 1), f"Number {PLAIN - 1}", "--yes"),
        ("edit", str(LAST - 1), "--embargo", "2999-01-01T00:00:00Z", "--yes"),
        ("configure", "--name", "Another name"),
    ],
)
def test_pages_follow_changes_of_other_statements_and_their_undo(
    run: Run, home: Path, site: Path, command: tuple[str, ...]
) -> None:
    before = files_in(site)
    done = run(*command)
    assert done.code == 0, done.err
    assert run("publish", "site", "site").code == 0
    assert files_in(site) != before
    assert files_in(site) == publish_new(run, home)
    run("undo", "--yes")
    assert run("publish", "site", "site").code == 0

    assert files_in(site) == publish_new(run, home)


def fail_after(
    monkeypatch: pytest.MonkeyPatch, most: int, error: type[BaseException]
) -> None:
    """Make publishing fail with `error` after `most` files are in place."""
    put, left = Staging.put, iter(range(most))

    def few(self: Staging, path: str, seen: Row | None) -> None:
        if next(left, None) is None:
            raise error(28, "No space left on device", path)
        put(self, path, seen)

    monkeypatch.setattr(Staging, "put", few)


@pytest.mark.parametrize("most", [0, 2])
def test_a_hidden_statement_is_removed_before_new_files_are_placed(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    run("edit", "6", "--status", "draft", "--yes")
    fail_after(monkeypatch, most, KeyboardInterrupt)
    assert run("publish", "site", "site").code == 130

    assert not (site / STAGED).stat().st_mode & 0o077
    there = {path.parent.name for path in site.rglob("index.html")}
    assert not [name for name in there if name.endswith("-6")]
    staged = (site / STAGED).rglob("*")
    text = b"his immediate release"
    assert not [p for p in staged if p.is_file() and text in p.read_bytes()]
