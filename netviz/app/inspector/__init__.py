"""What the inspector is given to show."""
