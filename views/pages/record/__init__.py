"""One record: its form, the fields of it, its history."""
