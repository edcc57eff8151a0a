"""梯度培育 as rows and words."""
