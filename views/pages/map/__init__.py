"""The parts of 两图."""
