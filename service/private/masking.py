"""What of private data a screen may show."""

SHOWN_START = 3
SHOWN_END = 4


def mask_number(number: str) -> str:
    """First three and last four characters; shorter numbers keep only their last two."""
    if len(number) > SHOWN_START + SHOWN_END:
        hidden = "*" * (len(number) - SHOWN_START - SHOWN_END)
        return number[:SHOWN_START] + hidden + number[-SHOWN_END:]
    return "*" * max(len(number) - 2, 0) + number[-2:]


def mask_name(name: str) -> str:
    """A person's name with all but the family name hidden: 张三丰 -> 张**."""
    return name[:1] + "*" * max(len(name) - 1, 1)
