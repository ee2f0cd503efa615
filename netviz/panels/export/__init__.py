"""The dialogs before a picture or a film is written."""
