"""For a hall and a class: a run as a line of text, the presentation, and scenes prepared beforehand."""
