"""The plain way of working: sentences, questions and numbered menus on a terminal that only prints lines."""
