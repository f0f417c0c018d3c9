"""Holds French."""

from __future__ import annotations

from collections.abc import Mapping

from ...base.reason import NextChange, Note, PlanText, Problem, Sign, Why

THEN = " ; "
DECIMAL_MARK = ","
SIGN_FIRST = False
PER_CENT = "{} %"
UNKNOWN = "inconnu"
MORE = "davantage"
A_MOMENT = "un instant"
A_WHILE = "un moment"

CLOCK = "{}"
TOMORROW = "demain"
DATE = "{day} {month}"
WEEKDAYS: tuple[str, ...] = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WEEKDAYS_SHORT: tuple[str, ...] = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS: tuple[str, ...] = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)

LEFT_OVER = "{} disponibles"
NOTHING_LEFT = "rien de disponible"
HOUSE_DRAWS = "la maison prend {} au réseau"

REASONS: Mapping[Why, str] = {
    Why.SETUP: "a besoin de votre aide : {problem}",
    Why.OFF: "désactivée : la voiture est laissée tranquille jusqu'à la réactivation",
    Why.OFF_STOPPING: "désactivée : arrêt de la charge que l'application avait lancée",
    Why.UNREACHABLE: "pas de contact avec la voiture : {problem}",
    Why.BUDGET: "économise le budget du mois pour l'API de la voiture ({spent} dépensés sur {cap}) ; un nouveau commence le mois prochain",
    Why.BLOCKED: "impossible de commander la voiture : {problem}",
    Why.AWAY: "la voiture n'est pas à la maison : elle sera chargée à son retour",
    Why.AWAY_BY: "la voiture n'est pas à la maison, mais à {distance_m} (la maison s'étend sur {radius_m}) : elle sera chargée à son retour",
    Why.POSITION_UNKNOWN: "la voiture ne dit pas où elle est : en attendant, elle est laissée tranquille",
    Why.UNPLUGGED: "la voiture n'est pas branchée : branchez-la pour la charger",
    Why.NO_POWER: "la prise n'est pas alimentée : vérifiez son interrupteur et son fusible",
    Why.CABLE_LOOSE: "le câble n'est pas bien branché : enfoncez-le à fond",
    Why.FULL: "la batterie a atteint sa limite ({soc_pct}) : la charge reprendra après un trajet, ou avec une limite plus haute",
    Why.LIMIT_TOO_LOW: "la batterie a atteint sa limite ({soc_pct}), mais il faut {wanted_pct} pour le prochain départ : relevez la limite dans la voiture",
    Why.CHARGE_NOW: "charge immédiate à {current_a}, comme demandé, jusqu'à la limite de la voiture",
    Why.BY_HAND: "lancée dans la voiture ou son application : laissée tranquille jusqu'à la fin de cette charge, au débranchement ou à l'action d'un interrupteur",
    Why.BY_HAND_SINCE: "lancée à la main à {since} ({sign}) : laissée tranquille jusqu'à sa fin, au débranchement ou à l'action d'un interrupteur",
    Why.STOPPED_BY_HAND: "arrêtée à la main à {stopped} : pas de charge avant un débranchement, l'action d'un interrupteur, le besoin d'un départ, ou {resumes}",
    Why.ENDED_NOBODYS: "une charge chère que personne ne semble avoir lancée est arrêtée ({sign}) : pour la garder, relancez-la dans les 15 min",
    Why.LOOK_FIRST: "la voiture dort et n'a pas dit son niveau : un seul réveil pour savoir ce qu'il faut charger",
    Why.BY_ITSELF: "la voiture s'est mise à charger au branchement : {current_a} en attendant le soleil",
    Why.BY_ITSELF_ENDING: "la voiture s'est mise à charger au branchement : arrêt, en attendant le soleil",
    Why.OFF_PEAK: "courant bon marché à {price_per_kwh} : charge à {current_a} jusqu'à {wanted_pct} (actuellement {soc_pct})",
    Why.NO_READING: "le compteur du réseau ne dit plus rien depuis {silent} : d'ici son retour, la voiture ne prend rien au réseau",
    Why.FUSE: "{current_a} seulement : la maison ne peut pas prendre plus de {max_import_w} au réseau",
    Why.FUSE_ENDING: "la maison a elle-même besoin des {max_import_w} qu'elle peut prendre au réseau : la voiture attend qu'il reste {least_a}",
    Why.MEASURING: "mesure ce que le soleil laisse : décision dans {ready}",
    Why.MEASURING_PHASES: "charge à {current_a} seulement, jusqu'à ce que le compteur ait montré sur combien de phases la voiture charge",
    Why.MINIMUM: "la batterie est sous {wanted_pct} (actuellement {soc_pct}) : charge à {current_a}, quel que soit le prix",
    Why.DEPARTURE: "le départ est proche : charge à {current_a} pour avoir {wanted_pct} d'ici {departure}",
    Why.DEPARTURE_AWAKE: "le budget du mois ne permet plus de réveiller la voiture : charge à {current_a} tant qu'elle est éveillée, pour avoir {wanted_pct} d'ici {departure}",
    Why.BUYING: "achat de courant à {price_per_kwh} : charge à {current_a}",
    Why.FOLLOWING_SUN: "charge à {current_a} avec {sun_w} de soleil",
    Why.CLOUD: "un nuage : continue à {current_a} ; arrêt dans {wait} s'il reste",
    Why.TOO_LITTLE_SUN: "trop peu de soleil, arrêt : {left_over_w}, il faut {break_even_w} pour continuer",
    Why.WAITING_FOR_SUN: "attend le soleil : {left_over_w}, il faut {break_even_w} pour démarrer",
    Why.GATHERING: "du soleil : {left_over_w}, démarrage dans {wait} si cela dure",
    Why.NOTHING_PAYS: "attend que la charge coûte moins cher : le réseau est à {price_per_kwh} pour l'instant, et le solaire est vendu {export_per_kwh}",
}

