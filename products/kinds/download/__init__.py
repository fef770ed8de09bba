"""Digital downloads: files that a buyer may fetch."""
