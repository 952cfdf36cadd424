"""Rows and columns inserted, removed, moved and overwritten; formulas and marks that follow."""

import pytest

from nntui.data.column import Column
from nntui.data.kinds import Cell, Kind
from nntui.data.table import Table
from nntui.errors import DataError

COLUMNS = [
    Column("name", kind="text", role="ignored"),
    Column("weight"),
    Column("height"),
    Column("smoker", kind="yes-no"),
    Column("speed", role="target"),
]
ROWS: list[tuple[Cell, ...]] = [
    ("ann", 60.0, 2.0, False, 9.0),
    ("bob", 80.0, None, True, 8.0),
    ("cyd", 90.0, 1.5, None, 7.0),
]


def cells(table: Table) -> list[tuple[Cell, ...]]:
    return table.rows(0, table.height)


@pytest.fixture
def people() -> Table:
    columns = {column.name: [row[number] for row in ROWS] for number, column in enumerate(COLUMNS)}
    return Table.of(COLUMNS, columns)


@pytest.fixture
def measured(people: Table) -> Table:
    return people.with_new_column(3, Column("index", formula="weight / height ** 2"))


def test_a_rectangle_of_cells_is_overwritten_at_once(people: Table) -> None:
    changed = people.with_cells(range(1, 3), {1: [70, None], 2: [1.0, 2]})
    assert [row[1:3] for row in cells(changed)] == [(60.0, 2.0), (70.0, 1.0), (None, 2.0)]
    assert cells(people) == ROWS


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (["heavy"], "weight: 'heavy' is not a number"),
        ([1.0, float("inf")], "weight: inf is not a finite number"),
    ],
)
def test_cells_of_which_one_is_wrong_change_nothing(people: Table, column: list[Cell], reason: str) -> None:
    with pytest.raises(DataError) as refused:
        people.with_cells(range(len(column)), {1: column})
    assert str(refused.value) == reason


def test_rows_beyond_the_table_are_a_fault_of_the_caller(people: Table) -> None:
    with pytest.raises(IndexError):
        people.with_cells(range(2, 4), {1: [1.0, 2.0]})


def test_several_rows_are_inserted_with_their_marks(people: Table) -> None:
    grown = people.with_rows(1, [ROWS[0], ROWS[2]], validation=[True, False])
    assert cells(grown) == [ROWS[0], ROWS[0], ROWS[2], ROWS[1], ROWS[2]]
    assert grown.validation.to_list() == [False, True, False, False, False]


def test_scattered_rows_are_removed_together(people: Table) -> None:
    assert cells(people.without_rows([2, 0])) == [ROWS[1]]


def test_a_row_moves_with_its_mark(people: Table) -> None:
    moved = people.with_mark([0], validation=True).with_row_moved(0, 2)
    assert cells(moved) == [ROWS[1], ROWS[2], ROWS[0]]
    assert moved.validation.to_list() == [False, False, True]


def test_rows_are_picked_in_any_order(people: Table) -> None:
    assert people.picked([2, 0]) == [ROWS[2], ROWS[0]]
    assert people.picked([]) == []


def test_a_column_is_inserted_removed_and_moved(people: Table) -> None:
    grown = people.with_new_column(1, Column("age", kind="whole"), [30, None, 50])
    assert grown.names == ("name", "age", "weight", "height", "smoker", "speed")
    assert [grown.value(row, 1) for row in range(3)] == [30, None, 50]
    assert grown.without_column(1) == people
    moved = grown.with_column_moved(1, 4)
    assert moved.names == ("name", "weight", "height", "smoker", "age", "speed")
    assert moved.with_column_moved(4, 1) == grown


def test_a_new_column_is_empty_unless_cells_are_given(people: Table) -> None:
    grown = people.with_new_column(5, Column("note", kind="text", role="ignored"))
    assert [grown.value(row, 5) for row in range(3)] == [None, None, None]


@pytest.mark.parametrize(
    ("column", "given", "reason"),
    [
        (Column("speed"), None, "there are two columns named 'speed'; rename one"),
        (Column("age"), [1.0], "age: 1 cells for 3 rows"),
        (Column("a", role="split"), None, "columns a, b all choose the validation rows; leave it to one"),
    ],
)
def test_a_column_that_does_not_fit_is_refused(
    people: Table, column: Column, given: list[float] | None, reason: str
) -> None:
    table = people.with_new_column(5, Column("b", kind="category", role="split"))
    with pytest.raises(DataError) as refused:
        table.with_new_column(0, column, given)
    assert str(refused.value) == reason


