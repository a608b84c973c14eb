"""The eval suite: cases, scorers, mutants and the report. Run it with `python -m eval`."""
