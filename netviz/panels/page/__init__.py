"""A page that was read: its picture with its answers, the chosen digit, and the steps in between."""
