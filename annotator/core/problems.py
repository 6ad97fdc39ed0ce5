"""Something wrong in the world, as a code with parameters; the window and the command line say it in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Parameter = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its code, where it is (file, line, mark …) and what its sentence needs."""

    code: str
    where: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818  it is an answer, not a fault of the program
    """An act that was not done, and why; nothing was changed."""

    def __init__(self, code: str, where: str = "", **parameters: Parameter) -> None:
        super().__init__(code, where, parameters)
        self.problem = Problem(code, where, parameters)


class Cancelled(Exception):  # noqa: N818  as above
    """A long job that its user stopped."""
