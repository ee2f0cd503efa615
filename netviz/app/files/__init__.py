"""Files in the window: what is opened, saved, exported, dropped and pasted."""
