"""How to cite the export: CITATION.cff, of the Citation File Format 1.2.0."""

import json
from datetime import date

from warehouse.export.datapackage import AUTHORS, LICENCE, TITLE


def citation(as_of: date | None) -> str:
    """Give the file. The version is the day of the last run in the archive."""
    facts = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": TITLE,
        "authors": [{"name": AUTHORS}],
        "license": LICENCE["name"],
        "abstract": "Figures of the annual reports (政府信息公开工作年度报告) that governments of "
        "China and their departments publish, as printed, with the place of every figure.",
        "keywords": ["China", "open government information", "政府信息公开"],
    }
    if as_of:
        facts |= {"version": f"{as_of}", "date-released": f"{as_of}"}
    # What JSON writes for a value, YAML reads.
    lines = (f"{key}: {json.dumps(fact, ensure_ascii=False)}\n" for key, fact in facts.items())
    return "".join(lines)
