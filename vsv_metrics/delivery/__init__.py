"""What the API, the command line, Python and the page Tabellen share: a question, and the table that answers it."""

from vsv_metrics.delivery.answer import Answer, answer, origin
from vsv_metrics.delivery.document import document
from vsv_metrics.delivery.question import PARAMETERS, Question, parse

__all__ = ["PARAMETERS", "Answer", "Question", "answer", "document", "origin", "parse"]
