"""Loss and output activation where only one of them was named: the other is one that it goes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.errors import SpecError
from nntui.model.spec import check_together

if TYPE_CHECKING:
    from nntui.data.shape import Task
    from nntui.model.spec import Loss, NetworkSpec, OutputActivation, TrainingSpec
    from nntui.session.options import Options


def agreeing(
    network: NetworkSpec, training: TrainingSpec, task: Task, options: Options
) -> tuple[NetworkSpec, TrainingSpec]:
    """The specs, with what ``options`` left open of loss and output changed where it does not go with the other.

    Only for classes: with numbers, whose scaling is a part of the choice, nobody but the user can say what is meant.
    """
    if task == "regression" or _go_together(network, training):
        return network, training
    if options.output_activation is None:
        return changed(network, output_activation=_output_for(training.loss)), training
    if options.loss is None:
        return network, changed(training, loss=_loss_for(network.output_activation))
    return network, training


def _go_together(network: NetworkSpec, training: TrainingSpec) -> bool:
    try:
        check_together(network, training)
    except SpecError:
        return False
    return True


def _output_for(loss: Loss) -> OutputActivation:
    return "softmax" if loss == "cross-entropy" else "sigmoid"


def _loss_for(output: OutputActivation) -> Loss:
    losses: dict[OutputActivation, Loss] = {"softmax": "cross-entropy", "sigmoid": "bce"}
    return losses.get(output, "mse")
