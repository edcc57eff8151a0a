"""The parts of 目标与调度."""
