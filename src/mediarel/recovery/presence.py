"""Whether a statement should be in a file: what history, checksums and the file say.

Where the change that removed it is known, it stays removed. Where changes are lost,
its checksum tells, which comes and goes with it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mediarel.store.protocol import ID

if TYPE_CHECKING:
    from mediarel.history.ledger import Ledger
    from mediarel.recovery.salvaged import Salvage

# What the number of the last lost change is where the file was cut off.
BEYOND = sys.maxsize


class Presence:
    """Tells which statements there should be in what was `salvaged`.

    `last_lost` is the number of the last change that is not known, 0 where all are,
    `BEYOND` where the file was cut off. `last_doubted` is that of the last one that is
    missing or not as it was written, 0 where there is none.
    """

    def __init__(
        self, ledger: Ledger, salvaged: Salvage, last_lost: int, last_doubted: int
    ) -> None:
        self.is_cut = last_lost == BEYOND
        self._ledger = ledger
        self._salvaged = salvaged
        self.last_lost = last_lost
        self._last_doubted = last_doubted
        self._ids = {
            int(each.key) for each in salvaged.statements if ID.fullmatch(each.key)
        }

    def expected(self) -> set[int]:
        """Return the ids of all statements that there should be."""
        ids = {n for n in self._ledger.ids if self._ledger.is_present(n)}
        ids |= self._salvaged.checksums.keys()
        return {number for number in ids if not self.is_gone(number)}

    def is_gone(self, number: int) -> bool:
        """Tell whether a statement was removed: the history says so, or the checksums.

        They tell where the change that removed it is lost.
        """
        if self.is_removed(number):
            return True
        is_unknown = (
            self._salvaged.has_checksums_near(number)
            and number not in self._salvaged.checksums
            and number not in self._ids
        )
        return is_unknown and not self._is_surely_present(number)

    def is_removed(self, number: int) -> bool:
        """Tell whether a statement was removed, and no lost change brought it back.

        Its checksum, which goes with it, tells of that; in a file that was cut off,
        that it stands there.
        """
        if not self._ledger.is_removed(number):
            return False
        is_back = number in self._salvaged.checksums or (
            self.is_cut and number in self._ids
        )
        removal = self._ledger.touching(number)[0]
        return not (is_back and removal.number < self.last_lost)

    def _is_surely_present(self, number: int) -> bool:
        """Tell whether a statement is present, by a change behind all that are doubted.

        None of those can have removed it since.
        """
        if not self._ledger.is_present(number):
            return False
        return self._ledger.touching(number)[0].number > self._last_doubted
