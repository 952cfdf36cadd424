"""A session's training as a program of PyTorch alone, with the same rows, first weights and updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.data.encoding.encoder import encode
from nntui.model.activations import ACTIVATIONS
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.safe_text import number_of
from nntui.session.export.literals import tensor_text
from nntui.session.export.network import active_code, layer_code, parameters_code
from nntui.session.export.question import answer_code, encoding_code, question_code
from nntui.session.export.replay import replay_of
from nntui.session.export.script import assembled, heading
from nntui.session.export.tables import LOSS_CODE, TRAINED_ACTIVATION_CODE
from nntui.session.export.updates import batches_code, dropout_code, rate_code, step_code
from nntui.session.predict import Predictor
from nntui.training.batches import updates_per_epoch
from nntui.training.losses import LOSSES, smoothed
from nntui.training.watch.watcher import stop_conditions

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.session.export.replay import Replay
    from nntui.session.session import Session

LINES = 20
"""Lines that the training prints, roughly."""
_SIGMOID = '''class Sigmoid(torch.autograd.Function):
    """The logistic function; its slope is a (1 - a), in this order."""

    @staticmethod
    def forward(context, z):
        a = torch.sigmoid(z)
        context.slope = a * (1 - a)
        return a

    @staticmethod
    def backward(context, error):
        return error * context.slope'''
_PARAMETER = '''def parameter(start, *shape):
    """The parameters from that place on, as views of flat and gradient."""
    place = slice(start, start + math.prod(shape))
    found = flat[place].view(shape).requires_grad_()
    found.grad = gradient[place].view(shape)
    return found'''
_DISPLAYED = '''def displayed_loss(inputs, targets):
    """The loss that is shown: without penalties and dropout."""
    with torch.no_grad():
        losses = terms({predict}(inputs), targets)
    return losses.sum(dtype=torch.float64).item() / losses.numel()'''


def training_script(session: Session) -> tuple[str, str]:
    """A program that trains the session's network from its first weights, prints the losses, and answers; and a remark.

    It makes the updates of the session's settings as they are now, for as many epochs as the session was trained, or
    is to be. The remark says which loss it does not reach, and why; it is "" where it ends with the one that is shown.
    Raises DataError for a table that no network can be trained on, and for one too large for a script.
    """
    predictor = Predictor(session)
    arrays = encode(session.table, predictor.encoder)
    replay = replay_of(session, arrays)
    first = predictor.weights if session.checkpoint is None else session.checkpoint.first
    spec = session.network
    parts = [
        question_code(predictor),
        _rows_code(session, arrays),
        f"# The first weights.\n{parameters_code(spec, first)}",
        _flat_code(spec),
        encoding_code(predictor),
        *([_SIGMOID] if _needs_sigmoid(session) else []),
        _forward_code(session),
        _loss_code(session),
        *batches_code(session.training, len(arrays.inputs)),
        *([dropout_code(session)] if session.training.drops(len(spec.hidden)) else []),
        rate_code(session.training),
        step_code(session),
        _train_code(session, arrays, replay),
        answer_code(predictor, trains=True),
    ]
    head = heading(session, "learns", "python FILE.py NAME=VALUE ...   then answers a question")
    head[2:2] = [f"# {line}" for line in (*_held_comment(spec), *(replay.comment if replay is not None else ()))]
    return assembled(head, parts), "" if replay is None else replay.remark


def _held_comment(spec: NetworkSpec) -> list[str]:
    """A line on what is frozen or silenced."""
    if not (spec.frozen_places or spec.silenced):
        return []
    return ["What is frozen or silenced now is so from the first epoch on."]


def _needs_sigmoid(session: Session) -> bool:
    return any(ACTIVATIONS[name].slope is not None for name in session.network.used_activations)


def _rows_code(session: Session, arrays: Arrays) -> str:
    goals = smoothed(session.training.loss, arrays.targets, session.training.label_smoothing).astype(np.float32)
    lines = ["# The training rows: scaled inputs [rows, inputs] and targets [rows, outputs]."]
    lines += [f"INPUTS = {tensor_text(arrays.inputs)}", f"TARGETS = {tensor_text(arrays.targets)}"]
    if np.array_equal(goals, arrays.targets):
        lines.append("GOALS = TARGETS")
    else:
        lines += ["# Smoothed, to be learnt.", f"GOALS = {tensor_text(goals)}"]
    if len(arrays.validation_inputs):
        lines += ["# The validation rows, which are not learnt."]
        lines += [f"VALIDATION_INPUTS = {tensor_text(arrays.validation_inputs)}"]
        lines += [f"VALIDATION_TARGETS = {tensor_text(arrays.validation_targets)}"]
    return "\n".join(lines)


def _flat_code(spec: NetworkSpec) -> str:
    """All parameters in one flat tensor, and each of them as a view of it."""
    names: list[tuple[str, int, tuple[int, ...]]] = []
    for number, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True), 1):
        names.append((f"W{number}", weights.start, shape))
        if spec.has_bias(number - 1):
            names.append((f"b{number}", biases.start, shape[1:]))
    if spec.input_scale:
        names.append(("input_scale", input_scale_slice(spec).start, (spec.inputs,)))
    joined = ", ".join(f"{name}.flatten()" for name, _, _ in names)
    views = [f"{name} = parameter({start}, {', '.join(map(str, shape))})" for name, start, shape in names]
    head = ["# All parameters, and their gradients, side by side.", f"flat = torch.cat([{joined}])"]
    return "\n".join([*head, "gradient = torch.zeros_like(flat)", "", "", _PARAMETER, "", "", *views])


def _forward_code(session: Session) -> str:
    spec = session.network
    lines = ["def logits(x, dropout=()):", '    """The last layer\'s pre-activations [rows, outputs]."""']
    lines += ["    x = x * input_scale"] if spec.input_scale else []
    lines += ["    x = x * active0"] if active_code(spec, 0) else []
    before = "x"
    for layer in range(len(spec.hidden)):
        name = f"a{layer + 1}"
        code = TRAINED_ACTIVATION_CODE[spec.activation_of(layer)].format(z=layer_code(spec, layer, before))
        lines.append(f"    {name} = {code}{active_code(spec, layer + 1)}")
        if session.training.dropout_of(layer):
            lines += ["    if dropout:", f"        {name} = {name} * dropout[{layer}]"]
        before = name
    lines += [f"    return {layer_code(spec, len(spec.hidden), before)}", "", ""]
    lines += ["def forward(x, dropout=()):", '    """The outputs [rows, outputs] for scaled inputs [rows, inputs]."""']
    lines += [f"    return {TRAINED_ACTIVATION_CODE[spec.output_activation].format(z='logits(x, dropout)')}"]
    return "\n".join(lines)


