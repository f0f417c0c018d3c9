"""Lists the sentences of the set-up that are about no choice: those of the conversation, and of the page."""

from __future__ import annotations

from ..base.reason import Text


class Label(Text):
    """Is a sentence of the set-up, or a word on a button."""

    # Of both
    COLON = "colon"
    AND = "and"
    POSITIVE_IMPORT = "positive_import"
    POSITIVE_EXPORT = "positive_export"
    POSITIVE_CHARGING = "positive_charging"
    POSITIVE_DISCHARGING = "positive_discharging"
    DEPARTURE = "departure"
    AS_YOU_SAID = "as_you_said"
    MANAGED = "managed"

    # Of the conversation at a terminal
    LEGEND = "legend"
    ASKED_BELOW = "asked_below"
    ENTER_LEAVES_OUT = "enter_leaves_out"
    THAT_MAKES = "that_makes"
    WRITE_THIS = "write_this"
    YES_NO_NUMBER = "yes_no_number"
    NOTHING_WRITTEN = "nothing_written"
    CANNOT_BE = "cannot_be"
    NEXT = "next"

    # Of what is made, at a terminal
    NEEDED_THERE = "needed_there"
    OF_WHAT_IS_NEEDED = "of_what_is_needed"
    MAKE_THEM = "make_them"
    REMOVE_THEM = "remove_them"
    NOTHING_MADE = "nothing_made"
    NOTHING_CHANGED = "nothing_changed"
    YES_NO_NUMBERS = "yes_no_numbers"
    PART_MADE = "part_made"
    PART_REMOVED = "part_removed"

    # Of the page
    HEADING = "heading"
    INTRO = "intro"
    LOOKING = "looking"
    BROKEN = "broken"
    LOOK_AGAIN = "look_again"
    NOT_ANSWERED = "not_answered"
    LEAVE_OUT = "leave_out"
    TAKE = "take"
    TYPED = "typed"
    MISSING = "missing"
    REMAINING = "remaining"
    READY = "ready"
    WRITE = "write"
    WRITES_TO = "writes_to"
    WRITTEN = "written"
    RUNNING = "running"
    NOT_RUNNING = "not_running"
    APPS_YAML_WINS = "apps_yaml_wins"
    NEEDS = "needs"
    MAKE = "make"
    RENEW = "renew"
    UNDO = "undo"
    ENTRY = "entry"
