"""Says in three languages what is made in Home Assistant, how it stands, and why something is left."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.reason import Reason, Text
from .making import Making, Part, Standing

PARTS: Mapping[str, Mapping[Part, str]] = {
    "en": {
        Part.HELPERS: "the switches",
        Part.CARD: "the card",
        Part.DASHBOARD: "the dashboard",
        Part.SETUP_PAGE: "the set-up page",
    },
    "fr": {
        Part.HELPERS: "les interrupteurs",
        Part.CARD: "la carte",
        Part.DASHBOARD: "le tableau de bord",
        Part.SETUP_PAGE: "la page de configuration",
    },
    "de": {
        Part.HELPERS: "die Schalter",
        Part.CARD: "die Karte",
        Part.DASHBOARD: "das Dashboard",
        Part.SETUP_PAGE: "die Einrichtungsseite",
    },
}

STANDINGS: Mapping[str, Mapping[Standing, str]] = {
    "en": {
        Standing.ABSENT: "not there yet",
        Standing.MADE: "made by this app",
        Standing.THERE: "there already, not by this app: left as it is",
        Standing.OUTDATED: "made by an older version of this app",
        Standing.REFUSED: "cannot be made here",
    },
    "fr": {
        Standing.ABSENT: "n'existe pas encore",
        Standing.MADE: "créé par cette application",
        Standing.THERE: "existe déjà, sans cette application : reste tel quel",
        Standing.OUTDATED: "créé par une version plus ancienne de cette application",
        Standing.REFUSED: "ne peut pas être créé ici",
    },
    "de": {
        Standing.ABSENT: "noch nicht da",
        Standing.MADE: "von dieser App angelegt",
        Standing.THERE: "schon da, nicht von dieser App: bleibt, wie es ist",
        Standing.OUTDATED: "von einer älteren Version dieser App angelegt",
        Standing.REFUSED: "kann hier nicht angelegt werden",
    },
}

REASONS: Mapping[str, Mapping[Making, str]] = {
    "en": {
        Making.NO_ANSWER: "Home Assistant does not answer: try again in a minute",
        Making.REFUSED_WITH: "Home Assistant refuses: {said}",
        Making.NOT_NORMAL: "Home Assistant runs in its safe or recovery mode: restart it as usual first",
        Making.RESOURCES_IN_YAML: "resources are kept in configuration.yaml here: copy {file} from the app's folder "
        "dashboards into Home Assistant's folder www, add the line "
        "- {{url: /local/{file}, type: module}} under lovelace: > resources:, and restart Home Assistant",
        Making.ADDRESS_TAKEN: "the address {what} is that of another dashboard, which is not touched: give it "
        "another one, or put the cards on a dashboard of your own",
        Making.ID_TAKEN: "the id {what} is taken by something else: rename that, or name another helper under switches "
        "in the settings",
        Making.FILE_MISSING: "{file} is missing: copy the app's whole folder again",
        Making.CHANGED: "left as it is, for you have changed it since (Home Assistant's own settings can remove it): {what}",
        Making.NOT_OURS: "left as it is, for this app did not make it: {what}",
        Making.IN_USE: "left as it is, for {users} uses it: {what}",
        Making.BOTH: "{first}; {second}",
    },
    "fr": {
        Making.NO_ANSWER: "Home Assistant ne répond pas : réessayez dans une minute",
        Making.REFUSED_WITH: "Home Assistant refuse : {said}",
        Making.NOT_NORMAL: "Home Assistant est en mode sans échec ou de récupération : redémarrez-le d'abord "
        "normalement",
        Making.RESOURCES_IN_YAML: "ici, les ressources sont dans configuration.yaml : copiez {file} du dossier "
        "dashboards de l'application dans le dossier www de Home Assistant, ajoutez la ligne "
        "- {{url: /local/{file}, type: module}} sous lovelace: > resources:, puis redémarrez Home Assistant",
        Making.ADDRESS_TAKEN: "l'adresse {what} est celle d'un autre tableau de bord, qui reste intact : donnez-lui "
        "une autre adresse, ou placez les cartes sur un tableau à vous",
        Making.ID_TAKEN: "l'identifiant {what} est déjà pris : renommez ce qui le porte, ou nommez une autre entrée sous "
        "switches dans les réglages",
        Making.FILE_MISSING: "{file} manque : recopiez le dossier entier de l'application",
        Making.CHANGED: "laissé tel quel, car vous l'avez modifié depuis (les paramètres de Home Assistant "
        "permettent de le supprimer) : {what}",
        Making.NOT_OURS: "laissé tel quel, car cette application ne l'a pas créé : {what}",
        Making.IN_USE: "laissé tel quel, car {users} s'en sert : {what}",
        Making.BOTH: "{first} ; {second}",
    },
    "de": {
        Making.NO_ANSWER: "Home Assistant antwortet nicht: in einer Minute noch einmal versuchen",
        Making.REFUSED_WITH: "Home Assistant lehnt ab: {said}",
        Making.NOT_NORMAL: "Home Assistant läuft im abgesicherten oder im Wiederherstellungsmodus: erst normal neu "
        "starten",
        Making.RESOURCES_IN_YAML: "Ressourcen stehen hier in configuration.yaml: {file} aus dem Ordner dashboards der "
        "App in den Ordner www von Home Assistant kopieren, unter lovelace: > resources: die Zeile "
        "- {{url: /local/{file}, type: module}} ergänzen und Home Assistant neu starten",
        Making.ADDRESS_TAKEN: "die Adresse {what} gehört einem anderen Dashboard, das unberührt bleibt: diesem eine "
        "andere geben oder die Karten auf ein eigenes Dashboard setzen",
        Making.ID_TAKEN: "die Kennung {what} ist schon vergeben: das andere umbenennen, oder in den Einstellungen unter "
        "switches einen anderen Helfer nennen",
        Making.FILE_MISSING: "{file} fehlt: den ganzen Ordner der App noch einmal kopieren",
        Making.CHANGED: "bleibt, wie es ist, denn Sie haben es seither geändert (löschen lässt es sich in den "
        "Einstellungen von Home Assistant): {what}",
        Making.NOT_OURS: "bleibt, wie es ist, denn diese App hat es nicht angelegt: {what}",
        Making.IN_USE: "bleibt, wie es ist, denn {users} benutzt es: {what}",
        Making.BOTH: "{first}; {second}",
    },
}


def said(reason: Reason[Text], language: str = "en") -> str:
    """Returns a reason in words; of a language that is not there in English."""
    words = REASONS.get(language[:2].casefold(), REASONS["en"])
    values = {
        key: said(value, language) if isinstance(value, Reason) else value
        for key, value in reason.values.items()
    }
    return words[Making(reason.why)].format(**values)
