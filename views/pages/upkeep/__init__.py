"""The parts of 备份与用户."""
