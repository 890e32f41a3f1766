"""Chinese addresses in free text: parts by rule, names by what is registered, never a guess; pure.

`parsing.parse` cuts a text into parts, `book.Book` holds what is registered, `resolving.resolve` says which
area, compound, building, unit and home a text means, what else it may mean and what could not be placed.
"""
