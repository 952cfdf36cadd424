"""Questions of the map pane: the answer of a row to add at the cursor, and which inputs are the axes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.ui.map.pane import MapPane

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.ui.dialogs.question import Proposal
    from nntui.ui.map.making import MapMade
    from nntui.ui.workspace import Workspace

NO_PLACE = "There is no place on a map to add a row at."


async def add_row(screen: Workspace, number: int | None = None) -> None:
    """Add a row at the cursor of the map: of the class of this ``number``, from 1, or (None) of the last one.

    Where the target is a number, it is asked for; ``number`` is then the digit that was typed. Raises NntuiError.
    """
    pane = screen.area.of(MapPane)
    made, table = pane.made, screen.controller.table
    if made is None or table is None or made.pictures is not None:
        raise DataError(NO_PLACE)
    setting = made.setting
    if table is not setting.table:
        raise DataError("The map does not show the present table yet; try again.")
    screen.controller.past.refuse_changes()
    target = table.columns[table.index(setting.predictor.encoder.targets[setting.output.target].name)]
    answer: Cell = None
    if setting.classes and not target.formula:
        answer = _class(pane, setting.classes, target, number)
    elif not target.formula:
        answer = await _asked(screen, target, "" if number is None else str(number))
        if answer is None:
            return
    _add(screen, pane, made, target, answer)


def _class(pane: MapPane, classes: tuple[str, ...], target: Column, number: int | None) -> Cell:
    """The cell of the class of this number, which is kept for the next row. Raises DataError."""
    from nntui.session.maps.adding import class_cell

    place = pane.state.answer if number is None else number - 1
    if not 0 <= place < len(classes):
        count = len(classes)
        raise DataError(f"{one_line(target.name)} has {count} classes: 1 to {min(count, 9)} add a row of one of them")
    pane.state.answer = place
    return class_cell(target, classes, place)


async def _asked(screen: Workspace, target: Column, begun: str) -> Cell:
    """The number that is typed for ``target``; None if the question is cancelled."""
    from nntui.data.cells import format_cell, parse_cell
    from nntui.ui.dialogs.question import AskScreen, Proposal

    def propose(text: str) -> Proposal[Cell]:
        cell = parse_cell(text, target)
        if cell is None:
            raise DataError(f"type the {one_line(target.name)} of the new row")
        return Proposal(f"adds a row with {one_line(target.name)} {one_line(format_cell(cell, target))}", cell)

    return await screen.app.push_screen_wait(AskScreen(f"{target.name} of a row here", propose, text=begun, begun=True))


def _add(screen: Workspace, pane: MapPane, made: MapMade, target: Column, answer: Cell) -> None:
    from nntui.session.maps.adding import with_point
    from nntui.ui.map.words import rounded

    setting = made.setting
    cursor = pane.state.cursor_in(made.ranges)
    places = {
        axis.column.name: rounded(axis.column, at, axis.high - axis.low)
        for axis, at in zip(setting.shown_axes, cursor, strict=False)
    }
    name, table = with_point(setting.table, setting.cells or {}, places, target.name, answer)
    screen.controller.edit(name, table, setting.table)
    others = [column.name for column in table.targets if column.name != target.name]
    lacking = f"; {one_line(others[0])} of it is empty, so that it is not used yet" if others else ""
    screen.confirm(f"{name}{lacking}; {{key:undo}} takes it back")


def _proposed(word: str, *, place: str, present: str) -> Proposal[str]:
    """What choosing a word does."""
    from nntui.ui.dialogs.question import Proposal

    return Proposal("no change" if word == present else f"{word} is {place}", word)


async def choose_axes(screen: Workspace) -> None:
    """Ask which inputs are across and up."""
    from nntui.ui.dialogs.choose import ChooseScreen

    pane = screen.area.of(MapPane)
    made = pane.made
    names = [] if made is None else [axis.column.name for axis in made.setting.axes]
    if made is None or not made.setting.shown_axes or len(names) < 2:
        raise DataError("There is nothing to choose: the map has no two inputs that are numbers.")
    chosen: list[str] = []
    for number, axis in enumerate(made.setting.shown_axes):
        title = ("across" if number == 0 else "up") + " on the map"
        words = {one_line(name): "" for name in names if name not in chosen}
        by_word = {one_line(name): name for name in names}
        present = one_line(axis.column.name)
        first = present if present in words else next(iter(words))
        question = ChooseScreen(title, words, first, partial(_proposed, place=title, present=present))
        word = await screen.app.push_screen_wait(question)
        if word is None:
            return
        chosen.append(by_word[word])
    pane.choose(chosen[0], chosen[1] if len(chosen) > 1 else "")
