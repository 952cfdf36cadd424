"""The one table of panes: the areas of the screen, the keys that lead to them and all that names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from nntui.render.glyphs import Glyphs


@dataclass(frozen=True, slots=True)
class PaneRecord:
    """A part of the screen: ``id`` names it for commands and styles, ``label`` in "Go to the ...".

    ``make`` imports what fills it: the first paint, which only draws titles, does without. Panes with a ``place`` are
    shown side by side in that order, any other alone, while it is the current one.
    """

    id: str
    title: str
    key: str
    label: str
    make: Callable[[Glyphs], Widget]
    place: int | None = None

    def widget(self, glyphs: Glyphs) -> Widget:
        """A new pane, which has the ``id``."""
        pane = self.make(glyphs)
        pane.id = self.id
        return pane


def _data(glyphs: Glyphs) -> Widget:
    from nntui.ui.table.pane import DataPane

    return DataPane(glyphs)


def _network(glyphs: Glyphs) -> Widget:
    from nntui.ui.network.pane import NetworkPane

    return NetworkPane(glyphs)


def _loss(glyphs: Glyphs) -> Widget:
    from nntui.ui.loss.pane import LossPane

    return LossPane(glyphs)


def _predict(glyphs: Glyphs) -> Widget:
    from nntui.ui.predict.pane import PredictPane

    return PredictPane(glyphs)


def _search(glyphs: Glyphs) -> Widget:
    from nntui.ui.search.pane import SearchPane

    return SearchPane(glyphs)


def _score(glyphs: Glyphs) -> Widget:
    from nntui.ui.score.pane import ScorePane

    return ScorePane(glyphs)


def _sure(glyphs: Glyphs) -> Widget:
    from nntui.ui.sure.pane import SurePane

    return SurePane(glyphs)


def _runs(glyphs: Glyphs) -> Widget:
    from nntui.ui.runs.pane import RunsPane

    return RunsPane(glyphs)


def _walk(glyphs: Glyphs) -> Widget:
    from nntui.ui.walk.pane import WalkPane

    return WalkPane(glyphs)


def _check(glyphs: Glyphs) -> Widget:
    from nntui.ui.check.pane import CheckPane

    return CheckPane(glyphs)


def _map(glyphs: Glyphs) -> Widget:
    from nntui.ui.map.pane import MapPane

    return MapPane(glyphs)


def _health(glyphs: Glyphs) -> Widget:
    from nntui.ui.health.pane import HealthPane

    return HealthPane(glyphs)


PANES = (
    PaneRecord("data", "data", "d", "table", _data, place=0),
    PaneRecord("network", "network", "n", "network", _network, place=1),
    PaneRecord("loss", "loss", "l", "loss", _loss, place=3),
    PaneRecord("predict", "predict", "p", "prediction", _predict, place=2),
    PaneRecord("search", "search", "j", "search for better settings", _search),
    PaneRecord("score", "score", "x", "score: how good the network is", _score),
    PaneRecord("sure", "sure", "&", "networks of other seeds: how sure the answers are", _sure),
    PaneRecord("runs", "runs", "|", "runs side by side", _runs),
    PaneRecord("health", "health", "_", "health of the training", _health),
    PaneRecord("walk", "walk", "t", "walk through the numbers of one update", _walk),
    PaneRecord("check", "check", "!", "check of a weight and the loss around it", _check),
    PaneRecord("map", "map", "@", "map of what the network answers over its inputs", _map),
)
FIRST = PANES[0]
"""The pane that has the focus at first."""


def placed() -> list[PaneRecord]:
    """The panes that are shown side by side, in their order; then the others."""
    return sorted(PANES, key=lambda pane: len(PANES) if pane.place is None else pane.place)
