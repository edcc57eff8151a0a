"""The parts of 表格进出."""
