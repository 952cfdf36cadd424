"""The source that turns a question into a network's inputs, and its outputs into the answer that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.encoding.coders import Levels
from nntui.data.encoding.scaling import Scale
from nntui.data.formula.calculated import gives_texts
from nntui.data.formula.formula import calculation_order, formula_of
from nntui.safe_text import one_line
from nntui.session.calculated import needed_columns
from nntui.session.export.formulas import formula_code
from nntui.session.export.literals import dictionary_text, list_text, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.data.column import Column
    from nntui.data.encoding.coders import Coder
    from nntui.data.kinds import Cell, Kind
    from nntui.session.predict import Predictor

KIND_CODE: dict[Kind, Callable[[Column], str]] = {
    "number": lambda _: "number",
    "whole": lambda _: "whole",
    "yes-no": lambda column: f"yes_no({column.words[0]!r}, {column.words[1]!r})",
    "category": lambda _: "word",
    "text": lambda _: "word",
    "date": lambda column: f"days({column.date_format!r})",
}
"""The function that reads a typed text as a cell, for each kind of column."""


def question_code(predictor: Predictor) -> str:
    """The source of the session's question, and of the reading of another one."""
    asked = predictor.askable
    readers = {name: KIND_CODE[column.kind](column) for name, column in asked.items()}
    question = {name: _cell_text(value) for name, value in predictor.session.query.items()}
    return "\n".join(
        [
            "# How each column that a question may name is read.",
            f"COLUMNS = {dictionary_text(readers)}",
            "",
            "# The question that is asked where no other one is given.",
            f"QUESTION = {dictionary_text(question)}",
        ]
    )


def _cell_text(value: Cell) -> str:
    return number_text(value) if isinstance(value, float) else repr(value)


def encoding_code(predictor: Predictor) -> str:
    """The source of the functions that make inputs of the cells of a question."""
    lines = []
    calculated = list(_calculated_code(predictor))
    if calculated:
        lines += ["def calculate(cells):", '    """Add the columns that are calculated from others."""', *calculated]
        lines += ["", ""]
    lines += ["def encode(cells):", '    """The network\'s inputs [1, inputs], scaled as in training."""']
    lines += ["    calculate(cells)"] if calculated else []
    for coder in predictor.encoder.inputs:
        if isinstance(coder, Scale):
            low, high = number_text(coder.minimum), number_text(coder.maximum)
            lines.append(f"    check_range(cells, {coder.name!r}, {low}, {high})")
    lines += ["    inputs = ["]
    lines += [f"        {_coded(coder)}," for coder in predictor.encoder.inputs]
    lines += ["    ]", *_as_tensor()]
    if predictor.session.query_scaling == "own-max":
        numbers = [coder for coder in predictor.encoder.inputs if isinstance(coder, Scale)]
        cells = ", ".join(_cell(coder) for coder in numbers) or "1.0"
        lines += ["", "", "def encode_by_own_largest(cells):"]
        lines += ['    """The same, but each number divided by the largest of them."""']
        lines += [f"    divisor = largest([{cells}])", "    inputs = ["]
        lines += [
            f"        {_cell(coder)} / divisor," if isinstance(coder, Scale) else f"        {_coded(coder)},"
            for coder in predictor.encoder.inputs
        ]
        lines += ["    ]", *_as_tensor()]
    return "\n".join(lines)


def _as_tensor() -> list[str]:
    return [
        "    inputs = torch.tensor([inputs], dtype=torch.float32)",
        "    if not inputs.isfinite().all():",
        '        raise SystemExit("a value is too large to calculate with")',
        "    return inputs",
    ]


def _calculated_code(predictor: Predictor) -> Iterator[str]:
    table = predictor.session.table
    columns = {column.name: column for column in table.columns}
    wanted = {column.name for column in needed_columns(columns, [coder.name for coder in predictor.encoder.inputs])}
    for number in calculation_order(table.columns):
        column = table.columns[number]
        if column.name in wanted:
            yield f"    if {column.name!r} not in cells:"
            yield f"        found = {formula_code(column, columns)}"
            code = 'repr(float(found)).removesuffix(".0")' if _is_category_of_numbers(column) else "found"
            yield f"        cells[{column.name!r}] = None if found != found else {code}"


def _is_category_of_numbers(column: Column) -> bool:
    return column.has_levels and not gives_texts(formula_of(column.formula).tree)


def _cell(coder: Coder) -> str:
    fill = "" if coder.fill is None else f", {_cell_text(coder.fill)}"
    return f"value(cells, {coder.name!r}{fill})"


def _coded(coder: Coder) -> str:
    """The expression of the inputs that a column is, for a list."""
    if isinstance(coder, Levels):
        fill = "" if coder.fill is None else f", fill={coder.fill!r}"
        own = ", own=True" if coder.own else ""
        return f"*one_hot(cells, {coder.name!r}, {list_text(coder.levels)}{fill}{own})"
    code = _cell(coder)
    if not isinstance(coder, Scale):
        return code
    if coder.log_unit is not None:
        code = f"signed_log({code}, {number_text(coder.log_unit)})"
    if coder.offset:
        code = f"({code} - {number_text(coder.offset)})"
    if coder.divisor != 1:
        code = f"{code} / {number_text(coder.divisor)}"
    return code if coder.limit is None else f"clip({code}, {number_text(coder.limit)})"


