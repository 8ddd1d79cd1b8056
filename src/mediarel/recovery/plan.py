"""What a damaged store will be after its repair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediarel.history.change import Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.store.protocol import Document


@dataclass
class RepairPlan:
    """What a store will hold after its repair, and what was done with each record.

    - `statements`, `history`: the records by id, and the entries by number
    - `last_id`: the highest id that was ever given
    - `last_change`: the highest number that a change ever had, also one that is lost
    - `checksums`: those to keep; where there are none, they are made anew

    Where the plan `is_of_history`, the statements stay as they are, whatever they are.
    Else each id of a statement is in one of these, and in no other:

    - `verified`: it is as the file has it, which is proven
    - `mended`: the history tells what a field of it was; with which
    - `taken`: it came from a source, by its name
    - `older`: it came from a source, and later changes of it may not be known
    - `rebuilt`: it was made of an older one and the changes since; of what
    - `unverified`: it is as the file has it, and nothing proves it
    - `altered`: it is not what it was; what differs
    - `renumbered`: it could not keep its id; the key that it had
    - `dropped`: it can't be saved, by its key; why

    Besides:

    - `left_out`: what the file has beside a statement that was kept, and why
    - `changes_taken`, `dropped_changes`: the same of changes
    - `breaks`: the changes whose digest does not fit, with the digest that would
    - `others`, `tables_taken`, `lost_tables`: the same of tables that are not read
    - `about_rebuilt`, `about_lost`: what the archive says of itself that was made again
      from the history, and what no change and no backup has; why
    - `unreadable`: the backups that can't be read, and why
    - `raw`: text of the file that can't be read as it stands, by what it belongs to
    - `explanation`: what the history will say of it all
    """

    statements: dict[int, bytes] = field(default_factory=dict)
    history: dict[int, bytes] = field(default_factory=dict)
    last_id: int = 0
    last_change: int = 0
    checksums: Mapping[str, Document] = field(default_factory=dict)
    is_of_history: bool = False
    verified: set[int] = field(default_factory=set)
    mended: dict[int, str] = field(default_factory=dict)
    taken: dict[str, list[int]] = field(default_factory=dict)
    older: dict[str, list[int]] = field(default_factory=dict)
    rebuilt: dict[int, str] = field(default_factory=dict)
    unverified: set[int] = field(default_factory=set)
    altered: dict[int, str] = field(default_factory=dict)
    renumbered: dict[int, str] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    changes_taken: dict[str, list[int]] = field(default_factory=dict)
    dropped_changes: dict[str, str] = field(default_factory=dict)
    breaks: dict[int, str] = field(default_factory=dict)
    others: dict[str, Mapping[str, Document]] = field(default_factory=dict)
    tables_taken: dict[str, list[str]] = field(default_factory=dict)
    lost_tables: dict[str, str] = field(default_factory=dict)
    about_rebuilt: dict[str, str] = field(default_factory=dict)
    about_lost: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    explanation: Explanation = field(default_factory=Explanation)

    @property
    def unproved(self) -> list[int]:
        """The ids of the statements that nothing proves, in order."""
        return sorted({*self.unverified, *self.altered, *self.renumbered})
