"""Implement `mediarel publish`: write a site or a bag, and show it in a browser."""

import re
from contextlib import suppress
from pathlib import Path

import typer

from mediarel import __version__, errors
from mediarel.archive.corrections import unannounced_in
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.cli import environment, messages, reporting, targets, visibility
from mediarel.cli.command_line import with_options
from mediarel.cli.messages import counted, counted_files, message_on_interrupt, notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument, flag, option, whole_number
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import shown_progress
from mediarel.cli.terminal.tables import PROBLEMS, show_table
from mediarel.publish.bag.bag import BagOptions, write_bag
from mediarel.publish.folder import Written, manifest_of, publication
from mediarel.publish.paths import looks_like_site, require_folder
from mediarel.publish.serving import Server
from mediarel.publish.site.build import SiteOptions, build
from mediarel.publish.site.site_check import check_site
from mediarel.publish.site.theme import named, others_in, shipped_files, write_default
from mediarel.text.lines import first_of, one_line, size_in_words
from mediarel.worker import surviving_broken_pipes

# Without query and fragment, because the paths of pages are added to the URL.
_URL = re.compile(r"https?://[^/?#:\s][^?#\s]*", re.IGNORECASE)
_SHOWN = 10  # files that mediarel did not write
_INTERRUPTED = "Interrupted: a bag is complete if it has the file bagit.txt."
_LAST_PORT = 65_535
_USUAL_PORT = 8000


def run() -> None:
    """Write a website or a bag, and preview it before you upload it.

    In these folders, mediarel changes and deletes only its own files.

    Examples:
      mediarel publish site website
      mediarel publish serve website
    """


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


def run_site(
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
    theme: Path | None = option("--theme FOLDER", "Folder with templates and CSS."),
    overwrite: bool = flag("--overwrite", "Replace files that someone edited."),
    allow: list[str] | None = targets.ALLOW,
    check: bool = flag("--check", "Check for broken links and missing files."),
) -> None:
    """Write a website of all public statements, with lists, feeds and a search.

    You can upload the folder to any web server, or open it from a USB stick. When you
    publish again, mediarel writes only changed files. Statements keep their URLs.

    Examples:
      mediarel publish site website
      mediarel publish site website --url https://example.org/statements/
      mediarel publish site website && mediarel publish site website --check
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
        visibility.refuse_unsafe(opened)
        public = Public(opened, environment.now())
        visibility.report_partly_withheld(opened, public)
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
        visibility.report_left_out(public)


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


def run_bag(
    context: typer.Context,
    folder: Path = argument("FOLDER", "New or empty folder. Example: ../handover"),
    public: bool = flag("--public", "Leave out everything that is not public."),
    license: str | None = option(
        "--license URL",
        "Licence of the content. Example: https://creativecommons.org/licenses/by/4.0/",
        parser=public_address,
    ),
    allow: list[str] | None = targets.ALLOW,
) -> None:
    """Write a bag (BagIt), a folder that others can keep and verify without mediarel.

    The bag contains the archive with its history and attached files, exports, the site,
    checksums, and a page that describes the content. Without --public, the bag also
    contains drafts and withheld texts.

    Examples:
      mediarel publish bag ../handover
      mediarel publish bag ../handover-public --public
    """
    agent = f"mediarel {__version__}"
    options = BagOptions(public, license or "", agent, tuple(allow or ()))
    with targets.allowing(context), environment.archive(context) as opened:
        targets.refuse_target(folder, opened.store.location, is_publication=True)
        if public:
            visibility.refuse_unsafe(opened)
            visibility.report_partly_withheld(opened, Public(opened, environment.now()))
        with message_on_interrupt(lambda: _INTERRUPTED):
            made = write_bag(opened, folder, options)
        with messages.printing(f"the bag {folder}", "It is complete."):
            lines.path(folder)
        message = counted(made.statements)
        if made.attached:
            message = f"{message} and {counted_files(made.attached)}"
        notify(f"Bagged {message}: {made.files:,} files, {made.size:,} bytes.")
        if made.missing:
            message = f"Missing, so not copied: {counted_files(made.missing)}."
            notify(f"{message} For details: ", "check")
        if made.public is None:
            message = "This bag is not for the public: it has the complete archive."
            bag = ("publish", "bag", "FOLDER", "--public")
            notify(f"{message} For a public bag: ", *bag)
        else:
            visibility.report_left_out(made.public)


def run_theme(
    folder: Path = argument("FOLDER", "Folder for the files. Example: our-look"),
) -> None:
    """Write the default templates and CSS of a site, for you to edit.

    Delete the files that you don't change: mediarel then uses the default files.
    Existing files are never replaced.

    Examples:
      mediarel publish theme our-look
    """
    targets.refuse_target(folder)
    number = write_default(folder)
    site = ("publish", "site", "FOLDER", "--theme", folder)
    notify(f"Wrote {number} files to {folder}. To use them: ", *site)


def run_serve(
    folder: Path = argument("FOLDER", "Published folder. Example: website"),
    port: int | None = option(
        "--port N",
        f"Port; 0 for any free port (default: {_USUAL_PORT} if free).",
        parser=lambda given: whole_number(given, 0, _LAST_PORT),
    ),
) -> None:
    """Show a published folder in a browser on this computer, until you press Ctrl-C.

    Other computers can't see the site: its address is 127.0.0.1.

    Examples:
      mediarel publish serve website
      mediarel publish serve website --port 0
    """
    require_folder(folder)
    if looks_like_site(in_bag := folder / "data" / "site"):
        folder = in_bag
    elif manifest_of(folder) is None and not looks_like_site(folder):
        publish = errors.Command("publish", "site", "FOLDER")
        raise errors.RefusedError(
            f"mediarel did not publish {folder}", "Publish a folder first: ", publish
        )
    with _listen(folder, port) as server:
        notify(f"{folder} is at {server.address} – press Ctrl-C to stop.")
        try:
            with surviving_broken_pipes():  # a client may close its connection early
                server.serve_forever()
        except KeyboardInterrupt:
            notify("")


def _listen(folder: Path, port: int | None) -> Server:
    """Return a server for the folder.

    If no port is given, use the usual port, or any free port if the usual port is in
    use.

    Raises AccessError if the server can't use `port`.
    """
    try:
        return Server(folder, _USUAL_PORT if port is None else port)
    except OSError as error:
        if port is None:
            return Server(folder, 0)
        why = (error.strerror or str(error)).lower()
        any_port = errors.Command("publish", "serve", folder, "--port", 0)
        raise errors.AccessError(
            f"port {port} can't be used: {why}", "To use any free port: ", any_port
        ) from error
