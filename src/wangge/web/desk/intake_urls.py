"""The addresses of the intake at the desk."""

from django.urls import path

from wangge.web.desk import (
    boxes,
    intake,
    intake_channels,
    intake_receptions,
    reporting,
    tickets,
    tickets_import,
    tickets_sources,
)

patterns = [
    path("report/address", reporting.report_place, name="report-address"),
    path("report/alike", reporting.report_alike, name="report-alike"),
    path("intake", intake.intake, name="intake"),
    path("receipts/<str:number>", intake.receipts, name="receipts"),
    path("channels", intake_channels.channels, name="channels"),
    path("channels/new", intake_channels.channel_new, name="channel-new"),
    path("channels/<slug:channel>", intake_channels.channel, name="channel"),
    path("boxes", boxes.boxes, name="boxes"),
    path("boxes/new", boxes.box_new, name="box-new"),
    path("boxes/<int:box>", boxes.box, name="box"),
    path("boxes/<int:box>/letters", boxes.box_letter, name="box-letter"),
    path("boxes/<int:box>/keeping", boxes.box_keep, name="box-keeping"),
    path("receptions", intake_receptions.receptions, name="receptions"),
    path("tickets", tickets.tickets, name="tickets"),
    path("tickets/answers.xlsx", tickets.answers, name="answers"),
    path("tickets/answers/sent", tickets.answers_sent, name="answers-sent"),
    path("tickets/template.xlsx", tickets_import.template, name="ticket-template"),
    path("tickets/files", tickets_import.send, name="ticket-files"),
    path("tickets/files/<int:batch>", tickets_import.file, name="ticket-file"),
    path("tickets/files/<int:batch>/refused.xlsx", tickets_import.rejects, name="ticket-refused"),
    path("tickets/sources", tickets_sources.sources, name="sources"),
    path("tickets/sources/<int:source>/closing", tickets_sources.source_closing, name="source-closing"),
]