BEGUN: Mapping[Sign, str] = {
    Sign.SEEN: "elle a commencé sans l'application, voiture branchée",
    Sign.AGAIN: "elle a repris après l'arrêt par l'application",
    Sign.PLUGGED_IN: "elle a commencé au branchement",
    Sign.POWER_BACK: "elle a commencé après une coupure de courant ou un redémarrage",
    Sign.SCHEDULE: "elle était programmée dans la voiture",
    Sign.LIMIT_RAISED: "la limite de la voiture a été relevée",
    Sign.UNSEEN: "elle a commencé dans les {apart} entre deux messages de la voiture",
}
"""Ce à quoi on reconnaît une charge commencée sans l'application."""

NEXT_CHANGES: Mapping[NextChange, str] = {
    NextChange.RETRY: "nouvel essai à partir de {at}",
    NextChange.PLAN: "achat de {kwh} à partir de {at}",
    NextChange.CHEAP_FROM: "courant bon marché à partir de {at}",
    NextChange.CHEAP_UNTIL: "bon marché jusqu'à {at}",
    NextChange.PRICE_CHANGE: "courant à {price_per_kwh} à partir de {at}",
    NextChange.DEPARTURE: "charge pour le départ à partir de {at} au plus tard",
}

PLAN: Mapping[PlanText, str] = {
    PlanText.NO_DEPARTURE: "aucun départ n'est prévu : charge quand il y a du soleil ou du courant bon marché",
    PlanText.NO_CAR: "pas de plan pour {wanted_pct} d'ici {departure} tant que la voiture n'est pas branchée à la maison",
    PlanText.BUYING: "achat de {purchases} pour {wanted_pct} d'ici {departure}",
    PlanText.PURCHASE: "{kwh} {when} à {price_per_kwh}",
    PlanText.MORE: "{purchases} et encore {kwh}",
    PlanText.BY_SUN: "rien à acheter pour {wanted_pct} d'ici {departure} : il faut {counted_kwh}, {expected_kwh} de soleil attendus",
    PlanText.ENOUGH: "rien à acheter pour {wanted_pct} d'ici {departure} : la batterie a ce qu'il faut",
    PlanText.LOST: "plus rien à acheter pour {wanted_pct} d'ici {departure}",
    PlanText.SUN: "{plan} ; {expected_kwh} de soleil attendus, dont {counted_kwh} comptés",
    PlanText.MISSING: "{plan} ; il manquera {kwh}",
}

