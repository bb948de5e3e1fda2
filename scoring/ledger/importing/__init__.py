"""Awards by spreadsheet: in by blocks, each row accounted for, the refused ones given back."""
