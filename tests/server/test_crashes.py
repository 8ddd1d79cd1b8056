"""Test that a killed server loses no confirmed change."""

from conftest import Run
from crashes import crash, wrong
from postgres import Server
from samples import ALL


def test_killed_server_keeps_exactly_the_confirmed_changes(run: Run) -> None:
    with Server.started() as server:
        address = server.url("crashes")
        assert run("init", address).code == 0

        rounds = 2 if ALL else 1
        told = [each for n in range(rounds) for each in crash(server, address, n, 4)]
        # On a busy machine, the server may be killed when no command is running.
        for n in range(rounds, 10):
            if any(each.code for each in told):
                break
            told += crash(server, address, n, 4)

        assert any(each.code for each in told)
        assert wrong(server, address, told) == []
        assert run("check", "--archive", address).code == 0
