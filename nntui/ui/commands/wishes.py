"""The table of controls that neural network playgrounds have, or that their users ask for, each with its keys here."""

from __future__ import annotations

from typing import NamedTuple


class Wish(NamedTuple):
    """A control, or something asked for, and a sentence on where it is; ``{key:ID}`` is the key of a command."""

    name: str
    place: str


# fmt: off
WISHES: dict[str, tuple[Wish, ...]] = {
    "Controls of TensorFlow Playground": (
        Wish("play, pause; step; reset", "{key:train}; {key:step} an update, {key:epoch} an epoch; {key:rewind} to the "
             "same first weights, {key:renew} to others"),
        Wish("epoch; speed", "in the header; {key:slower} {key:faster}"),
        Wish("learning rate, activation, regularisation and its rate, batch size", "{key:settings}, also "
             "while training goes on; the rate alone: {key:rate}"),
        Wish("problem type", "follows from the target: {key:data.role} chooses it, {key:data.kind} its kind"),
        Wish("data sets: circle, xor, gauss, spiral, plane, bumps", "{key:open}, or `nntui spiral`; each begins with "
             "settings that learn it"),
        Wish("noise, number of points, another draw", "{key:open} shows the form of a computed table"),
        Wish("share of training and test rows", "{key:settings}, or {key:data.hold-out} row by row"),
        Wish("features x1^2, x2^2, x1*x2, sin x1, sin x2", "{key:features} and a digit; any other: {key:data.formula}"),
        Wish("layers and neurons", "{key:network}: {key:network.more} {key:network.less} on a neuron, "
             "{key:network.insert-layer} {key:network.delete-layer}, what was learnt is kept; or {key:settings}"),
        Wish("a small map in every neuron", "in the diagram from 120x40 on, or with {key:network} {key:zoom}; larger: "
             "{key:map} {key:map.view}"),
        Wish("map of the output, discrete or not, with training and test points", "{key:map}, whose cursor reads "
             "answers"),
        Wish("hover a weight; edit it", "{key:network}, arrows; {key:network.type}, {key:network.more} "
             "{key:network.less}"),
        Wish("hide controls; share by URL", "a prepared session file ({key:save}) or lesson ({key:lessons}); the setup "
             "in one line: last field of {key:settings}, or `--setup`"),
    ),
    "What its users ask for": (
        Wish("own data", "{key:open}, or `nntui FILE`; {key:data.edit} edits a cell, {key:map.add} adds a point to the "
             "map"),
        Wish("save and load", "{key:save}, {key:save-as}, {key:open}"),
        Wish("the output's bias; live weights", "{key:network}: in the diagram; {key:heatmap} as a matrix"),
        Wish("the formula with its numbers", "{key:walk}, or {key:code} as PyTorch"),
        Wish("the loss at an epoch", "{key:loss}, then {key:loss.left} {key:loss.right}"),
        Wish("back to the same first weights, or to any epoch", "{key:rewind}; {key:past-back} {key:past-forward} "
             "{key:past-epoch}"),
        Wish("accuracy, R2, confusion matrix", "the score line; {key:score}"),
        Wish("comparing runs", "{key:runs}"),
        Wish("other losses and optimisers, dropout, activation and bias by layer, more neurons", "{key:settings}; "
             "of one layer {key:network} {key:network.layer}"),
        Wish("what to do about NaN", "training stops at the last good weights and says why; {key:rate} goes on with a "
             "tenth of the rate"),
        Wish("which learning rate", "{key:rate} tries them"),
        Wish("stopping early, a number of epochs, breakpoints", "{key:stop}; {key:best} takes the best epoch"),
    ),
    "What other tools have, or nobody": (
        Wish("a step explained, the chain rule, values before and after", "{key:walk}; {key:walk.guess} asks for the "
             "number first"),
        Wish("gradient check; loss surface", "{key:check}, then {key:check.view}"),
        Wish("lessons", "{key:lessons}"),
        Wish("code and models to take away", "{key:export} and {key:code}; `nntui export`"),
        Wish("freeze a weight, silence a neuron", "{key:network.freeze}; {key:network.zero} on a neuron"),
        Wish("checks with cures: vanishing, exploding, dead, overfitting ...", "{key:health}, then {key:health.cure}"),
        Wish("settings changed during training; slow motion", "{key:settings}; {key:slower}"),
        Wish("undo of everything, also of weights", "{key:undo}, {key:redo}"),
        Wish("a branch from an earlier moment", "{key:past-back}, then {key:train}"),
        Wish("ghost curves of other runs, log axis, zoom, value cursor, smoothing", "{key:loss}: {key:log-axis}, "
             "{key:loss.closer} {key:loss.wider}, {key:loss.left}, {key:loss.smooth}"),
        Wish("predicting while it trains or pauses", "{key:predict}"),
        Wish("which inputs matter, and why this answer", "{key:explain}"),
        Wish("how sure an answer is", "{key:sure}"),
        Wish("no hidden layer", "{key:settings}: hidden layers empty: a straight line; or {key:network} "
             "{key:network.delete-layer}"),
        Wish("the best small network", "{key:search}"),
        Wish("rows from a clipboard, and to it over SSH", "{key:data.paste}; {key:data.copy} (OSC 52)"),
        Wish("time remaining", "the header says how long training goes on, at every size"),
        Wish("weight histograms", "{key:health}: of each layer's weights and gradients, now and at earlier epochs"),
        Wish("the network visible while it trains", "the diagram and all other panes follow the training"),
        Wish("a model of one's own, plugged in", "dense layers as a PyTorch state dict, safetensors or session: "
             "`--hidden` and `--weights FILE`; {key:code} and `nntui export` give a network back; other kinds of "
             "layers cannot be opened"),
        Wish("keys that show themselves; every word explained", "the footer, {key:palette}, {key:help}"),
        Wish("slow lines, 16 colours, keys that tmux takes, selecting with the mouse", "a few KB/s; {key:theme}, "
             "`NO_COLOR`, `--ascii`; no key that tmux, screen or a shell takes is needed; `--no-mouse`"),
        Wish("plain output without a terminal", "`nntui train`"),
        Wish("the last plot kept in the scrollback; the terminal as it was", "{key:quit} leaves the last plot and "
             "score in the terminal"),
        Wish("stray output must not garble the screen", "it goes to the log: {key:loss}"),
        Wish("screen reader", "`nntui --plain`: sentences and numbered menus in place of the screen"),
        Wish("in a browser", "`nntui serve`: the same screen, each tab an nntui of its own"),
        Wish("work that outlives a dropped line", "training goes on without a screen; `nntui attach` in the shell "
             "shows it"),
    ),
}
# fmt: on
"""By headings."""
