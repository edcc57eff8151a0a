"""The terminal: every command a page can do, with ``--json`` for programs."""
