"""A story on paper: the hand-out, the worksheet and its answers, as PDF."""
