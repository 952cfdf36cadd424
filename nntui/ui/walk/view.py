"""The lines of the walk pane: the place, its calculation, a guess, and the diagram of what is calculated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.diagram import DiagramNet, DiagramView, Edge, Lit, Neuron, draw_network
from nntui.render.glyphs import fit
from nntui.render.text import Span, join_spans, width_of
from nntui.render.worked import WorkedLine, paragraph, plain, worked_lines
from nntui.session.walk.figures import shown

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.guessing import Guess
    from nntui.session.walk import Address, Place, Walk
    from nntui.session.walk.picture import Picture
    from nntui.ui.walk.quiz import Answered

BESIDE = (100, 24)
"""Width from which on the diagram is beside the lines, in a pane of fewer rows than this;"""
LINES_SHARE = 0.58
"""the lines then take this much of the width."""
LEAST_ABOVE = 15
"""Height from which on a diagram is above the lines of a narrower pane."""


def place_lines(
    place: Place,
    width: int,
    glyphs: Glyphs,
    *,
    guess: Guess | None = None,
    answered: Answered | None = None,
    hidden: bool = False,
) -> list[Line]:
    """The title, the worked lines, before and after, and the words of a place.

    While ``guess`` is asked its result is left out; with ``hidden`` all lines are, as their numbers will be asked.
    """
    lines: list[Line] = [(Span(fit(f" {plain(place.title, glyphs)}", width, glyphs=glyphs).rstrip(), "title"),)]
    worked = [
        WorkedLine(each.name, each.symbols, each.numbers, each.sign, each.result, each.lesson, each.words)
        for each in place.lines
    ]
    if hidden:
        return [
            *lines,
            *(row for words in place.words for row in paragraph(words, width, glyphs)),
            *_coming(width, glyphs),
        ]
    if guess is None or place.phase != "after":  # whose numbers are the answer
        lines += worked_lines(worked, width, glyphs, hides_last=guess is not None)
    if guess is not None:
        return [*lines, *_question(place, guess, width, glyphs)]
    if answered is not None:
        lines.append(_verdict(answered, width, glyphs))
    if place.before is not None and place.after is not None:
        lines.append(_change(place.before, place.after, width, glyphs))
    for words in place.words:
        lines += paragraph(words, width, glyphs)
    return lines


def _coming(width: int, glyphs: Glyphs) -> list[Line]:
    return paragraph("Its numbers are asked one by one.", width, glyphs, "warning")


def _question(place: Place, guess: Guess, width: int, glyphs: Glyphs) -> list[Line]:
    name = place.answer.name if place.answer is not None else "it"
    if guess.kind == "direction":
        what = "the loss" if place.phase == "after" else name
        text = f"Will {what} go up or down?  up (+)   down (-)"
    else:
        options = "   ".join(f"{number} {shown(option)}" for number, option in enumerate(guess.options, 1))
        text = f"About how much is {name}?   {options}"
    return paragraph(text, width, glyphs, "warning")


def _verdict(answered: Answered, width: int, glyphs: Glyphs) -> Line:
    guess = answered.guess
    if guess.kind == "direction":
        truth = "up" if guess.right == 0 else "down"
        text = f"Right: it goes {truth}." if answered.right else f"Wrong: it goes {truth}."
    else:
        truth = shown(guess.options[guess.right])
        text = f"Right: {truth}." if answered.right else f"Wrong: {truth}, not {shown(guess.options[answered.chosen])}."
    return (Span(fit(f" {text}", width, glyphs=glyphs).rstrip(), "good" if answered.right else "error"),)


def _change(before: float, after: float, width: int, glyphs: Glyphs) -> Line:
    """Before and after side by side, with the difference, in as many digits as tell them apart."""
    digits = next((each for each in range(4, 10) if shown(before, each) != shown(after, each)), 4)
    difference = after - before
    sign = "+" if difference > 0 else ""
    direction = "up" if difference > 0 else "down" if difference < 0 else "unchanged"
    text = plain(f" before {shown(before, digits)} → after {shown(after, digits)}", glyphs)
    rest = f"   {direction} ({sign}{shown(difference, 3)})" if difference else f"   {direction}"
    return join_spans([Span(fit(text + rest, width, glyphs=glyphs).rstrip(), "bold")])


def change_of_loss(walk: Walk, width: int, glyphs: Glyphs) -> list[Line]:
    """The loss before and after the whole update, for beside one of its weights; none without an update."""
    if walk.losses is None:
        return []
    before, after = walk.losses
    name = walk.row if walk.rows == 1 else f"the {walk.rows:,} rows"
    change = f"{shown(before, 6)} → {shown(after, 6)} ({'+' if after > before else ''}{shown(after - before, 3)})"
    return paragraph(f"With every weight updated, the loss of {name}: {change}", width, glyphs)


def lit_by(place: Place, sizes: tuple[int, ...]) -> Lit:
    """The neurons and weights of the diagram that a place is about."""
    neurons: set[Neuron] = set()
    edges: set[Edge] = set()
    for address in (place.address, *place.concerns):
        if address.layer is None:
            continue
        if address.neuron is None:
            neurons |= {Neuron(address.layer, index) for index in range(min(sizes[address.layer], 64))}
        elif isinstance(address.source, int) and address.layer:
            edges.add(Edge(address.layer - 1, address.source, address.neuron))
        else:
            neurons.add(Neuron(address.layer, address.neuron))
    return Lit(frozenset(neurons), frozenset(edges))


def selection_of(address: Address) -> Neuron | Edge | None:
    """The neuron or weight of the diagram at an address; None for a layer."""
    if address.layer is None or address.neuron is None:
        return None
    if isinstance(address.source, int) and address.layer:
        return Edge(address.layer - 1, address.source, address.neuron)
    return Neuron(address.layer, address.neuron)


def net_of(walk: Walk, picture: Picture) -> DiagramNet:
    """The network of a walk for the diagram, with the numbers of ``picture``."""
    from nntui.model.layout import given_biases, layer_views

    network, shape = walk.scene.network, walk.scene.encoder.shape
    weights, biases = layer_views(network, picture.weights)
    names = [network.activation_of(layer) for layer in range(len(network.shapes))]
    return DiagramNet(
        network.sizes,
        weights,
        given_biases(biases),
        picture.activations,
        shape.features,
        shape.outputs,
        names,
        picture.slopes,
    )


def diagram_lines(
    net: DiagramNet, place: Place, size: tuple[int, int], glyphs: Glyphs, before: DiagramView
) -> tuple[list[Line], DiagramView]:
    """The diagram with what a place is about lit up, and what is in view in it."""
    drawn = draw_network(net, *size, selection_of(place.address), glyphs, before=before, lit=lit_by(place, net.sizes))
    return drawn.lines, drawn.view


def beside(left: list[Line], right: list[Line], room: int, height: int) -> list[Line]:
    """Two columns of lines, of which the left one takes ``room`` cells."""
    rows: list[Line] = []
    for row in range(height):
        first: Line = left[row] if row < len(left) else ()
        second: Line = right[row] if row < len(right) else ()
        rows.append(join_spans([*first, Span(" " * (room - width_of(first))), *second]))
    return rows
