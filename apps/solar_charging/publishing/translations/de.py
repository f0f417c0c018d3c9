"""German."""

from __future__ import annotations

from collections.abc import Mapping

THEN = "; "
DECIMAL_MARK = ","
UNKNOWN = "unbekannt"
A_WHILE = "einer Weile"

REASONS: Mapping[str, str] = {
    "setup": "braucht Ihre Hilfe: {problem}",
    "off": "ausgeschaltet: das Auto wird in Ruhe gelassen, bis wieder eingeschaltet wird",
    "off_stopping": "ausgeschaltet: die von der App begonnene Ladung wird beendet",
    "unreachable": "vom Auto ist nichts bekannt: {problem}",
    "budget": "das Monatsbudget für die API des Autos reicht nicht für das, was gewünscht ist ({spent:.3f} von {cap:g} ausgegeben); im nächsten Monat gibt es ein neues",
    "blocked": "das Auto lässt sich nicht steuern: {problem}",
    "away": "das Auto ist nicht zu Hause: geladen wird, wenn es zurück ist",
    "position_unknown": "das Auto sagt nicht, wo es ist, und wird so lange in Ruhe gelassen",
    "unplugged": "das Auto ist nicht eingesteckt: zum Laden einstecken",
    "no_power": "die Steckdose führt keinen Strom: Schalter und Sicherung prüfen",
    "cable_loose": "das Kabel steckt nicht richtig: ganz hineindrücken",
    "full": "die Batterie hat ihre Ladegrenze erreicht ({soc_pct} %): weiter geht es nach einer Fahrt oder mit höherer Grenze",
    "limit_too_low": "die Batterie hat ihre Ladegrenze erreicht ({soc_pct} %), die nächste Abfahrt verlangt aber {wanted_pct} %: die Grenze im Auto erhöhen",
    "charge_now": "lädt sofort mit {current_a} A, wie gewünscht, bis zur Ladegrenze des Autos",
    "by_hand": "im Auto oder in seiner App gestartet: bleibt so, bis es ausgesteckt oder ein Schalter umgelegt wird",
    "by_itself": "die Ladung begann beim Einstecken von selbst: {current_a} A, bis die Sonne kommt",
    "by_itself_ending": "die Ladung, die beim Einstecken von selbst begann, wird beendet und wartet auf Sonne",
    "off_peak": "günstiger Strom zu {price:.3f} je kWh: {current_a} A bis {wanted_pct} % (jetzt {soc_pct} %)",
    "no_reading": "der Netzzähler schweigt seit {silent}: bis er sich wieder meldet, wird für das Auto nichts bezogen",
    "fuse": "nur {current_a} A: das Haus darf höchstens {max_import_w} W beziehen",
    "fuse_ending": "das Haus braucht die {max_import_w} W, die es beziehen darf, selbst: das Auto wartet, bis {least_a} A frei sind",
    "measuring": "misst den Überschuss: entschieden wird, wenn genug von den letzten Minuten bekannt ist (jetzt {coverage_pct} %)",
    "minimum": "unter {wanted_pct} % (jetzt {soc_pct} %): {current_a} A sofort, egal was es kostet",
    "departure": "die Abfahrt ist nah: {current_a} A, damit die Batterie um {departure} bei {wanted_pct} % ist",
    "departure_awake": "das Monatsbudget reicht nicht mehr, um das Auto zu wecken: solange es wach ist {current_a} A, damit die Batterie um {departure} bei {wanted_pct} % ist",
    "buying": "günstiger Strom: {current_a} A zu {price:.3f} je kWh, denn in der Batterie ist eine {value:.3f} wert",
    "following_sun": "Sonne: Überschuss {surplus_w} W, {current_a} A bringen am meisten (lohnt sich ab {break_even_w} W)",
    "cloud": "Wolke: Überschuss {surplus_w} W, lädt weiter mit {current_a} A; endet in {wait}, wenn es so bleibt",
    "too_little_sun": "zu wenig Sonne, die Ladung endet: Überschuss {surplus_w} W, nötig sind {break_even_w} W",
    "waiting_for_sun": "wartet auf Sonne: Überschuss {surplus_w} W, nötig sind {break_even_w} W",
    "gathering": "Sonne: Überschuss {surplus_w} W, beginnt in {wait}, wenn es so bleibt",
    "nothing_pays": "jetzt lohnt sich nichts: eine kWh in der Batterie ist {value:.3f} wert, eingespeist bringt sie {export:.3f}",
}

