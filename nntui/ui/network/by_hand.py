"""Commands for the weight, bias or neuron that is chosen in the network pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import TrainingError

if TYPE_CHECKING:
    from nntui.model.spec import NeuronAddress
    from nntui.session.check.parameter import ParameterPlace
    from nntui.session.session import Session
    from nntui.ui.dialogs.question import Proposal
    from nntui.ui.workspace import Workspace

NOT_A_WEIGHT = "choose a weight or a bias first: {key:network.left} and {key:network.right} go to the weights"


def held_by(screen: Workspace) -> ParameterPlace | NeuronAddress:
    """The parameter or the neuron that is chosen."""
    from nntui.render.diagram import Bias, Edge
    from nntui.session.check.parameter import ParameterPlace

    chosen = screen.network_pane.chosen
    if isinstance(chosen, Edge):
        return ParameterPlace("weight", chosen.layer, chosen.target, chosen.source)
    if isinstance(chosen, Bias):
        return ParameterPlace("bias", chosen.layer - 1, chosen.index)
    return chosen.layer, chosen.index


def chosen_parameter(screen: Workspace, *, or_bias: bool = False) -> ParameterPlace:
    """The weight or bias that is chosen; ``or_bias``, or the bias of the neuron that is. Raises TrainingError."""
    from nntui.session.check.parameter import ParameterPlace

    held = held_by(screen)
    if isinstance(held, ParameterPlace):
        return held
    layer, index = held
    if not (or_bias and layer in screen.network_pane.biased_layers):
        raise TrainingError(NOT_A_WEIGHT)
    return ParameterPlace("bias", layer - 1, index)


async def type_value(screen: Workspace, begun: str = "") -> None:
    """Ask for the value of the chosen weight or bias; ``begun`` is typed already."""
    from nntui.session.by_hand import hand_name, read_weight, short_number, typed
    from nntui.ui.dialogs.question import AskScreen, Proposal

    controller = screen.controller
    session, snapshot = controller.session, controller.snapshot
    if session is None or snapshot is None:
        raise TrainingError("there are no weights yet; wait until the network is loaded")
    controller.past.refuse_changes()
    parameter = chosen_parameter(screen, or_bias=True)
    symbol, before = hand_name(session, parameter), float(snapshot.weights[parameter.place(session.network)])

    def propose(text: str) -> Proposal[float]:
        value = read_weight(text)
        return Proposal(f"{symbol} {short_number(before)} -> {short_number(value)}", value)

    title = parameter.name(session.network, session.shape)
    question = AskScreen(title, propose, text=begun or _exact(before), begun=bool(begun))
    value = await screen.app.push_screen_wait(question)
    if value is not None:
        await controller.by_hand.change(lambda now: typed(now, _still(now, session, parameter), value))


def _exact(value: float) -> str:
    from nntui.render.numbers import format_exact

    return format_exact(value)


def _still(now: Session, then: Session, parameter: ParameterPlace) -> ParameterPlace:
    """The parameter, if the network is still the one that it was chosen in."""
    if now.network.sizes != then.network.sizes:
        raise TrainingError("the network has changed meanwhile; choose the weight again")
    return parameter


async def nudge(screen: Workspace, steps: int) -> None:
    """Move the chosen weight or bias by so many steps."""
    await screen.controller.by_hand.nudge(chosen_parameter(screen), steps)


async def zero(screen: Workspace) -> None:
    """Set the chosen weight or bias to 0; silence the chosen neuron, or restore it."""
    from nntui.session.by_hand import typed
    from nntui.session.check.parameter import ParameterPlace

    held, work = held_by(screen), screen.controller.by_hand
    if isinstance(held, ParameterPlace):
        await work.change(lambda session: typed(session, held, 0.0))
    else:
        await work.silence(held)


async def freeze(screen: Workspace) -> None:
    """Freeze the chosen weight or bias, or all that goes into the chosen neuron; or release it."""
    from nntui.session.by_hand import frozen

    held = held_by(screen)
    await screen.controller.by_hand.change(lambda session: frozen(session, held))


async def bring_back(screen: Workspace) -> None:
    """Bring back the first value of the chosen weight or bias, or of all that goes into the chosen neuron."""
    from nntui.session.by_hand import first_back

    held = held_by(screen)
    await screen.controller.by_hand.change(lambda session: first_back(session, held))
