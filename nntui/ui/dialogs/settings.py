"""The settings form: recipe, network and training, judged as one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as changed

from nntui.errors import DataError, SpecError
from nntui.model.spec import BY_LAYER, NetworkSpec
from nntui.session.change import Change, check_ends
from nntui.session.consequence import NETWORK, TRAINING
from nntui.session.options import Options
from nntui.session.recipe_specs import SCALING_OF, differences, with_recipe
from nntui.session.recipes import RECIPES
from nntui.session.settings.setting import SWITCH, TextFormat
from nntui.session.settings.table import ESSENTIAL, SETTINGS
from nntui.session.settings.texts import setting_owner, setting_texts
from nntui.session.setup_line import read_setup, setup_line
from nntui.training.memory import check_network_memory
from nntui.training.spec import TrainingSpec, check_together
from nntui.ui.dialogs.form import FormField, FormSpec, Judged, read_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nntui.session.session import Session
    from nntui.session.settings.setting import Setting
    from nntui.session.setup_line import Setup

LINE = TextFormat(str, str)
SETUP_FIELD = FormField("setup", "in one line", "^c copies it; paste another one here", LINE, more=True, wide=True)
"""All settings at once, as a text that fits an e-mail; it follows the other fields, and they follow it."""
FEW_CHANGES = 3
"""Changes that are told with their values; of more, only their names are."""
OWN = "none"
"""The word for settings that come from no recipe."""


def settings_fields(session: Session | None = None) -> tuple[FormField, ...]:
    """The settings that most people change, then the rest under the divider.

    The recipe of a ``session`` that has one can only be changed for another.
    """
    names = (*ESSENTIAL, *(name for name in SETTINGS if name not in ESSENTIAL))
    recipes = tuple(RECIPES) if session is not None and session.recipe else (OWN, *RECIPES)
    return (*(_field(SETTINGS[name], recipes) for name in names), SETUP_FIELD)


def _field(setting: Setting, recipes: tuple[str, ...]) -> FormField:
    choices: Collection[str] = recipes if setting.name == "recipe" else setting.choices or ()
    if setting.format is SWITCH:
        choices = ("on", "off")
    more = setting.name not in ESSENTIAL
    return FormField(setting.name, setting.label, setting.hint, setting.format, choices, setting.used, more)


def settings_form(session: Session, epoch: int = 0) -> FormSpec[Options]:
    """The form for the settings of ``session``, trained up to ``epoch``; it makes options of those that differ."""
    return FormSpec(
        settings_fields(session),
        texts_of(session),
        partial(judge, session, epoch=epoch),
        follow=partial(followed, session),
    )


def texts_of(session: Session) -> dict[str, str]:
    """The settings of ``session`` as texts, by name."""
    line = setup_line(session.network, session.training, session.validation)
    return setting_texts(session) | {"recipe": session.recipe or OWN, SETUP_FIELD.name: line}


def change_in_words(session: Session, options: Options) -> str:
    """The changes that ``options`` make to the settings of ``session``: "learning rate 0.01 -> 0.001"."""
    if options.recipe:
        return f"recipe {options.recipe}"
    before, changes = texts_of(session), {}
    for name, value in options.settings.items():
        if name in SETTINGS and (after := SETTINGS[name].format.write(value)) != before[name]:
            changes[SETTINGS[name].label] = f"{before[name] or 'none'} -> {after or 'none'}"
    if len(changes) > FEW_CHANGES:
        return f"settings ({', '.join(changes)})"
    return ", ".join(f"{label} {change}" for label, change in changes.items()) or "settings"


def followed(session: Session, name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of the other settings once another recipe is chosen, or a setup is told in one line.

    The recipe leaves the seed as it is. The line follows every other field whose text has a value.
    """
    if name == SETUP_FIELD.name:
        try:
            settings = _read_line(session, texts[name]).settings
        except SpecError:
            return {}
        return {each: SETTINGS[each].format.write(value) for each, value in settings.items()}
    others: dict[str, str] = {}
    if name == "recipe" and texts[name] != OWN:
        others = texts_of(_with_recipe(session, texts["recipe"])) | {"seed": texts["seed"]}
    return others | _line_of(session, {**texts, **others})


def _read_line(session: Session, text: str) -> Setup:
    """The setup in one line. Raises SpecError, also for one that was made for another table."""
    setup = read_setup(text)
    check_ends((setup.inputs, setup.outputs), session.network)
    return setup