def test_the_last_column_stays() -> None:
    with pytest.raises(DataError, match=r"^x: this is the only column; a table needs one$"):
        Table.of([Column("x")], {"x": [1]}).without_column(0)


class TestFormulas:
    def test_a_calculated_column_follows_every_change_of_its_sources(self, measured: Table) -> None:
        assert [row[3] for row in cells(measured)] == [15.0, None, 40.0]
        assert measured.with_value(1, 2, 4.0).value(1, 3) == 5.0
        assert measured.with_rows(0, [["eve", 8.0, 2.0, None, None, 1.0]]).value(0, 3) == 2.0
        assert [row[3] for row in cells(measured.with_cells(range(2), {1: [4.0, 9.0], 2: [1.0, 3.0]}))] == [
            4.0,
            1.0,
            40.0,
        ]

    def test_formulas_over_formulas_are_worked_out_in_their_order(self, measured: Table) -> None:
        table = measured.with_new_column(0, Column("twice", formula="index * 2"))
        assert [row[0] for row in cells(table)] == [30.0, None, 80.0]
        assert table.with_value(0, 2, 20.0).value(0, 0) == 10.0

    def test_its_cells_cannot_be_typed_over(self, measured: Table) -> None:
        with pytest.raises(DataError, match=r"^index: its cells are calculated; change its formula instead$"):
            measured.with_value(0, 3, 1.0)

    def test_renaming_a_source_renames_it_in_the_formula(self, measured: Table) -> None:
        table = measured.renamed(1, "body weight")
        assert table.columns[3].formula == "`body weight` / height ** 2"
        assert table.with_value(0, 1, 4.0).value(0, 3) == 1.0

    def test_a_source_cannot_be_taken_away(self, measured: Table) -> None:
        with pytest.raises(DataError, match=r"^weight: index is calculated from it; delete that one first$"):
            measured.without_column(1)

    def test_a_source_cannot_become_something_to_be_read(self, measured: Table) -> None:
        with pytest.raises(DataError, match=r"^index: .*weight"):
            measured.with_kind(1, "category")

    def test_a_circle_is_refused(self, measured: Table) -> None:
        with pytest.raises(DataError, match=r"^.*: its formula depends on itself$"):
            measured.with_formula(1, "index + 1")

    def test_a_column_that_is_not_there_is_named(self, people: Table) -> None:
        with pytest.raises(DataError, match=r"^index: formula: column 'wieght' is not known; did you mean weight\?$"):
            people.with_new_column(5, Column("index", formula="wieght + 1"))

    def test_pi_is_no_column_that_is_missing(self, people: Table) -> None:
        table = people.with_new_column(5, Column("round", formula="cos(pi) * weight"))
        assert table.value(0, 5) == -60.0

    def test_a_formula_turns_any_column_into_numbers_and_leaves_them_when_it_goes(self, people: Table) -> None:
        table = people.with_formula(3, "weight * 2")
        assert (table.columns[3].kind, table.value(0, 3)) == ("number", 120.0)
        free = table.with_formula(3, "")
        assert free.with_value(0, 3, 7.0).value(0, 3) == 7.0

    def test_cells_given_for_a_calculated_column_are_not_believed(self) -> None:
        table = Table.of([Column("x"), Column("y", formula="x * 2")], {"x": [1.0, 2.0], "y": [9.0, 9.0]})
        assert table.frame["y"].to_list() == [2.0, 4.0]

    def test_only_rows_that_change_are_calculated_again(self, people: Table) -> None:
        table = people.with_new_column(5, Column("index", formula="weight / height"))
        changed = table.with_value(1, 2, 8.0)
        assert [row[5] for row in cells(changed)] == [30.0, 10.0, 60.0]


