"""补链, 延链, 强链: what is missing, what could follow, what is fragile, and in which order."""
