"""全国布局: a tile a province."""
