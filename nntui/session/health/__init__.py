"""The health of a session's training: what is examined, in the table's own names, and the cures that are offered."""
