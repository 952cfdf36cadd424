"""Terms of training: how the weights are found."""

from __future__ import annotations

from nntui.training.ends import MOST_CONDITIONS
from nntui.ui.glossary.record import Term

LOSS = ("loss",)

TRAINING = (
    Term(
        "recipe",
        "A recipe is a set of settings that goes together: learn trains a small network that is easy to follow, good "
        "one that predicts well. Any setting can still be changed.",
        ("preset", "defaults"),
        fields=("recipe",),
    ),
    Term("learn", "The recipe learn: one small hidden layer, a constant learning rate, easy to follow."),
    Term("good", "The recipe good: two layers of 64, dropout, penalties and a falling rate, for good predictions."),
    Term("none", "Settings of your own, from no recipe."),
    Term(
        "loss",
        "The loss is one number for how wrong the answers are; training makes it smaller. It is 0 for perfect answers.",
        ("cost", "error", "objective"),
        fields=("loss",),
        panes=LOSS,
    ),
    Term(
        "mse",
        "Mean squared error: the mean of the squared differences between answer and truth. Large errors count most.",
        ("mean squared error", "squared error"),
    ),
    Term(
        "half-sse",
        "Half the sum of the squared differences, the loss of the lesson. Its updates grow with the number of rows.",
        ("sum of squared errors",),
    ),
    Term(
        "huber",
        "Huber loss: squared for small differences, plain for large ones, so that a few wild rows do not rule.",
    ),
    Term(
        "bce",
        "Binary cross-entropy, for questions with two answers: small when the right answer was given a high "
        "probability, very large when it was ruled out.",
        ("binary cross-entropy", "log loss"),
    ),
    Term(
        "cross-entropy",
        "Cross-entropy, for questions with several answers (classes): small when the right class was given a high "
        "probability, very large when it was ruled out.",
        ("log loss", "negative log likelihood"),
    ),
    Term(
        "epoch",
        "An epoch is one pass over all training rows. In it the weights are updated once for each batch.",
        ("iteration", "pass"),
        fields=("epochs",),
        panes=LOSS,
    ),
    Term(
        "past",
        "A moment of the past is the network as it was after an earlier epoch: weights, answers and score, on every "
        "pane. Training on from there is a branch; undo brings back where it branched off.",
        ("history", "time travel", "checkpoint", "branch", "timeline"),
        panes=LOSS,
    ),
    Term(
        "batch",
        "A batch is the rows that one update looks at. Small batches make many, shaky updates in an epoch; full makes "
        "one steady update of all rows.",
        ("mini-batch", "minibatch", "batch size"),
        fields=("batch",),
    ),
    Term(
        "learning rate",
        "The learning rate is the size of an update. Too small and training crawls; too large and the loss jumps about "
        "or grows without bound.",
        ("rate", "lr", "step size", "speed of learning"),
        fields=("rate",),
    ),
    Term(
        "seed",
        "The seed decides all that is random: first weights, the order of rows, which rows are for validation. The "
        "same seed gives the same result.",
        ("random", "reproducible"),
        fields=("seed",),
    ),
    Term(
        "gradient",
        "The gradient says for each weight how the loss would change if the weight grew a little. An update moves each "
        "weight against it.",
        ("slope", "derivative", "backpropagation"),
    ),
    Term(
        "gradient clipping",
        "Clipping shortens a gradient that is longer than this, so that no odd batch can throw the weights far off.",
        ("clip",),
        fields=("clip",),
    ),
    Term(
        "optimiser",
        "The optimiser is the rule that turns a gradient into an update of the weights. Adam is a good first choice.",
        ("optimizer", "solver"),
        fields=("optimizer",),
    ),
    Term(
        "sgd",
        "Plain gradient descent: each weight moves against its gradient, times the learning rate.",
        ("gradient descent",),
    ),
    Term(
        "momentum",
        "Momentum keeps part of the last update, as a rolling ball does: it evens out zigzags and gains speed.",
        fields=("momentum",),
    ),
    Term("nesterov", "Momentum that looks one step ahead before it measures the slope."),
    Term("rmsprop", "RMSprop gives each weight a step of its own: smaller where its gradients have been large."),
    Term(
        "adam",
        "Adam joins momentum with a step size of each weight's own. It works well without much tuning.",
        ("adaptive moment",),
    ),
    Term("adamw", "Adam with its L2 penalty kept apart from the gradient (weight decay)."),
    Term("beta 1", "How long Adam remembers past gradients; 0.9 is about the last ten updates.", fields=("beta1",)),
    Term(
        "beta 2",
        "How long Adam remembers the gradients' sizes; 0.999 is about the last thousand updates.",
        fields=("beta2",),
    ),
    Term(
        "schedule",
        "A schedule changes the learning rate during training, mostly downwards: large steps first, fine ones at the "
        "end.",
        ("learning rate schedule", "annealing", "warm-up"),
        fields=("schedule",),
    ),
    Term("update", "An update is one change of all weights, after one batch.", ("step", "iteration")),
    Term("schedule's count", "Whether the schedule counts epochs or single updates.", fields=("schedule_by",)),
    Term("decay", "The factor by which the schedule shrinks the learning rate each time.", fields=("decay",)),
    Term(
        "decay interval", "How many epochs, or updates, pass before the rate shrinks again.", fields=("decay_epochs",)
    ),
    Term(
        "L1 penalty",
        "L1 pulls every weight towards 0 with the same force, so that useless ones end at 0. Too much of it and the "
        "network learns nothing.",
        ("lasso", "regularisation", "regularization", "sparsity"),
        fields=("l1",),
    ),
    Term(
        "L2 penalty",
        "L2 pulls large weights towards 0 most, which keeps the network's answers smooth and reduces overfitting.",
        ("ridge", "regularisation", "regularization"),
        fields=("l2",),
    ),
    Term(
        "L2 of the output layer",
        "An L2 penalty for the last layer alone; empty: the same as for the others.",
        fields=("l2_output",),
    ),
    Term(
        "L2 of the input scale",
        "An L2 penalty for the factors on the inputs; empty: the same as for the weights.",
        fields=("l2_input_scale",),
    ),
    Term(
        "L2 of the biases",
        "An L2 penalty for biases; usually none, as they do not make a network wilder.",
        fields=("l2_bias",),
    ),
    Term(
        "weight decay",
        "Weight decay shrinks every weight a little in each update, apart from the gradient. It works like L2.",
        fields=("weight_decay",),
    ),
    Term(
        "label smoothing",
        "Label smoothing asks the network for a little less than certainty, so that it does not become overconfident.",
        ("smoothing",),
        fields=("label_smoothing",),
    ),
    Term(
        "early stopping",
        "Training can stop by itself once the loss is below a number. Empty: it goes on to the last epoch.",
        ("stop",),
        fields=("stop_loss",),
    ),
    Term(
        "patience",
        "Patience is how many epochs training goes on without getting better on the validation rows before it stops. "
        "Empty: it never stops for that.",
        ("early stopping", "best epoch"),
        fields=("patience",),
    ),
    Term(
        "plateau",
        "A plateau is a stretch of epochs in which the training loss hardly falls: by less than a thousandth of "
        "itself. Training can stop after this number of such epochs. Empty: it never stops for that.",
        ("flat", "stop", "converged"),
        fields=("plateau",),
    ),
    Term(
        "time limit",
        "Training can stop after some seconds. How many epochs that is depends on the machine and its load, so that "
        "another run ends elsewhere; every other rule stops in the same epoch each time.",
        ("seconds", "stop"),
        fields=("most_seconds",),
    ),
    Term(
        "stop rule",
        "Training stops once a condition holds at the end of an epoch, as validation < 0.1, accuracy > 0.95, "
        'row 7 is right or loss is flat for 50 epochs. Join two by "and"; separate several by semicolons.',
        ("condition", "early stopping"),
        fields=("stop", *(f"stop_when_{number}" for number in range(MOST_CONDITIONS))),
    ),
    Term(
        "breakpoint",
        "Training pauses in the first epoch at whose end the condition becomes true, as loss < 0.1, neuron h3 dies, "
        "row 7 is right or validation turns, and can go on from there. Empty the field to remove it.",
        ("pause", "condition", "watch"),
        fields=tuple(f"pause_when_{number}" for number in range(MOST_CONDITIONS)),
    ),
    Term(
        "train to an epoch",
        "Training goes on at once, and stops at the end of this epoch, counted from the first weights.",
        ("run to",),
        fields=("run_to",),
    ),
    Term(
        "kept weights",
        "When training ends, its last weights are kept, or those of its best epoch: the one with the lowest validation "
        "loss, or training loss where there are no validation rows.",
        ("best epoch", "last"),
        fields=("keep",),
    ),
    Term(
        "overfitting",
        "A network overfits when it learns its training rows by heart: it is much better on them than on rows it has "
        "not seen. More rows, fewer neurons, penalties or dropout help.",
        ("overtraining", "generalisation", "memorising"),
        panes=("loss", "score", "health"),
    ),
    Term(
        "smoothed curve",
        "A smoothed curve shows at each epoch the mean of the losses around it, a twentieth of the epochs shown. The "
        "raw one stays behind it: what goes up and down there is noise of the batches, what the smoothed one does is "
        "the trend.",
        ("smoothing", "moving average", "noisy loss"),
        panes=LOSS,
    ),
    Term(
        "logarithmic axis",
        "On a logarithmic axis equal steps are equal factors: 1, 0.1, 0.01. A loss that gets a hundred times smaller "
        "stays legible; a straight fall there is the same share each epoch.",
        ("log axis", "log scale"),
        panes=LOSS,
    ),
)
