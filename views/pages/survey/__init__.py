"""The parts of 企业摸底表."""
