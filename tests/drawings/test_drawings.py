"""Drawings of a session as SVG and as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.drawings.formats import EVERY_EXPORT
from nntui.errors import DataError, SessionError
from nntui.render.diagram import DiagramNet
from nntui.render.plot import Series
from nntui.render.svg.curves import MOST_POINTS, curves_svg
from nntui.render.svg.network import network_svg
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from tests.trained import trained

if TYPE_CHECKING:
    from nntui.session.session import Session

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script> & ]]> \x1b[31m\u202e \ud800 \"'<![CDATA["


def parsed(text: str) -> ET.Element:
    """The SVG as a viewer reads it, with nothing in it that runs or loads anything."""
    root = ET.fromstring(text.encode("utf-8"))
    assert root.tag == f"{SVG}svg"
    for each in root.iter():
        assert each.tag.removeprefix(SVG) in {"svg", "title", "style", "rect", "line", "polyline", "circle", "text"}
        assert not any("href" in name or name.startswith("on") for name in each.attrib)
        numbers = [each.attrib[name] for name in ("x", "y", "x1", "y2", "cx", "width", "height") if name in each.attrib]
        assert all(math.isfinite(float(number)) for number in numbers)
    return root


def texts_of(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text") if "aria-hidden" not in each.attrib]


def made(name: str, session: Session, suffix: str = ".svg") -> str:
    record = EVERY_EXPORT[name]
    return (record.make if suffix == record.suffix else record.other[suffix])(session).content.decode()


def test_a_small_network_shows_every_number_and_no_sign_by_colour_alone() -> None:
    session = trained("tutorial")
    root = parsed(made("diagram", session))
    texts = texts_of(root)
    assert texts[0].startswith("tutorial: 2-3-1, epoch ")
    assert {"age", "weight", "speed", "inputs", "hidden 1", "output", "sigmoid", "h1"} <= set(texts)
    weights = [float(text) for text in texts if text[:1] in "+-"]
    assert session.checkpoint is not None
    assert sorted(weights) == pytest.approx(sorted(session.checkpoint.weights.tolist()), rel=5e-3)
    dashed = [line for line in root.iter(f"{SVG}line") if "stroke-dasharray" in line.attrib]
    assert len(dashed) == sum(weight < 0 for weight in weights)
    text = made("diagram", session, ".txt")
    assert "age" in text
    assert f"{max(weights):+.2f}"[:4] in text
    assert "\x1b" not in text


def test_a_large_network_shows_its_strongest_weights_and_counts_the_rest() -> None:
    weights = [np.linspace(-1, 1, 300 * 40).reshape(300, 40), np.full((40, 1), np.nan)]
    labels = [f"input {number} {'long' * 50}" for number in range(300)]
    net = DiagramNet((300, 40, 1), weights, [None, np.array([np.inf])], input_labels=labels, output_labels=["y"])
    root = parsed(network_svg(net, "large"))
    assert "… and 284 more" in texts_of(root)
    assert sum(1 for _ in root.iter(f"{SVG}line")) < 200
    assert float(root.attrib["width"]) < 900
    assert "the 90 largest between two layers" in texts_of(root)[-1]
    parsed(network_svg(DiagramNet((2, 3, 1)), "no weights yet"))


def test_both_grounds_have_colours_of_their_own() -> None:
    text = made("loss", trained("xor"))
    light, _, dark = text.partition("@media(prefers-color-scheme:dark)")
    assert ".f-paper{fill:#ffffff}" in light
    assert ".f-paper{fill:#0d1117}" in dark
    root = parsed(text)
    used = {name for each in root.iter() for name in each.attrib.get("class", "").split() if name != "t"}
    assert all(f".{name}{{" in light and f".{name}{{" in dark for name in used)


def test_losses_have_axes_a_legend_and_few_points() -> None:
    epochs = np.arange(50_000)
    losses = 1 / (1 + epochs)
    losses[31_234] = 7.5
    losses[40_000] = np.nan
    curves = [Series(epochs, losses, name="training"), Series(epochs, np.full(50_000, np.inf), name="validation")]
    root = parsed(curves_svg(curves, "h", "epoch", "loss", log=True))
    assert {"epoch", "loss", "training", "validation", "20k", "0.001"} <= set(texts_of(root))
    points = [line.attrib["points"].split() for line in root.iter(f"{SVG}polyline")]
    drawn = [each for each in points if len(each) > 2]
    assert sum(map(len, drawn)) <= 2 * MOST_POINTS
    highest = min(float(point.split(",")[1]) for each in drawn for point in each)
    assert highest < 100  # the peak is there
    assert "nothing to draw" in "".join(texts_of(parsed(curves_svg([], "h", "x", "y", log=False))))
    assert "validation" in made("loss", trained("iris", epochs=3), ".txt")


def test_a_map_names_its_areas_and_shows_the_rows() -> None:
    session = trained("spiral:rows=40", epochs=20)
    root = parsed(made("map", session))
    assert {"x1", "x2"} <= set(texts_of(root))
    assert sum(1 for _ in root.iter(f"{SVG}circle")) == 40
    assert sum(1 for _ in root.iter(f"{SVG}rect")) < 96 * 96
    text = made("map", session, ".txt")
    assert "x1 (across), x2 (up)" in text
    area, legend = text.rsplit("\n\n", 1)
    signs = [part.split()[0] for part in legend.strip().split("   ")]
    assert len(set(signs)) == 2
    assert all(area.count(sign) > 20 for sign in signs)
    numbers = parsed(made("map", trained("cars", epochs=2)))
    assert any(text.startswith("< ") for text in texts_of(numbers))


def test_names_from_outside_are_text_and_nothing_else() -> None:
    names = ["a" + HOSTILE.replace("\ud800", ""), "b"]
    columns = [*(Column(name, unit="<b>") for name in names), Column("y<i>", "category", role="target")]
    cells: dict[str, Any] = {names[0]: [1.0, 2.0, 3.0], "b": [1.0, 5.0, 2.0], "y<i>": ["<u>", "&", "<u>"]}
    session = replace(new_session("n", "n", Table.of(columns, cells)), name=HOSTILE)
    session = replace(session, checkpoint=trained("xor").checkpoint)
    for name in ("diagram", "map"):
        root = parsed(made(name, replace(session, checkpoint=None)))
        assert "<script>" in "".join(texts_of(root))
        assert "\x1b" not in made(name, replace(session, checkpoint=None), ".txt")
    parsed(made("loss", session))


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(SessionError, match="never trained"):
        made("loss", open_source("xor", Options()))
    with pytest.raises(DataError, match="two inputs that are numbers"):
        made("map", trained("cars", inputs=("weight",), targets=("mpg",), epochs=1))
