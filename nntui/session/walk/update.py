"""The places of the update: the rate, penalties and clipping, and every weight before and after with its arithmetic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.model.holding import held_places
from nntui.session.walk.figures import LISTED, NOT_NEGATIVE, SHARE, line, shown
from nntui.session.walk.place import Address, Calculation, Place
from nntui.training.optimisers import CLIP_EPSILON, OPTIMISERS
from nntui.training.penalties import penalties
from nntui.training.schedules import SCHEDULES

if TYPE_CHECKING:
    from nntui.session.walk.place import Source
    from nntui.session.walk.scene import WalkScene
    from nntui.training.optimisers import Working


def update_place(scene: WalkScene, address: Address) -> Place:
    """The place of the whole update, a layer, a neuron or a weight."""
    if address.layer is None:
        return _whole(scene, address)
    if address.neuron is None:
        return _layer(scene, address.layer)
    if address.source is None:
        return _neuron(scene, address.layer, address.neuron)
    return _weight(scene, address.layer, address.neuron, address.source)


def _whole(scene: WalkScene, address: Address) -> Place:
    step, training = scene.step(), scene.training
    optimiser, rate = OPTIMISERS[training.optimizer], step.inputs.rate
    lines = []
    if SCHEDULES[training.schedule].factor is not None:
        lines += _scheduled(scene)
    else:
        lines.append(Calculation("rate", "", "", shown(rate), rate))
    if step.clipping is not None:
        norm, factor = float(step.clipping.norm), float(step.clipping.factor)
        lines.append(
            Calculation("norm", "sqrt of the sum of g^2 over all weights", "", shown(norm), norm, within=NOT_NEGATIVE)
        )
        clip = training.clip or 0.0
        lines.append(
            line(
                "clipping",
                f"min(1, clip / (norm + {CLIP_EPSILON:g}))",
                f"min(1, {{0}} / ({{1}} + {CLIP_EPSILON:g}))",
                [clip, norm],
                lambda clip, norm: min(1.0, clip / (norm + CLIP_EPSILON)),
                result=factor,
                within=SHARE,
            )
        )
    told = (f"Update {step.inputs.number:,}, {training.optimizer}: {optimiser.formula}.",)
    return Place("update", address, "update", tuple(lines), (), told)


def _scheduled(scene: WalkScene) -> list[Calculation]:
    """The factor of the schedule, and the rate that it makes."""
    step, training = scene.step(), scene.training
    schedule, (count, whole) = SCHEDULES[training.schedule], step.inputs.progress
    assert schedule.factor is not None
    factor = schedule.factor(count, training.decay, training.decay_epochs, whole)
    formula = schedule.formula(count / max(whole, 1))
    known: dict[str, float] = (
        {"n": min(count, max(whole, 1)), "whole": max(whole, 1)} if "{whole}" in formula else {"n": count}
    )
    known |= {"decay": training.decay, "interval": training.decay_epochs}
    names = [name for name in known if f"{{{name}}}" in formula]

    def calculate(*values: float) -> float:
        given = known | dict(zip(names, values, strict=True))
        made = schedule.factor and schedule.factor(int(given["n"]), given["decay"], int(given["interval"]), whole)
        return float(made or 0.0)

    template = formula
    for number, name in enumerate(names):
        template = template.replace(f"{{{name}}}", f"{{{number}}}")
    symbols, values = re.sub(r"[{}]", "", formula), [float(known[name]) for name in names]
    unit = "updates" if training.rate_by_update else "epochs"
    words = f"{training.schedule}: {schedule.help}; n counts the {unit} so far."
    rated = line(
        "rate", "base rate · factor", "{0} · {1}", [training.rate, factor], lambda b, f: b * f, result=step.inputs.rate
    )
    return [line("factor", symbols, template, values, calculate, result=factor, within=SHARE, words=words), rated]


def _layer(scene: WalkScene, layer: int) -> Place:
    neurons = range(min(scene.network.sizes[layer], LISTED))
    lines = tuple(_changed(scene, layer, neuron, source) for neuron in neurons for source in scene.sources(layer)[:1])
    words = ("The first parameter of each neuron. Go into a neuron for all of its own.",)
    return Place("update", Address(layer), f"update: {scene.layer(layer)}", lines, (Address(layer),), words)


def _changed(scene: WalkScene, layer: int, neuron: int, source: Source) -> Calculation:
    step, place = scene.step(), scene.parameter(layer, neuron, source)
    before, after = float(step.before[place]), float(step.after[place])
    digits = next((each for each in range(4, 9) if shown(before, each) != shown(after, each)), 4)
    numbers = f"{shown(before, digits)} → {shown(after, digits)}"
    return Calculation(scene.title(Address(layer, neuron, source)), "", numbers, shown(after - before), after - before)


def _neuron(scene: WalkScene, layer: int, neuron: int) -> Place:
    step, sources = scene.step(), scene.sources(layer)

    def size(source: Source) -> float:
        place = scene.parameter(layer, neuron, source)
        return abs(float(step.after[place] - step.before[place]))

    kept = set(sorted(sources, key=lambda source: -size(source))[:LISTED]) if len(sources) > LISTED else set(sources)
    listed = [source for source in sources if source in kept]
    lines = tuple(_changed(scene, layer, neuron, source) for source in listed)
    words = ["Each parameter before → after, and its change."]
    if len(sources) > len(listed):
        words.append(f"The {len(listed)} that change most of {len(sources):,}.")
    address = Address(layer, neuron)
    title = f"update: {scene.title(address)}"
    return Place("update", address, title, lines, scene.lit(layer, neuron, listed), tuple(words))


def _weight(scene: WalkScene, layer: int, neuron: int, source: Source) -> Place:
    step, place = scene.step(), scene.parameter(layer, neuron, source)
    address = Address(layer, neuron, source)
    before, after = float(step.before[place]), float(step.after[place])
    lines = [_named(slope_name(source), float(step.gradient[place]), "From the backward pass.")]
    words = []
    if scene.frozen(place):
        words.append(f"{_why_frozen(scene, place)}: its gradient counts as 0 in the update.")
    if scene.frozen(place) and before == after:
        lines.append(Calculation("new w", "w", shown(before), shown(after), after))
    else:
        lines += _arithmetic(scene, place, source, words)
    concerns = scene.lit(layer, neuron, [source])
    return Place(
        "update", address, f"update: {scene.title(address)}", tuple(lines), concerns, tuple(words), before, after
    )


def _why_frozen(scene: WalkScene, place: int) -> str:
    """The beginning of a sentence on why the parameter at ``place`` does not learn."""
    if any(start <= place < end for start, end in scene.network.frozen_places):
        return "It is frozen"
    held = held_places(scene.network)
    silenced = held is not None and bool(held[place])
    return "It belongs to a silenced neuron" if silenced else "It is held fixed by the settings"


def _arithmetic(scene: WalkScene, place: int, source: Source, words: list[str]) -> list[Calculation]:
    """From the gradient of a parameter to its new value; adds to ``words`` what is particular."""
    step = scene.step()
    lines = [] if scene.frozen(place) else _penalised(scene, place, slope_name(source))
    if step.clipping is not None:
        pair = [float(step.penalised[place]), float(step.clipping.factor)]
        clipped = float(step.clipped[place])
        lines.append(line("g", "g · clipping", "{0} · {1}", pair, lambda g, factor: g * factor, result=clipped))
    rate = step.inputs.rate * (scene.training.input_scale_rate if source == "scale" else 1.0)
    if rate != step.inputs.rate:
        words.append(
            f"The rate of the input scale is {scene.training.input_scale_rate:g} times the rate: {shown(rate)}."
        )
    return [*lines, *_decayed(scene, place), *_optimiser(scene, place, rate)]


def slope_name(source: Source) -> str:
    """The name of the gradient of a parameter."""
    return {"bias": "dL/db", "scale": "dL/ds"}.get(str(source), "dL/dw")


def _named(name: str, value: float, words: str = "") -> Calculation:
    return Calculation(name, "", "", shown(value), value, words=words)


def _penalised(scene: WalkScene, place: int, name: str) -> list[Calculation]:
    step, before = scene.step(), float(scene.weights[place])
    found = next((p for p in penalties(scene.network, scene.training) if p.place.start <= place < p.place.stop), None)
    symbols, template, values = name, "{0}", [float(step.gradient[place])]
    l1, l2 = (0.0, 0.0) if found is None else (found.l1, found.l2)
    if l1:
        symbols, template = f"{symbols} + l1 · sign(w)", f"{template} + {{1}} · sign({{2}})"
        values += [l1, before]
    if l2:
        symbols, template = f"{symbols} + l2 · w", f"{template} + {{{len(values)}}} · {{{len(values) + 1}}}"
        values += [l2, before]
    if not (l1 or l2):
        return [Calculation("g", name, "", shown(values[0]), values[0])]

    def total(gradient: float, *pairs: float) -> float:
        strengths = list(zip(pairs[::2], pairs[1::2], strict=True))
        if l1:
            strength, weight = strengths.pop(0)
            gradient += strength * ((weight > 0) - (weight < 0))
        return gradient + sum(strength * weight for strength, weight in strengths)

    return [line("g", symbols, template, values, total, result=float(step.penalised[place]))]


def _decayed(scene: WalkScene, place: int) -> list[Calculation]:
    step = scene.step()
    found = next((p for p in penalties(scene.network, scene.training) if p.place.start <= place < p.place.stop), None)
    if found is None or not found.decay or scene.frozen(place):
        return []
    values = [float(step.before[place]), step.inputs.rate, found.decay]
    return [
        line(
            "w",
            "w - rate · decay · w",
            "{0} - {1} · {2} · {0}",
            values,
            lambda w, rate, decay: w - rate * decay * w,
            result=float(step.shrunk[place]),
            words="The decay, apart from the gradient.",
        )
    ]


def _optimiser(scene: WalkScene, place: int, rate: float) -> list[Calculation]:
    """The arithmetic of the optimiser for the weight at ``place``."""
    step, training = scene.step(), scene.training
    optimiser = OPTIMISERS[training.optimizer]
    known: dict[str, float] = {
        "g": float(step.clipped[place]),
        "w": float(step.shrunk[place]),
        "rate": rate,
        "t": step.inputs.number,
        "momentum": training.momentum,
        "beta1": training.beta1,
        "beta2": training.beta2,
    }
    known |= {each.name: float(step.memory[each.memory][place]) for each in optimiser.working if each.memory}
    lines = []
    for working in optimiser.working:
        exact = float(step.after[place]) if working.name == "w" else None
        if working.memory:
            exact = float(step.new_memory[working.memory][place])
        lines.append(_worked(working, known, exact))
        known[working.name] = lines[-1].value
    return lines or [
        Calculation("new w", optimiser.formula, "", shown(float(step.after[place])), float(step.after[place]))
    ]


def _worked(working: Working, known: dict[str, float], exact: float | None) -> Calculation:
    names = list(dict.fromkeys(re.findall(r"\{(\w+)\}", working.formula)))
    template = re.sub(r"\{(\w+)\}", lambda found: f"{{{names.index(found[1])}}}", working.formula)

    def calculate(*values: float) -> float:
        return float(working.calculate(**dict(zip(names, values, strict=True))))

    values = [known[name] for name in names]
    result = calculate(*values) if exact is None else exact
    new = working.memory or working.name == "w"
    symbols = re.sub(r"[{}]", "", working.formula)
    return line(f"new {working.name}" if new else working.name, symbols, template, values, calculate, result=result)