def _loss_code(session: Session) -> str:
    name = session.training.loss
    code = LOSS_CODE[name]
    lines = ["def objective(predictions, targets):", f'    """{LOSSES[name].help}."""', f"    return {code.objective}"]
    lines += ["", "", "def terms(predictions, targets):", '    """What the displayed loss is the mean of."""']
    lines += [f"    return {code.terms}", "", "", _DISPLAYED.format(predict=_predictions(session))]
    return "\n".join(lines)


def _predictions(session: Session) -> str:
    return "logits" if LOSSES[session.training.loss].from_logits else "forward"


def _train_code(session: Session, arrays: Arrays, replay: Replay | None) -> str:
    training = session.training
    done = session.checkpoint if session.checkpoint and not session.checkpoint.untrained else None
    part = done.batch if done else 0
    epochs = done.epoch + bool(part) if done else training.epochs
    every = 1 if session.lesson else max(1, epochs // LINES)
    count = updates_per_epoch(len(arrays.inputs), training.batch)
    drops = training.drops(len(session.network.hidden))
    masks = ", dropout_factors(epoch, batch, len(INPUTS[rows]))" if drops else ""
    by_update = training.rate_by_update
    number, whole = (f"epoch * {count} + batch", training.epochs * count) if by_update else ("epoch", training.epochs)
    validated = bool(len(arrays.validation_inputs))
    lines = [
        "def train():",
        f'    """Train for {number_of(epochs, "epoch")}, and print the loss before some of them."""',
    ]
    others = [str(each) for each in stop_conditions(replace(training, patience=None))]
    if others and done is None:
        lines += [f"    # In nntui it also stops when {' or '.join(others)}."]
    lines += ["    torch.set_num_threads(1)", "    update = 0", "    loss = displayed_loss(INPUTS, TARGETS)"]
    if training.patience is not None and validated:
        lines += ["    best, best_epoch = displayed_loss(VALIDATION_INPUTS, VALIDATION_TARGETS), 0"]
    lines += [f"    for epoch in range({epochs}):", f"        if epoch % {every} == 0:"]
    lines += ["            print(f'#{epoch} Loss: {loss!r}')", "        parts = batches(epoch)"]
    if part:
        lines += [
            f"        if epoch == {epochs - 1}:",
            f"            parts = parts[:{part}]  # this epoch is under way",
        ]
    lines += ["        for batch, rows in enumerate(parts):"]
    lines += ["            gradient.zero_()", f"            predictions = {_predictions(session)}(INPUTS[rows]{masks})"]
    lines += ["            objective(predictions, GOALS[rows]).backward()", "            update += 1"]
    lines += [f"            step(rate_at({number}, {whole}), update)", "        loss = displayed_loss(INPUTS, TARGETS)"]
    if training.stop_loss is not None:
        lines += [f"        if loss <= {training.stop_loss!r}:", "            break"]
    if training.patience is not None and validated:
        lines += ["        validation = displayed_loss(VALIDATION_INPUTS, VALIDATION_TARGETS)"]
        lines += ["        if validation < best:", "            best, best_epoch = validation, epoch + 1"]
        lines += [f"        if epoch + 1 - best_epoch >= {training.patience}:", "            break"]
    lines += ["    print(f'training loss: {loss!r}')"]
    if replay is not None:
        lines += [f"    print('shown by nntui: {replay.shown!r}')"]
    if validated:
        lines += ["    validation = displayed_loss(VALIDATION_INPUTS, VALIDATION_TARGETS)"]
        lines += ["    print(f'validation loss: {validation!r}')"]
    return "\n".join([*lines, "    return loss"])
