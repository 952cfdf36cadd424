"""The form of a layer: its activation, biases and dropout."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.errors import NntuiError, SpecError
from nntui.session.settings.setting import SWITCH
from nntui.session.settings.table import SETTINGS
from nntui.session.shaping.edits import LayerEdit, SetLayer
from nntui.training.spec import check_together
from nntui.ui.dialogs.form import FormField, FormSpec, Judged, read_fields
from nntui.ui.dialogs.form_dialog import FormDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.session.session import Session

KEEPS = "keeps the weights; the log says how far the answers change"


def layer_dialog(session: Session, layer: int) -> FormDialog[LayerEdit]:
    """Asks for the functions of ``layer`` (from 1, the outputs last). Raises SpecError for the inputs."""
    if layer < 1:
        raise SpecError("the inputs are the columns of the table; choose a neuron of another layer")
    network, training, place = session.network, session.training, layer - 1
    is_output = layer > len(network.hidden)
    activation, dropout = SETTINGS["output_activation" if is_output else "activation"], SETTINGS["dropout"]
    fields = [
        FormField("activation", "activation", "of its neurons", choices=activation.choices or ()),
        FormField("bias", "biases", "one a neuron", SWITCH, ("on", "off")),
    ]
    texts = {"activation": network.activation_of(place), "bias": SWITCH.write(network.has_bias(place))}
    if not is_output:
        fields.append(FormField("dropout", dropout.label, dropout.hint, dropout.format))
        texts["dropout"] = dropout.format.write(training.dropout_of(place))
    return FormDialog(network.layer_name(layer), FormSpec(fields, texts, partial(judge, session, layer, fields)))


def judge(session: Session, layer: int, fields: list[FormField], texts: Mapping[str, str]) -> Judged[LayerEdit]:
    """The edit that the ``texts`` of the form make."""
    values, reasons = read_fields(fields, texts, lambda field, text: field.format.read(text))
    if reasons:
        return Judged(reasons=reasons)
    share = values.get("dropout", 0.0)
    assert isinstance(share, float)
    edit = SetLayer(layer, texts["activation"], bias=texts["bias"] == "on", dropout=share)
    try:
        network, training = edit.reshape(session.network).graft.new, edit.training(session.network, session.training)
        check_together(network, training)
    except NntuiError as error:
        return Judged(reasons={"activation": str(error)})
    if (network, training) == (session.network, session.training):
        return Judged()
    return Judged(edit, says=KEEPS)
