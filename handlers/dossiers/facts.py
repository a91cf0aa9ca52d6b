"""The facts of a dossier: what replay and any order of arrival must agree on (design, section 4).

No identities of messages, no moments of receipt, no marks of who did it: only what is true.
"""

import json
from typing import Any

from sqlalchemy.engine import Connection

from handlers.action_points import views as action_points
from handlers.advice_exports import views as advice_exports
from handlers.advice_files import views as advice_files
from handlers.applications import views as applications
from handlers.documents import views as documents
from handlers.documents.views import stukken
from handlers.dossiers.views import keeping
from handlers.offers import views as offers
from handlers.products import views as products
from handlers.service_agreements import views as service_agreements
from handlers.statuses import views as statuses
from handlers.stock_lists import views as stock_lists


def facts_of(connection: Connection, dossier_id: str) -> dict[str, Any]:
    """Applications with versions, content, status, offers, stock list, stukken, documents, open action points.

    And what the office keeps by hand.
    """
    known = applications.facts_part(connection, dossier_id)
    status = statuses.facts_part(connection, dossier_id)
    offer = offers.facts_part(connection, dossier_id)
    lines = stock_lists.facts_part(connection, dossier_id)
    files = documents.facts_part(connection, dossier_id)
    own = stukken.facts_part(connection, dossier_id)
    points = action_points.facts_part(connection, dossier_id)
    made = [
        {
            **facts,
            "status": status.get(application_id),
            "offers": offer.get(application_id, []),
            "stock_list": lines.get(application_id, {}).get("stock_list", []),
            "open_actions": lines.get(application_id, {}).get("open_actions", []),
            "documents": files.get(application_id, []),
            "stukken": own.get(application_id, []),
            "action_points": points.get(application_id, []),
        }
        for application_id, facts in known.items()
    ]
    kept = {**keeping.facts_part(connection, dossier_id), "products": products.facts_part(connection, dossier_id)}
    plain: list[dict[str, Any]] = [json.loads(json.dumps(facts, default=str, sort_keys=True)) for facts in made]
    agreed = service_agreements.facts_part(connection, dossier_id)
    own_facts = {"kept": kept} | ({"service_agreements": agreed} if agreed else {})
    gone = advice_exports.facts_part(connection, dossier_id)
    own_facts |= {"advice_exports": gone} if gone else {}
    advised = advice_files.facts_part(connection, dossier_id)
    own_facts |= {"advice_files": advised} if advised else {}
    return {"applications": sorted(plain, key=_place), **json.loads(json.dumps(own_facts, default=str))}


def _place(facts: dict[str, Any]) -> tuple[str, str]:
    """Applications stand by number, then by all that is true of them."""
    return facts["number"], json.dumps(facts, sort_keys=True)
