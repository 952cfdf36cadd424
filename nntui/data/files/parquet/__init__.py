"""Tables as Parquet files. Those of others are decoded in a process of its own, which a damaged file may end."""
