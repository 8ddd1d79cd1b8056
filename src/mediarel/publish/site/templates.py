"""The templates of a theme, which Jinja fills in: its only home.

A theme of one's own may come from others, so that its templates are kept from all but
what they are given.
"""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.compiler import CodeGenerator
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mediarel.publish.site.addresses import quoted
from mediarel.publish.site.escaping import printed
from mediarel.publish.site.theme import FOLDER, file_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup

    from mediarel.publish.site.settings import Settings


class _Printing(CodeGenerator):
    """Has all that a template prints go through `printed`, which escapes it.

    Jinja would escape it once more, and that takes as long as all else of a page.
    """

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")


@lru_cache(maxsize=1)
def environment_for(theme: str) -> Environment:
    """Return what fills in the templates of a theme, made once in a process."""
    loader: BaseLoader = FileSystemLoader(str(FOLDER))
    if theme:
        loader = ChoiceLoader([FunctionLoader(partial(_own, Path(theme))), loader])
    kind = ImmutableSandboxedEnvironment if theme else Environment
    environment = kind(
        loader=loader,
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


def _own(theme: Path, name: str) -> tuple[str, str, None] | None:
    """Return the source and the path of the template `name` of `theme`, if any."""
    if (place := file_in(theme, str(Path(*split_template_path(name))))) is None:
        return None
    return place.read_bytes().decode(), str(place), None


def rows_template(settings: Settings) -> Callable[..., Markup]:
    """Return the macro of the theme that makes a row of a list."""
    module = environment_for(settings.theme).get_template("row.html").module
    macro: Callable[..., Markup] = module.shown  # type: ignore[attr-defined]
    return macro


def filled_rows(settings: Settings, rows: Sequence[object], *more: object) -> list[str]:
    """Return the HTML of each of `rows`; `more` is what the macro also takes."""
    macro = rows_template(settings)
    try:
        return [str(macro(row, *more)) for row in rows]
    except Exception:  # noqa: BLE001 - as Jinja does, which raises it again with its line
        environment_for(settings.theme).handle_exception()


def filled(name: str, settings: Settings, values: Mapping[str, Any]) -> bytes:
    """Return the template `name` filled in with `values`."""
    return environment_for(settings.theme).get_template(name).render(values).encode()


def place_of(error: Exception, name: str) -> str:
    """Return the template and the line at which `error` came, else `name`.

    Jinja has its templates in the traceback, as if they were modules.
    """
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or name}, line {error.lineno}"
    frames = [
        (Path(frame.f_code.co_filename), line)
        for frame, line in walk_tb(error.__traceback__)
    ]
    places = [f"{p.name}, line {line}" for p, line in frames if p.suffix == ".html"]
    return places[-1] if places else name


def is_missing_template(error: Exception) -> bool:
    """Return whether `error` means that a template is not there."""
    return isinstance(error, TemplateNotFound)
