"""资金池, 人才池: funds and teams, and what they fit."""
