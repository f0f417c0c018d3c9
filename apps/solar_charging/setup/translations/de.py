"""Has the words of the set-up in German."""

from __future__ import annotations

from collections.abc import Mapping

from ..answers import Fault
from ..labels import Label
from ..proposal import Confidence, Ground, Topic, Typed

BESIDE = "; "
DECIMAL_MARK = ","

TITLES: Mapping[Topic, str] = {
    Topic.GRID: "Netzzähler",
    Topic.SOLAR: "Dach",
    Topic.BATTERY: "Hausbatterie",
    Topic.CAR: "Auto",
    Topic.LOCATION: "Standort",
    Topic.CAR_LIMIT: "Ladelimit",
    Topic.PRICES: "Preisentität",
    Topic.PEAK_PRICE: "Preis einer kWh",
    Topic.OFF_PEAK: "Günstige Stunden",
    Topic.OFF_PEAK_PRICE: "Preis darin",
    Topic.EXPORT_PRICE: "Einspeisung",
    Topic.FORECAST: "Prognose",
    Topic.FUSE: "Hauptsicherung",
    Topic.VOLTAGE: "Netzspannung",
    Topic.DEPARTURES: "Abfahrten",
    Topic.NOTIFY: "Mitteilungen",
    Topic.TIME_ZONE: "Zeitzone",
    Topic.CURRENCY: "Währung",
    Topic.LANGUAGE: "Sprache",
}

QUESTIONS: Mapping[Topic, str] = {
    Topic.GRID: "Welche Sensoren messen die Leistung am Netzanschluss, und mit welchem Vorzeichen?",
    Topic.SOLAR: "Welcher Sensor misst, was das Dach liefert? Zum Laden braucht es ihn nicht, die Karte zeigt ihn.",
    Topic.BATTERY: "Welche Sensoren messen die Hausbatterie, und mit welchem Vorzeichen? Ohne sie gehört die Sonne dem Auto.",
    Topic.CAR: "Welches Auto soll geladen werden?",
    Topic.LOCATION: "Welcher Geräte-Tracker sagt, wo das Auto ist? Ohne ihn ist es nie zu Hause.",
    Topic.CAR_LIMIT: "Darf die App das Ladelimit des Autos auf das stellen, was eine Nacht oder eine Fahrt braucht, und Ihres danach zurückstellen?",
    Topic.PRICES: "Welche Entität sagt, was eine kWh kostet?",
    Topic.PEAK_PRICE: "Was kostet Sie eine kWh außerhalb der günstigen Stunden?",
    Topic.OFF_PEAK: "Wann ist der Strom günstiger? Weggelassen heißt nie.",
    Topic.OFF_PEAK_PRICE: "Was kostet eine kWh in diesen Stunden?",
    Topic.EXPORT_PRICE: "Was bringt eine eingespeiste kWh? 0, wenn nichts.",
    Topic.FORECAST: "Welche Prognose der Sonne?",
    Topic.FUSE: "Was trägt Ihr Anschluss? Es steht auf den Hauptsicherungen. Weggelassen wacht niemand darüber.",
    Topic.VOLTAGE: "Welcher Sensor misst die Netzspannung?",
    Topic.DEPARTURES: "Wie viel soll morgens mindestens in der Batterie sein? Weggelassen 50 %. Wann Sie losfahren und was Ihre Fahrten brauchen, lernt die App; oder sagen Sie, wann Sie werktags losfahren und mit wie viel.",
    Topic.NOTIFY: "Wer erfährt es, wenn die App einen Menschen braucht?",
    Topic.TIME_ZONE: "Welche Zeitzone?",
    Topic.CURRENCY: "In welcher Währung zahlen Sie?",
    Topic.LANGUAGE: "Welche Sprache?",
}

