"""What two firms have to do with each other, as rows and words."""
