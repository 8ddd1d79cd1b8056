"""Implement `mediarel publish site`: write a website of all public statements."""

import re
from contextlib import suppress
from pathlib import Path

import typer

from mediarel import errors
from mediarel.archive.corrections import unannounced_in
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.cli import environment, reporting, targets
from mediarel.cli.command_line import with_options
from mediarel.cli.messages import counted, counted_files, message_on_interrupt, notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal.progress import shown_progress
from mediarel.cli.terminal.tables import PROBLEMS, show_table
from mediarel.cli.visibility import (
    refuse_unsafe,
    report_left_out,
    report_partly_withheld,
)
from mediarel.publish.folder import Written, manifest_of, publication
from mediarel.publish.site.build import SiteOptions, build
from mediarel.publish.site.site_check import check_site
from mediarel.publish.site.theme import named, others_in, shipped_files
from mediarel.text.lines import first_of, one_line, size_in_words

# Without query and fragment, because the paths of pages are added to the URL.
_URL = re.compile(r"https?://[^/?#:\s][^?#\s]*", re.IGNORECASE)
_SHOWN = 10  # files that mediarel did not write
EXAMPLES = (
    "mediarel publish site website",
    "mediarel publish site website --url https://example.org/statements/",
    "mediarel publish site website && mediarel publish site website --check",
)


def public_address(given: str) -> str:
    """Check the URL of a site or of a licence, and return the URL.

    Raises BadParameter.
    """
    text = common.public_url(str(given).strip())
    if text and not _URL.fullmatch(text):
        raise typer.BadParameter(
            f"{errors.shorten(text)!r} is not a URL of the form"
            " https://example.org/statements/"
        )
    return text


def run(
    context: typer.Context,
    folder: Path = argument(
        "FOLDER", "Folder to write: new, empty or published before. Example: website"
    ),
    url: str | None = option(
        "--url URL",
        "URL of the site, remembered for the next time."
        " Example: https://example.org/statements/",
        parser=public_address,
    ),
    theme: Path | None = option(
        "--theme FOLDER", "Folder with your templates and CSS."
    ),
    overwrite: bool = flag("--overwrite", "Replace files that someone edited."),
    allow: targets.Allow = None,
    check: bool = flag(
        "--check", "Check the published folder for broken links and missing files."
    ),
) -> None:
    """Write a website of all public statements, with lists, feeds and a search.

    You can upload the folder to any web server, or open it from a USB stick. When you
    publish again, mediarel writes only changed files. Statements keep their URLs.
    """
    if check:
        common.refuse_together(
            check=check, url=url, theme=theme, overwrite=overwrite, allow=allow
        )
        _check(folder)
        return
    with (
        message_on_interrupt(lambda: _interrupted(context, folder)),
        environment.archive(context) as opened,
    ):
        targets.refuse_target(folder, opened.store.location, is_publication=True)
        refuse_unsafe(opened)
        public = Public(opened, environment.now())
        report_partly_withheld(opened, public)
        scan = Scan(opened, public, allow or ())
        with (
            targets.allowing(context),
            publication(
                folder, progress=opened.progress, overwrite=overwrite
            ) as target,
        ):
            built = build(opened, public, target, SiteOptions(url, theme))
            shipped = shipped_files(theme)
            scan.check_folder(target.contents(), str(folder), shipped)
            reporting.report_unannounced(unannounced_in(opened, public))
        notify(f"Published {counted(built.statements)}.")
        _report_written(folder, target.written)
        if missing := built.missing_files:
            notify(f"Missing, so not copied: {counted_files(missing)}.")
        if built.moved:
            pages = counted(built.moved, "page")
            message = f"{pages} moved, because the old URL may contain withheld text."
            notify(f"{message} The page 404.html leads visitors to new URLs.")
        if built.lost_theme:
            again = with_options(context, "--theme", "FOLDER")
            message = "The site no longer uses its own theme. To use the theme again: "
            notify(message, *again)
        if not built.url:
            again = with_options(context, "--url", "URL")
            message = "The site has no sitemap, because its URL is unknown. To set it: "
            notify(message, *again)
        if theme is not None and (others := others_in(theme)):
            notify(f"These files are not part of a theme: {named(others)}.")
        report_left_out(public)


def _report_written(folder: Path, written: Written) -> None:
    """Report the files written to `folder`, and files that mediarel did not write."""
    message = (
        f"Folder {folder}: {counted(written.made, 'file')} written,"
        f" {written.unchanged:,} unchanged, {written.removed:,} removed."
    )
    if written.others:
        named = first_of([*map(one_line, written.others)], _SHOWN)
        message += f"\nThese files are not from mediarel, but will be public: {named}."
    notify(message)


def _check(folder: Path) -> None:
    """Print the problems of a published site; exit with 5 if there are any."""
    with shown_progress() as progress:
        found = check_site(folder, progress)
    show_table(PROBLEMS, found.problems)
    result = "all is well"
    if found.problems:
        result = counted(len(found.problems), "problem")
    notify(f"{counted(found.pages, 'page')}, {counted(found.links, 'link')}: {result}.")
    notify(
        f"Size: {size_in_words(found.size)} in {counted(found.files, 'file')}."
        f" Largest page: {one_line(found.largest)},"
        f" {size_in_words(found.largest_size)}."
    )
    notify(
        f"For search engines: {counted(found.in_sitemap, 'page')} in the sitemap,"
        f" {counted(found.described, 'page')} with a description."
    )
    kinds = {each.kind for each in found.problems}
    if kinds & {"missing file", "edited file", "interrupted publication"}:
        options = ("--overwrite",) if "edited file" in kinds else ()
        notify("To write these files again: ", "publish", "site", *options, folder)
    if kinds:
        raise typer.Exit(errors.DamagedError.exit_code)


def _interrupted(context: typer.Context, folder: Path) -> str:
    """Return a sentence on whether an interrupted command left incomplete files."""
    with suppress(OSError, errors.MediarelError):
        if (found := manifest_of(folder)) and found.new:
            said = f"Interrupted: {folder} has only some of the new files."
            return errors.Hint(f"{said} To complete it: ", with_options(context))
    return f"Interrupted: {folder} has no incomplete files."
