"""The desktop program: composition root, main window, actions, undo, settings, theme."""
