"""The templates of a theme, which Jinja fills in: its only home.

A theme of one's own may come from others, so that its templates are kept from all but
what they are given.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.compiler import CodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mediarel.errors import InvalidError
from mediarel.publish.site.addresses import quoted
from mediarel.publish.site.compiled import Compiled
from mediarel.publish.site.escaping import printed
from mediarel.publish.site.theme import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from mediarel.publish.site.settings import Settings

# What a template may raise when it is filled in.
_ERRORS = (TemplateError, TypeError, ValueError, ArithmeticError)


class ThemeError(InvalidError):
    """A template of a theme can't be filled in."""

    def __init__(self, name: str, error: Exception) -> None:
        where = _place(error) or name
        if isinstance(error, TemplateSyntaxError):
            where = f"{error.name or name}, line {error.lineno}"
        is_text = not isinstance(error, UnicodeDecodeError)
        super().__init__(
            f"the theme's {where}: {error if is_text else 'it is not in UTF-8'}",
            "Correct it there, or take the file out: the usual one stands for it then.",
        )


class _Printing(CodeGenerator):
    """Has all that a template prints go through `printed`, which escapes it.

    Jinja would escape it once more, and that takes as long as all else of a page.
    """

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")


def _place(error: Exception) -> str:
    """Return the template and the line at which `error` came, "" where it is unknown.

    Jinja has its templates in the traceback, as if they were modules.
    """
    frames = [
        (Path(frame.f_code.co_filename), line)
        for frame, line in walk_tb(error.__traceback__)
    ]
    places = [f"{p.name}, line {line}" for p, line in frames if p.suffix == ".html"]
    return places[-1] if places else ""


@lru_cache(maxsize=1)
def environment_for(theme: str) -> Environment:
    """Return what fills in the templates of a theme, made once in a process."""
    folders = [*([theme] if theme else []), str(FOLDER)]
    kind = ImmutableSandboxedEnvironment if theme else Environment
    environment = kind(
        loader=ChoiceLoader([FileSystemLoader(each) for each in folders]),
        autoescape=True,
        finalize=printed,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.code_generator_class = _Printing
    environment.filters["address"] = quoted
    return environment


def _environment_of(settings: Settings) -> Environment:
    """Return the same, which keeps what it compiles."""
    environment = environment_for(settings.theme)
    if settings.compiled and environment.bytecode_cache is None:
        environment.bytecode_cache = Compiled(
            Path(settings.compiled), sandboxed=environment.sandboxed
        )
    return environment


def rows_template(settings: Settings) -> Callable[..., Markup]:
    """Return the macro of the theme that makes a row of a list.

    Raises ThemeError, and so does the macro.
    """
    environment = _environment_of(settings)
    try:
        module = environment.get_template("row.html").module
        shown_row: Callable[..., Markup] = module.shown  # type: ignore[attr-defined]
    except (*_ERRORS, AttributeError) as error:
        raise ThemeError("row.html", error) from error

    def row(*values: object) -> Markup:
        try:
            return shown_row(*values)
        except _ERRORS:
            try:
                environment.handle_exception()  # as `render` does, for the line
            except _ERRORS as error:
                raise ThemeError("row.html", error) from error

    return row


def rendered(name: str, settings: Settings, values: Mapping[str, Any]) -> bytes:
    """Return the template `name` filled in with `values`.

    Raises ThemeError.
    """
    environment = _environment_of(settings)
    try:
        return environment.get_template(name).render(values).encode()
    except _ERRORS as error:
        raise ThemeError(name, error) from error
