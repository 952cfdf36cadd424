"""Terms of the network: what it is built of."""

from __future__ import annotations

from nntui.ui.glossary.record import Term

NET = ("network",)

NETWORK = (
    Term(
        "neuron",
        "A neuron multiplies each number that it is given by a weight, adds the products and its bias, and passes the "
        "sum through an activation function.",
        ("unit", "node"),
        panes=NET,
    ),
    Term(
        "layer",
        "A layer is a row of neurons that all see the same numbers. Each hidden layer hands its results to the next; "
        "more neurons can learn more, and need more rows to learn it from.",
        ("hidden layer", "width", "depth", "architecture"),
        fields=("hidden",),
    ),
    Term(
        "setup in one line",
        "A setup tells layers, optimiser and settings in one line, short enough for an e-mail. Paste one here, or give "
        "it to --setup; a line made for other inputs or outputs is refused. Weights and data are not part of it.",
        ("share settings", "copy settings", "architecture"),
        fields=("setup",),
    ),
    Term(
        "weight",
        "A weight is the number on a line between two neurons: how strongly, and in which direction, the one acts on "
        "the other. Training changes the weights and nothing else.",
        ("parameter", "edge", "connection", "coefficient"),
        panes=NET,
    ),
    Term(
        "bias",
        "A bias is a number that a neuron adds to its sum whatever the inputs are. Without biases every neuron answers "
        "the same when all its inputs are 0.",
        ("offset", "intercept", "biases"),
        fields=("bias", "layer_biases"),
        panes=NET,
    ),
    Term(
        "activation function",
        "The activation function bends a neuron's sum. Without one, any number of layers could only draw straight "
        "lines.",
        ("activation", "nonlinearity", "transfer function"),
        fields=("activation", "layer_activations"),
        panes=NET,
    ),
    Term(
        "output activation",
        "The last layer's activation gives the answer its form: linear for any number, sigmoid for one probability, "
        "softmax for probabilities of classes.",
        fields=("output_activation",),
    ),
    Term(
        "sigmoid",
        "Sigmoid presses any number into the range from 0 to 1. As an output it is read as a probability; in hidden "
        "layers it learns slowly.",
        ("logistic", "squash"),
    ),
    Term("tanh", "Tanh presses any number into the range from -1 to 1; it suits small, smooth networks."),
    Term(
        "relu",
        "ReLU lets positive numbers through and turns negative ones into 0. It is the usual choice for hidden layers.",
        ("rectifier", "rectified linear"),
    ),
    Term("leaky-relu", "Leaky ReLU is ReLU that lets a hundredth of negative numbers through, so that no neuron dies."),
    Term("gelu", "GELU is a smooth ReLU; large language models use it."),
    Term("softplus", "Softplus is a smooth ReLU that is always above 0."),
    Term("elu", "ELU is ReLU that bends smoothly to -1 below 0, so that the mean activation stays near 0."),
    Term("selu", "SELU is ELU scaled so that the activations of many layers keep mean 0 and variance 1 by themselves."),
    Term("silu", "SiLU, or swish, is z times its sigmoid: a smooth ReLU that dips a little below 0.", ("swish",)),
    Term("mish", "Mish is z times tanh of softplus: a smooth ReLU much like SiLU."),
    Term("sine", "Sine repeats itself for ever: for patterns that do so too. Large weights make it hard to train."),
    Term(
        "step",
        "Step is 1 above 0 and else 0, as in the first perceptrons. Its slope is 0, so gradient descent teaches nothing"
        " to the weights before it: they stay as first drawn, or as you set them.",
        ("threshold", "perceptron", "heaviside"),
    ),
    Term("linear", "Linear changes nothing: the neuron's sum is its answer. It is used where any number may come out."),
    Term(
        "softmax",
        "Softmax turns one number for each class into probabilities that add up to 1; the largest is the answer.",
    ),
    Term(
        "first weights",
        "Training starts from small random weights. How they are drawn decides whether signals fade or explode on "
        "their way through the layers; the seed decides which ones are drawn.",
        ("initialisation", "initialization", "init"),
        fields=("init",),
    ),
    Term(
        "he",
        "He initialisation draws weights that keep the signal's size in layers of ReLU. It is the choice for ReLU.",
        ("kaiming", "he initialisation"),
    ),
    Term("he-lecun", "He in the hidden layers, and smaller weights (LeCun) in the output layer.", ("lecun",)),
    Term(
        "xavier",
        "Xavier (or Glorot) initialisation keeps the signal's size in layers of sigmoid or tanh.",
        ("glorot", "xavier initialisation"),
    ),
    Term("torch", "First weights as PyTorch's own layers draw them."),
    Term("normal", "First weights from the bell curve around 0 with deviation 1, as in the lesson: large ones."),
    Term("zeros", "All weights 0: every neuron of a layer then learns the same. Useful only to see why that fails."),
    Term(
        "input scale",
        "A factor on each input, learnt with the weights, by which the network can turn inputs up or down.",
        ("feature scale",),
        fields=("input_scale",),
    ),
    Term(
        "input scale's rate",
        "How many times faster than the weights the factors on the inputs are learnt.",
        fields=("input_scale_rate",),
    ),
    Term(
        "dropout",
        "Dropout leaves out hidden neurons at random in each update, so that the network cannot rely on any one of "
        "them. It reduces overfitting; all neurons are used for answers.",
        ("regularisation", "regularization"),
        fields=("dropout", "layer_dropout"),
    ),
    Term(
        "hold fixed",
        "Parameters that are held fixed keep their values: training computes their gradients and leaves them alone.",
        ("freeze", "frozen"),
        fields=("frozen",),
    ),
    Term(
        "frozen weight",
        "A frozen weight or bias keeps its value to the last bit, whatever the optimiser and the penalties would do. "
        "The sign ' stands behind its number. It can still be typed, and the key that froze it releases it.",
        ("freeze", "release", "pin", "hold"),
        panes=NET,
    ),
    Term(
        "silenced neuron",
        "A silenced neuron gives 0 whatever goes into it, so that the score shows the worth of the network without it. "
        "Its weights wait unchanged until it is restored.",
        ("ablate", "ablation", "switch off", "knock out", "restore"),
        panes=NET,
    ),
    Term(
        "walk",
        "A walk goes through one update of the weights number by number: forward to the answer, its loss, backward to "
        "the gradients, and the new weights. Every number can be checked by hand.",
        ("by hand", "trace"),
        panes=("walk",),
    ),
    Term(
        "gradient check",
        "A gradient check compares the slope that the backward pass finds with one that is measured: the weight is "
        "moved by a tiny step h to both sides, and the change of the loss is divided by 2h.",
        ("finite difference", "numerical gradient", "autograd"),
        panes=("check",),
    ),
    Term(
        "kink",
        "At a kink the loss changes its slope suddenly, as where the input of a ReLU is exactly 0. It has one slope to "
        "the left and one to the right, and the gradient is not defined there.",
        panes=("check",),
    ),
    Term(
        "loss surface",
        "A loss surface shows the loss for all values of two weights, the others staying as they are. "
        "The line below it says which shades are low; training goes downhill.",
        ("loss landscape", "contour"),
        panes=("check",),
    ),
    Term(
        "plane of the path",
        "Three sets of weights, the first, best and present ones, lie in one plane. The map of the loss over it shows "
        "the path of training, as far as that lies in the plane: its share of the movement is given.",
        ("trajectory",),
        panes=("check",),
    ),
    Term(
        "map",
        "A map shows what the network answers over two inputs, the others staying as they are: of two classes the "
        "shades of both, with the border where they are equally likely; of numbers, levels. Rows are points on it.",
        ("decision boundary", "decision map", "landscape of answers"),
        panes=("map",),
    ),
    Term(
        "map of a neuron",
        "A small map of one neuron shows where in the inputs it is active. Where the inputs are the pixels of a "
        "picture, its weights are shown as one: what it looks for.",
        ("receptive field", "filter", "feature map"),
        panes=("map", "network"),
    ),
    Term(
        "chain rule",
        "The chain rule multiplies slopes: how much the loss changes with a weight is dL/da, times da/dz, times dz/dw.",
        ("gradient", "derivative", "backpropagation"),
        panes=("walk",),
    ),
)
