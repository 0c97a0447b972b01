"""The bell for the worker that checks and applies imports."""

from councilgov.notices.waking import Bell

wake = Bell("councilgov.imports.tasks.work", expires=60).ring
