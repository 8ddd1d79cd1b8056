"""Render pages with the Jinja templates of a theme, and escape all text.

`escaped` escapes all text. `Markup` is HTML from this package, which is not escaped.
Strangers may have written a custom theme, and its templates may run forever or use too
much memory. So a child process with limits renders these templates, and receives only
the values of the page. If a limit is exceeded, only the child process ends.
"""

import gc
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from time import process_time
from traceback import walk_tb
from types import SimpleNamespace
from typing import Any, NamedTuple

import jinja2
from jinja2.compiler import CodeGenerator
from jinja2.loaders import split_template_path
from jinja2.nodes import Expr
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from mediarel import errors
from mediarel.citation.styles import WORDS, Language, in_words, language_for
from mediarel.dates.edtf import KeptDate, PartialDate
from mediarel.formats.name_tables import language_name
from mediarel.formats.writing import html_text
from mediarel.publish.site.page_urls import absolute, page, quoted, up
from mediarel.publish.site.theme import ENGLISH, FOLDER, Words, file_in
from mediarel.text.languages import direction
from mediarel.worker import limit
from mediarel.workers import asking

Crumb = tuple[str, str]
"""The label and path of a breadcrumb link. `HERE` is the current page."""


ATOM, JSON_FEED = "feed.xml", "feed.json"
ATOM_TYPE, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
HERE = "."
ABOUT = "about"
# Only the site's own files load, and no script runs.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
SCRIPT_POLICY = f"{POLICY}; script-src 'self'"
_SHORT = 1000  # characters of a text whose escaped form is cached
SECONDS = 30  # seconds of computing per PAGES pages
PAGES = 50
MEMORY = 1 << 30  # bytes
_TASK = "mediarel.publish.site.templates"
_LONGEST = 300  # characters of an error message
_children = ExitStack()
_left = 0  # pages that this process may render before it gets new limits
_asks: dict[str, Callable[[object], Any]] = {}


class ShownDate(NamedTuple):
    """A date as shown on a page.

    `words` is the date in words. `machine` is the `datetime` value of the `time`
    element. It is "" if the date is uncertain or an interval (HTML, 4.5.14).
    """

    words: str
    machine: str


class Settings(NamedTuple):
    """The settings of a site, as plain values for a worker process."""

    name: str
    """The name of the archive, or "" if the archive has no name."""
    url: str
    """The address of the site, which ends in `/`, or "" if the address is unknown."""
    theme: str
    """The folder of custom templates, or "" if there are none."""
    words: Mapping[str, Words]
    """The words of each language. The keys are language codes."""
    site: Mapping[str, Any]
    """The result of `shown_site` in about.py, for all pages."""

    @property
    def english(self) -> dict[str, str]:
        """The words of pages in English."""
        return self.words[ENGLISH]["page"]

    def code_for(self, language: str) -> str:
        """Return the language code of the words on a page in `language` (BCP 47).

        If the theme has no words in this language, the words are in English.
        """
        codes = (language.lower(), language.lower().partition("-")[0], ENGLISH)
        return next(each for each in codes if each in self.words)

    def named(self, language: str) -> tuple[str, str]:
        """Return a pair: the name of a language, and the code of the name's language.

        If the theme has words in the language, the name is in the language itself:
        `ខ្មែរ`. Otherwise, the name is in English.
        """
        code = self.code_for(language)
        own = self.words[code]["page"]["this_language"]
        is_english = language.lower().partition("-")[0] == ENGLISH
        if is_english or own != self.english["this_language"]:
            return own, code
        return language_name(language), ENGLISH


def escaped(text: str) -> Markup:
    """Return `text` escaped for an HTML element or a quoted attribute.

    Invisible control characters become character references. Characters that HTML can't
    represent are removed.
    """
    if text.isprintable():
        return escape(text)
    return Markup(html_text(text, lambda _: None).replace("'", "&#39;"))  # noqa: S704 - escaped


# Most texts occur several times in a page, or also in the previous page.
_escaped_before = lru_cache(maxsize=1024)(escaped)


