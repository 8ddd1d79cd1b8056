"""Implement `mediarel configure` and `publish settings`: settings of an archive."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import typer

from mediarel import errors
from mediarel.archive import public
from mediarel.archive.add import attaching, keep_files
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import LOGO_TYPE, configure, picture_in, read_name
from mediarel.archive.session import open_session
from mediarel.attachments.original import look_at
from mediarel.cli import environment, input_files, normalising
from mediarel.cli.messages import notify, report_done
from mediarel.cli.options import common
from mediarel.cli.options.parameters import option, parameter
from mediarel.cli.terminal.tables import Column, show_table
from mediarel.model import archive_settings
from mediarel.model.fields import field_named
from mediarel.model.readers import read_field
from mediarel.store.records import NAME, USUAL, USUAL_FIELDS

ABOUT, GROUPS = archive_settings.ABOUT, archive_settings.GROUPS
LOGO = archive_settings.LOGO
_COLUMNS = (Column("Setting", itemgetter(0)), Column("Value", itemgetter(1)))
# Setting, option, kind of value, and the text for help.
_OPTIONS = (
    (NAME, "--name", "NAME", "Name of the archive, for page headers"),
    ("short_name", "--short-name", "NAME", "Short name, for phones and page titles"),
    ("title", "--title", "TEXT", "Title of the list page, such as Statements"),
    ("description", "--description", "TEXT", "Description of the site in a sentence"),
    (LOGO, "--logo", "FILE", "PNG file of the logo"),
    ("logo_alt", "--logo-alt", "TEXT", "Text that replaces the logo for blind people"),
    ("colour", "--colour", "COLOUR", "Colour of links, such as #7d1f22"),
    ("contact", "--contact", "TEXT", "Press contact"),
    ("links", "--link", "LABEL=URL", "Link, such as Facebook=https://example.org"),
    (ABOUT, "--about", "LANGUAGE=FILE", "“About” text (Markdown), such as en=a.md"),
    ("license", "--license", "TEXT", "Licence or its URL, such as CC BY 4.0"),
    ("data", "--data", "yes|no", "Exports to download, in data/ (default: yes)"),
)


class _Answers(dict[str, Any]):
    """The texts that the user entered, keyed by setting.

    Settings that can be repeated, such as `links`, have a list of texts.
    """


def _parameter(key: str, flag: str, kind: str, about: str) -> inspect.Parameter:
    many = ". Can be repeated" * (key in GROUPS)
    takes = list[str] | None if key in GROUPS else str | None
    return parameter(key, takes, option(f"{flag} {kind}", f"{about}{many}."))


def _command(context: typer.Context, given: _Answers) -> None:
    """Set the name, logo, colour, contact and licence of the site.

    Without options, mediarel prints the settings. To remove a setting, enter an empty
    value, such as --title '' or --link Facebook=

    Examples:
      mediarel publish settings
      mediarel publish settings --short-name CLEC --colour '#205080'
      mediarel publish settings --logo examples/logo.png --logo-alt Scales
      mediarel publish settings --about en=examples/about.md --license 'CC BY 4.0'
    """
    with environment.archive(context) as opened:
        if given:
            _set(opened, given)
        else:
            show_table(_COLUMNS, list(_rows(opened)))


run_settings = common.expanded(
    _command,
    _Answers,
    [_parameter(*each) for each in _OPTIONS],
    lambda values: _Answers({k: v for k, v in values.items() if v is not None}),
)


def _read(key: str, answer: Any) -> Any:
    """Parse the value of an option, and return the value of the setting.

    For the logo, the answer is a path, and the value is the picture at this path.

    Raises InvalidError, or the errors of reading a file.
    """
    if key in GROUPS:
        return dict(_member(key, each) for each in answer)
    if key == NAME:
        return read_name(answer)
    if key == LOGO and answer:
        found = look_at(Path(answer))
        picture_in(found.path.read_bytes(), answer)
        file = found.attachment._replace(media_type=LOGO_TYPE)
        return found._replace(attachment=file)
    return answer and archive_settings.read_setting(key, answer)


def _member(key: str, given: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in given.partition("="))
    if not (sign and name):
        about = next(about for each, _, _, about in _OPTIONS if each == key)
        raise errors.InvalidError(
            f"{errors.shorten(given)!r} does not have the form NAME=VALUE",
            f"Example: {about.rpartition(' ')[2]}",
        )
    if key == ABOUT and value:
        value = input_files.text_of(Path(value))[1]
    return read_field(GROUPS[key], name), value and archive_settings.read_setting(
        key, value
    )


def _set(opened: Archive, answers: Mapping[str, Any]) -> None:
    given = {key: _read(key, answer) for key, answer in answers.items()}
    name = given.pop(NAME, None)
    files = []
    if given.get(LOGO):
        files.append(given[LOGO].attachment)
        public.Public(opened, opened.now()).refuse_hidden(files[0].sha256)
        keep_files(opened, [given[LOGO]])
        given[LOGO] = files[0].document()
    with open_session(opened, "publish settings") as session, attaching(session, files):
        changed = configure(
            session, name, {}, lambda kept: archive_settings.changed_site(kept, given)
        )
    if not changed:
        notify("Nothing changed.")
        return
    report_done("Changed the settings of the site.")
    notify("To see them on the site: ", "publish", "site", "FOLDER")


def _rows(opened: Archive) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each setting, as text."""
    yield NAME, opened.name()
    for key, value in archive_settings.read_site(opened.site()).items():
        if key in GROUPS:
            yield from ((f"{key} {name}", text) for name, text in value.items())
        else:
            yield key, value["name"] if key == LOGO else value


