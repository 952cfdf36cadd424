"""``python -m nntui``."""

from nntui.cli import start

if __name__ == "__main__":
    start()
