"""Has the words of the set-up in French."""

from __future__ import annotations

from collections.abc import Mapping

from ..answers import Fault
from ..labels import Label
from ..proposal import Confidence, Ground, Topic, Typed

BESIDE = " ; "
DECIMAL_MARK = ","

TITLES: Mapping[Topic, str] = {
    Topic.GRID: "Compteur du réseau",
    Topic.SOLAR: "Toit",
    Topic.BATTERY: "Batterie domestique",
    Topic.CAR: "Voiture",
    Topic.LOCATION: "Position",
    Topic.CAR_LIMIT: "Limite de charge",
    Topic.PRICES: "Entité de prix",
    Topic.PEAK_PRICE: "Prix du kWh",
    Topic.OFF_PEAK: "Heures creuses",
    Topic.OFF_PEAK_PRICE: "Prix en creuses",
    Topic.EXPORT_PRICE: "kWh injecté",
    Topic.FORECAST: "Prévision",
    Topic.FUSE: "Disjoncteur",
    Topic.VOLTAGE: "Tension du réseau",
    Topic.DEPARTURES: "Départs",
    Topic.NOTIFY: "Notifications",
    Topic.TIME_ZONE: "Fuseau horaire",
    Topic.CURRENCY: "Monnaie",
    Topic.LANGUAGE: "Langue",
}

QUESTIONS: Mapping[Topic, str] = {
    Topic.GRID: "Quels capteurs mesurent la puissance au point de livraison, et dans quel sens ?",
    Topic.SOLAR: "Quel capteur mesure ce que donne le toit ? La recharge n'en a pas besoin, la carte l'affiche.",
    Topic.BATTERY: "Quels capteurs mesurent la batterie domestique, et dans quel sens ? Sans eux, le soleil est à la voiture.",
    Topic.CAR: "Quelle voiture faut-il recharger ?",
    Topic.LOCATION: "Quel traqueur d'appareil dit où est la voiture ? Sans lui, elle n'est jamais à la maison.",
    Topic.CAR_LIMIT: "L'application peut-elle régler la limite de charge de la voiture sur ce que demande une nuit ou un trajet, puis remettre la vôtre ?",
    Topic.PRICES: "Quelle entité dit ce que coûte un kWh ?",
    Topic.PEAK_PRICE: "Combien vous coûte un kWh hors des heures creuses ?",
    Topic.OFF_PEAK: "Quand le courant est-il moins cher ? Laissé de côté : jamais.",
    Topic.OFF_PEAK_PRICE: "Combien coûte un kWh pendant ces heures ?",
    Topic.EXPORT_PRICE: "Que rapporte un kWh injecté ? 0 si rien.",
    Topic.FORECAST: "Quelle prévision du soleil ?",
    Topic.FUSE: "Que supporte votre raccordement ? C'est écrit sur le disjoncteur général. Laissé de côté, personne n'y veille.",
    Topic.VOLTAGE: "Quel capteur mesure la tension du réseau ?",
    Topic.DEPARTURES: "Combien voulez-vous au moins dans la batterie le matin ? Laissé de côté, 50 %. Quand vous partez et ce que demandent vos trajets, l'application l'apprend ; ou dites quand vous partez les jours ouvrés, et avec combien.",
    Topic.NOTIFY: "Qui est prévenu quand l'application a besoin de quelqu'un ?",
    Topic.TIME_ZONE: "Quel fuseau horaire ?",
    Topic.CURRENCY: "Dans quelle monnaie payez-vous ?",
    Topic.LANGUAGE: "Quelle langue ?",
}

EXAMPLES: Mapping[Typed, str] = {
    Typed.ENTITY: "ou l'identifiant d'une entité, comme sensor.grid_power ; au réseau, précédé d'un moins si le positif est l'injection",
    Typed.PRICE: "un prix, comme 0,30",
    Typed.WINDOWS: "des heures, comme 22:00-06:00, plusieurs avec des virgules",
    Typed.AMPS: "A par phase, comme 25",
    Typed.WATTS: "W en tout, comme 11000 (trois phases de 16 A)",
    Typed.DEPARTURE: "un pourcentage, comme 40 ; ou avec une heure, comme 07:30 60",
    Typed.CURRENCY: "trois lettres, comme EUR",
}

