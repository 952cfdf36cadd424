"""The encoding of columns as nodes of an ONNX graph: raw cells in, the network's inputs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.encoding.coders import UNKNOWN, Levels
from nntui.data.encoding.scaling import Scale
from nntui.data.formula.formula import calculation_order, formula_of
from nntui.data.kinds import FALSE, TRUE
from nntui.safe_text import as_list
from nntui.session.calculated import needed_columns
from nntui.session.export.onnx.formulas import FormulaNodes, NoOperatorError
from nntui.session.export.onnx.graph import ML, OnnxGraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.column import Column
    from nntui.data.encoding.coders import Coder
    from nntui.data.kinds import Words
    from nntui.session.predict import Predictor

EMPTY = -2
"""The code of an empty word."""


class ColumnNodes:
    """Adds the inputs of a model to a graph, one for each column that a question names, and what encodes them.

    Numbers are float64, dates and times as days since 1970; categories, and yes and no, are words. NaN and "" are empty
    cells. The ``remark`` says which calculated columns have to be given, if any.
    """

    def __init__(self, graph: OnnxGraph, predictor: Predictor) -> None:
        self._graph = graph
        columns = {column.name: column for column in predictor.session.table.columns}
        in_order = [predictor.session.table.columns[number] for number in calculation_order(tuple(columns.values()))]
        known = [column.name for column in in_order if not _has_operators(column, columns)]
        needed = needed_columns(columns, [coder.name for coder in predictor.encoder.inputs], known)
        texts = frozenset(column.name for column in needed if column.textual)
        self._values = {column.name: self._value(column) for column in needed if not column.formula}
        calculated = {column.name for column in needed if column.formula}
        for column in in_order:
            if column.name in calculated:
                nodes = FormulaNodes(graph, self._values, texts)
                self._values[column.name] = nodes.value(formula_of(column.formula).tree)
        asked = [name for name in known if name in self._values]
        self.remark = f"give {as_list(asked)} calculated: ONNX lacks an operator for the formula" if asked else ""

    def encoded(self, coder: Coder) -> str:
        """The inputs that a column becomes in the network, float32 [rows, features]."""
        value = self._values[coder.name]
        if isinstance(coder, Levels):
            return self._one_hot(coder, value)
        if coder.fill is not None:
            empty = self._graph.node("IsNaN", value)
            value = self._graph.node("Where", empty, self._graph.number(float(coder.fill)), value)
        return self._graph.cast(self._scaled(coder, value) if isinstance(coder, Scale) else value, np.float32)

    def _value(self, column: Column) -> str:
        if column.textual:
            return self._graph.given(column.name, str)
        if column.boolean:
            return self._yes_no(self._graph.given(column.name, str), column.words)
        return self._graph.given(column.name, np.float64)

    def _yes_no(self, words: str, spelled: Words) -> str:
        """0, 1, or NaN for an empty cell and an unknown word."""
        known = {word: number for number, words in ((0.0, FALSE), (1.0, TRUE)) for word in words}
        known |= {spelled[0].casefold(): 0.0, spelled[1].casefold(): 1.0}
        cased = {form: value for word, value in known.items() for form in _forms(word)[:4]}
        codes = self._codes(words, {**cased, spelled[0]: 0.0, spelled[1]: 1.0})
        number = self._graph.cast(codes, np.float64)
        unknown = self._graph.node("Less", codes, self._graph.constant(np.array([[0]], dtype=np.int64)))
        return self._graph.node("Where", unknown, self._graph.number(np.nan), number)

    def _codes(self, words: str, codes: dict[str, float]) -> str:
        keys, values = list(codes), [int(code) for code in codes.values()]
        attributes = {"keys_strings": [*keys, ""], "values_int64s": [*values, EMPTY], "default_int64": UNKNOWN}
        return self._graph.node("LabelEncoder", words, domain=ML, **attributes)

    def _one_hot(self, coder: Levels, value: str) -> str:
        if coder.yes_no:
            codes = self._graph.node("Where", self._graph.node("IsNaN", value), self._graph.number(EMPTY), value)
            codes = self._graph.cast(codes, np.int64)
        else:
            spelled = pl.Series(list(dict.fromkeys(form for level in coder.levels for form in _forms(level))))
            known = zip(spelled.to_list(), coder.codes(spelled).tolist(), strict=True)
            codes = self._codes(value, {form: code for form, code in known if code != UNKNOWN})
        empty = len(coder.levels) if coder.own else UNKNOWN if coder.fill is None else coder.levels.index(coder.fill)
        is_empty = self._graph.node("Equal", codes, self._whole([[EMPTY]]))
        codes = self._graph.node("Where", is_empty, self._whole([[empty]]), codes)
        every = self._whole([list(range(len(coder.features)))])
        return self._graph.cast(self._graph.node("Equal", codes, every), np.float32)

    def _scaled(self, coder: Scale, value: str) -> str:
        if coder.log_unit is not None:
            size = self._graph.node("Div", self._graph.node("Abs", value), self._graph.number(coder.log_unit))
            log = self._graph.node("Log", self._graph.node("Add", size, self._graph.number(1)))
            value = self._graph.node("Mul", self._graph.node("Sign", value), log)
        value = self._graph.node("Sub", value, self._graph.number(coder.offset))
        value = self._graph.node("Div", value, self._graph.number(coder.divisor))
        if coder.limit is None:
            return value
        low, high = (self._graph.constant(np.float64(end)) for end in (-coder.limit, coder.limit))
        return self._graph.node("Clip", value, low, high)

    def _whole(self, values: list[list[int]]) -> str:
        return self._graph.constant(np.array(values, dtype=np.int64))


def _forms(level: str) -> tuple[str, ...]:
    """Other spellings that may be the same level: a model has no rule for them and needs them all."""
    return level, level.lower(), level.upper(), level.capitalize(), f"{level}.0"


def _has_operators(column: Column, columns: Mapping[str, Column]) -> bool:
    """Whether ONNX has operators for the formula of a calculated column: it makes numbers, and no words."""
    if column.textual:
        return False
    texts = frozenset(name for name, each in columns.items() if each.textual)
    try:
        FormulaNodes(OnnxGraph(set()), {name: name for name in columns}, texts).value(formula_of(column.formula).tree)
    except NoOperatorError:
        return False
    return True
