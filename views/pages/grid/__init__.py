"""Many records in one table to type into."""
