"""One firm as rows and words."""
