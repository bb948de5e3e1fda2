"""Places out of a spreadsheet: every row accounted for, what was refused to be sent again."""
