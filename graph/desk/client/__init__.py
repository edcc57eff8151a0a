"""客商库: firms gone after, their contacts, and how many come how far."""
