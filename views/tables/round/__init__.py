"""目标与调度 as rows and words."""
