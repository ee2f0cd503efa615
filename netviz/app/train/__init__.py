"""The training room: settings, architecture by hand, advice, comparisons."""
