"""From the newest network and what lies on the pad to everything that is shown."""
