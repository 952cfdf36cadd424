"""What a network answers to one question, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.cells import format_cell
from nntui.data.encode import Scale
from nntui.data.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nntui.data.cells import Cell
    from nntui.session.predict import Answer, Predictor, Reply


def answer_lines(predictor: Predictor, question: Mapping[str, Cell], answer: Answer) -> Iterator[str]:
    """The question and the answer; both answers, where a session scales its question the lesson's way."""
    asked = ", ".join(_asked(predictor, question))
    if predictor.session.query_scaling == "training":
        yield f"For {asked}:"
        yield from _values(predictor, answer.trained)
        return
    scales = [scale for scale in predictor.encoder.inputs if isinstance(scale, Scale)]
    divisors = ", ".join(f"{shown(scale.name)} by {scale.divisor:g}" for scale in scales)
    largest = max((value for value in question.values() if isinstance(value, float | int)), default=1.0)
    yield f"Prediction for {asked}"
    yield f"As the lesson scales the question, divided by its own largest value, {largest:g}:"
    yield from _reply(predictor, answer.own)
    yield f"As the table was scaled in training ({divisors}), which is the one to trust:"
    yield from _reply(predictor, answer.trained)


def _asked(predictor: Predictor, question: Mapping[str, Cell]) -> Iterator[str]:
    for column in predictor.session.table.inputs:
        if column.name in question:
            value = question[column.name]
            yield f"{shown(column.name)} {'unknown' if value is None else shown(format_cell(value, column))}"


def _reply(predictor: Predictor, reply: Reply) -> Iterator[str]:
    yield f"  scaled input: {_numbers(reply.inputs)}"
    yield f"  scaled output: {_numbers(reply.outputs)}"
    yield from _values(predictor, reply)


def _values(predictor: Predictor, reply: Reply) -> Iterator[str]:
    """Each target's value; below a class the probabilities of all, the largest first."""
    units = {column.name: column.unit for column in predictor.session.table.targets}
    for name, value in reply.values.items():
        said = f"{value:.6g} {shown(units[name])}" if isinstance(value, float) else shown(value or "no answer")
        yield f"  {shown(name)}: {said}".rstrip()
    shares = reply.probabilities or {}
    for name, share in sorted(shares.items(), key=lambda item: -item[1]):
        yield f"    {share:>7.2%}  {shown(name)}"


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.7g}" for value in values)
