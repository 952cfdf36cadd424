"""What a network answers to one question, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.edits import format_number
from nntui.data.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nntui.session.predict import Answer, Predictor, Reply


def answer_lines(predictor: Predictor, question: Mapping[str, float], answer: Answer) -> Iterator[str]:
    """The question and the answer; both answers, where a session scales its question the lesson's way."""
    asked = ", ".join(f"{shown(name)} {format_number(value)}" for name, value in question.items())
    if predictor.session.query_scaling == "training":
        yield f"For {asked}:"
        yield from _values(predictor, answer.trained)
        return
    divisors = ", ".join(f"{shown(scale.name)} by {scale.divisor:g}" for scale in predictor.encoder.inputs)
    yield f"Prediction for {asked}"
    yield f"As the lesson scales the question, divided by its own largest value, {max(question.values()):g}:"
    yield from _reply(predictor, answer.own)
    yield f"As the table was scaled in training ({divisors}), which is the one to trust:"
    yield from _reply(predictor, answer.trained)


def _reply(predictor: Predictor, reply: Reply) -> Iterator[str]:
    yield f"  scaled input: {_numbers(reply.inputs)}"
    yield f"  scaled output: {_numbers(reply.outputs)}"
    yield from _values(predictor, reply)


def _values(predictor: Predictor, reply: Reply) -> Iterator[str]:
    for scale in predictor.encoder.targets:
        yield f"  {shown(scale.name)}: {reply.values[scale.name]:.6g} {shown(scale.unit)}".rstrip()


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.7g}" for value in values)
