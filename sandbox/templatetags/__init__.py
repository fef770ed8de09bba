"""Template tags of the hosted pages."""
