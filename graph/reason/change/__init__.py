"""Two dates compared: what came, what went, and why."""