GROUNDS: Mapping[Ground, str] = {
    Ground.DASHBOARD_POWER: "votre tableau de bord Énergie le nomme",
    Ground.DASHBOARD_DEVICE: "sur l'appareil que compte votre tableau de bord Énergie : {from}",
    Ground.DASHBOARD_SOURCE: "votre tableau de bord Énergie le compte : {from}",
    Ground.DASHBOARD_PRICE: "votre tableau de bord Énergie a ce prix",
    Ground.SAME_INTEGRATION: "de l'intégration que compte votre tableau de bord Énergie : {from}",
    Ground.BY_NAME: "son nom y ressemble",
    Ground.COUNTERS_AGREE: "concorde avec les compteurs sur les dernières heures, à {differs_pct} % près",
    Ground.COUNTERS_DIFFER: "mais s'écarte des compteurs de {differs_pct} % sur les dernières heures",
    Ground.SIGN_DENIED: "mais vu ce que donne le toit en ce moment, ce signe est impossible",
    Ground.SIGN_BY_SUN: "c'est plus que ce que donne le toit en ce moment, donc pas une injection",
    Ground.SIGN_LIKELY: "négatif pendant que le toit donne, donc sans doute une injection",
    Ground.SIGN_BY_NIGHT: "sans soleil vous ne pouvez pas injecter, ce signe est donc un soutirage",
    Ground.SIGN_USUAL: "le signe habituel de {integration}",
    Ground.SIGN_OPEN: "rien ne dit encore dans quel sens c'est",
    Ground.ONLY_CAR: "la seule Tesla que connaît Home Assistant : trouvée sans aucun réglage",
    Ground.CAR_OF_SEVERAL: "{car}",
    Ground.LOCATION_MISSING: "{car} ne dit pas où elle est : il faut un traqueur d'appareil",
    Ground.LIMIT_YOURS: "comme vous l'avez réglée dans la voiture",
    Ground.LIMIT_MANAGED: "abaissée pour la nuit, relevée pour un trajet, remise à la vôtre avant le départ ; si l'application s'arrête, la voiture s'arrête d'elle-même",
    Ground.LISTS_PRICES: "donne {count} prix",
    Ground.PRICE_OF_NOW: "dit le prix du moment",
    Ground.FORECAST_BY: "par {integration}",
    Ground.HOME_ASSISTANTS_OWN: "comme dans Home Assistant",
    Ground.HELPERS_THERE: "ces entrées sont là ; une entrée jamais réglée (00:00, 0 %) ne dit rien",
    Ground.PHONE: "l'application d'un téléphone",
    Ground.LEFT_OUT: "laissé de côté",
    Ground.IMPORTS_NOW: "{power_w} W en ce moment : vous soutirez",
    Ground.EXPORTS_NOW: "{power_w} W en ce moment : vous injectez",
    Ground.GIVES_NOW: "{power_w} W en ce moment",
    Ground.CHARGES_NOW: "{power_w} W en ce moment : elle se charge",
    Ground.DISCHARGES_NOW: "{power_w} W en ce moment : elle fournit",
    Ground.STATE_NOW: "{said} en ce moment",
    Ground.SILENT_NOW: "ne dit rien en ce moment",
    Ground.NOTHING_FOUND: "rien trouvé dans Home Assistant",
    Ground.NOT_IN_DASHBOARD: "aucun dans votre tableau de bord Énergie",
    Ground.NO_CAR: "Home Assistant ne connaît aucune Tesla : ajoutez son intégration, ou connectez-vous avec python -m solar_charging.login et mettez ses lignes dans apps.yaml",
    Ground.CAR_INCOMPLETE: "{car} n'a pas d'entité pour : {roles}. Voir docs/vehicles.md",
    Ground.PHASES_FOUND: "chaque phase est mesurée : {from}",
    Ground.NO_PHASES: "pas de capteurs des trois phases à côté du compteur, on surveille donc la somme",
    Ground.NO_HOME: "zone.home manque : l'application ne saurait pas quand la voiture est à la maison",
    Ground.NO_REGISTRY: "Home Assistant ne montre pas son registre : les capteurs ne sont trouvés que par leurs noms",
    Ground.NO_DASHBOARD: "le tableau de bord Énergie n'est pas configuré : avec lui, presque tout se trouve tout seul (Paramètres > Tableaux de bord > Énergie)",
    Ground.HELPER_MISSING: "il manque les interrupteurs {helpers} : ils peuvent être créés à la fin",
}

FAULTS: Mapping[Fault, str] = {
    Fault.NEEDED: "il faut une réponse",
    Fault.NO_OPTION: "doit être un nombre de 1 à {most}",
    Fault.TOO_LONG: "doit avoir {most} caractères au plus",
    Fault.NO_ENTITY: "{entity} n'est pas dans Home Assistant",
    Fault.NO_TRACKER: "{entity} n'est pas un traqueur d'appareil",
    Fault.NO_POWER: "{entity} ne mesure pas une puissance : elle doit être en W ou en kW",
    Fault.NO_PRICE: "doit être le prix d'un kWh, comme 0,30",
    Fault.TOO_DEAR: "{price} {currency}, aucune maison ne paie cela pour un kWh : en centièmes, c'est {hundredth}",
    Fault.NO_HOURS: "doivent être des heures comme 22:00-06:00, et non {got}",
    Fault.SAME_TIMES: "doit commencer et finir à des heures différentes, et non {got}",
    Fault.NO_TIME: "doit être une heure comme 22:00, et non {got}",
    Fault.NO_AMOUNT: "doit être un nombre entier de {unit}, de {least} à {most}, et non {got}",
    Fault.NO_DEPARTURE: "doit être un pourcentage, comme 40, ou une heure avec lui, comme 07:30 60, et non {got}",
    Fault.NO_CURRENCY: "doivent être trois lettres comme EUR, et non {got}",
    Fault.OUTDATED: "cette page était plus ancienne que ce que sait l'application : voici celle d'à présent, veuillez répondre de nouveau",
    Fault.STILL_OPEN: "rien n'est encore écrit : répondez d'abord à ce qui reste ouvert",
    Fault.IMPOSSIBLE: "rien n'est écrit, car c'est impossible",
    Fault.UNWRITABLE: "impossible d'écrire {file} : {cause}",
}

