"""A walk through one update: every place can be made, its numbers add up, and the update is the next step's."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import DataError
from nntui.model.layout import layer_views
from nntui.session.follow import refit
from nntui.session.guessing import guess_amount
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.session.walk import Address, Level, Place, Walk, walk_of
from nntui.training.loop import Step, train
from nntui.training.optimisers import OPTIMISERS
from nntui.training.trainer import Trainer


def places(walk: Walk) -> list[Place]:
    return [walk.place(index) for index in range(len(walk))]


def stepped(session: Session, updates: int) -> Session:
    """The session after some updates, made as ``s`` makes them."""
    trainer = Trainer(
        session.network, session.training, encode(session.table, Encoder.fit(session.table)), session.checkpoint
    )
    for _ in range(updates):
        for _ in train(trainer, Step.UPDATE):
            pass
    return replace(session, checkpoint=trainer.checkpoint())


def small(source: str, **training: object) -> Session:
    session = open_source(source, Options())
    changed = {"engine": "autograd", **training}
    return replace(
        session, network=replace(session.network, hidden=(3, 2)), training=replace(session.training, **changed)
    )


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("source", ["cars", "iris", "breast-cancer"])
def test_the_update_of_the_next_batch_is_the_step_that_follows(source: str, optimiser: str) -> None:
    options = {"l1": 0.001, "l2": 0.01, "clip": 0.5, "dropout": 0.3, "schedule": "cosine", "weight_decay": 0.01}
    session = stepped(small(source, optimizer=optimiser, **options), 2)
    walk = walk_of(session)
    after = stepped(session, 1).checkpoint
    assert after is not None
    weights, biases = layer_views(session.network, after.weights)
    for place in places(walk):
        for line in place.lines:
            assert line.text
            assert np.isfinite(line.value)
        address = place.address
        if place.phase == "update" and address.layer and address.source is not None:
            layer, neuron = address.layer - 1, address.neuron
            source_number = address.source
            made = weights[layer][source_number, neuron] if isinstance(source_number, int) else biases[layer][neuron]
            assert place.after == made
            assert place.answer is not None
            assert place.answer.value == made


@pytest.mark.parametrize("source", ["tutorial", "cars", "iris", "breast-cancer", "xor"])
@pytest.mark.parametrize("whose", ["row", "all"])
def test_every_place_of_a_built_in_table_can_be_shown(source: str, whose: str) -> None:
    session = open_source(source, Options())
    session = session if source == "tutorial" else small(source)
    validation = session.table.validation.to_list()
    rows = [validation.index(held) for held in {False, True} & set(validation)] if whose == "row" else [None]
    for row in rows:
        walk = walk_of(session, "row" if whose == "row" else "all", row=row)
        assert walk.notes
        found = places(walk)
        assert found[-1].phase == ("loss" if row is not None and validation[row] else "after")


CELLS = """town,paid,day,size,n,price
York,yes,2024-01-05,1200,1,3
Bath,no,2024-02-01,,2,4
,yes,2024-03-01,90000,3,5
Ely,no,2024-04-01,12,4,
York,,2024-05-01,700,,7
Bath,yes,2024-06-01,5,6,8
York,no,2024-07-01,55,7,9
"""


def test_cells_become_numbers_in_words(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text(CELLS)
    session = open_source(str(path), Options(missing=("fill",), kinds=("paid=yes-no",)))
    walks = [walk_of(session, "row", row=row) for row in range(session.table.height)]
    words = " ".join(word for walk in walks for place in places(walk) for word in (*place.words, *walk.notes))
    assert "The cell is 'York': town=York is 1 where the cell is this level, else 0." in words
    assert "The cell is empty; 700 is filled in, as in training." in words
    assert "2024-01-05 is counted in days." in words
    assert "Its target price is empty or unknown" in words


def test_a_question_ends_after_the_forward_pass_and_says_why() -> None:
    walk = walk_of(open_source("tutorial", Options()), "question")
    assert {place.phase for place in places(walk)} == {"inputs", "forward"}
    assert "no true answer" in walk.notes[0]


def test_the_tutorial_has_the_lessons_names() -> None:
    found = {line.lesson for place in places(walk_of(open_source("tutorial", Options()))) for line in place.lines}
    assert found >= {"z", "z2", "z3", "o", "-o_error", "-o_delta", "-z2_error", "-z2_delta"}


def test_moving_by_level_visits_the_places_of_that_level_and_coarser() -> None:
    walk = walk_of(small("cars"))
    finer_than: dict[Level, set[Level]] = {"layer": {"neuron", "weight"}, "neuron": {"weight"}, "weight": set()}
    for level, finer in finer_than.items():
        wanted = [index for index in range(len(walk)) if walk.address(index)[1].level not in finer]
        forth, index = [0], 0
        while (index := walk.move(index, 1, level)) != forth[-1]:
            forth.append(index)
        back = [forth[-1]]
        while (index := walk.move(index, -1, level)) != back[-1]:
            back.append(index)
        assert forth == back[::-1] == wanted
    for index in range(len(walk)):
        assert walk.find(*walk.address(index)) == index
    assert walk.find("backward", Address(9, 0, 0)) is None


def test_a_wide_network_lists_the_largest_terms_and_counts_the_others() -> None:
    session = open_source("digits", Options())
    walk = walk_of(session)
    index = walk.find("forward", Address(1, 0))
    assert index is not None
    assert "others" in walk.place(index).lines[0].numbers


def test_a_row_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="no row is selected"):
        walk_of(open_source("tutorial", Options()), "row", row=99)


@pytest.mark.parametrize("size", [1e-30, 1e15, 1e30, np.inf, np.nan])
@pytest.mark.parametrize("source", ["cars", "iris", "digits"])
def test_weights_of_any_size_can_be_walked_through(source: str, size: float) -> None:
    session = replace(small(source, clip=1.0, l1=0.1), checkpoint=None)
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    checkpoint = trainer.checkpoint()
    with np.errstate(invalid="ignore"):
        weights = (checkpoint.weights * np.float32(size)).astype(np.float32)
    walk = walk_of(replace(session, checkpoint=dataclasses.replace(checkpoint, weights=weights)), "batch")
    step = max(1, len(walk) // 60)
    for index in range(0, len(walk), step):
        place = walk.place(index)
        assert all(line.text for line in place.lines)
        if place.answer is not None and not np.isfinite(place.answer.value):
            assert guess_amount(place.answer.value, place.title, place.answer.slips) is None
        walk.picture(index)


def test_a_softmax_of_many_outputs_shows_the_sum_that_it_is_divided_by() -> None:
    walk = walk_of(open_source("digits", Options(hidden=(3,))), "row", row=0)
    index = walk.find("forward", Address(2, 3))
    assert index is not None
    assert [line.name for line in walk.place(index).lines] == ["z", "sum", "a"]
    assert "(the 4 others)" in walk.place(index).lines[1].numbers


def test_a_calculated_cell_shows_its_formula_with_the_numbers_of_the_row(tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    path.write_text("a width,b,kind,y\n-3,2,x,1\n4,,z,0\n5,6,x,1\n")
    table = open_source(str(path), Options()).table
    formulas = {"square": "`a width`**2 - b", "is x": "kind = 'x'", "y": "b - `a width`"}
    for name, text in formulas.items():
        if name not in table.names:
            table = table.with_new_column(len(table.names) - 1, Column(name))
        table = table.with_formula(table.names.index(name), text)
    session = refit(open_source(str(path), Options()), table)
    shape = Encoder.fit(session.table).shape
    walk = walk_of(session, "row", row=0)
    lines = {}
    for name in ("square", "is x"):
        index = walk.find("inputs", Address(0, list(shape.features).index(name)))
        assert index is not None
        lines[name] = walk.place(index).lines[0].text
    target = walk.find("loss", Address(len(session.network.shapes), 0))
    assert target is not None
    assert lines == {"square": "cell = `a width`**2 - b = (-3)**2 - 2 = 7", "is x": "cell = kind = 'x' = 1"}
    assert walk.place(target).lines[0].text == "cell = b - `a width` = 2 - (-3) = 5"
