"""The nation: producers, figures and moves elsewhere, and what they say of a product."""
