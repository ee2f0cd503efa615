"""From a photo, a scan or a screenshot to the digits on it, as networks read them: a file a step."""
