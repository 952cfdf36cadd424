"""Terms of the table, and of judging the answers."""

from __future__ import annotations

from nntui.ui.glossary.record import Term

DATA_PANE, SCORE = ("data",), ("score",)

DATA = (
    Term(
        "role",
        "The role of a column says what it is for: inputs are what the network predicts from, the target is what it "
        "learns to predict, and ignored columns are left out.",
        ("input", "feature", "target", "label", "ignored"),
        fields=("role",),
        panes=DATA_PANE,
    ),
    Term(
        "kind",
        "The kind of a column says what its cells are: numbers, yes or no, one of a few words (a category), or any "
        "text, which a network cannot learn from.",
        ("type", "data type", "number", "category", "yes-no"),
        fields=("kind",),
        panes=DATA_PANE,
    ),
    Term(
        "one-hot",
        "A category is given to the network one-hot: as an input for each of its words, 1 for the word in the cell and "
        "0 for the others.",
        ("dummy variable", "encoding", "level", "categorical"),
        panes=DATA_PANE,
    ),
    Term(
        "empty cells",
        "A network needs a number everywhere, so something must be done about empty cells: fill them with a typical "
        "value, treat being empty as a category, or leave the row out.",
        ("missing", "missing values", "nan", "null", "impute", "fill"),
        fields=("missing",),
        panes=DATA_PANE,
    ),
    Term(
        "scaling",
        "Scaling brings columns of different size, such as age and income, into a common range before they reach the "
        "network, which learns badly otherwise. Answers are scaled back into the column's own unit.",
        ("normalise", "normalize", "standardise", "standardize", "z-score", "min-max"),
        fields=("scaling", "scale"),
        panes=DATA_PANE,
    ),
    Term("divisor", "The number by which each cell is divided before it reaches the network.", fields=("divisor",)),
    Term(
        "date format",
        "How dates are written in this column: d is the day, m the month, y the year.",
        ("date", "time"),
        fields=("dates",),
    ),
    Term("name", "The heading of the column; formulas and filters call it by this name.", fields=("name",)),
    Term("yes and no", "The two words of the column: first the one for no, then the one for yes.", fields=("words",)),
    Term(
        "unit",
        "What the numbers count, such as kg. It is shown beside them and never calculated with.",
        fields=("unit",),
    ),
    Term(
        "formula",
        "A formula calculates the cells of a column from other columns, as weight / height ** 2.",
        ("calculated column", "expression", "feature engineering"),
        fields=("formula",),
    ),
    Term(
        "validation rows",
        "Validation rows are kept out of training. They show how good the network is on rows it has not seen, which is "
        "what counts.",
        ("validation", "held-out", "holdout", "test set", "split"),
        fields=("validation",),
        panes=("data", "loss", "score"),
    ),
    Term(
        "baseline",
        "The baseline is what anyone could answer without a network: always the mean, or always the most frequent "
        "class. A network that does not beat it has learnt nothing.",
        ("trivial answer", "benchmark"),
        panes=SCORE,
    ),
    Term(
        "accuracy",
        "Accuracy is the share of rows whose class was predicted rightly. Where one class is rare, always naming the "
        "other one looks accurate too: compare with the baseline.",
        ("correct", "score", "error rate", "good", "precision"),
        panes=SCORE,
    ),
    Term(
        "balanced accuracy",
        "The mean of the accuracies within each class, so that rare classes count as much as common ones.",
        panes=SCORE,
    ),
    Term(
        "F1",
        "F1 joins two questions about a class: how many of those named are right, and how many of those there are were "
        "named. 1 is perfect.",
        ("precision", "recall"),
        panes=SCORE,
    ),
    Term(
        "AUC",
        "AUC is the chance that a row of the one class is given a higher probability than a row of the other: 0.5 is "
        "guessing, 1 is perfect.",
        ("roc", "roc auc"),
        panes=SCORE,
    ),
    Term(
        "log loss",
        "Log loss judges the probabilities themselves: being sure and wrong costs most. Lower is better.",
        panes=SCORE,
    ),
    Term(
        "calibration",
        "Probabilities are calibrated when things said to be 80 % likely happen in 80 % of the cases.",
        ("overconfident",),
        panes=("score", "predict"),
    ),
    Term(
        "RMSE",
        "The root of the mean squared error, in the target's own unit: a typical size of the error, in which large "
        "errors count most.",
        ("root mean squared error",),
        panes=SCORE,
    ),
    Term(
        "mae",
        "The mean absolute error, in the target's own unit: how far off the answers are on average. The line under the "
        'header tells it as "2.37 mpg off".',
        ("mean absolute error", "mean error", "off"),
        panes=SCORE,
    ),
    Term(
        "R2",
        "R2 is the share of the target's ups and downs that the network explains: 1 is perfect, 0 no better than the "
        "mean, below 0 worse.",
        ("r squared", "coefficient of determination"),
        panes=SCORE,
    ),
    Term(
        "straight line",
        "A linear model, fitted to the same training rows: least squares for numbers, logistic regression for classes. "
        "A network that is no better is not worth its weights.",
        ("linear model", "linear regression", "logistic regression", "line"),
        panes=SCORE,
    ),
    Term(
        "standard error",
        "How far a figure may be off by chance, because it comes from so few rows: +- 4 % means that other rows would "
        "give a figure within 4 % of it two times in three.",
        ("uncertainty", "confidence interval", "+-"),
        panes=SCORE,
    ),
    Term(
        "confusion matrix",
        "How many rows of each class (down) were called each class (across): what is off the diagonal is a mistake.",
        ("mistakes", "errors by class"),
        panes=SCORE,
    ),
    Term(
        "probability",
        "For classes the network answers with a probability for each. They add up to 1; the largest is its answer.",
        ("certainty", "confidence"),
        panes=("predict",),
    ),
    Term(
        "spread over seeds",
        "How far networks differ that were trained alike from other seeds: other first weights, order of rows and "
        "dropout. A wide spread means that chance decided much of the answer.",
        ("seeds", "ensemble", "uncertainty", "band"),
        panes=("sure", "loss", "predict"),
    ),
    Term(
        "run",
        "A training with its own name and colour beside others: of other settings, another seed, or a branch from an "
        "earlier epoch. Two runs are compared row by row, as the same rows are easy or hard for both.",
        ("experiment", "branch", "side by side", "paired", "verdict", "compare"),
        panes=("runs", "loss"),
    ),
    Term(
        "cross-validation",
        "The rows are split into folds, and each fold is judged by a network that was trained on the others. So every "
        "row is judged once by a network that has not seen it.",
        ("folds", "k-fold"),
        panes=("sure", "search"),
    ),
)
