"""Sheets an office already has: read as they look, their columns tied to ours once."""
