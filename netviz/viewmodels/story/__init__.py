"""The backward pass as a story: stages, words, arrows; any moment of it is a pure function of a phase."""
