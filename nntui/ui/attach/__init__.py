"""The app without a terminal, and with another one than it was started on."""
