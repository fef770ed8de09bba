"""Cart, checkout, orders and invoices, for the person who buys."""
