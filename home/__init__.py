"""Pages that are not for sale: home, content, catalogue, categories; and the demo shop."""
