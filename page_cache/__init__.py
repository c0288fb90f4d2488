"""Public pages, cached in each process that serves them until something changes."""
