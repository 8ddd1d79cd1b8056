"""Test building a large index with worker processes."""

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from mediarel import workers as processes
from mediarel.errors import DamagedError
from mediarel.index import fill
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore

Rows = dict[str, list[Any]]

LOT = 50
MANY = 10 * LOT + 7
TEXTS = (
    "Phnom Penh (July 16, 2012) We, the undersigned, call for Café No. {}.",
    "យើងខ្ញុំសូមអំពាវនាវឱ្យដោះលែងលោក ម៉ម សូណង់ដូ លេខ {} ជាបន្ទាន់។",
)


@pytest.fixture(autouse=True)
def _cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(fill, "_LOT", LOT)
    monkeypatch.setattr(fill, "_MANY", MANY)


@pytest.fixture
def large(home: Path) -> Path:
    path = home / "statements.json"
    statements = {
        str(n): {
            "uuid": f"00000000-0000-4000-8000-{n:012}",
            "date": f"{1994 + n % 30}-07",
            "program": f"P{n % 15}",
            "type": "Joint Statement",
            "title": None,
            "text": TEXTS[n % 2].format(n),
            "dateline": None,
            "place": None,
            "dated": None,
            "signatories": ["CLEC", "LICADHO"],
            "tags": ["land", f"t{n % 40}"],
            "language": "en",
            "source": None,
            "attachments": [],
            "created": "2024-01-01T00:00:00Z",
            "modified": "2024-01-01T00:00:00Z",
        }
        for n in range(1, MANY + 1)
    }
    path.write_text(json.dumps({"statements": statements}), encoding="utf-8")
    return path


def tables(path: Path) -> Rows:
    """Build a new index of `path`, and return its tables."""
    folder = path.parent / f"cache {len(list(path.parent.iterdir()))}"
    index = SqliteIndex(FileStore(path), folder)
    index.prepare()
    index.close()
    (file,) = folder.iterdir()
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'meta'"
        )
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own SQL
            for (name,) in names.fetchall()
        }


def tables_by_one_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    with monkeypatch.context() as patched:
        patched.setattr(processes, "cores", lambda: 1)
        return tables(path)


def test_workers_build_the_same_index_as_one_process(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = tables_by_one_process(large, monkeypatch)
    monkeypatch.setattr(fill, "batch_of", None)

    assert tables(large) == alone
    assert len(alone["statement"]) == MANY


def test_batches_of_killed_workers_are_built_by_the_main_process(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = tables_by_one_process(large, monkeypatch)
    taken = processes._taken_from  # noqa: SLF001 - called while a worker is busy
    killed: list[int] = []

    def kill_first(worker: Popen[bytes]) -> object:
        if len(killed) < 2:
            worker.kill()
            worker.wait()
            killed.append(worker.pid)
        return taken(worker)

    monkeypatch.setattr(processes, "_taken_from", kill_first)

    assert tables(large) == alone
    assert len(killed) == 2


def test_interrupt_kills_a_busy_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[Popen[bytes]] = []
    kill = Popen.kill

    def noted(process: Popen[bytes]) -> None:
        killed.append(process)
        kill(process)

    monkeypatch.setattr(Popen, "kill", noted)
    with (
        pytest.raises(KeyboardInterrupt),
        processes.asking("mediarel.publish.site.templates"),
    ):
        raise KeyboardInterrupt

    assert [process.returncode for process in killed] == [-signal.SIGKILL]


def test_broken_record_is_reported_and_no_worker_is_left(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = processes._taken_from  # noqa: SLF001 - called for each worker
    seen: set[Popen[bytes]] = set()

    def seen_taken(worker: Popen[bytes]) -> object:
        seen.add(worker)
        return taken(worker)

    monkeypatch.setattr(processes, "_taken_from", seen_taken)
    statements = json.loads(large.read_bytes())["statements"]
    statements["432"]["date"] = "2012-13"
    large.write_text(json.dumps({"statements": statements}, indent=2), "utf-8")

    with pytest.raises(DamagedError, match=r"record 432 of 'statements'.*2012-13"):
        tables(large)
    assert len(seen) > 1
    assert [worker for worker in seen if worker.returncode is None] == []
