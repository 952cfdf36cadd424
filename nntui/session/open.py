"""Opening a source: a built-in table, a computed one, a worked example, a session file, or a table file."""

from __future__ import annotations

import difflib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.files.dialect import Dialect
from nntui.data.files.formats import name_of
from nntui.data.files.many import is_pattern, names_many
from nntui.data.files.tables import STANDARD_INPUT, first_rows, read
from nntui.data.pixels import grid_of_files, grid_wanted
from nntui.data.policies import DROP, FILL
from nntui.data.sources import builtin, computed
from nntui.errors import DataError, LargeTableError
from nntui.model.spec import NetworkSpec
from nntui.safe_text import one_line
from nntui.session.change import SPELLING, with_options
from nntui.session.columns import known_kinds, with_column_options, with_each, with_policy, with_two_classes
from nntui.session.examples.opening import example_session
from nntui.session.examples.record import EXAMPLES
from nntui.session.follow import new_session, silent
from nntui.session.large.opening import sampled_session
from nntui.session.large.rows import fitted
from nntui.session.large.sampling import progress_of_part
from nntui.session.notes import table_notes
from nntui.session.recipes import BY_ROWS, GOOD, LEARN, PICTURES, PRESETS, recipe_for
from nntui.session.session import Reading, Session
from nntui.session.settings.table import SETTINGS
from nntui.session.store import file
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nntui.data.files.tables import Progress
    from nntui.data.table import Table
    from nntui.session.follow import Note
    from nntui.session.options import Options


def open_source(source: str | None, options: Options, note: Note = silent, progress: Progress | None = None) -> Session:
    """The session that ``source`` names, with ``options`` on top.

    None is the tutorial, and ``-`` a table on standard input. The name of a built-in table or a generator means that,
    even if there is a file of that name (``./cars`` is the file); ``circle:rows=500,noise=0.1`` is a generator with
    settings. A file that is a session, by its first bytes or its suffix, is read as one; any other is read as a table.
    A folder of tables, or a pattern such as ``parts/*.csv``, is one table, of which the session may have a sample.
    ``note`` takes lines on unusual cells and names, and on what the options do to a saved session's training;
    ``progress`` takes the share of the file that has been read.

    Raises DataError, SpecError or SessionError, each one line, for what cannot be opened or set.
    """
    session = _opened_with(NAME if source is None else source, options, note, progress or (lambda _share: None))
    if options.weights is None:
        return session
    from nntui.session.weights_file import with_weights_of

    return with_weights_of(session, options.weights)


def _opened_with(source: str, options: Options, note: Note, progress: Progress) -> Session:
    """The session with the options on top, but for its weights."""
    opened = _opened(source, options, note, progress)
    options = options.without_ignored(opened.reading.left_out if opened.path is None else ())
    if options.recipe is None and opened.path is None and (recipe := default_recipe(source)) is not None:
        defaults = {name: value for name, value in (options.defaults or {}).items() if name not in options.settings}
        recipe = defaults.pop("recipe", recipe)
        options = options.with_recipe(recipe)
        what, preset, recipe = _preset(opened, recipe)
        if own := {name: value for name, value in preset.items() if name not in {**options.settings, **defaults}}:
            note(_preset_in_words(what, own, recipe))
            options = options.with_settings(**own)
        if defaults:
            note(f"your defaults apply: {_in_words(defaults)}")
            options = options.with_settings(**defaults)
    if opened.dialect is None or opened.path is not None:
        return with_options(opened, options, note)
    chosen, lines = with_two_classes(opened.table, options)
    session = fitted(with_options(opened, chosen, note), progress_of_part(progress, 1, 2))
    told = (*lines, *table_notes(session.table, options, session.reading.ignored))
    for line in told:
        note(line)
    asked = dict.fromkeys(options.ignored, "you asked for it")
    reading = replace(
        session.reading, notes=(*session.reading.notes, *told), ignored={**session.reading.ignored, **asked}
    )
    return replace(session, reading=reading)


def _preset(opened: Session, recipe: str) -> tuple[str, Mapping[str, Any], str]:
    """What begins with settings other than those of the ``recipe``, the settings, and the name of the recipe."""
    if recipe == LEARN:
        return opened.name, PRESETS.get(opened.name, {}), recipe
    grid, name = grid_of_files(opened.table.columns), recipe_for(int(opened.table.complete.sum()))
    return "a table of pictures", PICTURES if grid and name == GOOD else {}, name


def _preset_in_words(what: str, preset: Mapping[str, Any], recipe: str) -> str:
    """The line on the settings that a table begins with, as the form names and writes them."""
    return f"{what} begins with recipe {recipe}, but for {_in_words(preset)}"


def _in_words(settings: Mapping[str, Any]) -> str:
    """Settings as the form names and writes them; others by their names."""
    known = ((SETTINGS.get(name), name, value) for name, value in settings.items())
    return ", ".join(
        f"{name} {value}" if setting is None else f"{setting.label} {setting.format.write(value)}"
        for setting, name, value in known
    )


def default_recipe(source: str) -> str | None:
    """The recipe for the table of a ``source`` that is no session; None for the tutorial and the examples."""
    if source == NAME or source in EXAMPLES:
        return None
    return BY_ROWS if computed.parse(source) is None else LEARN


def is_built_in(source: str) -> bool:
    """Whether ``source`` names a built-in or computed table, an example, or standard input, rather than a file."""
    word = source.partition(":")[0]
    return source in {*builtin.names(), *EXAMPLES, STANDARD_INPUT} or word in computed.names()


