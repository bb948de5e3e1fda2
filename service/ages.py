"""Full age, as the Civil Code has it. Pure."""

from datetime import date

ADULT_YEARS = 18
"""Civil Code Art. 17. No credit archive is kept about anybody younger (Zhejiang Public Credit
Information Regulation Art. 2), and no check is made on them."""


def is_adult(born: date, on: date) -> bool:
    """Whether somebody born on one day is 18 on another: from the birthday itself on.

    Civil Code Art. 17, 1259 (“以上” includes the number). Who was born on 29 February has no
    eighteenth birthday: the eighteenth year is over with the last day of February (Art. 202),
    so that full age begins on 1 March, and a child is never taken for an adult.
    """
    return (on.year - ADULT_YEARS, on.month, on.day) >= (born.year, born.month, born.day)
