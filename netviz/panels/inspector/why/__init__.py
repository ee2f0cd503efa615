"""Why a network answers so, and what would change its mind: the tab, and its parts."""
