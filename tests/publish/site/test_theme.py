"""Test custom themes: templates, labels and mistakes in them."""

import os
import re
from pathlib import Path

import pytest

from conftest import Done, Run, refused
from mediarel.publish.site import templates
from site_samples import fill


@pytest.fixture
def look(run: Run, home: Path) -> Path:
    """Return the folder of the default theme, next to an archive of one statement."""
    fill(run, home, ({"date": "2012", "program": "CLEC", "title": "Land"},))
    assert run("publish", "theme", "look").code == 0
    return home / "look"


def published(run: Run, theme: str = "look") -> Done:
    return run("publish", "site", "site", "--theme", theme)


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ("looks", "Error: looks is not a folder"),
        ("a-file", "Error: a-file is not a folder"),
        ("other", "other contains no theme files, but lists.html (did you mean list"),
    ],
)
def test_unusable_theme_is_refused(look: Path, run: Run, theme: str, said: str) -> None:
    (look.parent / "a-file").touch()
    (look.parent / "other").mkdir()
    (look.parent / "other/lists.html").touch()

    assert said in refused(published(run, theme), 4)
    assert not (look.parent / "site").exists()


def test_unknown_files_of_a_theme_are_reported(look: Path, run: Run) -> None:
    (look / "statement.html").rename(look / "statment.html")
    (look / "logo.png").touch()
    (look / ".git").mkdir()

    done = published(run)

    assert done.code == 0
    assert (
        "These files are not part of a theme: logo.png,"
        " statment.html (did you mean statement.html?).\n" in done.err
    )


@pytest.mark.parametrize(
    ("name", "change", "where"),
    [
        ("list.html", ("{% if total %}", "{{ nope.foo }}{% if total %}"), "line {}"),
        ("statement.html", ("{{ one.program }}", "{{ one.wrong }}"), "line {}"),
        ("row.html", ("{{ headline }}", "{{ headlines }}"), "line {}"),
        ("list.html", ("{% if total %}", "{% if total"), "line 26"),
        ("browse.html", ("{{ title }}", "{{ 1 // 0 }}"), "line 6"),
    ],
)
def test_an_error_in_a_template_names_the_line(
    look: Path, run: Run, name: str, change: tuple[str, str], where: str
) -> None:
    old, new = change
    text = (look / name).read_text("utf-8")
    assert old in text
    (look / name).write_text(text.replace(old, new, 1), "utf-8")
    where = where.format(text[: text.index(old)].count("\n") + 1)

    done = published(run)

    assert f"the theme's {name}, {where}: " in refused(done, 4)
    assert not (look.parent / "site").exists()


def test_a_change_of_an_included_template_is_published(look: Path, run: Run) -> None:
    base = look / "base.html"
    text = base.read_text("utf-8")
    base.write_text(text.replace("</footer>", '{% include "us.html" %}</footer>'))
    home = look.parent / "site/index.html"

    (look / "us.html").write_text("One.")
    assert published(run).code == 0
    assert "One.</footer>" in home.read_text("utf-8")
    assert run("publish", "site", "other").code == 0  # no template is kept in memory
    (look / "us.html").write_text("Two.")
    assert published(run).code == 0

    assert "Two.</footer>" in home.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("site.css", "link"),
        ("list.html", "link to a link"),
        ("us.html", "link inside"),
        ("in/us.html", "pipe"),
        ("km.toml", "link"),
    ],
)
def test_links_and_pipes_in_a_theme_are_refused(
    look: Path, run: Run, name: str, kind: str
) -> None:
    """Such files could publish any file of the computer."""
    secret, place = look.parent / "id_rsa", look / name
    secret.write_text("SECRET")
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "link inside":
        place.symlink_to(look / "icon.svg")
    elif kind == "link":
        place.symlink_to(secret)
    else:
        (look.parent / "other").symlink_to(secret)
        place.symlink_to(look.parent / "other")
    (look / "names.html").write_text(f"{{% include {name!r} %}}")

    done = published(run)

    assert f"{name} is not a regular file inside the theme" in refused(done, 4)
    assert not (look.parent / "site").exists()


def test_a_linked_folder_in_a_theme_is_refused(look: Path, run: Run) -> None:
    (look.parent / "home").mkdir()
    (look.parent / "home/key.html").write_text("SECRET")
    (look / "in").symlink_to(look.parent / "home")
    (look / "names.html").write_text("{% include 'in/key.html' %}")

    said = refused(published(run), 4)

    assert "in/key.html is not a regular file inside the theme" in said


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('\n{% extends "list.html" %}', "line 2: endless recursion"),
        ("{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}", "line 2: endless"),
        ('\n{{ "x" * 10**10 }}', "line 2: rendering takes more than 1,024 MB"),
        ('\n{% include "nope.html" %}', "line 2: there is no template 'nope.html'"),
        ("\n{{ ().__class__ }}", "line 2: access to attribute '__class__'"),
        (
            "{% set r = range(99999) %}\n{% for a in r %}{{ r|sum }}{% endfor %}",
            "list.html: rendering takes more than",
        ),
        ("{{ 9**(9**9) }}", "rendering takes more than"),
    ],
)
def test_endless_and_forbidden_templates_are_stopped(
    look: Path, run: Run, monkeypatch: pytest.MonkeyPatch, template: str, said: str
) -> None:
    """In this test, the time limit is shorter."""
    monkeypatch.setattr(templates, "_TASK", "impatient_rendering")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    (look / "list.html").write_text(template)

    done = published(run)

    assert "Error: the theme's list.html" in refused(done, 4)
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (look.parent / "site").exists()