NAMES: Mapping[str, str] = {
    "state": "état",
    "reason": "raison",
    "plan": "plan",
    "target_now": "cible instantanée",
    "target": "cible lissée",
    "charging_current": "courant",
    "charging_power": "puissance",
    "surplus": "surplus",
    "house_load": "consommation de la maison",
    "grid_power": "puissance du réseau",
    "solar_power": "puissance solaire",
    "soc": "niveau de charge",
    "next_change": "prochain changement",
    "api_cost_today": "coût de l'API aujourd'hui",
    "api_cost_month": "coût de l'API ce mois-ci",
    "car_energy": "énergie de la voiture",
    "car_solar_energy": "énergie de la voiture, du soleil",
    "car_grid_energy": "énergie de la voiture, du réseau",
    "session_energy": "énergie de la session",
    "session_solar_share": "part du soleil de la session",
    "session_cost": "coût de la session",
    "session_saved": "économies de la session",
    "energy_today": "énergie aujourd'hui",
    "solar_share_today": "part du soleil aujourd'hui",
    "cost_today": "coût aujourd'hui",
    "saved_today": "économies aujourd'hui",
    "energy_month": "énergie ce mois-ci",
    "solar_share_month": "part du soleil ce mois-ci",
    "cost_month": "coût ce mois-ci",
    "saved_month": "économies ce mois-ci",
}

NOTES: Mapping[Note, str] = {
    Note.NEEDS_YOU: "{app} a besoin de votre aide",
    Note.COMPLETE: "{app} : charge terminée",
    Note.DEPARTURE: "{app} : départ compromis",
    Note.CHARGED: "La batterie est à {soc_pct} : {kwh} chargés, dont {solar_pct} de soleil.",
    Note.LATE: "D'ici {departure}, la batterie n'atteindra qu'environ {expected_pct} au lieu de {wanted_pct}, même en chargeant dès maintenant au courant maximal.",
    Note.LIMIT_TOO_LOW: "La limite de charge de la voiture est à {limit_pct}, mais il faut {wanted_pct} d'ici {departure}. Veuillez la relever dans la voiture.",
    Note.NOT_PLUGGED: "La voiture n'est pas branchée : la batterie est à {soc_pct}, et il faut {wanted_pct} d'ici {departure}. Veuillez la brancher avant {latest}.",
    Note.NOT_HEARD: "La voiture n'a pas dit son niveau, et il faut {wanted_pct} d'ici {departure}. Veuillez vérifier : {problem}.",
    Note.AWAY: "La voiture est branchée, mais se dit à {distance_m} de la maison, dont la zone s'étend sur {radius_m} : elle n'est donc pas chargée pour {departure}. Si elle est à la maison, veuillez agrandir la zone dans Home Assistant.",
    Note.OUT_OF_REACH: "La voiture ne peut pas être chargée pour {departure} ({wanted_pct} voulus) : {problem}.",
}

