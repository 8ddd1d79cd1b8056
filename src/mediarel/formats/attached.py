"""Where an attached file lies beside what is exported to a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.model.media_types import kept_suffix

if TYPE_CHECKING:
    from mediarel.model.parts import Attachment

FOLDER = "files"


def place_of(attachment: Attachment) -> str:
    """Return its address from that folder on: `files/ab/abcdef….pdf`.

    One that was first kept under another name may have another ending there.
    """
    digits = attachment.sha256
    suffix = kept_suffix(attachment.name, attachment.media_type)
    return f"{FOLDER}/{digits[:2]}/{digits}{suffix}"
