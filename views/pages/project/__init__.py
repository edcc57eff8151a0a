"""The parts of 项目库."""
