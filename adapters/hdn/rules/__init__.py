"""The conditional rules of the standard, one row per rule, in tables by subject."""

from adapters.hdn.rules.answers import ANSWER_RULES
from adapters.hdn.rules.applicants import APPLICANT_RULES
from adapters.hdn.rules.loans import LOAN_RULES
from adapters.hdn.rules.parts import Rule
from adapters.hdn.rules.properties import PROPERTY_RULES

RULES: tuple[Rule, ...] = (*PROPERTY_RULES, *APPLICANT_RULES, *LOAN_RULES, *ANSWER_RULES)
EMPTY = "(all).(all)"
"""That no element may be empty is about every element, so it is not a row; it stands in `conditions.py`."""
