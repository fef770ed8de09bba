"""StreamField blocks, one file each family."""
