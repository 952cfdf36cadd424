"""Dialogs that steer the training: when to stop or to pause, and the learning rate."""
