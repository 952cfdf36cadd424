"""The frame around the panes: header, footer, the area they share, the first paint, the configuration."""
