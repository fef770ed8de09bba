"""The back-office of what can be had: one module for each thing one works on."""
