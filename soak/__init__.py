"""Long checks that break things on purpose; `python -m soak` runs them and prints their figures."""
