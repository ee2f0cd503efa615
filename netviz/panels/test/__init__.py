"""The examination room: how well the network reads digits that it has never seen. Values in, signals out."""
