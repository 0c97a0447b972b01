"""Addresses of the desk's tasks."""

from django.urls import path

from devices.desk import views

urlpatterns = [
    path("tasks/", views.desk_tasks, name="desk_tasks"),
    path("tasks/<int:pk>/", views.desk_task, name="desk_task"),
    path("tasks/<int:pk>/drop/", views.drop_task, name="drop_task"),
]
