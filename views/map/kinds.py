"""The pictures there are, by the names people choose them by."""

WHOLE, STANDING, INVITING = "全景图", "现状图", "招商路线图"
MATERIAL, NATIONAL = "物料图", "全国布局"
KINDS = (WHOLE, STANDING, INVITING)
"""Those on which every product of the chain has its place."""
PICTURES = (*KINDS, MATERIAL)
"""Those a view can show."""
