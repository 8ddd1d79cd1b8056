"""What is in the way of a file: on systems, too, for which case does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.errors import RefusedError
from mediarel.publish.staging import refuse_other

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("ours", ["A/Index.html", "a/INDEX.html"])
def test_a_file_of_ours_that_is_spelled_otherwise(home: Path, ours: str) -> None:
    """It is found by the new name as well, and is ours; another such file is not."""
    new = home / "a" / "index.html"
    (home / ours).parent.mkdir()
    (home / ours).write_text("Ours.")
    new.parent.mkdir(exist_ok=True)
    new.write_text("Another's.")

    with pytest.raises(RefusedError):
        refuse_other(str(home), "a/index.html", {ours})
    new.unlink()
    new.hardlink_to(home / ours)
    refuse_other(str(home), "a/index.html", {ours})
