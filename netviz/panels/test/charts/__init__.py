"""The charts of the room Test."""
