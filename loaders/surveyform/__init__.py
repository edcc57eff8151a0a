"""企业摸底表 as a file: written for a firm, and read when it comes back."""
