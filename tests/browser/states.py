"""The pages of the dashboard in the states that differ most: what is laid side by side, hidden, missing or fictional."""

import os

EVERY = bool(os.environ.get("EVERY_STATE"))
"""With `EVERY_STATE=1`: every state in both languages, themes and widths, by program and by keyboard."""

PUBLISHED = {
    "overview": "/?",
    "region": "/regio?regio=PV28",
    "region with counts only": "/regio?regio=RMC26",
    "region without figures": "/regio?regio=RMC30",
    "compare": "/vergelijken?niveau=province&regio=PV28",
    "action lines": "/actielijnen?lijn=2",
    "register": "/actielijnen?onderdeel=register",
    "target": "/doel?regio=PV28&start=2022",
    "tables": "/tabellen?regio=PV28,RMC26&grafiek=true",
    "empty table": "/tabellen?regio=RMC30",
    "sql": "/sql?tabel=targets",
    "sources": "/bronnen?",
    "one series": "/bronnen?reeks=ocw_national",
    "one figure": "/cijfer?cijfer=new_leavers:cbs_vsv:PV28:2023",
    "accessibility": "/toegankelijkheid?",
}
DEMO = {
    "overview": "/?voorbeeld=true",
    "region": "/regio?regio=RMC29&voorbeeld=true",
    "compare": "/vergelijken?regio=RMC29&voorbeeld=true",
    "compare funnel": "/vergelijken?regio=RMC29&onderdeel=trechter&voorbeeld=true",
    "compare profile": "/vergelijken?regio=RMC29&onderdeel=profiel&voorbeeld=true",
    "compare change": "/vergelijken?regio=RMC29&onderdeel=verandering&voorbeeld=true",
    "action lines": "/actielijnen?lijn=1&voorbeeld=true",
    "target": "/doel?regio=RMC29&start=2021&voorbeeld=true",
    "intake moments": "/instroommomenten?onderdeel=momenten&maand=5&voorbeeld=true",
    "tables": "/tabellen?regio=RMC29&grafiek=true&voorbeeld=true",
    "sources": "/bronnen?voorbeeld=true",
}
MORE = {
    "published compare percentages": "/vergelijken?niveau=rmc",
    "published compare change": "/vergelijken?onderdeel=verandering&regio=RMC29",
    "published theme": "/actielijnen?onderdeel=themas&thema=vo_mbo",
    "published report": "/actielijnen?onderdeel=effectrapportage&regio=RMC29",
    "published intake moments": "/instroommomenten?",
    "published overview with policy": "/?beleid=alles&maatregel=aanvalsplan_2023",
    "demo compare ranks": "/vergelijken?regio=RMC29&onderdeel=rangorde&voorbeeld=true",
    "demo compare grid": "/vergelijken?regio=RMC29&onderdeel=raster&voorbeeld=true",
    "demo compare indicators": "/vergelijken?regio=RMC29&onderdeel=raster&kolommen=indicatoren&voorbeeld=true",
    "demo municipalities": "/vergelijken?niveau=municipality&regio=GM0546&onderdeel=raster&voorbeeld=true",
    "demo year": "/instroommomenten?groep=level&voorbeeld=true",
    "demo worked example": "/instroommomenten?onderdeel=rekenvoorbeeld&voorbeeld=true",
    "demo absence": "/instroommomenten?onderdeel=verzuim&voorbeeld=true",
}
"""Looked at only when every state is asked for."""

STATES = (
    {f"published {name}": path for name, path in PUBLISHED.items()}
    | {f"demo {name}": path for name, path in DEMO.items()}
    | (MORE if EVERY else {})
)


def english(path: str) -> str:
    """The same state in English."""
    return f"{path}&taal=en".replace("?&", "?")
