"""The parts of 客商库."""
