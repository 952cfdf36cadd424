"""The source of an epoch's updates: order of rows, dropout, learning rate, penalties and optimiser."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from nntui.model.holding import held_places, ranges_of
from nntui.model.layout import input_scale_slice, parameter_groups
from nntui.session.export.literals import COMMENT_WIDTH
from nntui.session.export.tables import MEMORY_NAMES, OPTIMISER_CODE, SCHEDULE_CODE
from nntui.training.batches import GAMMA, MIX_1, MIX_2, updates_per_epoch
from nntui.training.dropout import HASH_MULTIPLIERS, HASH_SHIFTS, STREAM, threshold
from nntui.training.optimisers import CLIP_EPSILON, OPTIMISERS
from nntui.training.penalties import penalties

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec
    from nntui.session.session import Session
    from nntui.training.spec import TrainingSpec

_DRAW = f'''def draw(start, k):
    """Draw number k of a stream of unsigned 64-bit numbers (splitmix64, Steele et al. 2014)."""
    mask = 2**64 - 1
    z = (start + (k + 1) * {GAMMA:#x}) & mask
    z = ((z ^ (z >> 30)) * {MIX_1:#x}) & mask
    z = ((z ^ (z >> 27)) * {MIX_2:#x}) & mask
    return z ^ (z >> 31)'''


def batches_code(training: TrainingSpec, rows: int) -> list[str]:
    """The source of ``batches(epoch)``, the numbers of the rows of each update, and of what it needs."""
    dropout = training.dropout or any(training.layer_dropout)
    draw = [_DRAW] if dropout or updates_per_epoch(rows, training.batch) > 1 else []
    head = ["def batches(epoch):", '    """The rows of each update of an epoch."""']
    if updates_per_epoch(rows, training.batch) <= 1:
        return [*draw, "\n".join([*head, "    return [slice(None)]  # all of them, in the table's order"])]
    lines = [*head, "    places = list(range(len(INPUTS)))", f"    start = draw(draw({training.seed}, 0), epoch)"]
    lines += ["    for k, last in enumerate(range(len(places) - 1, 0, -1)):"]
    lines += ["        other = draw(start, k) * (last + 1) >> 64"]
    lines += ["        places[last], places[other] = places[other], places[last]"]
    return [*draw, "\n".join([*lines, f"    return torch.tensor(places).split({training.batch})"])]


def dropout_code(session: Session) -> str:
    """The source of ``dropout_factors``: what the activations of each hidden layer are multiplied by."""
    training, (first, second, third) = session.training, HASH_SHIFTS
    one, two = HASH_MULTIPLIERS
    shares = [training.dropout_of(layer) for layer in range(len(session.network.hidden))]
    alike, share, least = len(set(shares)) == 1, str(shares[0]), str(threshold(shares[0]))
    layers = f"width in enumerate({list(session.network.hidden)})"
    if not alike:
        share, least = "share", "least"
        each = zip(session.network.hidden, shares, map(threshold, shares), strict=True)
        layers = f"(width, share, least) in enumerate({list(each)})"
    lines = ["def dropout_factors(epoch, batch, rows):"]
    lines += [f'    """For each hidden layer 0, or 1 / (1 - {share}) for neurons that are kept, [rows, width]."""']
    lines += ["    factors, mask = [], 2**32 - 1", f"    for layer, {layers}:"]
    lines += [f"        key = draw(draw(draw(draw({training.seed}, {STREAM}), epoch), batch), layer)"]
    lines += ["        x = torch.arange(rows * width) & mask ^ (key & mask)"]
    lines += [f"        x = ((x ^ (x >> {first})) * {one:#x} + (key >> 32)) & mask"]
    lines += [f"        x = ((x ^ (x >> {second})) * {two:#x}) & mask", f"        x = x ^ (x >> {third})"]
    lines += [f"        kept = torch.where(x >= {least}, 1 / (1 - {share}), 0.0)"]
    return "\n".join([*lines, "        factors.append(kept.reshape(rows, width))", "    return factors"])


def rate_code(training: TrainingSpec) -> str:
    """The source of the learning rate and of ``rate_at(count, whole)``."""
    code = SCHEDULE_CODE[training.schedule]
    lines = [f"RATE = {training.rate!r}"]
    lines += [f"DECAY = {training.decay!r}"] if any("DECAY " in line for line in code) else []
    lines += [f"DECAY_EPOCHS = {training.decay_epochs}"] if any("DECAY_EPOCHS" in line for line in code) else []
    unit = "update" if training.rate_by_update else "epoch"
    lines += ["", "", "def rate_at(count, whole):", f'    """The learning rate of {unit} number count, of whole."""']
    return "\n".join([*lines, *(f"    {line}" for line in code)])


def step_code(session: Session) -> str:
    """The source of ``step(base, update)``: the change of all parameters by their gradients."""
    network, training = session.network, session.training
    record = OPTIMISERS[training.optimizer]
    code = OPTIMISER_CODE[training.optimizer]
    names = [MEMORY_NAMES[name] for name in record.memory]
    lines = [
        f"{name.upper()} = {getattr(training, name)!r}"
        for name in ("momentum", "beta1", "beta2")
        if any(name.upper() in line for line in code)
    ]
    lines += [f"{name}_of_all = torch.zeros_like(flat)" for name in names]
    lines += _free_lines(network)
    lines += ["", "", "def step(base, update):", '    """Make one update."""']
    lines += [f"    # {line}" for line in textwrap.wrap(f"{record.formula}.", COMMENT_WIDTH - 4)]
    lines += _gradient_lines(session)
    scale = input_scale_slice(network)
    parts = [(f"slice(0, {scale.start})", "base")]
    if network.input_scale:
        parts.append((f"slice({scale.start}, {scale.stop})", f"base * {training.input_scale_rate!r}"))
    listed = ", ".join(f"({place}, {rate})" for place, rate in parts)
    lines += [f"    for place, rate in [{listed}]:", "        w, g = flat[place], gradient[place]"]
    lines += [f"        {name} = {name}_of_all[place]" for name in names]
    return "\n".join([*lines, *(f"        {line}" for line in code)]).lstrip("\n")


def _free_lines(network: NetworkSpec) -> list[str]:
    """The lines that make ``free``: 0 for parameters that are frozen, or belong to silenced neurons."""
    held = held_places(network)
    if held is None:
        return []
    ranges = ", ".join(f"({start}, {end})" for start, end in ranges_of(held))
    head = ["# 0 for each frozen parameter and for those of silenced neurons.", "free = torch.ones_like(flat)"]
    body = textwrap.fill(
        f"for start, end in [{ranges}]:", COMMENT_WIDTH, subsequent_indent="    ", break_long_words=False
    )
    return [*head, *body.split("\n"), "    free[start:end] = 0"]


def _gradient_lines(session: Session) -> list[str]:
    """The lines that add the penalties, clear what is frozen, clip, and shrink."""
    network, training = session.network, session.training
    frozen = [group.place for group in parameter_groups(network) if group.kind in training.frozen]
    found = [each for each in penalties(network, training) if each.place not in frozen]
    lines: list[str] = []
    held = held_places(network) is not None
    for place, l1, l2, _ in found:
        part = f"slice({place.start}, {place.stop})"
        ones = f"torch.ones({place.stop - place.start})"
        lines += [f"    gradient[{part}].addcmul_(flat[{part}].sign(), {ones}, value={l1!r})  # L1"] if l1 else []
        lines += [f"    gradient[{part}].addcmul_(flat[{part}], {ones}, value={l2!r})  # L2"] if l2 else []
    lines += [f"    gradient[{place.start}:{place.stop}] = 0  # held fixed" for place in frozen]
    lines += ["    gradient.mul_(free)"] if held else []
    if training.clip is not None:
        lines += ["    norm = torch.linalg.vector_norm(gradient)"]
        lines += [f"    gradient.mul_(({training.clip!r} / (norm + {CLIP_EPSILON})).clamp_(max=1.0))"]
    for place, _, _, decay in found:
        part = f"slice({place.start}, {place.stop})"
        ones = f"free[{part}]" if held else f"torch.ones({place.stop - place.start})"
        lines += [f"    flat[{part}].addcmul_(flat[{part}], {ones}, value=-base * {decay!r})  # decay"] if decay else []
    return lines