MARKS: Mapping[Confidence, str] = {
    Confidence.SURE: "sûr",
    Confidence.LIKELY: "probable : à vérifier",
    Confidence.ASKED: "attend votre réponse",
}

LABELS: Mapping[Label, str] = {
    Label.COLON: " :",
    Label.AND: " et ",
    Label.POSITIVE_IMPORT: "positif : soutirage",
    Label.POSITIVE_EXPORT: "positif : injection",
    Label.POSITIVE_CHARGING: "positif : charge",
    Label.POSITIVE_DISCHARGING: "positif : décharge",
    Label.DEPARTURE: "{time} avec {soc} %",
    Label.AS_YOU_SAID: "comme vous l'avez dit",
    Label.MANAGED: "gérée",
    Label.LEGEND: "+ est sûr, ? est probable : à vérifier, ! est demandé",
    Label.ASKED_BELOW: "demandé plus bas",
    Label.ENTER_LEAVES_OUT: "Entrée le laisse de côté",
    Label.THAT_MAKES: "Cela donne :",
    Label.WRITE_THIS: "L'écrire dans {file} ? oui, non, ou le numéro d'une ligne pour la changer :",
    Label.YES_NO_NUMBER: "oui, non, ou un numéro des lignes ci-dessus",
    Label.NOTHING_WRITTEN: "Rien n'a été écrit.",
    Label.CANNOT_BE: "C'est impossible : {mistakes}\nChangez l'une des lignes.",
    Label.NEXT: """
Écrit dans {file}.
apps.yaml a besoin de ces trois lignes, et de rien de ce qui est dans ce fichier ; ce qu'il a en plus l'emporte toujours :

solar_charging:
  module: solar_charging.app
  class: SolarCharging

Redémarrez ensuite AppDaemon. Ce fichier a sa place à côté d'apps.yaml ; vous pouvez le lire et le changer.""",
    Label.NEEDED_THERE: "Dans Home Assistant, l'application a besoin de :",
    Label.OF_WHAT_IS_NEEDED: "De ce qu'il faut à l'application, dans Home Assistant :",
    Label.MAKE_THEM: "Les créer ? Chacun se défait avec --undo, et rien de ce qui est à vous n'est touché. oui, non, ou des numéros comme 1 3 :",
    Label.REMOVE_THEM: "Supprimer ce qu'elle a créé ? oui, non, ou des numéros comme 1 3 :",
    Label.NOTHING_MADE: "L'application n'y a rien créé.",
    Label.NOTHING_CHANGED: "Rien n'a été changé dans Home Assistant.",
    Label.YES_NO_NUMBERS: "oui, non, ou des numéros des lignes ci-dessus où c'est possible",
    Label.PART_MADE: "{part} : création faite",
    Label.PART_REMOVED: "{part} : suppression faite",
    Label.HEADING: "Configurer la recharge solaire",
    Label.INTRO: "Voici ce que Home Assistant dit de votre maison. Vérifiez ce qui est probable, répondez à ce qui est demandé, puis faites-le écrire.",
    Label.LOOKING: "L'application regarde dans Home Assistant ...",
    Label.BROKEN: "Une erreur dans l'application elle-même : elle est dans le journal d'AppDaemon.",
    Label.LOOK_AGAIN: "Regarder de nouveau",
    Label.NOT_ANSWERED: "pas encore de réponse",
    Label.LEAVE_OUT: "Laisser de côté",
    Label.TAKE: "Valider",
    Label.TYPED: "Votre réponse",
    Label.MISSING: "Il manque dans Home Assistant",
    Label.REMAINING: "Reste à répondre : {topics}",
    Label.READY: "Tout a sa réponse.",
    Label.WRITE: "Écrire",
    Label.WRITES_TO: "Cela va dans {file}, et l'application s'en sert aussitôt.",
    Label.WRITTEN: "Écrit dans {file}. L'application s'en sert à présent ...",
    Label.RUNNING: "L'application tourne avec les réglages de {file}. Ce que vous changez ici compte une fois écrit.",
    Label.NOT_RUNNING: "L'application ne tourne pas : {problem}",
    Label.APPS_YAML_WINS: "apps.yaml a ses propres réglages, qui l'emportent sur ce qui est écrit ici : {sections}",
    Label.NEEDS: "Ce qu'il lui faut dans Home Assistant",
    Label.MAKE: "Créer",
    Label.RENEW: "Renouveler",
    Label.UNDO: "Annuler",
    Label.ENTRY: "Entrée d'apps.yaml",
}
