"""In which settings, rows and edits one run differs from another, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.settings.table import SETTINGS
from nntui.session.settings.texts import setting_texts
from nntui.training.schedules import SCHEDULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.session.runs.curves import ChangeMark
    from nntui.session.session import Session

    Marks = tuple[ChangeMark, ...]

ALIKE = "the same settings and rows"


def differences(one: Session, other: Session, marks: tuple[Marks, Marks], sign: str) -> str:
    """The differences of ``one`` from the ``other``, the run with this ``sign``.

    "hidden layers 16 (B: 64,64), learning rate 0.02 (B: 0.01); epoch 40: row 3 gone; B alone, epoch 7: row 5 gone".
    ``marks`` are the changes on the way of both, which are told with the epochs at which they were made.
    """
    settings = ", ".join(_settings(one, other, sign))
    own, others = marks
    edits = [*_edits(own, others), *(f"{sign} alone, {each}" for each in _edits(others, own))]
    rows = "" if edits else _rows(one, other)
    return "; ".join(filter(None, (settings, rows, *edits))) or ALIKE


def _settings(one: Session, other: Session, sign: str) -> Iterator[str]:
    own, others = setting_texts(one), setting_texts(other)
    for name, setting in SETTINGS.items():
        planned = name != "epochs" or any(SCHEDULES[each["schedule"]].factor is not None for each in (own, others))
        used = planned and (setting.used(own) or setting.used(others))
        if own[name] != others[name] and used and name != "recipe":
            yield f"{setting.label} {own[name] or 'none'} ({sign}: {others[name] or 'none'})"


def _edits(marks: Marks, others: Marks) -> Iterator[str]:
    """The changes on the way of one run that are not on that of the other."""
    known = set(others)
    for mark in marks:
        if mark not in known:
            yield f"epoch {mark.epoch:,}: {mark.name}"


def _rows(one: Session, other: Session) -> str:
    if one.table is other.table:
        return ""
    if one.table.columns != other.table.columns:
        return "other columns"
    if not one.table.frame.equals(other.table.frame):
        return "other cells"
    return "" if one.table.validation.equals(other.table.validation) else "other validation rows"
