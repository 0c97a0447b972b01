"""How many wrong codes one address may try: a code is beyond guessing, and nobody need try."""

from councilgov.limits import Limit

WRONG_CODES = Limit("wrong-codes", most=30, seconds=60)
