"""`mediarel publish site`: a site of all that the public may read."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from mediarel.cli import environment
from mediarel.cli.options import common, publishing
from mediarel.cli.public import tell_left_out, tell_sample_name
from mediarel.cli.targets import refuse_target
from mediarel.cli.terminal.wording import counted_files
from mediarel.errors import Command, Hint, Placeholder, shorten
from mediarel.publish.looking import looking

if TYPE_CHECKING:
    from mediarel.publish.looking import Known
    from mediarel.publish.piece import Written
    from mediarel.publish.publication import Publication
    from mediarel.publish.site.build import Built

_KIND = "site"

EXAMPLES = (
    "mediarel publish site site",
    "mediarel publish site site --url https://example.org/statements/",
)


def _url(given: str) -> str:
    """Return the address of a site.

    Raises BadParameter.
    """
    text = common.without_login(str(given).strip())
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:  # an address of IPv6 without its bracket
        is_address = None
    if text and (not is_address or parts.query or parts.fragment):
        raise typer.BadParameter(
            f"{shorten(text)!r} is not the address of a site:"
            " https://example.org/statements/"
        )
    return text


def run(
    context: typer.Context,
    folder: publishing.Folder,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            parser=_url,
            help="The address that the site will have; kept for the next time.",
        ),
    ] = None,
    theme: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Templates and a style that replace the usual ones."
        ),
    ] = None,
    overwrite: publishing.Overwrite = False,
    archive: common.Archive = None,
) -> None:
    """Write a site of all that the public may read: pages, lists, feeds, a search.

    It can be put on any server, and opened from a stick. The next time what changed is
    written anew, and each statement stays at its address.
    """
    with ExitStack() as meanwhile:
        known_by = meanwhile.enter_context(looking(folder))
        with environment.archive(context, archive) as opened:
            refuse_target(folder, opened.store.location, is_publication=True)
            from mediarel.publish.site.record import record_of  # noqa: PLC0415 - as below

            record = record_of(opened, folder)
            known = known_by(record.times_at)
            # They load Jinja, which no other command needs.
            from mediarel.archive.public import Public  # noqa: PLC0415
            from mediarel.publish.folder import publication  # noqa: PLC0415
            from mediarel.publish.publication import NotAsLeftError  # noqa: PLC0415
            from mediarel.publish.site.build import Wishes, build  # noqa: PLC0415
            from mediarel.publish.site.theme import others_in, told_of  # noqa: PLC0415

            public = Public(opened, environment.now())
            wishes = Wishes(url, theme, "en")

            def published(known: Known | None) -> tuple[Publication, Built]:
                with publication(
                    folder,
                    kind=_KIND,
                    progress=opened.progress,
                    overwrite=overwrite,
                    known=known,
                ) as target:
                    return target, build(opened, public, target, wishes, record)

            try:
                target, built = published(known)
            except NotAsLeftError:
                target, built = published(None)
            meanwhile.close()
            record.end(target.manifest, target.times())
            _tell(folder, built, target.written)
            tell_sample_name(opened)
            if theme is not None and (others := others_in(theme)):
                environment.tell(f"Not one of a theme's files: {told_of(others)}.")
            tell_left_out(opened, public)


def _tell(folder: Path, built: Built, written: Written) -> None:
    environment.tell(f"Published {environment.counted(built.statements)}.")
    publishing.tell_written(folder, written)
    if built.missing_files:
        environment.tell(
            f"Not there to be copied: {counted_files(built.missing_files)}."
        )
    if built.moved:
        environment.tell(
            f"Elsewhere now, as the address may hold what is withheld: {built.moved:,}."
            " Whoever asks for the old one is led on by the number in it."
        )
    if built.lost_theme:
        again = ("site", folder, "--theme", Placeholder("FOLDER"))
        environment.tell(
            Hint("It had a theme of its own before: ", Command("publish", *again))
        )
    if not built.url:
        named = ("site", folder, "--url", Placeholder("URL"))
        environment.tell(
            Hint(
                "It has no sitemap, as its address is not known: ",
                Command("publish", *named),
            )
        )
