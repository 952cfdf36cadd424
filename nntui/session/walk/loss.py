"""The places of the loss: its terms and their mean, its slope at an output, and what the update makes of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.session.walk.figures import LISTED, NOT_NEGATIVE, line, shown
from nntui.session.walk.forward import with_numbers
from nntui.session.walk.place import Address, Calculation, Place
from nntui.session.walk.scene import LESSON_BACKWARD, lesson_name
from nntui.session.walk.sums import Terms, sum_line
from nntui.training.losses import LOSSES

if TYPE_CHECKING:
    from nntui.session.walk.scene import WalkScene


def loss_place(scene: WalkScene, address: Address) -> Place:
    """The place of the loss of the batch, or of one output."""
    if address.neuron is not None:
        return _output(scene, address, address.neuron)
    step, record = scene.step(), LOSSES[scene.training.loss]
    width = step.terms.numel() // len(scene.rows)
    terms = Terms.of([step.terms.flatten()], lambda number: f"term of {scene.rows[number // width]}")
    words_of_sum = f"Each term is {record.formula}."
    total, _ = sum_line("sum", terms, result=terms.total, words=words_of_sum, within=NOT_NEGATIVE)
    objective, count = float(step.objective), len(terms)
    if record.mean:
        values = [total.value, count]
        lines = [
            total,
            line("L", "sum / N", "{0} / {1}", values, lambda s, n: s / n, result=objective, within=NOT_NEGATIVE),
        ]
    else:
        half = line("L", "sum / 2", "{0} / 2", [total.value], lambda s: s / 2, result=objective, within=NOT_NEGATIVE)
        shown_as = line(
            "displayed loss",
            "sum / N",
            "{0} / {1}",
            [total.value, count],
            lambda s, n: s / n,
            result=total.value / count,
            within=NOT_NEGATIVE,
        )
        lines = [total, shown_as, half]
    words = []
    if scene.training.label_smoothing and record.probabilities:
        words.append(f"The targets are smoothed by {scene.training.label_smoothing:g}; the displayed loss is without.")
    if scene.forward.masks:
        words.append("This is with dropout; the displayed loss is without.")
    return Place("loss", address, f"loss: {scene.training.loss}", tuple(lines), (Address(scene.last),), tuple(words))


def _output(scene: WalkScene, address: Address, neuron: int) -> Place:
    from nntui.training.textbook import term_value

    loss = scene.training.loss
    record, step = LOSSES[loss], scene.step()
    o = float(scene.forward.outputs[scene.focus, neuron])
    y = float(step.inputs.goals[scene.focus, neuron])
    known = [
        *scene.calculated(scene.target(neuron)),
        Calculation("o", "", "", shown(o), o, words="The output."),
        Calculation("y", "", "", shown(y), y, words="The target."),
    ]
    if record.term_per_row:
        term = _row_term(scene)
    else:
        value = float(step.terms[scene.focus, neuron])
        template = with_numbers(record.formula, {"o": 0, "y": 1})
        term = line(
            "term",
            record.formula,
            template,
            [o, y],
            lambda output, target: term_value(loss, output, target),
            result=value,
            within=NOT_NEGATIVE,
        )
    title = f"loss: {scene.title(address)} ({scene.row})"
    return Place("loss", address, title, (*known, term), scene.lit(scene.last, neuron))


def _row_term(scene: WalkScene) -> Calculation:
    """The term of a row of a loss that has one a row."""
    step = scene.step()
    outputs, goals = scene.forward.outputs[scene.focus].tolist(), step.inputs.goals[scene.focus].tolist()
    value = float(step.terms.flatten()[scene.focus])
    used = [(goal, output) for goal, output in zip(goals, outputs, strict=True) if goal]
    formula = LOSSES[scene.training.loss].formula
    if len(used) > LISTED:
        return Calculation("term", formula, "", shown(value), value)
    pieces = " + ".join(f"{{{2 * place}}} · ln({{{2 * place + 1}}})" for place in range(len(used)))

    def total(*numbers: float) -> float:
        return -math.fsum(goal * math.log(output) for goal, output in zip(numbers[::2], numbers[1::2], strict=True))

    numbers = [number for pair in used for number in pair]
    return line("term", formula, f"-({pieces})", numbers, total, result=value, within=NOT_NEGATIVE)


def slope_line(scene: WalkScene, neuron: int) -> Calculation:
    """The slope of the loss at an output, or at its pre-activation where the loss starts there."""
    from nntui.training.textbook import loss_slope_value

    step, loss = scene.step(), scene.training.loss
    record = LOSSES[loss]
    o = float(scene.forward.outputs[scene.focus, neuron])
    y = float(step.inputs.goals[scene.focus, neuron])
    count = step.terms.numel()
    letter = "z" if step.at_z else "a"
    words = ""
    if step.at_z:
        words = f"The slopes of {loss} and of {record.output} are multiplied out: most of them cancels."
    return line(
        f"dL/d{letter}",
        record.slope_formula,
        with_numbers(record.slope_formula, {"o": 0, "y": 1}).replace("N", str(count)),
        [o, y],
        lambda output, target: loss_slope_value(loss, output, target, count),
        result=float(step.slope[scene.focus, neuron]),
        lesson=lesson_name(scene, LESSON_BACKWARD, scene.last, letter),
        words=words,
    )


def after_place(scene: WalkScene, address: Address) -> Place:
    """The place at the end: the loss before and after the update."""
    own = [*scene.losses()]
    totals = scene.totals()
    name = scene.row if len(scene.rows) == 1 else f"these {len(scene.rows):,} rows"
    lines, words = [_change(f"loss of {name}", *own)], []
    if totals is None:
        words.append("The loss of all training rows is left out: there are too many.")
    elif own != [*totals]:
        lines.append(_change("loss of all training rows", *totals))
    before, after = own if totals is None else totals
    fell = "fell" if after < before else "rose" if after > before else "is the same"
    words.append(f"The loss of {name if totals is None else 'all training rows'} {fell}.")
    words.append("Displayed losses: without dropout, smoothing and penalties.")
    return Place("after", address, "after the update", tuple(lines), (), tuple(words), before, after)


def _change(name: str, before: float, after: float) -> Calculation:
    change = line("", "after - before", "{1} - {0}", [before, after], lambda old, new: new - old, result=after - before)
    return Calculation(name, change.symbols, change.numbers, change.result, change.value, change.sign)