PROBLEMS: Mapping[Problem, str] = {
    Problem.HELPER_TO_CREATE: "{entity} manque dans Home Assistant ; créez cette entrée, ou ajoutez ceci à configuration.yaml :\ninput_boolean:\n  {name}:\n    name: {title}",
    Problem.HELPER_MISSING: "l'entrée {entity} manque dans Home Assistant",
    Problem.NO_HOME_ZONE: "zone.home manque dans Home Assistant : impossible de localiser la voiture",
    Problem.SAME_CAR: "{shared} est aussi dans l'entrée {entry} d'apps.yaml, et une voiture ne peut avoir qu'une entrée : l'autre la commande, supprimez donc l'une des deux",
    Problem.SAME_METER: "{entity} est aussi le compteur de l'entrée {entry} d'apps.yaml, et les deux prendraient le même soleil : seule {entry} charge sa voiture, tant que plusieurs voitures ne savent pas partager un compteur ; pour charger plutôt celle-ci, désactivez {entry}",
    Problem.SERVICE_FAILED: "{service} a échoué : {cause}",
    Problem.NOT_ASKED_YET: "elle n'a pas encore été interrogée",
    Problem.BUDGET_SPENT: "le budget du mois pour son API est épuisé",
    Problem.ASLEEP: "la voiture dort ou est hors ligne",
    Problem.WAITS_FOR_SCHEDULE: "elle attend une charge programmée dans la voiture elle-même",
    Problem.START_IN_VAIN: "elle a accepté l'ordre de charger, mais ne charge pas",
    Problem.STOP_IN_VAIN: "elle a accepté l'ordre d'arrêter, mais charge encore",
    Problem.DRAWS_TOO_MUCH: "elle devait se limiter à {current_a}, mais elle prend {drawn_a}",
    Problem.COMMAND_REFUSED: "la voiture a refusé {command} : {word}",
    Problem.FAILED_BEFORE: "cela a échoué avant le redémarrage de l'application, et sera réessayé plus tard",
    Problem.NOTHING_KNOWN: "Home Assistant ne sait encore rien de la voiture : il l'apprendra à son réveil",
    Problem.CHARGING_UNTOLD: "la voiture ne dit pas si elle est branchée, ni si elle charge",
    Problem.WORD_UNKNOWN: "{where} : doit être l'un de {known}, est {got} ; en attendant, le courant et le câble disent si la voiture charge",
    Problem.WORD_UNTOLD: "{where} : ne dit rien ; en attendant, le courant et le câble disent si la voiture charge",
    Problem.FLOWS_NEVERTHELESS: "la voiture se dit {word}, mais prend {drawn_a} : c'est le courant qui compte, donc elle charge",
    Problem.DRAWN_UNTOLD: "la voiture ne dit pas ce qu'elle prend : ce qui lui a été demandé en tient lieu, un câble plus faible passe donc inaperçu",
    Problem.OFFERED_UNTOLD: "la voiture ne dit pas ce qui lui est offert : ce qui a été demandé en tient lieu, un réglage fait dans la voiture passe donc inaperçu",
    Problem.SOC_UNTOLD: "la voiture ne dit pas son niveau : elle est chargée jusqu'à sa propre limite, et aucun départ ne peut être préparé",
    Problem.LIMIT_UNTOLD: "la voiture ne dit pas sa limite de charge : les plans comptent avec 100 %",
    Problem.VOLTAGE_UNTOLD: "la voiture ne dit pas la tension du réseau : car.voltage_v en tient lieu",
    Problem.PHASES_UNTOLD: "la voiture ne dit pas sur combien de phases elle charge, et le compteur ne l'a pas montré : on compte avec trois ; si c'est faux, réglez car.phases",
    Problem.PHASES_MEASURED_ONE: "la voiture ne dit pas sur combien de phases elle charge : sur une seule, d'après la mesure ({per_amp_w} par ampère) ; si c'est faux, réglez car.phases",
    Problem.PHASES_MEASURED_NO_NEUTRAL: "la voiture ne dit pas sur combien de phases elle charge : sur trois sans neutre, d'après la mesure ({per_amp_w} par ampère) ; si c'est faux, réglez car.phases",
    Problem.PHASES_MEASURED_THREE: "la voiture ne dit pas sur combien de phases elle charge : sur trois, d'après la mesure ({per_amp_w} par ampère) ; si c'est faux, réglez car.phases",
    Problem.RATE_LIMITED: "trop de demandes, la prochaine sera permise dans {retry_after_s}",
    Problem.REGION_UNKNOWN: "le compte appartient à une autre région : indiquez le serveur de celle-ci dans car.api_url",
    Problem.REGION_ELSEWHERE: "le compte appartient à une autre région : indiquez {base_url} dans car.api_url",
    Problem.EMPTY_ANSWER: "la réponse du service était vide",
    Problem.SENSELESS_ANSWER: "la réponse du service n'a pas de sens ({cause})",
    Problem.LATE_ANSWER: "le service n'a pas répondu à temps",
    Problem.SERVICE_UNREACHABLE: "le service est injoignable ({cause})",
    Problem.SERVICE_ANSWERED: "le service a répondu {answer}",
    Problem.PROXY_OUT_OF_RANGE: "le proxy n'atteint pas la voiture ({words})",
    Problem.CERTIFICATE: "car.ca_file : {cause}",
    Problem.TOKEN_REFUSED: "le service refuse le jeton du fichier {file} : remplacez-le par un nouveau",
    Problem.TOKEN_FILE_MISSING: "le fichier {file} (token_file) n'existe pas",
    Problem.TOKEN_FILE_UNREADABLE: "impossible de lire le fichier {file} (token_file) : {cause}",
    Problem.TOKEN_FILE_NO_JSON: "le fichier {file} (token_file) doit contenir du JSON",
    Problem.TOKEN_FILE_MODE: "le fichier {file} (token_file) doit avoir les droits 0600, et non {mode}",
    Problem.TOKEN_FILE_EMPTY: "le fichier {file} (token_file) doit contenir un refresh_token",
    Problem.TOKENS_EXPIRED: "reconnectez-vous : les jetons du fichier {file} ont expiré",
    Problem.LOGIN_REFUSED: "reconnectez-vous : Tesla a répondu {answer}",
    Problem.NO_CAR_SHOWN: "ce jeton ne donne accès à aucune voiture : est-ce le bon compte, avec toutes les autorisations ?",
    Problem.NOT_ONE_CAR: "précisez car.vin : le compte doit avoir une seule voiture, il en a {count} ({cars})",
    Problem.OWNER_API_UNSIGNED: "la voiture n'accepte que des commandes signées : l'Owner API de Tesla ne le permet pas",
    Problem.INTEGRATION_UNSIGNED: "la voiture n'accepte que des commandes signées, et son intégration ne les signe pas",
    Problem.UNSIGNED: "la voiture n'accepte que des commandes signées",
    Problem.ENTITIES_UNAVAILABLE: "Home Assistant ne sait rien de la voiture : toutes ses entités sont indisponibles",
    Problem.ENTITIES_MISSING: "{found}",
    Problem.NOT_CONNECTED: "{service} : Home Assistant n'est pas connecté",
    Problem.HOME_ASSISTANT_LATE: "{service} : Home Assistant n'a pas répondu à temps",
    Problem.HOME_ASSISTANT_FAILED: "{service} : {cause}",
    Problem.ENTITY_UNAVAILABLE: "{entity} est indisponible dans Home Assistant",
    Problem.ENTITY_NEEDED: "{service} a besoin d'une entité : précisez car.entities.{role}",
    Problem.METER_MISSING: "{entity} figure dans apps.yaml, mais manque dans Home Assistant",
    Problem.METER_UNIT: "{entity} : unit_of_measurement doit être l'une des unités {known}, et non {unit}",
    Problem.NO_TIME_OF_DAY: "{entity} : doit être une heure, avec ou sans date, et non {said}",
    Problem.NO_PER_CENT: "{entity} : doit être entre 0 et 100 %, et non {said}",
    Problem.COLOUR_UNKNOWN: "{entity} : doit être l'une des couleurs {known}, et non {said} ; en attendant, la plus chère compte",
    Problem.PRICE_OF_NOW_UNKNOWN: "{entity} : le prix actuel n'est pas connu ; en attendant, les plages horaires des réglages s'appliquent",
    Problem.NO_PRICE_LIST: "{entity} : doit donner une liste de prix dans l'un des attributs {known} ; n'en a aucun",
    Problem.PRICE_LIST_SHAPE: "{where} doit être une liste de prix, et non {got}",
    Problem.PRICE_UNIT: "{entity} : unit_of_measurement doit être un prix de l'énergie comme EUR/kWh, et non {unit} ; sinon, indiquez price_unit",
    Problem.PRICE_ENTRY: "{where} doit avoir un début ({begins}) et un prix ({prices})",
    Problem.PRICE_COUNT: "{where} doit avoir {known} prix pour une journée de {hours} h, et en a {count}",
    Problem.NO_NUMBER: "{where} doit être un nombre, et non {got}",
    Problem.NO_TIME: "{where} doit être une date et heure comme 2026-06-15T22:00:00+02:00, et non {got}",
    Problem.NO_TIME_ZONE: "{where} doit avoir un fuseau horaire, comme 2026-06-15T22:00:00+02:00, et non {got}",
    Problem.PRICE_SPAN: "{entity} : chaque prix doit durer un certain temps, un jour au plus, et non {got}",
    Problem.PRICE_TOO_LARGE: "{entity} : un prix ne doit pas dépasser {most} par kWh, il est de {got}",
    Problem.PRICES_OVERLAP: "{entity} : il ne doit y avoir qu'un prix à la fois, or il y a {first} pour {first_span} et {second} pour {second_span}",
    Problem.PRICES_OUT_OF_ORDER: "{entity} : les prix doivent être de l'ordre de peak_price ({peak}), or ils sont d'environ {middle} ; ils comptent tels quels, mais price_unit ou peak_price est peut-être faux",
    Problem.FILE_UNREADABLE: "{file} : doit être lisible, mais ne l'est pas ({cause}) ; l'application repart de zéro",
    Problem.FILE_SPOILT: "{file} : doit être ce que l'application a enregistré ({cause}) ; {aside} ; l'application repart de zéro",
    Problem.FILE_SET_ASIDE: "le fichier est conservé sous le nom {name}",
    Problem.FILE_NOT_SET_ASIDE: "le fichier ne peut pas être mis de côté ({cause})",
    Problem.FILE_UNWRITABLE: "{file} : écriture impossible ({cause})",
    Problem.DECISION_LOG_SPOILT: "{file} : doit être ce que l'application a écrit ({cause}) ; l'application repart de zéro",
    Problem.SESSIONS_UNWRITABLE: "{file} : écriture impossible ({cause}) ; les nouvelles lignes sont gardées pour plus tard",
    Problem.SESSIONS_OTHER_TABLE: "{file} : doit commencer par {header}, mais commence par {begin} ; les nouvelles lignes sont gardées pour plus tard",
}