def _opened(source: str, options: Options, note: Note, progress: Progress) -> Session:
    """The session as it is in the source."""
    if source == STANDARD_INPUT:
        return _read("stdin", source, options, note, progress)
    session = _built_in(source)
    if session is None:
        path = Path(source)
        if names_many(source) or (options.stream and path.is_file() and not file.is_session(path)):
            return sampled_session(source, options, note, progress_of_part(progress, 0, 2))
        if not path.exists() and path.name == source and (not path.suffix or ":" in source):
            raise DataError(_unknown(source))
        if not file.is_session(path):
            name = path.absolute().name if path.is_dir() else path.stem
            return _read(name, source, options, note, progress)
        session = file.load(path)
    for name in SPELLING:
        if name in options.settings:
            raise DataError(f"{name}: applies to tables in text files only; {one_line(source)} is not one")
    _check_pictures(source, options)
    return session


def _check_pictures(source: str, options: Options) -> None:
    """Raise DataError for options on how pictures are read where ``source`` has none."""
    for name, value in (("pixels", options.pixels), ("colour", options.colour)):
        if value is not None:
            raise DataError(f"{name}: applies to folders and tables of pictures only; {one_line(source)} is neither")


def _built_in(source: str) -> Session | None:
    """An untrained session for a built-in or computed table or an example; None for another word."""
    if source == NAME:
        return tutorial_session()
    if source in EXAMPLES:
        return example_session(EXAMPLES[source])
    if source in builtin.names():
        return new_session(source, source, builtin.load(source))
    recipe = computed.parse(source)
    return None if recipe is None else new_session(recipe.name, source, computed.generate(recipe))


def _read(name: str, source: str, options: Options, note: Note, progress: Progress) -> Session:
    grid = grid_wanted(options.pixels, options.colour)
    # A column known to be a category before it is read keeps leading zeros.
    try:
        reading = read(
            source,
            Dialect(**options.among(SPELLING)),
            known_kinds(options),
            progress,
            ignored=frozenset(options.ignored).__contains__,
            chosen=options.named,
            pictures=grid,
        )
    except LargeTableError:
        if source == STANDARD_INPUT:
            raise
        return sampled_session(source, options, note, progress_of_part(progress, 0, 2))
    if reading.grid is None:
        _check_pictures(source, options)
    for line in reading.notes:
        note(line)
    table = reading.table if reading.has_roles else _with_fills(reading.table)
    session = new_session(name, source, table, reading.dialect)
    return replace(session, reading=Reading(reading.notes, reading.ignored, reading.left_out))


def _with_fills(table: Table) -> Table:
    """``table`` with empty cells filled, but those of pixels: a row without its picture says nothing."""
    filled = with_policy(table, FILL)
    pixels = set() if (grid := grid_of_files(table.columns)) is None else set(grid.names)
    return with_each(filled, lambda each: replace(each, missing=DROP) if each.name in pixels else each)


def check_source(source: str) -> None:
    """Raise DataError for a word that names no file, built-in table or generator."""
    if not (is_built_in(source) or Path(source).exists() or is_pattern(source)):
        path = Path(source)
        raise DataError(f"{name_of(path)}: no such file" if path.suffix or path.name != source else _unknown(source))


def preview(path: Path, options: Options) -> Table:
    """The first rows of a table file, its columns as ``options`` ask for. Raises DataError for a faulty file."""
    table = first_rows(
        path,
        Dialect(**options.among(SPELLING)),
        kinds=known_kinds(options),
        ignored=frozenset(options.ignored).__contains__,
        chosen=options.named,
    ).table
    with suppress(DataError):  # what is wrong with the options is told when all of the file is read
        table = with_column_options(table, options)
    return table


def _unknown(source: str) -> str:
    """The message for a word that is no file, built-in table or generator."""
    word, colon, _ = source.partition(":")
    if colon and (word in builtin.names() or word in EXAMPLES):
        return f"{one_line(source)}: {word} is a built-in table and takes no settings; open it as {word}"
    known = dict.fromkeys((*builtin.names(), *EXAMPLES, *computed.names()))
    near = difflib.get_close_matches(word.lower(), known, n=1)
    suggestion = f"did you mean {near[0]}? " if near else ""
    names = ", ".join(known)
    return f"{one_line(source)}: no such file, and no built-in table of that name; {suggestion}built-in tables: {names}"


NAME = "tutorial"

LESSON = """\
Before training, every age was divided by the largest age (3) and every weight by the largest weight (9). So to this \
network an input of 1 means "as much as the largest in the table", column by column.

The lesson then asks about age 4 and weight 8, and divides both by 8, the larger of the two: (0.5, 1). That is a slip. \
An age of 0.5 means half of 3, one and a half, and a weight of 1 means 9, so the question that the network hears is \
(1.5, 9) and not (4, 8). Divided as in training, the question is (4/3, 8/9): that answer is the one to trust, with \
some care, because age 4 lies outside the ages 1 to 3 that the network was shown.

Both answers are shown, the lesson's own first, so that you can compare it with the page and see what scaling does."""


def tutorial_session() -> Session:
    """The tutorial of the lesson, untrained.

    2-3-1, sigmoids, no biases, first weights N(0, 1); 1,000 full-batch steps at rate 1 on half the squared error. The
    engine is autograd: its losses equal the lesson's to the last digits of float32, and nothing has to be compiled.
    """
    return Session(
        name=NAME,
        source=NAME,
        table=builtin.load(NAME),
        network=NetworkSpec(
            inputs=2, hidden=(3,), activation="sigmoid", output_activation="sigmoid", bias=False, init="normal"
        ),
        training=TrainingSpec(loss="half-sse", optimizer="sgd", rate=1.0, batch=None, epochs=1_000, engine="autograd"),
        query_scaling="own-max",
        query={"age": 4.0, "weight": 8.0},
        lesson=LESSON,
    )
