"""The addresses of notices."""

from django.urls import path

from wangge.web.desk import notices, notices_export, notices_new, notices_passing, notices_tickets

NOTICES = [
    path("notices", notices.notices, name="notices"),
    path("notices/exports", notices_export.exports, name="notices-exports"),
    path("notices/new", notices_new.new, name="notice-new"),
    path("notices/<int:notice>", notices.notice, name="notice"),
    path("notices/<int:notice>/exports", notices_export.export, name="notice-export"),
    path("notices/<int:notice>/wording", notices_new.wording, name="notice-wording"),
    path("notices/<int:notice>/withdrawal", notices_new.withdrawal, name="notice-withdrawal"),
    path("notices/<int:notice>/links/<int:link>", notices_passing.link, name="notice-link"),
    path("notices/<int:notice>/units", notices_passing.units, name="notice-units"),
    path("notices/<int:notice>/tickets", notices_tickets.tickets, name="notice-tickets"),
]
