"""The trainer's thread: what it is told, what it tells, how fast it steps."""