NEXT_CHANGES: Mapping[str, str] = {
    "retry": "nächster Versuch um {at}",
    "plan": "kauft {kwh:.1f} kWh ab {at}",
    "cheap_from": "günstiger Strom ab {at}",
    "cheap_until": "günstig bis {at}",
    "price_change": "um {at} kostet eine kWh {price:.3f}",
    "departure": "für die Abfahrt wird spätestens ab {at} geladen",
}

PLAN: Mapping[str, str] = {
    "no_departure": "keine Abfahrt ist eingestellt: eine kWh in der Batterie ist {value:.3f} wert",
    "no_car": "kein Plan für {time} ({soc_pct} %), solange das Auto nicht zu Hause eingesteckt ist",
    "buying": "kauft {purchases} für {time} ({soc_pct} %)",
    "purchase": "{kwh:.1f} kWh {begin}-{end} zu {price_per_kwh:.2f}",
    "more": "{purchases} und noch {kwh:.1f} kWh",
    "by_sun": "nichts zu kaufen für {time} ({soc_pct} %): die Sonne bringt {expected_kwh:.1f} kWh, nötig sind {counted_kwh:.1f}",
    "enough": "nichts zu kaufen für {time} ({soc_pct} %): in der Batterie ist genug",
    "lost": "für {time} ({soc_pct} %) lässt sich nichts mehr kaufen",
    "sun": "{plan}; {expected_kwh:.1f} kWh Sonne erwartet, gerechnet wird mit {counted_kwh:.1f}",
    "missing": "{plan}; {kwh:.1f} kWh werden fehlen",
}

NAMES: Mapping[str, str] = {
    "state": "Zustand",
    "reason": "Grund",
    "plan": "Plan",
    "target_now": "Ziel jetzt",
    "target": "geglättetes Ziel",
    "charging_current": "Strom",
    "charging_power": "Leistung",
    "surplus": "Überschuss",
    "house_load": "Hausverbrauch",
    "grid_power": "Netzleistung",
    "solar_power": "Solarleistung",
    "soc": "Ladestand",
    "next_change": "nächste Änderung",
    "api_cost_today": "API-Kosten heute",
    "api_cost_month": "API-Kosten diesen Monat",
    "car_energy": "Energie des Autos",
    "car_solar_energy": "Energie des Autos von der Sonne",
    "car_grid_energy": "Energie des Autos aus dem Netz",
    "session_energy": "Energie der Ladung",
    "session_solar_share": "Solaranteil der Ladung",
    "session_cost": "Kosten der Ladung",
    "session_saved": "bei der Ladung gespart",
    "energy_today": "Energie heute",
    "solar_share_today": "Solaranteil heute",
    "cost_today": "Kosten heute",
    "saved_today": "heute gespart",
    "energy_month": "Energie diesen Monat",
    "solar_share_month": "Solaranteil diesen Monat",
    "cost_month": "Kosten diesen Monat",
    "saved_month": "diesen Monat gespart",
}

NOTES: Mapping[str, str] = {
    "needs_you": "{app} braucht Ihre Hilfe",
    "complete": "{app}: Ladung beendet",
    "departure": "{app}: Abfahrt gefährdet",
    "charged": "{soc_pct} % in der Batterie: {kwh:.1f} kWh geladen, davon {solar_pct} % Sonne.",
    "late": "Um {departure} werden etwa {expected_pct} % statt {wanted_pct} % in der Batterie sein, selbst wenn sofort mit voller Stromstärke geladen wird.",
    "limit_too_low": "Die Ladegrenze des Autos ist {limit_pct} %, gewünscht sind aber {wanted_pct} % um {departure}. Bitte im Auto erhöhen.",
    "not_plugged": "Das Auto ist nicht eingesteckt: die Batterie ist bei {soc_pct} %, gewünscht sind {wanted_pct} % um {departure}. Bitte bis {latest} einstecken.",
}

