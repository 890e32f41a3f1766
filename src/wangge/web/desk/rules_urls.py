"""The addresses of what steers the loop: rules, limits, calendar, powers, rungs, practice."""

from django.urls import path

from wangge.web.desk import (
    authority,
    calendar_days,
    levels,
    rules,
    rules_changing,
    rules_trial,
    steering_files,
)

FILES = [
    path(f"{kind}/{where}", view, {"kind": kind}, name=f"{kind}-{name}")
    for kind in steering_files.TITLES
    for where, name, view in (
        ("sheet", "sheet", steering_files.sheet),
        ("file", "file", steering_files.file),
        ("file/entry", "entry", steering_files.entry),
        ("file/refused", "refused", steering_files.refused),
    )
]
STEERING = [
    path("rules", rules.rules, name="rules"),
    path("rules/draft", rules_changing.changes, name="rules-draft"),
    path("rules/draft/new", rules_changing.rule, name="rule-new"),
    path("rules/draft/<int:index>", rules_changing.rule, name="rule-line"),
    path("rules/trial", rules_trial.trial, name="rules-trial"),
    path("rules/trial/exports", rules_trial.trial_exports, name="rules-trial-exports"),
    path("rules/edition", rules_changing.saving, name="rules-saving"),
    path("rules/restoration", rules_changing.restoration, name="rules-restoration"),
    path("levels", levels.levels, name="levels"),
    path("levels/limit", levels.level, name="level"),
    path("levels/trial", levels.level_trial, name="level-trial"),
    path("levels/edition", levels.level_saving, name="level-saving"),
    path("calendar", calendar_days.calendar, name="calendar"),
    path("calendar/day", calendar_days.calendar_day, name="calendar-day"),
    path("calendar/trial", calendar_days.calendar_trial, name="calendar-trial"),
    path("calendar/edition", calendar_days.calendar_saving, name="calendar-saving"),
    path("authority", authority.authority, name="authority"),
    path("rungs", authority.rungs, name="rungs"),
    path("practice", authority.practice, name="practice"),
    *FILES,
]
