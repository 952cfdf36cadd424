"""The commands of the loss, predict, search and how-sure panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import EVERY, NOWHERE, Command
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.ui.loss.pane import LossPane
    from nntui.ui.loss.plot import LossPlot
    from nntui.ui.predict.pane import PredictPane
    from nntui.ui.search.pane import SearchPane
    from nntui.ui.sure.pane import SurePane
    from nntui.ui.workspace import Workspace

PAGE = 10
"""Fields, or lines of a list, that page up and page down go on by."""
HERE = frozenset({"predict"})


def _predict(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    run: Callable[[PredictPane], object],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[PredictPane]:
    return Command(f"predict.{name}", keys, label, sentence, run, footer)


def _plotted(change: Callable[[LossPlot], object]) -> Callable[[LossPane], object]:
    """Changes what the plot of the loss pane shows."""
    return lambda pane: pane.change_plot(change)


async def show_epoch(screen: Workspace) -> None:
    """Show the epoch at the cursor of the loss plot on every pane."""
    epoch = screen.loss_pane.plot.cursor
    if epoch is None:
        screen.confirm("{key:loss.left} chooses an epoch to show")
    else:
        await screen.controller.past.show_epoch(epoch)


async def take_settings(screen: Workspace) -> None:
    """Give the session the settings of the trial that is chosen in the search pane."""
    from nntui.ui.search.pane import SearchPane

    pane = screen.area.of(SearchPane)
    trial = pane.chosen
    if trial is None or trial.fault:
        screen.warn("There are no settings to take yet. {key:search.begin} searches for some.")
        return
    await screen.controller.apply(trial.options)
    text = f"took the settings of the search: {trial.words}; {{key:undo}} brings the earlier ones back"
    screen.tell(text, "good")
    pane.say(host_of(pane).with_keys(text))


# fmt: off
LOSS: tuple[Command[LossPane] | Command[Workspace], ...] = (
    Command("loss.recent", "tab", "recent", "Show the recent epochs in the plot, or all",
            _plotted(lambda plot: plot.switch_window()), frozenset({"loss"})),
    Command("loss.left", "left", "value", "Read the values of an earlier epoch of the plot",
            _plotted(lambda plot: plot.move_cursor(-1)), frozenset({"loss"})),
    Command("loss.right", "right", "later", "Read the values of a later epoch",
            _plotted(lambda plot: plot.move_cursor(1))),
    Command("loss.show", "enter", "show epoch", "Show the epoch whose values are read on every pane", show_epoch,
            on_screen=True),
    Command("loss.closer", "plus", "closer", "Show half as many epochs in the plot",
            _plotted(lambda plot: plot.zoom(1)), frozenset({"loss"})),
    Command("loss.wider", "minus", "wider", "Show twice as many epochs in the plot",
            _plotted(lambda plot: plot.zoom(-1))),
    Command("loss.earlier", "shift+left", "earlier", "Move the epochs shown by half: earlier ones",
            _plotted(lambda plot: plot.pan(-1))),
    Command("loss.later", "shift+right", "later", "Move the epochs shown by half: later ones",
            _plotted(lambda plot: plot.pan(1))),
    Command("loss.score", "grave_accent", "score", "Plot the score (accuracy, or the mean error) or the loss",
            _plotted(lambda plot: plot.switch_curves()), frozenset({"loss"})),
    Command("loss.smooth", "tilde", "smooth", "Smooth the curves, the raw ones faint behind them, or no longer",
            _plotted(lambda plot: plot.switch_smoothing()), frozenset({"loss"})),
    Command("loss.leave", "escape", "all", "Read no values any more; then show all epochs",
            _plotted(lambda plot: plot.leave())),
    Command("loss.older", "up", "older", "Scroll to older lines of the log", lambda pane: pane.scroll_log(-1)),
    Command("loss.newer", "down", "newer", "Scroll to newer lines of the log", lambda pane: pane.scroll_log(1)),
    Command("loss.page-up", "pageup", "page up", "Scroll one page to older lines", lambda pane: pane.page_log(-1)),
    Command("loss.page-down", "pagedown", "page down", "Scroll one page to newer lines", lambda pane: pane.page_log(1)),
    Command("loss.oldest", "home", "oldest", "Go to the oldest line", lambda pane: pane.show_oldest()),
    Command("loss.newest", "end", "newest", "Follow the newest line", lambda pane: pane.follow_newest()),
)
FROM_FILE: Command[Workspace] = Command(
    "predict.file", "O", "open file", "Predict all rows of a file, or a picture",
    lambda screen: screen.conversations.predict_file(), HERE, on_screen=True, asks=True,
)
PREDICT: tuple[Command[PredictPane] | Command[Workspace], ...] = (
    _predict("take-row", "G", "get row", "Copy the values of the table's current row", lambda pane: pane.take_row(),
             footer=HERE),
    _predict("keep", "a", "add", "Keep this question and its answer in a list",
             lambda pane: pane.keep_answer(), footer=HERE),
    _predict("kept", "K", "kept", "Show the kept answers, or the form again",
             lambda pane: pane.show_kept(), footer=HERE),
    FROM_FILE,
    _predict("up", "up", "above", "Go to the field or pixel above", lambda pane: pane.mode.move(0, -1)),
    _predict("down", "down", "below", "Go to the field or pixel below", lambda pane: pane.mode.move(0, 1)),
    _predict("left", "left", "previous", "Choose the previous word, or go to the pixel on the left",
             lambda pane: pane.mode.move(-1, 0)),
    _predict("right", "right", "next", "Choose the next word, or go to the pixel on the right",
             lambda pane: pane.mode.move(1, 0)),
    _predict("enter", "enter", "choose", "Choose from a list, accept a number, or darken the pixel",
             lambda pane: pane.choose()),
    _predict("clear", "delete,backspace", "clear", "Empty the field, whiten the pixel, or forget the kept answer",
             lambda pane: pane.clear()),
    _predict("restore", "escape", "as it was", "Restore the field or what was cleared, or close the list",
             lambda pane: pane.restore()),
    _predict("darker", "plus", "darker", "Darken the pixel; a digit sets how dark it is",
             lambda pane: pane.mode.darken(1)),
    _predict("lighter", "minus", "lighter", "Lighten the pixel", lambda pane: pane.mode.darken(-1)),
    _predict("stroke-up", "shift+up", "stroke up", "Paint the pixel above", lambda pane: pane.mode.stroke(0, -1)),
    _predict("stroke-down", "shift+down", "stroke down", "Paint the pixel below", lambda pane: pane.mode.stroke(0, 1)),
    _predict("stroke-left", "shift+left", "stroke left", "Paint the pixel to the left",
             lambda pane: pane.mode.stroke(-1, 0)),
    _predict("stroke-right", "shift+right", "stroke", "Paint the pixel to the right",
             lambda pane: pane.mode.stroke(1, 0)),
    _predict("clear-all", "ctrl+d", "delete", "Clear the picture, or forget all kept answers",
             lambda pane: pane.clear(everything=True)),
    _predict("as-numbers", "number_sign", "numbers", "Show the pixels as numbers, or as a picture again",
             lambda pane: pane.as_numbers()),
    _predict("scaled", "Z", "scaled numbers", "Show or hide the scaled numbers that go into the network and come out",
             lambda pane: pane.toggle_scaled()),
    _predict("page-up", "pageup", "10 up", "Ten fields up", lambda pane: pane.mode.move(0, -PAGE)),
    _predict("page-down", "pagedown", "10 down", "Ten fields down", lambda pane: pane.mode.move(0, PAGE)),
    _predict("first", "home", "first", "The first field", lambda pane: pane.mode.move(0, -EVERY)),
    _predict("last", "end", "last", "The last field", lambda pane: pane.mode.move(0, EVERY)),
)
SEARCH: tuple[Command[SearchPane] | Command[Workspace], ...] = (
    Command("search.begin", "J", "begin/stop", "Search for settings that predict better, or end the search",
            lambda pane: pane.begin_or_stop(), frozenset({"search"})),
    Command("search.take", "enter", "take", "Take the settings of the chosen trial, and train with them",
            take_settings, frozenset({"search"}), on_screen=True),
    Command("search.sort", "S", "sort", "List the trials as they were tried, or best first again",
            lambda pane: pane.sort(), frozenset({"search"})),
    Command("search.up", "up", "above", "Choose the trial above", lambda pane: pane.choose(-1)),
    Command("search.down", "down", "below", "Choose the trial below", lambda pane: pane.choose(1)),
    Command("search.page-up", "pageup", "10 up", "Choose the trial ten lines up", lambda pane: pane.choose(-PAGE)),
    Command("search.page-down", "pagedown", "10 down", "Choose the trial ten lines down",
            lambda pane: pane.choose(PAGE)),
    Command("search.first", "home", "first", "Choose the first trial", lambda pane: pane.choose(-EVERY)),
    Command("search.last", "end", "last", "Choose the last trial", lambda pane: pane.choose(EVERY)),
)
SURE: tuple[Command[SurePane], ...] = (
    Command("sure.begin", "J", "begin/stop", "Train networks with other seeds and cross-validate, or end that",
            lambda pane: pane.begin_or_stop(), frozenset({"sure"})),
    Command("sure.up", "up", "up", "Scroll up", lambda pane: pane.scroll(-1)),
    Command("sure.down", "down", "down", "Scroll down", lambda pane: pane.scroll(1)),
)
# fmt: on
