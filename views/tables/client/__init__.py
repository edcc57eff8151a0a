"""客商库 as rows and words."""
