"""The suite: mirrors the apps; plus contracts over every kind, architecture, races and journeys."""
