"""项目库 as rows and words."""