def printed(value: object) -> Markup:
    """Return `value` as HTML. Everything except `Markup` is escaped."""
    if type(value) is str:
        return _escaped_before(value) if len(value) <= _SHORT else escaped(value)
    return value if isinstance(value, Markup) else escape(value)


def paragraphs(text: str) -> list[Markup]:
    """Return the paragraphs of `text` as HTML, and keep the line breaks in them."""
    return [
        Markup(str(escaped(each)).replace("\n", "<br>\n"))  # noqa: S704 - escaped before
        for each in text.split("\n\n")
        if each
    ]


class ThemeError(errors.InvalidError):
    """A template of a theme can't be rendered."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"the theme's {where}: {what}",
            "Correct the template, or delete this file to use the default template.",
        )


@lru_cache(maxsize=1)
def environment_for(theme: str) -> jinja2.Environment:
    """Return the Jinja environment of a theme, created once per process."""
    loader: jinja2.BaseLoader = jinja2.FileSystemLoader(str(FOLDER))
    if theme:
        loader = jinja2.ChoiceLoader(
            [jinja2.FunctionLoader(partial(_own, Path(theme))), loader]
        )
    return _environment(
        loader, ImmutableSandboxedEnvironment if theme else jinja2.Environment
    )


class _EscapingOnce(CodeGenerator):
    """A code generator that compiles `{{ value }}` to a call of `printed`.

    Jinja's own generator escapes the result of `printed` again, which takes longer than
    rendering the rest of a page.
    """

    def _output_child_pre(self, _node: Expr, _frame: Any, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, _node: Expr, _frame: Any, _finalize: Any) -> None:
        self.write(")")


def _environment(
    loader: jinja2.BaseLoader, kind: type[jinja2.Environment]
) -> jinja2.Environment:
    environment = kind(
        loader=loader,
        autoescape=True,
        finalize=printed,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.code_generator_class = _EscapingOnce
    environment.filters["address"] = quoted
    return environment


def rendered_file(template: Path, values: Mapping[str, Any]) -> bytes:
    """Render a template of this package that is not part of a theme."""
    environment = _environment(
        jinja2.FileSystemLoader(template.parent), jinja2.Environment
    )
    return environment.get_template(template.name).render(values).encode()


def _own(theme: Path, name: str) -> tuple[str, str, None] | None:
    """Return the source and the path of a template in a custom theme.

    Return None if the theme does not have this template.
    """
    if (place := file_in(theme, str(Path(*split_template_path(name))))) is None:
        return None
    return place.read_bytes().decode(), str(place), None


def filled(name: str, theme: str, values: Mapping[str, Any]) -> bytes:
    """Render the template `name` of a theme in this process."""
    return environment_for(theme).get_template(name).render(values).encode()


def _place_of(error: Exception, name: str) -> str:
    """Return the template and the line where an error occurred.

    If they are unknown, return `name`. In Jinja's traceback, templates appear as
    modules.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.name or name}, line {error.lineno}"
    frames = [
        (Path(frame.f_code.co_filename), line)
        for frame, line in walk_tb(error.__traceback__)
    ]
    places = [f"{p.name}, line {line}" for p, line in frames if p.suffix == ".html"]
    return places[-1] if places else name


@contextmanager
def child_processes() -> Iterator[None]:
    """End the child processes at the end of the block."""
    with _children:
        try:
            yield
        finally:
            _asks.clear()


def rendered(name: str, theme: str, values: Mapping[str, Any]) -> bytes:
    """Render the template `name`, in a child process if the theme is custom.

    Raises ThemeError.
    """
    if not theme:
        return filled(name, theme, values)
    if theme not in _asks:
        try:
            _asks[theme] = _children.enter_context(asking(_TASK))
        except OSError as error:
            raise ThemeError(name, f"can't start a process: {error}") from error
    answer = _asks[theme]((theme, name, pickle.dumps(values)))
    if answer is None:
        limits = f"{SECONDS} seconds or {MEMORY >> 20:,} MB"
        raise ThemeError(name, f"rendering takes more than {limits}")
    made: bytes
    made, where, what = answer
    if what:
        raise ThemeError(where, what)
    return made


