"""The dialog of when training stops or pauses: an epoch, stop rules, breakpoints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace as changed

from nntui.errors import SpecError
from nntui.safe_text import number_of
from nntui.session.options import Options
from nntui.session.settings.setting import OPTIONAL_WHOLE, TextFormat
from nntui.session.settings.table import SETTINGS
from nntui.session.waiting import subject_of
from nntui.training.ends import MOST_CONDITIONS
from nntui.training.timeline import losses_until
from nntui.training.watch.condition import TrainedEpochs
from nntui.training.watch.read import read_condition
from nntui.training.watch.watcher import misfit
from nntui.ui.dialogs.form import FormField, FormSpec, Judged, read_fields
from nntui.ui.dialogs.form_dialog import FormDialog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nntui.session.session import Session
    from nntui.training.records import Snapshot
    from nntui.training.watch.condition import Condition

RULES = ("epochs", "patience", "plateau", "stop_loss", "most_seconds", "keep")
"""The stop rules that are numbers or words."""
EMPTY = 2
"""Fields for further conditions."""
RUN_TO, STOP, PAUSE = "run_to", "stop_when", "pause_when"


@dataclass(frozen=True, slots=True)
class StopPlan:
    """The answer of the dialog: changed ``options``, their ``name`` in words, and the epoch to train to, if any."""

    options: Options | None
    name: str
    run_to: int | None


@dataclass(frozen=True, slots=True)
class _Unknown:
    """Figures that are not calculated here."""

    def metric(self, _name: str, _on: str) -> float:
        return float("nan")

    def row_right(self, _row: int) -> bool | None:
        return None

    def row_error(self, _row: int) -> float:
        return float("nan")

    def constant(self, _layer: int, _neuron: int) -> bool:
        return False


def _read_one(text: str) -> str:
    """The condition in a field, "" for none. Raises SpecError."""
    return str(read_condition(text.strip())) if text.strip() else ""


ONE = TextFormat(_read_one, str)


def stop_fields(session: Session) -> tuple[FormField, ...]:
    """The fields of the dialog; of the conditions, those that are there, and empty ones behind them."""
    rules = (
        FormField(each.name, each.label, each.hint, each.format, each.choices or (), more=False)
        for each in (SETTINGS[name] for name in RULES)
    )
    return (
        FormField(RUN_TO, "train to epoch", "at once; empty: do not", OPTIONAL_WHOLE),
        *_conditions(PAUSE, "pause when", session.training.breakpoints),
        *rules,
        *_conditions(STOP, "stop when", session.training.stop),
    )


def _conditions(kind: str, label: str, there: tuple[str, ...]) -> Iterator[FormField]:
    hint = "as neuron h3 dies; it can go on" if kind == PAUSE else "as validation < 0.1; it ends"
    for number in range(min(len(there) + EMPTY, MOST_CONDITIONS)):
        before = f"{kind}_{number - 1}"

        def used(texts: Mapping[str, str], before: str = before, number: int = number) -> bool:
            return number == 0 or bool(texts.get(before, "").strip()) or bool(texts.get(f"{kind}_{number}", "").strip())

        name = f"{label} {number + 1}" if number else label
        yield FormField(f"{kind}_{number}", name, hint, ONE, used=used, wide=True)


def stop_dialog(session: Session, snapshot: Snapshot | None) -> FormDialog[StopPlan]:
    """Asks when to stop or to pause the training of ``session``, which has come to ``snapshot``."""
    form = FormSpec(stop_fields(session), texts_of(session), partial(judge, session, snapshot))
    return FormDialog("when to stop", form, broad=False)


def texts_of(session: Session) -> dict[str, str]:
    """The texts that the dialog begins with, by field."""
    texts = {RUN_TO: ""} | {name: SETTINGS[name].format.write(getattr(session.training, name)) for name in RULES}
    for kind, there in ((PAUSE, session.training.breakpoints), (STOP, session.training.stop)):
        texts |= {f"{kind}_{number}": "" for number in range(min(len(there) + EMPTY, MOST_CONDITIONS))}
        texts |= {f"{kind}_{number}": text for number, text in enumerate(there)}
    return texts


def judge(session: Session, snapshot: Snapshot | None, texts: Mapping[str, str]) -> Judged[StopPlan]:
    """The plan that the texts make, its effect in words, and the reasons against those that cannot be."""
    training, reached = session.training, 0 if snapshot is None else snapshot.epoch
    subject = subject_of(session)

    def read(field: FormField, text: str) -> object:
        value = field.format.read(text)
        if field.format is ONE and value and (reason := misfit(read_condition(value), subject)):
            raise SpecError(reason)
        if field.name == RUN_TO and value is not None and value <= reached:
            raise SpecError(f"epoch {reached:,} is reached; give a later one, or {{key:past-epoch}} to go back")
        if field.name in RULES:
            changed(training, **{field.name: value})
        return value

    values, reasons = read_fields(stop_fields(session), texts, read)
    conditions = {name: str(value) for name, value in values.items() if name.startswith((PAUSE, STOP)) and value}
    notes = {name: _note(read_condition(text), session, snapshot) for name, text in conditions.items()}
    if reasons:
        return Judged(reasons={name: _short(name, reason) for name, reason in reasons.items()}, notes=notes)
    asked: dict[str, Any] = {name: values[name] for name in RULES if values[name] != getattr(training, name)}
    for kind, name in ((STOP, "stop"), (PAUSE, "breakpoints")):
        found = tuple(dict.fromkeys(text for each, text in conditions.items() if each.startswith(kind)))
        if found != getattr(training, name):
            asked[name] = found
    run_to = values[RUN_TO]
    epoch = run_to if isinstance(run_to, int) else None
    if not asked and epoch is None:
        return Judged(notes=notes)
    plan = StopPlan(Options(**asked) if asked else None, _in_words(session, asked), epoch)
    says = "keeps the weights" if epoch is None else f"trains {number_of(epoch - reached, 'epoch')}, up to {epoch:,}"
    return Judged(plan, says=says, notes=notes)


def _short(name: str, reason: str) -> str:
    """A reason without the name of the setting beside which it stands."""
    head, colon, rest = reason.partition(": ")
    known = {name.replace("_", " "), SETTINGS[name].label if name in SETTINGS else "", "seconds"}
    return rest if colon and head in known else reason


def _in_words(session: Session, asked: Mapping[str, object]) -> str:
    """The change in words: "pause when loss < 0.1"."""
    from nntui.ui.dialogs.settings import change_in_words

    words = []
    for name, what in (("breakpoints", "pause"), ("stop", "stop")):
        if name in asked:
            before, after = getattr(session.training, name), asked[name]
            assert isinstance(after, tuple)
            new, gone = [each for each in after if each not in before], [each for each in before if each not in after]
            words += [f"{what} when {each}" for each in new] + [f"no {what} when {each}" for each in gone]
    others: dict[str, Any] = {name: value for name, value in asked.items() if name not in ("breakpoints", "stop")}
    if others:
        words.append(change_in_words(session, Options(**others)))
    return "; ".join(words)


def _note(condition: Condition, session: Session, snapshot: Snapshot | None) -> str:
    """The present state of ``condition`` in words, as far as losses tell."""
    if condition.needs_validation and (snapshot is None or snapshot.validation_loss is None):
        return "no validation rows"
    if snapshot is None or "weights" in condition.needs:
        return ""
    validation = float("nan") if snapshot.validation_loss is None else snapshot.validation_loss
    now = TrainedEpochs(
        snapshot.epoch,
        np.array([snapshot.train_loss]),
        np.array([validation]),
        losses_until(snapshot.recent, snapshot.epoch - 1),
        snapshot.best_epoch,
        snapshot.best_loss,
        snapshot.seconds,
        _Unknown(),
    )
    holds = "holds now, waits until it does not; " if condition.holds(now)[-1] else ""
    return f"{holds if str(condition) in session.training.breakpoints else ''}{condition.state(now)}"