def answer_code(predictor: Predictor, *, trains: bool = False) -> str:
    """The source that decodes the outputs, prints the answer, and runs as a program, which may train first."""
    own = predictor.session.query_scaling == "own-max"
    lines = [*(_classes_code(predictor) if predictor.encoder.classes else _numbers_code(predictor)), "", ""]
    lines += ["def predict(cells):", '    """The answer to a question: the cells of the inputs by name."""']
    lines += ["    with torch.no_grad():", "        return decode(forward(encode(dict(cells)))[0].tolist())", "", ""]
    lines += ["def main(words):", '    """Answer the question in the words NAME=VALUE, or the one above."""']
    lines += ["    cells = {}", "    for given in words:"]
    lines += ["        names = [name for name in COLUMNS if given.startswith(name + '=')]", "        if not names:"]
    lines += [
        "            raise SystemExit(f\"{given!r}: give NAME=VALUE for {', '.join(COLUMNS)}\")",
        "        name = min(names, key=len)",
        "        typed = given[len(name) + 1 :]",
        "        cells[name] = COLUMNS[name](typed) if typed.strip() else None",
    ]
    lines += ["    cells = cells or dict(QUESTION)"]
    lines += ["    train()"] if trains else []
    lines += ["    if not cells:"]
    lines += ["        return" if trains else "        raise SystemExit(f\"give NAME=VALUE for {', '.join(COLUMNS)}\")"]
    if own:
        lines += ["    with torch.no_grad():"]
        for title, name in (
            ("As the lesson scales the question, divided by its own largest value:", "encode_by_own_largest"),
            ("As the table was scaled in training, which is the one to trust:", "encode"),
        ):
            lines += [
                f"        print({title!r})",
                f"        inputs = {name}(dict(cells))",
                "        outputs = forward(inputs)",
                "        print('  scaled input: ' + ', '.join(f'{each:.7g}' for each in inputs[0].tolist()))",
                "        print('  scaled output: ' + ', '.join(f'{each:.7g}' for each in outputs[0].tolist()))",
                "        show(decode(outputs[0].tolist()))",
            ]
    else:
        lines += ["    show(predict(cells))"]
    return "\n".join([*lines, "", "", 'if __name__ == "__main__":', "    main(sys.argv[1:])"])


def _numbers_code(predictor: Predictor) -> Iterator[str]:
    yield "def decode(outputs):"
    yield '    """The targets in their own units, by name."""'
    yield "    return {"
    scales = [scale for scale in predictor.encoder.targets if isinstance(scale, Scale)]
    for place, scale in enumerate(scales):
        code = f"outputs[{place}]"
        code += "" if scale.divisor == 1 else f" * {number_text(scale.divisor)}"
        code += "" if not scale.offset else f" + {number_text(scale.offset)}"
        code = code if scale.log_unit is None else f"from_signed_log({code}, {number_text(scale.log_unit)})"
        yield f"        {scale.name!r}: {code},"
    yield "    }"
    yield ""
    yield ""
    yield "def show(answer):"
    yield '    """Print the answer."""'
    targets = {column.name: column for column in predictor.targets}
    for scale in scales:
        yield f"    print({f'  {one_line(scale.name)}: '!r} + {_written(targets[scale.name])})"


def _written(target: Column) -> str:
    """The expression of an answer as text, as ``nntui predict`` rounds it."""
    answer = f"answer[{target.name!r}]"
    if target.temporal:
        return f"written_date({answer}, {target.date_format!r})"
    unit = one_line(target.unit)
    return f"format({answer}, '.6g')" + (f" + {f' {unit}'!r}" if unit else "")


def _classes_code(predictor: Predictor) -> Iterator[str]:
    name = predictor.encoder.targets[0].name
    yield f"CLASSES = {list_text(predictor.encoder.classes)}"
    yield ""
    yield ""
    yield "def decode(outputs):"
    yield '    """The probability of each class."""'
    if predictor.session.network.outputs == 1:
        yield "    second = min(max(outputs[0], 0.0), 1.0)"
        yield "    return dict(zip(CLASSES, [1 - second, second]))"
    else:
        yield "    shares = [max(each, 0.0) for each in outputs]"
        yield "    if sum(shares) == 0:"
        yield "        shares[outputs.index(max(outputs))] = 1.0"
        yield "    return {each: share / sum(shares) for each, share in zip(CLASSES, shares)}"
    yield ""
    yield ""
    yield "def show(answer):"
    yield '    """Print the most probable class, and the probability of each."""'
    yield f"    print({f'  {one_line(name)}: '!r} + printable(max(answer, key=answer.get)))"
    yield "    for each, share in sorted(answer.items(), key=lambda item: -item[1]):"
    yield "        print(f'    {share:>7.2%}  ' + printable(each))"
