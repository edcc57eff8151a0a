"""企业摸底表: what is asked of firms, and what their answers change."""
