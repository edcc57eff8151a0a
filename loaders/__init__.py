"""Files to records and back: schema, CSV and Excel, the first filling of a store, imports."""