EXAMPLES: Mapping[Typed, str] = {
    Typed.ENTITY: "oder die ID einer Entität, etwa sensor.grid_power; am Netz mit einem Minus davor, wo positiv Einspeisung heißt",
    Typed.PRICE: "ein Preis, etwa 0,30",
    Typed.WINDOWS: "Stunden, etwa 22:00-06:00, mehrere mit Komma",
    Typed.AMPS: "A je Phase, etwa 25",
    Typed.WATTS: "W im Ganzen, etwa 11000 (drei Phasen zu 16 A)",
    Typed.DEPARTURE: "Prozent, etwa 40; oder eine Uhrzeit dazu, etwa 07:30 60",
    Typed.CURRENCY: "drei Buchstaben, etwa EUR",
}

GROUNDS: Mapping[Ground, str] = {
    Ground.DASHBOARD_POWER: "Ihr Energie-Dashboard nennt ihn",
    Ground.DASHBOARD_DEVICE: "am Gerät, das Ihr Energie-Dashboard zählt: {from}",
    Ground.DASHBOARD_SOURCE: "Ihr Energie-Dashboard zählt ihn: {from}",
    Ground.DASHBOARD_PRICE: "Ihr Energie-Dashboard hat diesen Preis",
    Ground.SAME_INTEGRATION: "aus der Integration, die Ihr Energie-Dashboard zählt: {from}",
    Ground.BY_NAME: "der Name klingt danach",
    Ground.COUNTERS_AGREE: "stimmte in den letzten Stunden mit den Zählern überein, bis auf {differs_pct} %",
    Ground.COUNTERS_DIFFER: "wich in den letzten Stunden aber um {differs_pct} % von den Zählern ab",
    Ground.SIGN_DENIED: "nach dem, was das Dach jetzt liefert, kann dieses Vorzeichen aber nicht sein",
    Ground.SIGN_BY_SUN: "es ist mehr, als das Dach jetzt liefert, kann also keine Einspeisung sein",
    Ground.SIGN_LIKELY: "negativ, während das Dach liefert, also wohl Einspeisung",
    Ground.SIGN_BY_NIGHT: "ohne Sonne können Sie nicht einspeisen, dieses Vorzeichen ist also Bezug",
    Ground.SIGN_USUAL: "das bei {integration} übliche Vorzeichen",
    Ground.SIGN_OPEN: "noch verrät nichts das Vorzeichen",
    Ground.ONLY_CAR: "der einzige Tesla, den Home Assistant kennt: ohne Einstellung gefunden",
    Ground.CAR_OF_SEVERAL: "{car}",
    Ground.LOCATION_MISSING: "{car} sagt nicht, wo es ist: das muss ein Geräte-Tracker tun",
    Ground.LIMIT_YOURS: "wie Sie es im Auto eingestellt haben",
    Ground.LIMIT_MANAGED: "tiefer für die Nacht, höher für eine Fahrt, und vor der Abfahrt zurück auf Ihres; fällt die App aus, hört das Auto von selbst auf",
    Ground.LISTS_PRICES: "listet {count} Preise auf",
    Ground.PRICE_OF_NOW: "sagt den jetzigen Preis",
    Ground.FORECAST_BY: "von {integration}",
    Ground.HOME_ASSISTANTS_OWN: "wie in Home Assistant",
    Ground.HELPERS_THERE: "diese Helfer sind da; einer, der nie gestellt wurde (00:00, 0 %), sagt nichts",
    Ground.PHONE: "die App eines Telefons",
    Ground.LEFT_OUT: "weggelassen",
    Ground.IMPORTS_NOW: "jetzt {power_w} W: Sie beziehen",
    Ground.EXPORTS_NOW: "jetzt {power_w} W: Sie speisen ein",
    Ground.GIVES_NOW: "jetzt {power_w} W",
    Ground.CHARGES_NOW: "jetzt {power_w} W: sie lädt",
    Ground.DISCHARGES_NOW: "jetzt {power_w} W: sie gibt ab",
    Ground.STATE_NOW: "jetzt {said}",
    Ground.SILENT_NOW: "meldet jetzt nichts",
    Ground.NOTHING_FOUND: "in Home Assistant nichts gefunden",
    Ground.NOT_IN_DASHBOARD: "keine in Ihrem Energie-Dashboard",
    Ground.NO_CAR: "Home Assistant kennt keinen Tesla: fügen Sie dessen Integration hinzu, oder melden Sie sich mit python -m solar_charging.login an und setzen Sie dessen Zeilen in apps.yaml",
    Ground.CAR_INCOMPLETE: "{car} hat keine Entität für: {roles}. Siehe docs/vehicles.md",
    Ground.PHASES_FOUND: "jede Phase wird gemessen: {from}",
    Ground.NO_PHASES: "neben dem Netzzähler keine Sensoren der drei Phasen, darum wird über die Summe gewacht",
    Ground.NO_HOME: "zone.home fehlt: die App wüsste nicht, wann das Auto zu Hause ist",
    Ground.NO_REGISTRY: "Home Assistant zeigt seine Registry nicht: Sensoren werden nur nach ihren Namen gefunden",
    Ground.NO_DASHBOARD: "das Energie-Dashboard ist nicht eingerichtet: mit ihm findet sich fast alles von selbst (Einstellungen > Dashboards > Energie)",
    Ground.HELPER_MISSING: "die Schalter {helpers} fehlen: sie lassen sich am Ende anlegen",
}

