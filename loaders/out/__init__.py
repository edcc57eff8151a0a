"""Every record out of a store: a folder or a zip of CSVs, a workbook, GraphML, JSON."""