def page_of(site: Path, number: int) -> str:
    """Return the labels on the page of a statement, and the page's language."""
    page = next(site.glob(f"20*/*-{number}/index.html")).read_text("utf-8")
    labels = re.findall("<html lang=[^ ]*|<dt>.*</dt>|<h2>.*</h2>", page)
    return " ".join(labels)


@pytest.fixture
def languages(run: Run, home: Path) -> Path:
    """Return the folder of an archive in English, Khmer, French and Arabic."""
    ones = [
        {"date": "2012", "program": "A", "title": f"About {code}", "language": code}
        for code in ("en", "km-KH", "fr", "ar")
    ]
    fill(run, home, tuple(ones))
    return home


def test_labels_are_in_the_language_of_the_statement(languages: Path, run: Run) -> None:
    """Missing labels are English."""
    assert run("publish", "site", "site").code == 0
    english, khmer, french, arabic = (
        page_of(languages / "site", n) for n in range(1, 5)
    )

    assert '<html lang="en"' in english
    assert "<h2>Cite this statement</h2>" in english
    assert "<dt>Issuer</dt>" in english
    assert '<html lang="km"' in khmer
    for word in ("ការយោង", "ចេញផ្សាយដោយ", "ភាសា", "ប្រភេទ"):
        assert f">{word}</" in khmer
    assert "<dt>APA</dt>" in khmer
    assert "Issuer" not in khmer
    assert french == arabic == english
    lists = {
        code: (languages / f"site/language/{code}/index.html").read_text("utf-8")
        for code in ("km-kh", "fr")
    }
    assert '<html lang="km"' in lists["km-kh"]
    assert "<bdi>ខ្មែរ</bdi></h1>" in lists["km-kh"]
    assert '<html lang="en"' in lists["fr"]
    assert "<bdi>French</bdi></h1>" in lists["fr"]


def test_a_theme_can_replace_and_translate_labels(languages: Path, run: Run) -> None:
    look = languages / "look"
    look.mkdir()
    (look / "en.toml").write_text('[page]\ncite = "Quote <b>"\none = "{} {0} {x}"')
    (look / "fr.toml").write_text('[page]\na_program = "Émetteur"', "utf-8")
    (look / "km.toml").write_text('[page]\na_language = "អក្សរ"', "utf-8")
    done = published(run)
    assert done.code == 0, done.err
    assert "Not one of" not in done.err
    site = languages / "site"
    english, khmer, french = (page_of(site, number) for number in range(1, 4))

    assert "<h2>Quote &lt;b&gt;</h2>" in english
    assert '<html lang="fr"' in french
    assert "<dt>Émetteur</dt>" in french
    assert "<h2>Quote &lt;b&gt;</h2>" in french
    assert "<dt>អក្សរ</dt>" in khmer
    assert "<dt>ចេញផ្សាយដោយ</dt>" in khmer
    assert ">1 {0} {x} · <a" in (site / "language/fr/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('[page]\nserch = "x"', "[page] has no word 'serch'"),
        ('[pages]\nsearch = "x"', "'pages' is not in [page] or [search]"),
        ('search = "x"', "'search' is not in [page] or [search]"),
        ("[page]\nsearch = 1", "'search' is not a text in quotes"),
        ("[page", "Expected"),
        (f'[page]\nsearch = "{"x" * 20_000}"', "it has more than 16,384 bytes"),
        ("a = " + "[" * 10_000, "recursion"),
    ],
)
def test_a_mistake_in_a_file_of_labels_is_reported(
    look: Path, run: Run, words: str, said: str
) -> None:
    (look / "km.toml").write_text(words, "utf-8")
    done = published(run)

    assert said in refused(done, 4)
    assert refused(done, 4).startswith("Error: look/km.toml: ")
    assert not (look.parent / "site").exists()


def test_the_labels_of_the_search_are_in_the_page(look: Path, run: Run) -> None:
    (look / "en.toml").write_text('[search]\nloading = "Wait & see"', "utf-8")
    assert published(run).code == 0
    search = look.parent / "site/search"

    assert "Wait &amp; see" in (search / "index.html").read_text("utf-8")
    assert "Nothing found" not in (search / "search.js").read_text("utf-8")
