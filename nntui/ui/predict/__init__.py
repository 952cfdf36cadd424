"""What the predict pane is made of: its fields and their texts, the answer, a picture to paint, lists."""
