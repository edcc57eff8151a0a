"""The parts of 缺口."""
