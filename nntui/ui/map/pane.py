"""The map pane: what the network answers over two inputs or along one, and what each of its neurons computes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.map.pace import INTERVAL
from nntui.ui.map.paced import PacedMaking, PictureQuestion
from nntui.ui.map.state import MapState
from nntui.ui.widgets.pane_base import DrawnPane

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.map.making import MapMade, MapMaker
    from nntui.ui.map.state import MapWanted
    from nntui.ui.widgets.pane_base import NamedKeys
    from nntui.ui.work.view_models import Moment


class MapPane(DrawnPane, can_focus=True):
    """Shows a map, a curve or the neurons of the moment shown; while training goes on, at its own pace."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._moment: Moment | None = None
        self._maker: MapMaker | None = None
        self._made: MapMade | None = None
        self._subject: object = None
        self._reason = ""
        self._across = 1
        self._making = PacedMaking(self, self._make, self._take)
        self.state = MapState()

    @property
    def chosen_keys(self) -> NamedKeys:
        """The keys for what is drawn."""
        return (("map.view",), "view"), (("map.axes",), "axes")

    # What is followed

    def follow(self, frames: float) -> None:
        """Keep to the pace of so many ``frames`` a second."""
        self._making.pace.frames = frames

    def on_mount(self) -> None:
        """Look now and then whether the next picture is due."""
        self.set_interval(INTERVAL, self.look)

    def on_show(self) -> None:
        """Make what has come while the pane was out of sight."""
        self.look()

    def on_resize(self) -> None:
        """Make the picture for the new size."""
        self.look()

    def show_moment(self, moment: Moment) -> None:
        """Follow the moment shown."""
        before, self._moment = self._moment, moment
        if before is None or before.table is not moment.table or before.session.source != moment.session.source:
            self._begin_with(moment)
        self.look()
        if before is not None and before.session.query is not moment.session.query:
            self.draw()

    def _begin_with(self, moment: Moment) -> None:
        """Begin with the usual axes where the moment is of another source, or other columns are learnt."""
        learnt = [(column.name, column.kind, column.role) for column in moment.table.columns if column.learnt]
        subject = moment.session.source, learnt
        if subject != self._subject:
            self._subject = subject
            self.state.begin()

    @property
    def _wanted(self) -> MapWanted:
        """The picture that the state asks for, in the present room."""
        from nntui.render.maps import map_size
        from nntui.ui.map.view import AROUND

        width, height = self.size
        columns, rows = map_size((width, height - AROUND), self._glyphs, shaded=host_of(self).draws_shades)
        row = self._moment.row if self._moment is not None and self.state.by_row else None
        return replace(self.state.wanted, row=row, columns=columns, rows=rows)

    def look(self) -> None:
        """Make what is to be shown, unless it is there or not due yet."""
        moment = self._moment
        if not self.display or not self.size.width or moment is None:
            return
        snapshot, predictor = moment.snapshot, moment.predictor
        if snapshot is None or predictor is None or len(snapshot.weights) != predictor.session.network.parameters:
            return
        asked = PictureQuestion(predictor, moment.table, snapshot.weights, self._wanted)
        self._making.ask(asked, training=snapshot.state == "training")

    def _make(self, asked: PictureQuestion) -> tuple[MapMade | None, str]:
        """The picture, or why there is none; in another thread."""
        from nntui.ui.map.making import MapMaker

        self._maker = self._maker or MapMaker()
        assert asked.wanted is not None
        try:
            return self._maker.make(asked.predictor, asked.table, asked.weights, asked.wanted), ""
        except NntuiError as error:
            return None, str(error)

    def _take(self, made: tuple[MapMade | None, str]) -> None:
        self._made, self._reason = made
        self.draw()

    # What the keys do

    @property
    def made(self) -> MapMade | None:
        """The picture that is shown; None where there is none."""
        return None if self._made is None or self._made.setting.reason else self._made

    def move(self, across: int, down: int) -> None:
        """Move the cursor, and what is shown where it is at an edge; among neurons, choose another."""
        made = self.made
        if made is None:
            return
        if made.pictures is not None:
            count = len(made.pictures.values)
            self.state.neuron = max(0, min(self.state.neuron + across + down * self._across, count - 1))
        else:
            halves = 2 if host_of(self).draws_shades else 1
            self.state.move(made.ranges, made.steps(halves), (across, -down))
            self.look()
        self.draw()

    def zoom(self, *, closer: bool) -> None:
        """Show half, or twice, of the ranges around the cursor."""
        made = self.made
        if made is not None and made.pictures is None:
            self.state.zoom(made.ranges, made.whole, closer=closer)
            self.look()

    def show_whole(self) -> None:
        """Show the whole ranges again."""
        self.state.show_whole()
        self.look()
        self.draw()

    def go_to_question(self) -> None:
        """Move the cursor to the question of the predict form."""
        made = self.made
        if made is not None and self._moment is not None and made.pictures is None:
            query = self._moment.session.query
            place = [query.get(axis.column.name) for axis in made.setting.shown_axes]
            if all(isinstance(cell, int | float) for cell in place):
                x, y, *_ = [*(float(cell or 0) for cell in place), 0.0]
                self.state.go_to(made.ranges, (x, y))
                self.look()
                self.draw()

    def next_view(self) -> None:
        """Go on to the next of map, curve and neurons."""
        if self._made is not None:
            views = self._made.setting.views
            self.state.show(views[(views.index(self._made.setting.view) + 1) % len(views)])
            self.look()

    def next_output(self) -> None:
        """Show the next of several targets or classes."""
        if self.made is not None:
            self.state.next_output(self.made.setting.output_number, len(self.made.setting.outputs))
            self.look()

    def switch_row(self) -> None:
        """Take the other inputs from the table's row, or their typical values again."""
        self.state.by_row = not self.state.by_row
        self.look()

    def page(self, by: int) -> None:
        """Show the neurons of the next layer or of the one before; on a map, move further up or down."""
        from nntui.ui.map.state import STRIDE

        made = self.made
        if made is not None and made.pictures is not None:
            self.state.go_to_layer(by, len(made.setting.predictor.session.network.shapes))
            self.look()
        else:
            self.move(0, by * STRIDE)

    def choose(self, across: str, up: str) -> None:
        """Take these columns as axes."""
        self.state.choose(across, up)
        self.look()

    # What is seen

    def show_title(self) -> None:
        """Show the title."""
        made = self._made
        if made is None:
            entitle(self, "")
            return
        setting = made.setting
        after = setting.views[(setting.views.index(setting.view) + 1) % len(setting.views)]
        notes = [[f"{setting.view} ({host_of(self).key_shown('map.view')}: {after})", setting.view]]
        if len(setting.outputs) > 1 and not setting.reason:
            notes.append([setting.place_of_output, ""])
        entitle(self, *notes)

    def lines_in(self, width: int, height: int) -> list[Line]:
        """The lines to show in this room."""
        made = self._made
        if made is None or made.setting.reason or self._moment is None:
            reason = self._reason or ("" if made is None else made.setting.reason)
            text = f"There is no map: {reason}." if reason else self._waiting
            return self.sentences(text, self._glyphs, "")
        from nntui.ui.map.view import curve_lines, map_lines, neuron_lines

        shaded, size = host_of(self).draws_shades, (width, height)
        if made.pictures is not None:
            chosen = min(self.state.neuron, len(made.pictures.values) - 1)
            lines, self._across = neuron_lines(made, chosen, size, self._glyphs, shaded=shaded)
            return lines
        cursor, query = self.state.cursor_in(made.ranges), self._moment.session.query
        if made.setting.view == "curve":
            return curve_lines(made, cursor, query, size, self._glyphs)
        return map_lines(made, cursor, query, size, self._glyphs, shaded=shaded)

    @property
    def _waiting(self) -> str:
        moment = self._moment
        if moment is not None and moment.snapshot is not None and moment.predictor is None:
            return "There is no map: the table cannot be trained on as it is."
        return "The map is drawn once the network is loaded."