def make(given: tuple[str, str, bytes]) -> tuple[bytes, str, str]:
    """Render a page in a child process.

    Returns three values: the page, the place of an error, and the error message. If
    there is no error, the last two are empty. The parent process has pickled the values
    that the template receives.
    """
    global _left  # noqa: PLW0603 - of this process
    theme, name, pickled = given
    values = pickle.loads(pickled)  # noqa: S301 - from a process of our own
    try:
        if not _left:
            gc.enable()  # otherwise, Jinja's garbage is never freed
            # At the time limit, the system ends this process.
            limit(MEMORY, int(process_time()) + SECONDS + 1)
            _left = PAGES
        _left -= 1
        return filled(name, theme, values), "", ""
    except Exception as error:  # noqa: BLE001 - a template may raise anything
        return b"", _place_of(error, name), _problem(error)


def _problem(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return f"rendering takes more than {MEMORY >> 20:,} MB"
    if isinstance(error, RecursionError):
        return "endless recursion: a template can't extend or include itself"
    if isinstance(error, UnicodeDecodeError):
        return "the file is not in UTF-8"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {errors.shorten(str(error))!r}"
    return errors.shorten(str(error), _LONGEST) or type(error).__name__


def page_values(  # noqa: PLR0913 - what pages differ in
    settings: Settings,
    path: str,
    title: str,
    crumbs: Sequence[Crumb] = (),
    *,
    feeds: Sequence[tuple[str, str]] = (),
    policy: str = POLICY,
    language: str = ENGLISH,
) -> dict[str, Any]:
    """Return the values that every template receives for the page at `path`.

    `crumbs` are the breadcrumb links after the list of all statements, by default only
    the page itself.
    `feeds` has the path and the title of each list whose feeds are added. The words are
    in `language` (BCP 47). If the theme lacks this language, the words are in English.
    """
    root = up(page(path))
    code = settings.code_for(language)
    words = settings.words[code]["page"]
    start = words["releases"]
    name, site = settings.name, settings.site
    called = site["short_name"] or name
    full_title = title if called in {"", title} else f"{title} · {called}"
    return {
        "w": SimpleNamespace(**words),  # Jinja reads it faster than a dict
        "lang": code,
        "dir": direction(code),
        "name": name,
        "site": SimpleNamespace(
            **site, about=link(root, ABOUT) if site["has_about"] else ""
        ),
        "root": root,
        "policy": policy,
        "title": title,
        "heading": title,
        "full_title": full_title,
        "description": site["description"] or full_title,
        "canonical": absolute(settings.url, path) if settings.url else "",
        "crumbs": [
            (text, "" if to == HERE else link(root, to))
            for text, to in ((start, ""), *(crumbs or [(title, HERE)]))
        ]
        if path
        else [(start, "")],
        "feeds": [
            (quoted(f"{root}{at}{file}"), label, kind)
            for at, label in (("", name or start), *feeds)
            for file, kind in ((ATOM, ATOM_TYPE), (JSON_FEED, JSON_FEED_TYPE))
        ],
    }


def rendered_page(
    path: str, settings: Settings, template: str, values: Mapping[str, Any]
) -> tuple[str, bytes]:
    """Render the page at `path`, and return the path and the content of its file.

    Raises ThemeError.
    """
    return page(path), rendered(template, settings.theme, values)


def link(root: str, path: str) -> str:
    """Return a relative link to the page at `path`.

    `root` is the relative path from the linking page to the root of the site: `../../`.
    """
    return f"{root}{quoted(page(path))}"


def with_value(word: str, value: object) -> str:
    """Put `value` in the place of `{}` in a text of a theme, such as "Page {}"."""
    return word.replace("{}", str(value))


def shown_date(date: KeptDate | str, code: str = ENGLISH) -> ShownDate:
    """Return a date as shown on pages in a language.

    The words are only as precise as the date: `July 2012`.
    """
    if isinstance(date, str):
        date = PartialDate.from_edtf(date)
    is_sure = isinstance(date, PartialDate) and not date.qualifier
    language = language_for(code)
    is_english = language is Language.ENGLISH
    words = date.long() if is_english else in_words(date, WORDS[language])
    return ShownDate(words, str(date) if is_sure else "")
