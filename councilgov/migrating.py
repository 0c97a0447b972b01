"""What our migrations do that Django has no operation for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Many new models in one step.

    With each ``CreateModel`` Django renders anew all models that are related to it, however far:
    every one of ours, as each row says who changed it. A hundred models one by one are rendered
    nine thousand times, which was most of the time of a first start. In one step they are rendered
    once, when all of them are known.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models, and leave rendering to whoever asks for one of them first."""
        state.__dict__.pop("apps", None)  # as ProjectState.clear_delayed_apps_cache does it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make their tables, in this order."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop their tables, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """For ``manage.py sqlmigrate`` and ``migrate --plan``."""
        return "Create models " + ", ".join(operation.name for operation in self.operations)


def in_one_step(operations: Iterable[Operation], app_label: str) -> list[Operation]:
    """New models, each with its fields, indexes and constraints, and all of them together; then
    whatever else there is to do. Django gives each its own step, which renders all models anew.
    """
    new: dict[str, CreateModel] = {}
    rest: list[Operation] = []
    for operation in operations:
        if isinstance(operation, CreateModel):
            new[operation.name_lower] = operation
        elif isinstance(operation, CreateModels):
            new |= {one.name_lower: one for one in operation.operations}
        elif not _folded(operation, new, app_label):
            rest.append(operation)
    return [CreateModels([*new.values()]), *rest] if new else rest


def _folded(operation: Operation, new: dict[str, CreateModel], app_label: str) -> bool:
    """Whether it went into the model that it is about."""
    if not isinstance(operation, (AddField, AddIndex, AddConstraint)):
        return False
    name = operation.model_name_lower
    if name not in new:
        return False
    (whole,) = cast("list[CreateModel]", new[name].reduce(operation, app_label))
    new[name] = whole
    return True
