"""The workbook of another region or chain, sheet by sheet."""
