"""Training: configuration, the deterministic session, snapshots, the trainer thread, metrics, jobs. No Qt."""
