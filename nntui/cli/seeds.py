"""``--seeds``: several networks that differ in nothing but the seed, as lines of text and as part of ``--json``."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from nntui.cli.output import warn
from nntui.cli.progress import counted_networks
from nntui.safe_text import one_line
from nntui.session.seeds.networks import metric_spreads, train_seeds
from nntui.session.seeds.spread import spread_words
from nntui.training.loading import collect_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nntui.cli.output import Json
    from nntui.cli.progress import ProgressMode
    from nntui.data.column import Column
    from nntui.session.predict import Predictor
    from nntui.session.seeds.networks import SeedNetworks, Spread
    from nntui.session.seeds.spread import AnswerSpread, RowSpreads

INTERRUPTED_LINE = "interrupted while networks with other seeds were trained"


def networks_of(predictor: Predictor, count: int, shown: ProgressMode) -> SeedNetworks | None:
    """Train ``count`` networks like the session's, showing how far it is; None if a signal asked to stop.

    Raises DataError and TrainingError as ``train_seeds`` does.
    """
    collect_again()
    with counted_networks("networks with other seeds", shown) as counting:
        networks = train_seeds(predictor, count, cancelled=counting.stopped, progress=counting.progress)
    if networks is not None and networks.diverged:
        warn(f"{networks.diverged} of {count} trainings diverged and are left out")
    return networks


def seeds_object(networks: SeedNetworks) -> dict[str, Json]:
    """The value of ``seeds`` in ``train --json``: the spread of losses and metrics, and each network's."""
    sound = networks.sound
    unseen = [each.validation for each in sound if each.validation is not None]
    return {
        "networks": len(networks.networks),
        "diverged": networks.diverged,
        "epochs": [each.epoch for each in networks.networks],
        "seeds": [each.seed for each in networks.networks],
        "metrics": {
            "train": _spreads(metric_spreads([each.training for each in sound])),
            "validation": _spreads(metric_spreads(unseen)) if unseen else None,
        },
        "loss": {
            "train": [each.train_loss for each in networks.networks],
            "validation": [each.validation_loss for each in networks.networks] if unseen else None,
        },
        "scores": [
            {"train": dict(each.training), "validation": None if each.validation is None else dict(each.validation)}
            for each in networks.networks
        ],
    }


def _spreads(found: Mapping[str, Spread]) -> dict[str, Json]:
    return {name: asdict(each) for name, each in found.items()}


def seeds_lines(networks: SeedNetworks) -> Iterator[str]:
    """A heading, and a line for each metric."""
    seeds = networks.networks
    rows = "validation" if networks.has_validation else "training"
    first, last = seeds[0].seed, seeds[-1].seed
    yield f"{len(seeds)} networks with seeds {first} to {last}, on the same rows; {rows} rows:"
    yield f"  {'':<20}{'median':>12}{'lowest':>12}{'highest':>12}"
    for name, each in metric_spreads([one.judged for one in networks.sound]).items():
        yield f"  {name.replace('_', ' '):<20}{each.median:>12.5g}{each.lowest:>12.5g}{each.highest:>12.5g}"
    if networks.diverged:
        yield f"  {networks.diverged} of {len(seeds)} trainings diverged and are left out"


def answer_spread_lines(spread: AnswerSpread | None, targets: Sequence[Column]) -> Iterator[str]:
    """The spread of an answer in a line for each target."""
    if spread is None:
        yield "  the networks with other seeds have no finite answer"
        return
    for target in targets:
        yield f"  {one_line(target.name)}: {spread_words(spread, target)}"


def answer_spread_object(spread: AnswerSpread | None) -> Json:
    """The spread of one answer in JSON: by target or, of classes, of the answered class; null where there is none."""
    if spread is None:
        return None
    if spread.probability is not None:
        return {"class": spread.said, "agree": spread.agree, "probability": asdict(spread.probability)}
    return _spreads(spread.values)


def row_spread_objects(
    spreads: RowSpreads, targets: Sequence[Column], said: Sequence[str | float | None]
) -> list[Json]:
    """The spread of each row's answer, which ``said`` has for classes, in JSON; null for a row without one."""
    found: list[Json] = []
    for row, answer in enumerate(said):
        ends = [
            {"lowest": float(low), "median": float(middle), "highest": float(high)}
            for low, middle, high in zip(spreads.lowest[row], spreads.median[row], spreads.highest[row], strict=True)
        ]
        if math.isnan(spreads.lowest[row, 0]):
            found.append(None)
        elif spreads.agree is not None:
            found.append({"class": answer, "agree": int(spreads.agree[row]), "probability": ends[0]})
        else:
            found.append({target.name: each for target, each in zip(targets, ends, strict=True)})
    return found


def networks_object(networks: SeedNetworks) -> dict[str, Json]:
    """Which networks a spread is of, in JSON."""
    return {
        "networks": len(networks.sound),
        "diverged": networks.diverged,
        "seeds": [each.seed for each in networks.networks],
    }
