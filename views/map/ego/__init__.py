"""What stands around one firm, drawn."""
