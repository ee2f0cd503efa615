"""The program: where everything is made, wired, started and given back."""
