"""Addresses of what is done against more harm."""

from django.urls import path

from breaches.containing import views

ONE = "incidents/tasks/<int:pk>/"

urlpatterns = [
    path("incidents/tasks/", views.tasks, name="tasks"),
    path("incidents/tasks/lists/", views.task_lists, name="task_lists"),
    path("incidents/tasks/lists/<slug:kind>/", views.task_list, name="task_list"),
    path(ONE, views.task, name="task"),
    path(f"{ONE}done/", views.finish_task, name="finish_task"),
    path(f"{ONE}not-needed/", views.drop_task, name="drop_task"),
    path("incidents/<incident:pk>/task/", views.add_task, name="add_task"),
]
