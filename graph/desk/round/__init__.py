"""目标与调度: goals, who answers for what, and the monthly round."""
