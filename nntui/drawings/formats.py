"""All formats in which a session can be exported: those for other programs, and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.export.formats import EXPORTS, Exported, ExportRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.session import Session


def _network(session: Session) -> str:
    from nntui.drawings.network import network_drawing

    return network_drawing(session)


def _network_text(session: Session) -> str:
    from nntui.drawings.network import network_text

    return network_text(session)


def _losses(session: Session) -> str:
    from nntui.drawings.losses import losses_drawing

    return losses_drawing(session)


def _losses_text(session: Session) -> str:
    from nntui.drawings.losses import losses_text

    return losses_text(session)


def _map(session: Session) -> str:
    from nntui.drawings.answers import map_drawing

    return map_drawing(session)


def _map_text(session: Session) -> str:
    from nntui.drawings.answers import map_text

    return map_text(session)


def _drawing(name: str, about: str, drawing: Callable[[Session], str], text: Callable[[Session], str]) -> ExportRecord:
    """A drawing as SVG, and as text to be shown or written to a file whose name ends in .txt."""

    def made(draw: Callable[[Session], str]) -> Callable[[Session], Exported]:
        return lambda session: Exported(draw(session).encode("utf-8", "replace"))

    return ExportRecord(name, f"{about}, as SVG or text", ".svg", made(drawing), other={".txt": made(text)})


EVERY_EXPORT: dict[str, ExportRecord] = EXPORTS | {
    record.name: record
    for record in (
        _drawing("diagram", "the network with its weights", _network, _network_text),
        _drawing("loss", "the losses by epoch as a plot", _losses, _losses_text),
        _drawing("map", "the answers over the first two numeric inputs", _map, _map_text),
    )
}
