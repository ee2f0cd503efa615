"""Spam: of an e-mail the shares of some words and characters are read, and whether it is spam is answered."""
