"""The network and its mathematics: layers, losses, initialisers, optimisers. numpy only."""
