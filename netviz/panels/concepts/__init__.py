"""The page of concepts: a list to search, and what one of them is, with a miniature."""
