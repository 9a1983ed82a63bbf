"""How much one may ask for, and how much one is told."""

LONGEST_QUERY = 200  # characters
MOST_WORDS = 10
MOST_HITS = 120  # kept, counted and paged through: twelve pages; beyond them stands “more than 120”
HITS_PER_PAGE = 10
MOST_SUGGESTIONS = 8
MOST_NEAR = 4
MOST_IN_ADMIN = 1000  # rows of a list in the admin that a search leaves
