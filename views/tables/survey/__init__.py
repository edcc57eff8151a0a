"""企业摸底表 as rows and words."""
