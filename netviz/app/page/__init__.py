"""Pages of several digits: read on the job thread, answered by the network on screen, corrected."""
