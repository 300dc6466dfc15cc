"""From calendars and other systems to questions after a visit: reading, matching, times. Pure."""
