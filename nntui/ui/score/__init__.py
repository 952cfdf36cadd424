"""How good the network is: the ``line`` under the header and the ``pane``, from a score that ``keeper`` renews."""
