"""Test the commands and error messages of docs/shared-archive.md."""

import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT, Run, refused
from mediarel.postgres.setup import roles_of
from postgres import Server

PAGE = (ROOT / "docs" / "shared-archive.md").read_text(encoding="utf-8")
SHELL = re.compile(r"^```sh (?:server|desk)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ADD = ("add", "--date=2014", "--program=CLEC", "--title=A fault")
# Make the server report an error at each write of a statement.
FAILS = """
CREATE FUNCTION fails() RETURNS TRIGGER LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'It failed' USING ERRCODE = '{}'; END $$;
CREATE TRIGGER fails BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION fails()
"""


@pytest.mark.usefixtures("store")
def test_each_command_of_the_page_works(
    run: Run, address: str, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands of Debian and PostgreSQL are left out."""
    monkeypatch.setenv("MEDIAREL_ARCHIVE", address)
    commands = [
        line.replace("postgresql:///mediarel", address)
        .replace("postgresql:///drill", address)
        .partition(" | ")
        for block in SHELL.findall(PAGE)
        for line in block.splitlines()
        if line.startswith("mediarel ")
    ]
    assert len(commands) > 12
    for command, _, receiver in commands:
        done = run(*shlex.split(command, comments=False)[1:])
        assert done.code == 0, f"{command}\n{done.err}"
        if "psql" in receiver:
            postgres.run(done.out)

    assert "On water" in run("list").out
    assert Path("back/statements.json").exists()
    for role in roles_of(address.partition("#")[2]):
        postgres.run(f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}")


@pytest.mark.parametrize(
    ("state", "code", "told"),
    [
        ("53100", 7, "the disk is full"),
        ("0A000", 1, "is read-only, because it is a standby"),
        ("25006", 1, "is read-only, because it is a standby"),
        ("42501", 7, "this role has no permission"),
        ("3F000", 7, "there is no archive at"),
    ],
)
def test_an_error_of_the_server_is_explained_as_on_the_page(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run, address: str, postgres: Server, state: str, code: int, told: str
) -> None:
    run("init", address, "--sample")
    postgres.run_in(address, FAILS.format(state))

    assert told in refused(run(*ADD, "--archive", address), code)
    assert f"| `{told}` | {code} |" in PAGE
    assert run("list", "--archive", address).out.count("\n") == 9
