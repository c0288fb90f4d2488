def is_round_number(number: int) -> bool:
    """Whether Korean may say "over" of it with 여: of 150 and 2,000, not of 7 and 85."""
    return number >= 10 and number % 10 == 0
