"""People: who signs in, who sells, and what each role may do."""