FAULTS: Mapping[Fault, str] = {
    Fault.NEEDED: "hier braucht es eine Antwort",
    Fault.NO_OPTION: "muss eine Zahl von 1 bis {most} sein",
    Fault.TOO_LONG: "darf höchstens {most} Zeichen haben",
    Fault.NO_ENTITY: "{entity} gibt es in Home Assistant nicht",
    Fault.NO_TRACKER: "{entity} ist kein Geräte-Tracker",
    Fault.NO_POWER: "{entity} misst keine Leistung: es muss in W oder kW sein",
    Fault.NO_PRICE: "muss der Preis einer kWh sein, etwa 0,30",
    Fault.TOO_DEAR: "{price} {currency} zahlt kein Haus für eine kWh: in Hundertsteln sind es {hundredth}",
    Fault.NO_HOURS: "müssen Stunden sein, etwa 22:00-06:00, nicht {got}",
    Fault.SAME_TIMES: "muss zu verschiedenen Zeiten beginnen und enden, nicht {got}",
    Fault.NO_TIME: "muss eine Uhrzeit sein, etwa 22:00, nicht {got}",
    Fault.NO_AMOUNT: "muss eine ganze Zahl in {unit} von {least} bis {most} sein, nicht {got}",
    Fault.NO_DEPARTURE: "muss Prozent sein, etwa 40, oder eine Uhrzeit dazu, etwa 07:30 60, nicht {got}",
    Fault.NO_CURRENCY: "müssen drei Buchstaben sein, etwa EUR, nicht {got}",
    Fault.OUTDATED: "diese Seite war älter als das, was die App weiß: hier ist die jetzige, bitte antworten Sie noch einmal",
    Fault.STILL_OPEN: "noch nicht geschrieben: beantworten Sie zuerst, was noch offen ist",
    Fault.IMPOSSIBLE: "nicht geschrieben, denn das kann nicht sein",
    Fault.UNWRITABLE: "{file} ließ sich nicht schreiben: {cause}",
}

MARKS: Mapping[Confidence, str] = {
    Confidence.SURE: "sicher",
    Confidence.LIKELY: "wahrscheinlich: bitte prüfen",
    Confidence.ASKED: "braucht Ihre Antwort",
}

