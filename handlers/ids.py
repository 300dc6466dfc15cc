"""The ids of commands, actions, callbacks and blocks: declared once, used by views, listeners and the manifest."""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands."""

    RATE = "/rate-client"
    CLIENTS = "/clients"


class Callback(StrEnum):
    """Modals and shortcuts."""

    RATE_SHORTCUT = "rate_client"
    RATE_MODAL = "rate_modal"
    DIGEST_SETTINGS = "digest_settings"
    OWN_DIGEST = "own_digest_settings"
    PHRASES = "own_phrases"


class Action(StrEnum):
    """Buttons and menus. Where a message holds several of one kind, ":" and a number follow."""

    RATE = "rate"
    """value: a client's id, or empty"""
    ASK = "ask"
    """value: a query's label as JSON"""
    UNDO = "undo_rating"
    """value: "rating id:revision" """
    EDIT = "edit_rating"
    """value: a rating's id"""
    DELETE = "delete_rating"
    """value: a rating's id"""
    PICK_CLIENT = "pick_client"
    """value: the one-line rating with the client's name put right"""
    MY_RATINGS = "my_ratings"
    HOME_ASK = "home_ask"
    DIGEST_SETTINGS = "open_digest_settings"
    OWN_DIGEST = "open_own_digest"
    OWN_DIGEST_STOP = "stop_own_digest"
    """value: a subscription's id"""
    DIGEST_PREVIEW = "preview_digest"
    DIGEST_POST = "post_digest"
    DIGEST_POST_UNKNOWN = "post_unknown_digest"
    """value: a digest's id"""
    DIGEST_WHY = "why_digest"
    DIGEST_TABLE = "digest_table"
    PHRASES = "phrases"
    TAKE_PHRASE = "take_phrase"
    REMOVE_PHRASE = "remove_phrase"
    """value: the phrase"""