def run(
    context: typer.Context,
    name: str | None = option("--name NAME", "Name of the archive; '' removes it."),
    usual: list[str] | None = option(
        "--usual FIELD=VALUE",
        "Usual program (issuer), type or language of new statements. To remove"
        " a usual value: FIELD=. Can be repeated. Example: language=km",
    ),
) -> None:
    """Set the name of the archive and the usual values of new statements.

    Without options, print the name and the usual values.

    Examples:
      mediarel configure
      mediarel configure --name 'Releases of our network'
      mediarel configure --usual language=km --usual type=
    """
    if name is None and not usual:
        with environment.archive(context) as opened:
            show_table(_COLUMNS, [("name", opened.name()), *opened.usual().items()])
        return
    values = _usual_values(usual or ())
    new_name = None if name is None else read_name(name)
    with environment.archive(context) as opened:
        with open_session(opened, "edit") as session:
            changed = configure(session, new_name, values)
        kept = opened.usual()
    messages = []
    if NAME in changed:
        messages = [f"The name of the archive is now {new_name}."]
        if not new_name:
            messages = ["The archive no longer has a name."]
    if USUAL in changed:
        usual_now = ", ".join(f"{field} {value}" for field, value in kept.items())
        messages.append(f"Usual values of new statements: {usual_now or 'none'}.")
    if messages:
        report_done(" ".join(messages))
    else:
        notify("Nothing changed.")


def _usual_values(given: Sequence[str]) -> dict[str, Any]:
    """Parse usual values in the form FIELD=VALUE, and map each field to its value.

    If a field is repeated, the last value is used.

    Raises MisuseError or InvalidFieldError.
    """
    values: dict[str, Any] = {}
    for each in given:
        word, sign, value = each.partition("=")
        field = field_named(word)
        name = field.name if field else word
        if not sign or name not in USUAL_FIELDS:
            what = f"has no field {errors.shorten(word)!r}"
            if not sign:
                what = f"{errors.shorten(each)!r} does not have the form FIELD=VALUE"
            raise errors.MisuseError(
                f"--usual {what}",
                f"The fields are {', '.join(USUAL_FIELDS)}. Example: ",
                errors.Command("configure", "--usual", "language=km"),
            )
        values[name] = value.strip()
    normalising.normalise(values)
    return {name: text and read_field(name, text) for name, text in values.items()}
