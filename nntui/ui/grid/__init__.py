"""The table as a picture: what is shown, where its columns stand, how it is drawn and scrolled."""
