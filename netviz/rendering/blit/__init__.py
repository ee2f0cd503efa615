"""A kept picture, laid over the frame as it is."""
