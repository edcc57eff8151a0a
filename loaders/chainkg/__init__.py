"""A ChainKnowledgeGraph set: its files read, looked at row by row, set into the store."""
