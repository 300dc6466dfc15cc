"""Words → Query: what a question asks, and how far the reading is to be trusted."""

from bot.questions.echo import echo
from bot.questions.reading import understand
from bot.questions.understanding import Certainty, Understanding, Why, label_json

__all__ = ["Certainty", "Understanding", "Why", "echo", "label_json", "understand"]
