"""The parts of 梯度培育."""