PROBLEMS: Mapping[str, str] = {
    "{} is missing in Home Assistant; create the helper, or add this to configuration.yaml:{}": (
        "{} fehlt in Home Assistant; legen Sie den Helfer an, oder fügen Sie dies in configuration.yaml ein:{}"
    ),
    "the helper {} is missing in Home Assistant": "der Helfer {} fehlt in Home Assistant",
    "the car has not been asked yet": "es wurde noch nicht abgefragt",
    "the month's budget for its API is spent": "das Monatsbudget für seine API ist aufgebraucht",
    "it waits for the charge that is scheduled in the car itself": (
        "es wartet auf die Ladung, die im Auto selbst geplant ist"
    ),
    "it accepted the start and does not charge": "es hat den Startbefehl angenommen, lädt aber nicht",
    "it accepted the stop and charges on": "es hat den Stoppbefehl angenommen, lädt aber weiter",
    "it was asked to draw {} A and draws {} A": "es sollte {} A ziehen und zieht {} A",
    "the car refused {}: {}": "das Auto hat {} abgelehnt: {}",
    "too many requests, the next one is allowed in {} s": (
        "zu viele Anfragen, die nächste ist in {} s erlaubt"
    ),
    "the account belongs to another region: set car.api_url to your region's host": (
        "das Konto gehört zu einer anderen Region: tragen Sie deren Server in car.api_url ein"
    ),
    "the account belongs to another region: set car.api_url to {}": (
        "das Konto gehört zu einer anderen Region: tragen Sie {} in car.api_url ein"
    ),
    "the car is asleep or offline": "das Auto schläft oder ist offline",
    "the service answered without content": "die Antwort des Dienstes war leer",
    "the service gave an answer that makes no sense ({})": "die Antwort des Dienstes ergibt keinen Sinn ({})",
    "the service did not answer in time": "der Dienst hat nicht rechtzeitig geantwortet",
    "the service cannot be reached ({})": "der Dienst ist nicht erreichbar ({})",
    "the service answered {}": "der Dienst hat {} geantwortet",
    "the service refuses the token in {}: put a new one there": (
        "der Dienst lehnt das Token in {} ab: ersetzen Sie es durch ein neues"
    ),
    "the proxy does not reach the car ({})": "der Proxy erreicht das Auto nicht ({})",
    "token_file {} does not exist": "token_file {} gibt es nicht",
    "token_file {} cannot be read: {}": "token_file {} lässt sich nicht lesen: {}",
    "token_file {} must hold JSON": "token_file {} muss JSON enthalten",
    "token_file {} must have mode 0600, has {}": "token_file {} muss den Modus 0600 haben, hat {}",
    "token_file {} must hold a refresh_token": "token_file {} muss ein refresh_token enthalten",
    "log in again: the tokens in {} are no longer valid": (
        "melden Sie sich neu an: die Tokens in {} gelten nicht mehr"
    ),
    "log in again: Tesla answered {}": "melden Sie sich neu an: Tesla hat {} geantwortet",
    "set car.vin: the account must have one car, has {} ({})": (
        "setzen Sie car.vin: das Konto muss genau ein Auto haben, hat {} ({})"
    ),
    "the car takes signed commands only: Tesla's Owner API refuses them": (
        "das Auto nimmt nur signierte Befehle an: Teslas Owner-API lehnt sie ab"
    ),
    "the car takes signed commands only, and its integration does not sign": (
        "das Auto nimmt nur signierte Befehle an, und seine Integration signiert nicht"
    ),
    "the car takes signed commands only": "das Auto nimmt nur signierte Befehle an",
    "Home Assistant knows nothing of the car: its entities are all unavailable": (
        "Home Assistant weiß nichts vom Auto: keine seiner Entitäten ist verfügbar"
    ),
    "{}: Home Assistant is not connected": "{}: Home Assistant ist nicht verbunden",
    "{}: Home Assistant did not answer in time": "{}: Home Assistant hat nicht rechtzeitig geantwortet",
    "{} is unavailable in Home Assistant": "{} ist in Home Assistant nicht verfügbar",
    "{} needs an entity: set car.entities.{}": "{} braucht eine Entität: setzen Sie car.entities.{}",
}
