"""One file for each resource of the API; adding a resource is adding a file."""
