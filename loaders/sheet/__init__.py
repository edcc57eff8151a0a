"""Uploaded rows on their way to records."""