def _line_of(session: Session, texts: Mapping[str, str]) -> dict[str, str]:
    """The line for the settings in ``texts``; none where one of them has no value."""
    fields = (field for field in settings_fields() if field.name in SETTINGS and field.name != "recipe")
    values, reasons = read_fields(fields, texts, lambda field, text: field.format.read(text))
    if reasons:
        return {}
    options = Options(**values)
    try:
        network = changed(session.network, **options.among(NETWORK))
        training = changed(session.training, **options.among(TRAINING))
    except SpecError:
        return {}
    share = values.get("validation", 0.0)
    return {SETUP_FIELD.name: setup_line(network, training, share if isinstance(share, float) else 0.0)}


def _with_recipe(session: Session, recipe: str) -> Session:
    """``session`` with all settings as ``recipe`` has them."""
    return Change(session, Options(recipe=recipe)).session


def judge(session: Session, texts: Mapping[str, str], epoch: int = 0) -> Judged[Options]:
    """The settings in ``texts`` that differ from those of ``session``, and what they do to its training so far."""

    def read(field: FormField, text: str) -> object:
        value, owner = field.format.read(text), setting_owner(session, field.name)
        try:
            if field is SETUP_FIELD:
                return _read_line(session, text)
            # Each value is tried by itself, so that the reason belongs to this field.
            if isinstance(owner, NetworkSpec | TrainingSpec):
                alone = changed(owner, **_alone(field.name, value))
                if field.name == "hidden" and isinstance(alone, NetworkSpec):
                    check_network_memory(alone, session.training.optimizer)
        except SpecError as error:
            raise SpecError(_without_label(field, str(error))) from error
        return value

    values, reasons = read_fields(settings_fields(), texts, read)
    if reasons:
        return Judged(reasons=reasons)
    recipe = texts["recipe"]
    other = recipe not in {OWN, session.recipe}
    base = _with_recipe(session, recipe) if other else session
    notes = _notes(base, texts)
    before = texts_of(base)
    asked: dict[str, Any] = {
        name: value
        for name, value in values.items()
        if name not in ("recipe", SETUP_FIELD.name)
        and texts[name] != before[name]
        and value != getattr(setting_owner(base, name), name)
    }
    if not asked and not other:
        return Judged(notes=notes)
    options = Options(recipe=recipe if other else None, **asked)
    try:
        network = changed(base.network, **options.among(NETWORK))
        check_together(network, changed(base.training, **options.among(TRAINING)))
        consequence = Change(session, options).consequence
    except SpecError as error:
        name, _, reason = str(error).partition(": ")
        by_layer = name.replace(" ", "_") if name.startswith("layer ") else ""
        return Judged(reasons={by_layer: reason} if by_layer in SETTINGS else {"loss": str(error)})
    except DataError as error:  # a column chooses the validation rows already
        return Judged(reasons={"validation": str(error)})
    if consequence.keeps_weights:
        return Judged(options, says="keeps the weights", notes=notes)
    shape = network.sizes_text
    says = f"starts again from new first weights: {shape}, {network.parameters:,} parameters"
    says += f"; {{key:undo}} brings epoch {epoch:,} back" if epoch else ""
    return Judged(options, says=says, style="warning", notes=notes)


def _alone(name: str, value: object) -> dict[str, object]:
    """The setting, with as many layers as it needs and nothing by layer: these are judged together later."""
    if name != "hidden" and name not in BY_LAYER.values():
        return {name: value}
    alone: dict[str, object] = dict.fromkeys(BY_LAYER.values(), ())
    if name != "hidden" and isinstance(value, tuple):
        alone["hidden"] = (1,) * max(0, len(value) - (name == "layer_biases"))
    return {**alone, name: value}


def _notes(session: Session, texts: Mapping[str, str]) -> dict[str, str]:
    """The recipe's text beside each that is another, and beside the recipe the number of these."""
    recipe = session.recipe
    if not recipe:
        return {}
    pair = with_recipe(recipe, session.network, session.training, session.task, session.recipe_rows)
    wanted = texts_of(changed(session, network=pair[0], training=pair[1]))
    notes = {
        name: f"{recipe}: {wanted[name] or 'none'}"
        for name, setting in SETTINGS.items()
        if name in (*NETWORK, *TRAINING) and name != "seed" and setting.used(texts) and texts[name] != wanted[name]
    }
    number = len(notes) + sum(name.startswith(SCALING_OF) for name in differences(session))
    return notes | {"recipe": f"{number} setting{'s differ' if number > 1 else ' differs'}" if number else ""}


def _without_label(field: FormField, message: str) -> str:
    """The spec's message without the name of the field that it is shown beside."""
    name, colon, reason = message.partition(": ")
    labels = {field.label.lower(), field.name.replace("_", " ")}
    return reason if colon and name.lower() in labels else message.removeprefix("hidden ")
