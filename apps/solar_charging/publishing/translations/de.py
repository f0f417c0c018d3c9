"""Holds German."""

from __future__ import annotations

from collections.abc import Mapping

from ...base.reason import NextChange, Note, PlanText, Problem, Sign, Why

THEN = "; "
DECIMAL_MARK = ","
SIGN_FIRST = False
PER_CENT = "{} %"
UNKNOWN = "unbekannt"
MORE = "mehr"
A_MOMENT = "wenigen Sekunden"
A_WHILE = "einer Weile"

CLOCK = "{} Uhr"
TOMORROW = "morgen"
DATE = "{day}. {month}"
WEEKDAYS: tuple[str, ...] = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
WEEKDAYS_SHORT: tuple[str, ...] = ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So.")
MONTHS: tuple[str, ...] = (
    "Jan.",
    "Feb.",
    "März",
    "Apr.",
    "Mai",
    "Juni",
    "Juli",
    "Aug.",
    "Sept.",
    "Okt.",
    "Nov.",
    "Dez.",
)

LEFT_OVER = "{} übrig"
NOTHING_LEFT = "kein Strom übrig"
HOUSE_DRAWS = "das Haus bezieht {} aus dem Netz"

REASONS: Mapping[Why, str] = {
    Why.SETUP: "braucht Ihre Hilfe: {problem}",
    Why.OFF: "ausgeschaltet: das Auto wird in Ruhe gelassen, bis wieder eingeschaltet wird",
    Why.OFF_STOPPING: "ausgeschaltet: die von der App begonnene Ladung wird beendet",
    Why.UNREACHABLE: "keine Verbindung zum Auto: {problem}",
    Why.BUDGET: "hält sich zurück, damit das Monatsbudget für die API des Autos reicht ({spent} von {cap} ausgegeben); im nächsten Monat gibt es ein neues",
    Why.BLOCKED: "das Auto lässt sich nicht steuern: {problem}",
    Why.AWAY: "das Auto ist nicht zu Hause: geladen wird, wenn es zurück ist",
    Why.AWAY_BY: "das Auto ist nicht zu Hause, sondern {distance_m} entfernt (die Zone reicht {radius_m} weit): geladen wird, wenn es zurück ist",
    Why.POSITION_UNKNOWN: "das Auto meldet nicht, wo es ist: bis dahin wird es in Ruhe gelassen",
    Why.UNPLUGGED: "das Auto ist nicht eingesteckt: zum Laden bitte einstecken",
    Why.NO_POWER: "die Steckdose führt keinen Strom: bitte Schalter und Sicherung prüfen",
    Why.CABLE_LOOSE: "das Kabel steckt nicht richtig: bitte ganz hineindrücken",
    Why.FULL: "die Batterie hat ihre Ladegrenze erreicht ({soc_pct}): weiter geht es nach einer Fahrt oder mit höherer Grenze",
    Why.LIMIT_TOO_LOW: "die Batterie hat ihre Ladegrenze erreicht ({soc_pct}), für die nächste Abfahrt sind aber {wanted_pct} nötig: bitte die Grenze im Auto erhöhen",
    Why.CHARGE_NOW: "lädt wie gewünscht sofort mit {current_a}, bis zur Ladegrenze des Autos",
    Why.BY_HAND: "im Auto oder in seiner App gestartet: bleibt unberührt, bis diese Ladung endet, das Auto ausgesteckt oder ein Schalter umgelegt wird",
    Why.BY_HAND_SINCE: "um {since} von Hand gestartet ({sign}): bleibt, bis sie endet, das Auto ausgesteckt oder ein Schalter umgelegt wird",
    Why.STOPPED_BY_HAND: "um {stopped} von Hand beendet: lädt erst wieder nach dem Ausstecken, mit einem umgelegten Schalter, für eine Abfahrt, oder {resumes}",
    Why.ENDED_NOBODYS: "eine teure Ladung, die wohl niemand gestartet hat, wird beendet ({sign}): um sie zu behalten, binnen 15 min neu starten",
    Why.LOOK_FIRST: "das Auto schläft und hat nicht gemeldet, wie voll es ist: es wird einmal geweckt, um zu erfahren, was zu laden ist",
    Why.BY_ITSELF: "das Auto hat beim Einstecken von selbst begonnen: lädt mit {current_a}, bis die Sonne kommt",
    Why.BY_ITSELF_ENDING: "das Auto hat beim Einstecken von selbst begonnen: die Ladung wird beendet und wartet auf Sonne",
    Why.OFF_PEAK: "günstiger Strom zu {price_per_kwh}: lädt mit {current_a} bis {wanted_pct} (jetzt {soc_pct})",
    Why.NO_READING: "der Netzzähler schweigt seit {silent}: bis er sich wieder meldet, wird kein Strom für das Auto bezogen",
    Why.FUSE: "nur {current_a}: das Haus darf höchstens {max_import_w} beziehen",
    Why.FUSE_ENDING: "das Haus braucht die {max_import_w}, die es beziehen darf, selbst: das Auto wartet, bis {least_a} frei sind",
    Why.MEASURING: "misst, wie viel Sonne übrig bleibt: entscheidet in {ready}",
    Why.MEASURING_PHASES: "lädt nur mit {current_a}, bis der Stromzähler gezeigt hat, auf wie vielen Phasen das Auto lädt",
    Why.MINIMUM: "die Batterie ist unter {wanted_pct} (jetzt {soc_pct}): lädt mit {current_a}, egal was es kostet",
    Why.DEPARTURE: "die Abfahrt ist nah: lädt mit {current_a}, für {wanted_pct} bis {departure}",
    Why.DEPARTURE_AWAKE: "das Monatsbudget reicht nicht, um das Auto noch einmal zu wecken: lädt mit {current_a}, solange es wach ist, für {wanted_pct} bis {departure}",
    Why.BUYING: "kauft jetzt Strom zu {price_per_kwh}: lädt mit {current_a}",
    Why.FOLLOWING_SUN: "lädt mit {current_a} bei {sun_w} Sonne",
    Why.CLOUD: "eine Wolke: lädt weiter mit {current_a}; endet in {wait}, wenn sie bleibt",
    Why.TOO_LITTLE_SUN: "zu wenig Sonne, die Ladung endet: {left_over_w}, zum Weiterladen braucht es {break_even_w}",
    Why.WAITING_FOR_SUN: "wartet auf Sonne: {left_over_w}, zum Start braucht es {break_even_w}",
    Why.GATHERING: "Sonne: {left_over_w}, beginnt in {wait}, wenn es so bleibt",
    Why.NOTHING_PAYS: "wartet, bis das Laden günstiger ist: aus dem Netz kostet Strom jetzt {price_per_kwh}, und Sonnenstrom wird zu {export_per_kwh} verkauft",
}

