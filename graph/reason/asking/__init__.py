"""摸底清单: what nobody knows, whom to ask, and what the answer would change."""
