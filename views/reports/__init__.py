"""Documents made from an evaluation."""
