"""Files and paths: how they are named, checked, written whole and told of. Knows no network and no data."""