class TestSplitColumn:
    @pytest.mark.parametrize(
        ("kind", "given", "held"),
        [
            ("category", ["train", " Validation ", None], [False, True, False]),
            ("category", ["dev", "TEST", "held out"], [True, True, True]),
            ("yes-no", [True, None, False], [True, False, False]),
            ("whole", [0, 1, 2], [False, True, False]),
        ],
    )
    def test_a_column_may_choose_the_validation_rows(
        self, people: Table, kind: Kind, given: list[Cell], held: list[bool]
    ) -> None:
        fold = Column("fold", kind=kind, role="split")
        assert people.with_new_column(0, fold, given).validation.to_list() == held

    def test_editing_it_moves_the_row(self, people: Table) -> None:
        table = people.with_new_column(0, Column("fold", kind="category", role="split"), ["train", "train", "dev"])
        assert table.with_value(0, 0, "dev").validation.to_list() == [True, False, True]
        assert table.without_rows(range(1)).validation.to_list() == [False, True]
        assert table.with_rows(0).validation.to_list() == [False, False, False, True]

    def test_moving_a_row_by_hand_writes_its_word(self, people: Table) -> None:
        table = people.with_new_column(0, Column("fold", kind="category", role="split"), ["train", "train", "dev"])
        moved = table.with_mark([0], validation=True).with_mark([2], validation=False)
        assert moved.frame["fold"].to_list() == ["dev", "train", "train"]
        assert moved.validation.to_list() == [True, False, False]

    def test_other_marks_do_not_count_beside_it(self, people: Table) -> None:
        table = people.with_new_column(0, Column("fold", kind="yes-no", role="split"), [True, False, False])
        assert table.with_validation([False, True, True]).validation.to_list() == [True, False, False]

    def test_taking_the_role_away_leaves_the_marks(self, people: Table) -> None:
        table = people.with_new_column(0, Column("fold", kind="yes-no", role="split"), [True, False, False])
        assert table.with_role(0, "ignored").validation.to_list() == [True, False, False]


class TestRoles:
    def test_text_is_ignored_and_the_last_column_that_is_not_text_is_the_target(self) -> None:
        columns = [Column("id", kind="text"), Column("x"), Column("y", kind="category"), Column("note", kind="text")]
        table = Table.of(columns, {"id": ["a"], "x": [1], "y": ["b"], "note": ["c"]}).with_roles()
        assert [column.role for column in table.columns] == ["ignored", "input", "target", "ignored"]

    def test_of_nothing_but_text_the_last_is_the_target(self) -> None:
        table = Table.of([Column("a", kind="text"), Column("b", kind="text")], {"a": ["x"], "b": ["y"]}).with_roles()
        assert [column.role for column in table.columns] == ["ignored", "target"]

    def test_a_column_that_was_ignored_stays_so_unless_it_is_named(self) -> None:
        columns = [Column("a", role="ignored"), Column("b"), Column("c", role="target")]
        table = Table.of(columns, {"a": [1], "b": [2], "c": [3]})
        assert [column.role for column in table.with_roles(targets=["b"]).columns] == ["ignored", "target", "input"]
        named = table.with_roles(inputs=["a"], targets=["b"])
        assert [column.role for column in named.columns] == ["input", "target", "ignored"]

    def test_a_target_lets_go_of_a_policy_that_fills_its_cells(self) -> None:
        table = Table.of([Column("a", missing="mean"), Column("b", role="target")], {"a": [1], "b": [3]})
        assert table.with_role(0, "target").columns[0].missing == "drop"


def test_a_row_is_complete_when_no_policy_would_leave_it_out(people: Table) -> None:
    assert people.complete.tolist() == [True, False, False]
    filled = people.with_column(2, Column("height", missing="mean"))
    assert filled.complete.tolist() == [True, True, False]


class TestARenamingOverTheNameOfANumber:
    def test_a_formula_that_meant_the_number_means_the_column_then(self) -> None:
        columns = [Column("a"), Column("x"), Column("y", formula="pi * x")]
        table = Table.of(columns, {"a": [2.0, 3.0], "x": [10.0, 10.0], "y": [None, None]})
        assert table.value(0, 2) == pytest.approx(31.4159265)
        assert [table.renamed(0, "pi").value(row, 2) for row in range(2)] == [20.0, 30.0]

    def test_no_column_can_depend_on_itself(self) -> None:
        table = Table.of([Column("x"), Column("y", formula="pi * x")], {"x": [1.0], "y": [None]})
        with pytest.raises(DataError, match=r"itself|circle"):
            table.renamed(1, "pi")
