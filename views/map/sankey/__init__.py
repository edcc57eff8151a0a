"""物料图: streams in 万吨/年, drawn as ribbons."""
