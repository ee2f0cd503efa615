"""What a worksheet asks on a story: lines with numbers that are given and numbers that are to be found."""
