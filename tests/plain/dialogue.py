"""A conversation with plain mode by a script: lines in, sentences out."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from nntui.plain.lines import LineWriter, StreamLines
from nntui.plain.run import converse
from nntui.plain.talk import Talk
from nntui.plain.work import Work
from nntui.session.options import Options
from nntui.ui.work.loader import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nntui.plain.lines import LineSource

AUTOGRAD = Options(engine="autograd")
"""No kernel has to be loaded."""
QUIET = Services(compile_kernel=lambda: None, autosave_interval=None)


class Typed:
    """A person who types these lines; one that is an exception is raised, as ctrl+c is. Each of ``meanwhile`` is what
    comes while training goes on, once a further epoch was made: a line (True), or an exception."""

    def __init__(
        self,
        *lines: str | type[BaseException],
        interactive: bool = True,
        meanwhile: Sequence[bool | type[BaseException]] = (),
    ) -> None:
        self.work: Work | None = None
        self._seen = 0
        self.lines, self.interactive, self.meanwhile = list(lines), interactive, list(meanwhile)

    def read(self) -> str | None:
        line = self.lines.pop(0) if self.lines else None
        if isinstance(line, type):
            raise line
        return line

    def waits(self) -> bool:
        now = self.work.controller.now if self.work is not None else None
        if not self.meanwhile or now is None or now.epoch <= self._seen:
            return False
        self._seen = now.epoch
        found = self.meanwhile.pop(0)
        if not isinstance(found, bool):
            raise found
        return found


class Said:
    """What plain mode said, and the exit status."""

    def __init__(self, text: str, status: int) -> None:
        self.text, self.status = text, status
        self.lines = text.splitlines()

    def after(self, answer: str) -> list[str]:
        """The lines between the answer, as it was echoed, and the next command."""
        start = next(place for place, line in enumerate(self.lines) if line.endswith(f": {answer}")) + 1
        rest = self.lines[start:]
        return rest[: next((place for place, line in enumerate(rest) if line.startswith("Command:")), len(rest))]


def converse_in_lines(
    *lines: str,
    source: str | None = "tutorial",
    options: Options = AUTOGRAD,
    services: Services = QUIET,
    start: bool = False,
) -> Said:
    """The conversation in which these lines come from a pipe."""
    return converse_with(
        StreamLines(StringIO("".join(f"{line}\n" for line in lines))), source, options, services, start=start
    )


def converse_with(
    typed: LineSource,
    source: str | None = "tutorial",
    options: Options = AUTOGRAD,
    services: Services = QUIET,
    *,
    start: bool = False,
    width: Callable[[], int] = lambda: 0,
) -> Said:
    """The conversation with whoever types."""
    out, work = StringIO(), Work(services)
    if isinstance(typed, Typed):
        typed.work = work
    status = converse(Talk(typed, LineWriter(out, width)), work, source, options, start=start)
    return Said(out.getvalue(), status)
