"""Test a site whose pages are rendered by worker processes."""

from pathlib import Path

import pytest

from conftest import Run, refused
from mediarel.publish.search.block import SIZE
from publishing import content
from site_samples import fill


def test_workers_render_the_same_pages_as_one_process(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The main process renders no page, unless a worker fails.

    An error in a template is reported.
    """
    ones = [
        {
            "date": f"2012-07-{number % 28 + 1:02}",
            "program": "CLEC" if number % 2 else "អង្គការ",
            "title": f"Title {number} <b> “quoted”",
            "text": f"Text {number}\u202e of it.\n\nស្ថានភាព",
            "tags": ["radio", f"tag {number % 9}"],
            "signatories": ["LICADHO"],
        }
        for number in range(SIZE + 9)
    ]
    fill(run, home, tuple(ones))
    run("remove", f"6-{SIZE + 2}", "--yes")  # leaves two small blocks of statements

    monkeypatch.setattr("mediarel.publish.site.statement_files._MANY", 2)
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    with monkeypatch.context() as patch:
        patch.delattr("mediarel.publish.site.statement_files._rendered_group")
        assert run("publish", "site", "workers").code == 0
    with monkeypatch.context() as patch:
        patch.setattr("mediarel.publish.site.statement_files._TASK", "none.such")
        assert run("publish", "site", "failing").code == 0
    before = content(home / "workers")
    (home / "look").mkdir()
    (home / "look" / "statement.html").write_text(
        "{% if one.id == 3 %}\n{{ 1 // 0 }}{% endif %}"
    )
    broken = run("publish", "site", "workers", "--theme", "look")
    monkeypatch.setattr("mediarel.workers.cores", lambda: 1)
    assert run("publish", "site", "alone").code == 0

    assert content(home / "alone") == before
    assert content(home / "failing") == before
    assert "the theme's statement.html, line 2: " in refused(broken, 4)
    assert content(home / "workers") == before
