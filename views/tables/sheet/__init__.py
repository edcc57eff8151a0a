"""表格进出 as rows and words."""
