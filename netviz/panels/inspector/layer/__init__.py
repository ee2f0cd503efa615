"""The tab "Layer": a whole layer as a matrix of coloured cells."""
