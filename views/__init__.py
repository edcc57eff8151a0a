"""Everything a person sees: settings, texts, map, reports, terminal and pages."""
