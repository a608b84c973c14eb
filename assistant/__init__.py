"""An evidence assistant for dietary supplements that says no more than its documents do."""
