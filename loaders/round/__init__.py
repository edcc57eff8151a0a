"""The monthly sheet of one unit: sent out, and taken back."""
