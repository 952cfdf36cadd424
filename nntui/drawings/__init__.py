"""A session drawn without a screen: its network, its losses and its answers, as SVG and as text."""
