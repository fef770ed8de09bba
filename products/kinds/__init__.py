"""One file or folder per kind of product; none knows another, and nothing lists them."""