LABELS: Mapping[Label, str] = {
    Label.COLON: ":",
    Label.AND: " und ",
    Label.POSITIVE_IMPORT: "positiv heißt Bezug",
    Label.POSITIVE_EXPORT: "positiv heißt Einspeisung",
    Label.POSITIVE_CHARGING: "positiv heißt Laden",
    Label.POSITIVE_DISCHARGING: "positiv heißt Entladen",
    Label.DEPARTURE: "{time} mit {soc} %",
    Label.AS_YOU_SAID: "wie von Ihnen gesagt",
    Label.MANAGED: "verwaltet",
    Label.LEGEND: "+ ist sicher, ? ist wahrscheinlich: bitte prüfen, ! wird gefragt",
    Label.ASKED_BELOW: "wird unten gefragt",
    Label.ENTER_LEAVES_OUT: "Enter lässt es weg",
    Label.THAT_MAKES: "Das ergibt:",
    Label.WRITE_THIS: "Das in {file} schreiben? ja, nein, oder die Nummer einer Zeile, um sie zu ändern:",
    Label.YES_NO_NUMBER: "ja, nein, oder eine Nummer der Zeilen oben",
    Label.NOTHING_WRITTEN: "Es wurde nichts geschrieben.",
    Label.CANNOT_BE: "Das kann nicht sein: {mistakes}\nÄndern Sie eine der Zeilen.",
    Label.NEXT: """
In {file} geschrieben.
apps.yaml braucht diese drei Zeilen, und nichts, was in dieser Datei steht; was es außerdem hat, gilt immer zuerst:

solar_charging:
  module: solar_charging.app
  class: SolarCharging

Starten Sie dann AppDaemon neu. Die Datei gehört neben apps.yaml; Sie dürfen sie lesen und ändern.""",
    Label.NEEDED_THERE: "In Home Assistant braucht die App:",
    Label.OF_WHAT_IS_NEEDED: "Von dem, was die App braucht, ist in Home Assistant:",
    Label.MAKE_THEM: "Anlegen? Jedes lässt sich mit --undo zurücknehmen, und nichts von Ihnen wird berührt. ja, nein, oder Nummern wie 1 3:",
    Label.REMOVE_THEM: "Entfernen, was sie angelegt hat? ja, nein, oder Nummern wie 1 3:",
    Label.NOTHING_MADE: "Die App hat dort nichts angelegt.",
    Label.NOTHING_CHANGED: "In Home Assistant wurde nichts geändert.",
    Label.YES_NO_NUMBERS: "ja, nein, oder Nummern der Zeilen oben, bei denen es geht",
    Label.PART_MADE: "{part}: angelegt",
    Label.PART_REMOVED: "{part}: entfernt",
    Label.HEADING: "Solarladen einrichten",
    Label.INTRO: "Das sagt Home Assistant über Ihr Haus. Prüfen Sie, was wahrscheinlich ist, beantworten Sie, was gefragt wird, und lassen Sie es schreiben.",
    Label.LOOKING: "Die App sieht sich in Home Assistant um ...",
    Label.BROKEN: "Ein Fehler in der App selbst: er steht im Protokoll von AppDaemon.",
    Label.LOOK_AGAIN: "Noch einmal umsehen",
    Label.NOT_ANSWERED: "noch nicht beantwortet",
    Label.LEAVE_OUT: "Weglassen",
    Label.TAKE: "Übernehmen",
    Label.TYPED: "Ihre Antwort",
    Label.MISSING: "Fehlt in Home Assistant",
    Label.REMAINING: "Noch zu beantworten: {topics}",
    Label.READY: "Alles ist beantwortet.",
    Label.WRITE: "Schreiben",
    Label.WRITES_TO: "Es kommt in {file}, und die App beginnt sofort damit.",
    Label.WRITTEN: "In {file} geschrieben. Die App beginnt jetzt damit ...",
    Label.RUNNING: "Die App läuft nach den Einstellungen in {file}. Was Sie hier ändern, gilt, sobald es geschrieben ist.",
    Label.NOT_RUNNING: "Die App läuft nicht: {problem}",
    Label.APPS_YAML_WINS: "apps.yaml hat eigene Einstellungen, die vor dem gelten, was hier geschrieben wird: {sections}",
    Label.NEEDS: "Was sie in Home Assistant braucht",
    Label.MAKE: "Anlegen",
    Label.RENEW: "Erneuern",
    Label.UNDO: "Rückgängig",
    Label.ENTRY: "Eintrag in apps.yaml",
}
