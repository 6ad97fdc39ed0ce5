"""Translation between code points, which everything here counts, and the UTF-16 units of Qt and of some files."""

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")  # the characters that are two units


class Utf16Offsets:
    """Translates positions in a text between code points and UTF-16 code units, by bisection."""

    __slots__ = ("_astral", "_astral_units")

    def __init__(self, text: str) -> None:
        self._astral = [found.start() for found in _ASTRAL.finditer(text)]
        self._astral_units = [position + rank for rank, position in enumerate(self._astral)]

    def units(self, position: int) -> int:
        """Return the UTF-16 offset of a code-point position."""
        return position + bisect_left(self._astral, position)

    def code_point(self, units: int) -> int:
        """Return the code-point position of a UTF-16 offset; inside a surrogate pair, that of its character."""
        rank = bisect_right(self._astral_units, units - 1)
        position = units - rank
        inside_pair = rank > 0 and self._astral_units[rank - 1] == units - 1
        return self._astral[rank - 1] if inside_pair else position
