"""项目库: projects, their moves from stage to stage, and the gaps they are to close."""
