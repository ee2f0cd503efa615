"""The words of the field, each with all that its page tells; loaded when somebody asks."""
