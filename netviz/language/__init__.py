"""What a language decides: how many, one of several, an article. All else on screen is whole sentences."""
