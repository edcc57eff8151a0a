"""梯度培育: the three annexes, who is brought on, who needs watching, which titles are in reach."""
