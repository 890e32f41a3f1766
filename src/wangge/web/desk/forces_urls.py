"""The addresses of forces, roles of the loop and work records at the desk."""

from django.urls import path

from wangge.web.desk import (
    forces,
    forces_calls,
    forces_file,
    forces_keeping,
    forces_roles,
    words,
    work_records,
)

FORCES = [
    path("forces", forces.forces, name="forces"),
    path("forces/new", forces_keeping.new, name="force-new"),
    path("forces/file", forces_file.send, name="force-file"),
    path("forces/template.xlsx", forces_file.template, name="force-template"),
    path("forces/roles", forces_roles.roles, name="loop-roles"),
    path("forces/<int:force>", forces_keeping.force, name="force"),
    path("forces/<int:force>/ending", forces_keeping.ending, name="force-ending"),
    path("words", words.words, name="words"),
    path("records", work_records.records, name="work-records"),
    path("records/new", work_records.new, name="work-record-new"),
    path("cases/<str:number>/forces", forces_calls.calling, name="force-call"),
    path("cases/<str:number>/forces/<int:called>", forces_calls.told_of, name="force-told"),
]
