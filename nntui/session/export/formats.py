"""The forms in which a session can be exported: one record each, and the file that is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from nntui.data.files.atomic import replacing, why_kept
from nntui.errors import DataError
from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nntui.session.session import Session

UNTRAINED = "this session was never trained: its first weights are exported"


@dataclass(frozen=True, slots=True)
class Exported:
    """The ``content`` of a file, and a ``remark`` on what it does not hold or do; "" for none."""

    content: bytes
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """A form of export: ``help`` says in a line what it is, ``make`` gives its content.

    ``text`` tells that the content is UTF-8 text that may be shown. ``make`` raises DataError or SessionError.
    ``other`` has other contents by the ending of the file's name; the first of them is shown where there is no file.
    """

    name: str
    help: str
    suffix: str
    make: Callable[[Session], Exported]
    text: bool = True
    other: Mapping[str, Callable[[Session], Exported]] = field(default_factory=dict)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of names that its files have."""
        return self.suffix, *self.other

    def made(self, session: Session, path: Path | None) -> Exported:
        """The content for a file of that name, or to be shown, with a remark where the session was never trained.

        Raises DataError or SessionError.
        """
        made = self._made(session, path)
        untrained = session.checkpoint is None or session.checkpoint.untrained
        return replace(made, remark=UNTRAINED) if untrained else made

    def _made(self, session: Session, path: Path | None) -> Exported:
        if not self.other:
            return self.make(session)
        if path is None:
            return next(iter(self.other.values()))(session)
        suffix = path.suffix.lower()
        if suffix not in self.suffixes:
            endings = " or ".join(self.suffixes)
            raise DataError(f"{one_line(str(path))}: the name of a file for {self.name} ends in {endings}")
        return self.other.get(suffix, self.make)(session)


def _script(session: Session) -> Exported:
    from nntui.session.export.script import network_script

    return Exported(network_script(session).encode("utf-8"))


def _training(session: Session) -> Exported:
    from nntui.session.export.training import training_script

    text, remark = training_script(session)
    return Exported(text.encode("utf-8"), remark)


def _history(session: Session) -> Exported:
    from nntui.session.export.history import history_text

    return Exported(history_text(session).encode("utf-8"))


def _tensors(session: Session) -> Exported:
    from nntui.session.export.tensors import parameters_written

    return Exported(parameters_written(session))


def _state_dict(session: Session) -> Exported:
    from nntui.session.export.tensors import state_dict_written

    return Exported(state_dict_written(session))


def _onnx(session: Session) -> Exported:
    from nntui.session.export.onnx.model import onnx_model

    return Exported(*onnx_model(session))


def _card(session: Session) -> Exported:
    from nntui.session.export.card import model_card

    return Exported(model_card(session).encode("utf-8"))


def _events(session: Session) -> Exported:
    from nntui.session.export.tfevents import events_file

    return Exported(events_file(session), "TensorBoard finds files whose names contain tfevents")


def _setup(session: Session) -> Exported:
    from nntui.session.setup_line import setup_line

    return Exported(f"{setup_line(session.network, session.training, session.validation)}\n".encode())


EXPORTS: dict[str, ExportRecord] = {
    record.name: record
    for record in (
        ExportRecord("script", "a PyTorch script that predicts", ".py", _script),
        ExportRecord("training-script", "a PyTorch script that trains from the first weights", ".py", _training),
        ExportRecord(
            "safetensors", "the weights W1, b1, ... by name, without the encoding", ".safetensors", _tensors, False
        ),
        ExportRecord("torch", "the same as a PyTorch state dict", ".pt", _state_dict, False),
        ExportRecord("onnx", "an ONNX model, raw columns in and answers out", ".onnx", _onnx, False),
        ExportRecord("card", "a model card in Markdown: data, settings, figures, cautions", ".md", _card),
        ExportRecord("history", "the losses by epoch, as CSV", ".csv", _history),
        ExportRecord("tfevents", "the same as TensorBoard events", ".tfevents", _events, False),
        ExportRecord("setup", "network and settings in one line, for --setup and the settings form", ".txt", _setup),
    )
}


def export_named(name: str, table: Mapping[str, ExportRecord]) -> ExportRecord:
    """The form of that name in the ``table``. Raises DataError, naming the nearest, for another word."""
    if name not in table:
        near = get_close_matches(name.lower(), table, n=1)
        advice = f"did you mean {near[0]}? " if near else ""
        raise DataError(f"--format {quoted(name)} is not known; {advice}choose one of {', '.join(table)}")
    return table[name]


def check_place(path: Path, source: Path | None = None) -> None:
    """Raise DataError for a place where no file can be written, or where the session's own file is."""
    try:
        why = "a folder; give the name of a file" if path.is_dir() else why_kept(path)
        if source is not None and path.exists() and path.samefile(source):
            why = "the session itself; give another name"
    except (OSError, ValueError) as error:
        why = f"cannot be written: {_reason(error)}"
    if why:
        raise DataError(f"{one_line(str(path))}: {why}")


def write_export(content: bytes, path: Path, source: Path | None = None) -> None:
    """Write ``content`` to ``path``, whole or not at all. Raises DataError as ``check_place`` does."""
    check_place(path, source)
    try:
        with replacing(path) as file:
            file.write(content)
    except (OSError, ValueError) as error:
        raise DataError(f"{one_line(str(path))}: cannot be written: {_reason(error)}") from error


def _reason(error: OSError | ValueError) -> str:
    return one_line((error.strerror if isinstance(error, OSError) else None) or str(error))
