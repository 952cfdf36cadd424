"""The network as PyTorch code on the screen: ``show_code`` shows, copies and saves it."""
