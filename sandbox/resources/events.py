"""`/v1/events`: what happened, newest first."""

from sandbox import crud

crud.serve_reading("event", "/v1/events")
