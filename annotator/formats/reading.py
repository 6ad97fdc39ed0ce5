"""One line of a file while it is read: its text before and after normalisation, and the problems that came up."""

from dataclasses import dataclass, field
from typing import Any

from annotator.core.problems import Parameter, Problem
from annotator.core.text import Normalised, article_id


@dataclass(slots=True)
class Reading:
    """What the checks of one line share: they add to `problems`, and to `meta` what has no place of its own."""

    where: str
    raw: str
    normalised: Normalised
    author: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the normalised text."""
        return self.normalised.text

    @property
    def article(self) -> str:
        """Return the id of the article."""
        return article_id(self.text)

    def say(self, code: str, **parameters: Parameter) -> None:
        """Add a problem at this line."""
        self.problems.append(Problem(code, self.where, parameters))
