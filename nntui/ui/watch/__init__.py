"""What ``nntui watch`` shows: a training that another process does."""