BEGUN: Mapping[Sign, str] = {
    Sign.SEEN: "sie begann ohne die App, das Auto war eingesteckt",
    Sign.AGAIN: "sie begann wieder, nachdem die App sie beendet hatte",
    Sign.PLUGGED_IN: "sie begann beim Einstecken",
    Sign.POWER_BACK: "sie begann nach einem Stromausfall oder Neustart",
    Sign.SCHEDULE: "sie war im Auto geplant",
    Sign.LIMIT_RAISED: "die Ladegrenze des Autos wurde erhöht",
    Sign.UNSEEN: "sie begann in den {apart} zwischen zwei Meldungen des Autos",
}
"""Woran eine ohne die App begonnene Ladung zu erkennen ist."""

NEXT_CHANGES: Mapping[NextChange, str] = {
    NextChange.RETRY: "nächster Versuch {at}",
    NextChange.PLAN: "kauft {kwh} ab {at}",
    NextChange.CHEAP_FROM: "günstiger Strom ab {at}",
    NextChange.CHEAP_UNTIL: "günstig bis {at}",
    NextChange.PRICE_CHANGE: "Strom kostet {price_per_kwh} ab {at}",
    NextChange.DEPARTURE: "lädt für die Abfahrt spätestens ab {at}",
}

PLAN: Mapping[PlanText, str] = {
    PlanText.NO_DEPARTURE: "keine Abfahrt ist eingestellt: lädt bei Sonne oder mit günstigem Strom",
    PlanText.NO_CAR: "kein Plan für {wanted_pct} bis {departure}, solange das Auto nicht zu Hause eingesteckt ist",
    PlanText.BUYING: "kauft {purchases} für {wanted_pct} bis {departure}",
    PlanText.PURCHASE: "{kwh} {when} zu {price_per_kwh}",
    PlanText.MORE: "{purchases} und noch {kwh}",
    PlanText.BY_SUN: "nichts zu kaufen für {wanted_pct} bis {departure}: {counted_kwh} nötig, {expected_kwh} Sonne erwartet",
    PlanText.ENOUGH: "nichts zu kaufen für {wanted_pct} bis {departure}: die Batterie hat genug",
    PlanText.LOST: "für {wanted_pct} bis {departure} lässt sich nichts mehr kaufen",
    PlanText.SUN: "{plan}; {expected_kwh} Sonne erwartet, {counted_kwh} eingeplant",
    PlanText.MISSING: "{plan}; {kwh} werden fehlen",
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

NOTES: Mapping[Note, str] = {
    Note.NEEDS_YOU: "{app} braucht Ihre Hilfe",
    Note.COMPLETE: "{app}: Ladung beendet",
    Note.DEPARTURE: "{app}: Abfahrt gefährdet",
    Note.CHARGED: "Die Batterie ist bei {soc_pct}: {kwh} geladen, davon {solar_pct} von der Sonne.",
    Note.LATE: "Bis {departure} erreicht die Batterie nur etwa {expected_pct} statt {wanted_pct}, auch wenn ab sofort mit voller Stromstärke geladen wird.",
    Note.LIMIT_TOO_LOW: "Die Ladegrenze des Autos ist {limit_pct}, gewünscht sind aber {wanted_pct} bis {departure}. Bitte erhöhen Sie sie im Auto.",
    Note.NOT_PLUGGED: "Das Auto ist nicht eingesteckt: die Batterie ist bei {soc_pct}, gewünscht sind {wanted_pct} bis {departure}. Bitte stecken Sie es bis {latest} ein.",
    Note.NOT_HEARD: "Das Auto hat nicht gemeldet, wie voll es ist, gewünscht sind {wanted_pct} bis {departure}. Bitte sehen Sie nach: {problem}.",
    Note.AWAY: "Das Auto ist eingesteckt, meldet sich aber {distance_m} vom Haus entfernt, dessen Zone {radius_m} weit reicht: für {departure} wird es deshalb nicht geladen. Steht es zu Hause, vergrößern Sie bitte die Zone in Home Assistant.",
    Note.OUT_OF_REACH: "Das Auto lässt sich für {departure} nicht laden ({wanted_pct} gewünscht): {problem}.",
}

PROBLEMS: Mapping[Problem, str] = {
    Problem.HELPER_TO_CREATE: "{entity} fehlt in Home Assistant; legen Sie den Helfer an, oder fügen Sie dies in configuration.yaml ein:\ninput_boolean:\n  {name}:\n    name: {title}",
    Problem.HELPER_MISSING: "der Helfer {entity} fehlt in Home Assistant",
    Problem.NO_HOME_ZONE: "zone.home fehlt in Home Assistant: das Auto lässt sich nicht orten",
    Problem.SAME_CAR: "{shared} steht auch im Eintrag {entry} von apps.yaml, und ein Auto kann nur einen Eintrag haben: der andere steuert es, also einen der beiden entfernen",
    Problem.SAME_METER: "{entity} ist auch der Stromzähler des Eintrags {entry} von apps.yaml, und beide nähmen dieselbe Sonne: nur {entry} lädt sein Auto, solange sich mehrere Autos keinen Zähler teilen können; um stattdessen dieses zu laden, {entry} abschalten",
    Problem.SERVICE_FAILED: "{service} ist fehlgeschlagen: {cause}",
    Problem.NOT_ASKED_YET: "es wurde noch nicht abgefragt",
    Problem.BUDGET_SPENT: "das Monatsbudget für seine API ist aufgebraucht",
    Problem.ASLEEP: "das Auto schläft oder ist offline",
    Problem.WAITS_FOR_SCHEDULE: "es wartet auf eine Ladung, die im Auto selbst geplant ist",
    Problem.START_IN_VAIN: "es hat den Startbefehl angenommen, lädt aber nicht",
    Problem.STOP_IN_VAIN: "es hat den Stoppbefehl angenommen, lädt aber weiter",
    Problem.DRAWS_TOO_MUCH: "es sollte mit {current_a} laden, zieht aber {drawn_a}",
    Problem.COMMAND_REFUSED: "das Auto hat {command} abgelehnt: {word}",
    Problem.FAILED_BEFORE: "es schlug vor dem Neustart der App fehl und wird später wieder versucht",
    Problem.NOTHING_KNOWN: "Home Assistant weiß noch nichts vom Auto: es erfährt es, wenn das Auto aufwacht",
    Problem.CHARGING_UNTOLD: "das Auto meldet nicht, ob es eingesteckt ist oder lädt",
    Problem.WORD_UNKNOWN: "{where}: muss eines von {known} sein, ist {got}; bis dahin zeigen Strom und Kabel, ob das Auto lädt",
    Problem.WORD_UNTOLD: "{where}: sagt nichts; bis dahin zeigen Strom und Kabel, ob das Auto lädt",
    Problem.FLOWS_NEVERTHELESS: "das Auto nennt sich {word}, zieht aber {drawn_a}: der Strom zählt, also lädt es",
    Problem.DRAWN_UNTOLD: "das Auto meldet nicht, was es zieht: stattdessen zählt, was verlangt wurde, ein schwächeres Kabel fällt also nicht auf",
    Problem.OFFERED_UNTOLD: "das Auto meldet nicht, was ihm angeboten wird: stattdessen zählt, was verlangt wurde, eine Einstellung im Auto fällt also nicht auf",
    Problem.SOC_UNTOLD: "das Auto meldet nicht, wie voll es ist: es wird bis zu seiner eigenen Grenze geladen, und keine Abfahrt kann geplant werden",
    Problem.LIMIT_UNTOLD: "das Auto meldet seine Ladegrenze nicht: Pläne rechnen mit 100 %",
    Problem.VOLTAGE_UNTOLD: "das Auto meldet die Netzspannung nicht: stattdessen zählt car.voltage_v",
    Problem.PHASES_UNTOLD: "das Auto meldet nicht, auf wie vielen Phasen es lädt, und der Stromzähler hat es nicht gezeigt: gerechnet wird mit drei; ist das falsch, car.phases setzen",
    Problem.PHASES_MEASURED_ONE: "das Auto meldet nicht, auf wie vielen Phasen es lädt: gemessen ist es eine ({per_amp_w} je Ampere); ist das falsch, car.phases setzen",
    Problem.PHASES_MEASURED_NO_NEUTRAL: "das Auto meldet nicht, auf wie vielen Phasen es lädt: gemessen sind es drei ohne Neutralleiter ({per_amp_w} je Ampere); ist das falsch, car.phases setzen",
    Problem.PHASES_MEASURED_THREE: "das Auto meldet nicht, auf wie vielen Phasen es lädt: gemessen sind es drei ({per_amp_w} je Ampere); ist das falsch, car.phases setzen",
    Problem.RATE_LIMITED: "zu viele Anfragen, die nächste ist in {retry_after_s} erlaubt",
    Problem.REGION_UNKNOWN: "das Konto gehört zu einer anderen Region: tragen Sie deren Server in car.api_url ein",
    Problem.REGION_ELSEWHERE: "das Konto gehört zu einer anderen Region: tragen Sie {base_url} in car.api_url ein",
    Problem.EMPTY_ANSWER: "die Antwort des Dienstes war leer",
    Problem.SENSELESS_ANSWER: "die Antwort des Dienstes ergibt keinen Sinn ({cause})",
    Problem.LATE_ANSWER: "der Dienst hat nicht rechtzeitig geantwortet",
    Problem.SERVICE_UNREACHABLE: "der Dienst ist nicht erreichbar ({cause})",
    Problem.SERVICE_ANSWERED: "der Dienst hat mit {answer} geantwortet",
    Problem.PROXY_OUT_OF_RANGE: "der Proxy erreicht das Auto nicht ({words})",
    Problem.CERTIFICATE: "car.ca_file: {cause}",
    Problem.TOKEN_REFUSED: "der Dienst lehnt das Token in {file} ab: ersetzen Sie es durch ein neues",
    Problem.TOKEN_FILE_MISSING: "die Datei {file} (token_file) gibt es nicht",
    Problem.TOKEN_FILE_UNREADABLE: "die Datei {file} (token_file) lässt sich nicht lesen: {cause}",
    Problem.TOKEN_FILE_NO_JSON: "die Datei {file} (token_file) muss JSON enthalten",
    Problem.TOKEN_FILE_MODE: "die Datei {file} (token_file) muss die Zugriffsrechte 0600 haben, hat {mode}",
    Problem.TOKEN_FILE_EMPTY: "die Datei {file} (token_file) muss ein refresh_token enthalten",
    Problem.TOKENS_EXPIRED: "melden Sie sich neu an: die Tokens in {file} sind abgelaufen",
    Problem.LOGIN_REFUSED: "melden Sie sich neu an: Tesla hat mit {answer} geantwortet",
    Problem.NO_CAR_SHOWN: "dieses Token zeigt kein Auto: ist es das richtige Konto, mit allen Berechtigungen?",
    Problem.NOT_ONE_CAR: "setzen Sie car.vin: das Konto muss genau ein Auto haben, hat aber {count} ({cars})",
    Problem.OWNER_API_UNSIGNED: "das Auto nimmt nur signierte Befehle an: über Teslas Owner-API geht das nicht",
    Problem.INTEGRATION_UNSIGNED: "das Auto nimmt nur signierte Befehle an, seine Integration signiert aber nicht",
    Problem.UNSIGNED: "das Auto nimmt nur signierte Befehle an",
    Problem.ENTITIES_UNAVAILABLE: "Home Assistant weiß nichts vom Auto: keine seiner Entitäten ist verfügbar",
    Problem.ENTITIES_MISSING: "{found}",
    Problem.NOT_CONNECTED: "{service}: Home Assistant ist nicht verbunden",
    Problem.HOME_ASSISTANT_LATE: "{service}: Home Assistant hat nicht rechtzeitig geantwortet",
    Problem.HOME_ASSISTANT_FAILED: "{service}: {cause}",
    Problem.ENTITY_UNAVAILABLE: "{entity} ist in Home Assistant nicht verfügbar",
    Problem.ENTITY_NEEDED: "{service} braucht eine Entität: setzen Sie car.entities.{role}",
    Problem.METER_MISSING: "{entity} steht in apps.yaml, fehlt aber in Home Assistant",
    Problem.METER_UNIT: "{entity}: unit_of_measurement muss eine der Einheiten {known} sein, ist {unit}",
    Problem.NO_TIME_OF_DAY: "{entity}: muss eine Uhrzeit sein, mit oder ohne Datum, ist {said}",
    Problem.NO_PER_CENT: "{entity}: muss zwischen 0 und 100 % liegen, ist {said}",
    Problem.COLOUR_UNKNOWN: "{entity}: muss eine der Farben {known} sein, ist {said}; bis dahin zählt die teuerste",
    Problem.PRICE_OF_NOW_UNKNOWN: "{entity}: der aktuelle Preis ist nicht bekannt; bis dahin gelten die Zeitfenster der Einstellungen",
    Problem.NO_PRICE_LIST: "{entity}: muss in einem der Attribute {known} Preise auflisten; hat keines davon",
    Problem.PRICE_LIST_SHAPE: "{where} muss eine Liste von Preisen sein, ist {got}",
    Problem.PRICE_UNIT: "{entity}: unit_of_measurement muss ein Geldbetrag je Energie sein, etwa EUR/kWh, oder price_unit muss gesetzt sein; ist {unit}",
    Problem.PRICE_ENTRY: "{where} muss einen Beginn ({begins}) und einen Preis ({prices}) haben",
    Problem.PRICE_COUNT: "{where} muss für einen Tag von {hours} h {known} Preise haben, hat {count}",
    Problem.NO_NUMBER: "{where} muss eine Zahl sein, ist {got}",
    Problem.NO_TIME: "{where} muss ein Zeitpunkt sein wie 2026-06-15T22:00:00+02:00, ist {got}",
    Problem.NO_TIME_ZONE: "{where} muss eine Zeitzone haben wie 2026-06-15T22:00:00+02:00, ist {got}",
    Problem.PRICE_SPAN: "{entity}: jeder Preis muss eine Zeit lang gelten, höchstens einen Tag, gilt {got}",
    Problem.PRICE_TOO_LARGE: "{entity}: ein Preis darf höchstens {most} je kWh sein, ist {got}",
    Problem.PRICES_OVERLAP: "{entity}: zu jeder Zeit darf nur ein Preis gelten, es sind {first} für {first_span} und {second} für {second_span}",
    Problem.PRICES_OUT_OF_ORDER: "{entity}: die Preise müssen in der Größenordnung von peak_price ({peak}) liegen, liegen aber bei etwa {middle}; sie gelten, wie sie sind, aber price_unit oder peak_price ist vielleicht falsch",
    Problem.FILE_UNREADABLE: "{file}: muss lesbar sein, ist es aber nicht ({cause}); die App fängt neu an",
    Problem.FILE_SPOILT: "{file}: muss sein, was die App gespeichert hat ({cause}); {aside}; die App fängt neu an",
    Problem.FILE_SET_ASIDE: "die Datei wird als {name} aufbewahrt",
    Problem.FILE_NOT_SET_ASIDE: "die Datei lässt sich nicht beiseitelegen ({cause})",
    Problem.FILE_UNWRITABLE: "{file}: lässt sich nicht schreiben ({cause})",
    Problem.DECISION_LOG_SPOILT: "{file}: muss sein, was die App geschrieben hat ({cause}); die App fängt neu an",
    Problem.SESSIONS_UNWRITABLE: "{file}: lässt sich nicht schreiben ({cause}); die neuen Zeilen werden für später aufgehoben",
    Problem.SESSIONS_OTHER_TABLE: "{file}: muss mit {header} beginnen, beginnt mit {begin}; die neuen Zeilen werden für später aufgehoben",
}
