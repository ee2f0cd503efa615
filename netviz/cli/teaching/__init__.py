"""What teaches without a window: hand-outs and worksheets."""
