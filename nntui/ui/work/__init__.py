"""What the screen works on: ``controller`` (session), ``runner`` (training), ``loader`` (worker threads)."""
