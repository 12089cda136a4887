"""How much a request is like an exemplar: `corpus` cuts texts into tokens, `bm25` and `hashed_cosine` score, `resolver` makes
one suggestion of two opinions."""
