"""The forms of the code: the network, its training, a forward pass and an update, each written when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.session.export.script import network_script
from nntui.session.export.training import training_script
from nntui.session.export.worked import pass_script, walk_script
from nntui.session.walk import walk_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.session import Session
    from nntui.session.walk import Whose

PANE_FORMS = {"loss": "training", "predict": "pass", "walk": "update"}
"""The form that is shown first where the pane of that name was current; elsewhere the network."""


@dataclass(frozen=True, slots=True)
class CodeForm:
    """A form of the code. ``about`` says what it does, ``suffix`` what its file's name ends in.

    ``write`` gives the text and a remark on it, in a thread, and raises NntuiError where there is none.
    """

    name: str
    about: str
    suffix: str
    write: Callable[[], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CodeSubject:
    """The user's selection: the ``row`` of the table, from 0, and whose pass and whose update are shown."""

    row: int | None
    passed: Whose
    updated: Whose


def code_forms(session: Session, subject: CodeSubject) -> list[CodeForm]:
    """The forms of the code of this moment."""
    return [
        CodeForm("network", "answers questions", "", lambda: (network_script(session), "")),
        CodeForm("training", "trains from the first weights", "-training", lambda: training_script(session)),
        CodeForm("pass", "one forward pass", "-pass", lambda: _pass(session, subject)),
        CodeForm("update", "one update by hand", "-update", lambda: _update(session, subject)),
    ]


def _pass(session: Session, subject: CodeSubject) -> tuple[str, str]:
    whose: Whose = subject.passed
    if whose == "question" and not session.query:
        whose = "row"
    return pass_script(walk_of(session, whose, row=subject.row or 0)), ""


def _update(session: Session, subject: CodeSubject) -> tuple[str, str]:
    return walk_script(walk_of(session, subject.updated, row=subject.row)), ""
