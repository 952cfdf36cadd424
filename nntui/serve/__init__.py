"""The screen in a browser: a server whose pages show nntui in a terminal, a process of its own in each tab."""
