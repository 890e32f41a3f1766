"""The addresses of the window."""

from django.urls import path

from wangge.web.desk import counter, counter_errands, counter_items

COUNTER = [
    path("counter", counter.home, name="counter"),
    path("counter/exports", counter.exports, name="counter-exports"),
    path("counter/new", counter.new, name="counter-new"),
    path("counter/applications/<int:application>", counter.application, name="application"),
    path("counter/applications/<int:application>/<str:step>", counter.step, name="application-step"),
    path("counter/items", counter_items.items, name="counter-items"),
    path("counter/items/new", counter_items.new, name="counter-item-new"),
    path("counter/items/<slug:item>", counter_items.item, name="counter-item"),
    path("counter/errands", counter_errands.errands, name="errands"),
    path("counter/errands/exports", counter_errands.exports, name="errands-exports"),
    path("counter/errands/new", counter_errands.new, name="errand-new"),
    path("counter/errands/ledger", counter_errands.ledger, name="errand-ledger"),
    path("counter/errands/template", counter_errands.template, name="errand-template"),
    path("counter/errands/<int:errand>", counter_errands.errand, name="errand"),
    path("counter/errands/<int:errand>/<str:step>", counter_errands.step, name="errand-step"),
]
