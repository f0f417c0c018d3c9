"""French."""

from __future__ import annotations

from collections.abc import Mapping

THEN = " ; "
DECIMAL_MARK = ","
UNKNOWN = "inconnu"
A_WHILE = "un moment"

REASONS: Mapping[str, str] = {
    "setup": "a besoin de vous : {problem}",
    "off": "éteinte : la voiture est laissée tranquille jusqu'à la remise en marche",
    "off_stopping": "éteinte : la charge qu'elle avait lancée s'arrête",
    "unreachable": "on ne sait rien de la voiture : {problem}",
    "budget": "le budget du mois pour l'API de la voiture ne suffit pas pour ce qui est demandé ({spent:.3f} sur {cap:g} dépensés) ; le mois prochain en apporte un nouveau",
    "blocked": "la voiture ne peut pas être commandée : {problem}",
    "away": "la voiture n'est pas à la maison : elle sera chargée à son retour",
    "position_unknown": "la voiture est laissée tranquille tant qu'elle ne dit pas où elle est",
    "unplugged": "la voiture n'est pas branchée : branchez-la pour charger",
    "no_power": "la prise n'est pas alimentée : vérifiez son interrupteur et son fusible",
    "cable_loose": "le câble n'est pas bien branché : enfoncez-le jusqu'au bout",
    "full": "la batterie est à sa limite ({soc_pct} %) : la charge reprendra après un trajet, ou si la limite est relevée",
    "limit_too_low": "la batterie est à sa limite ({soc_pct} %), mais le prochain départ demande {wanted_pct} % : relevez la limite dans la voiture",
    "charge_now": "charge immédiate à {current_a} A, comme demandé, jusqu'à la limite de la voiture",
    "by_hand": "lancée dans la voiture ou son application : laissée tranquille jusqu'au débranchement ou au prochain geste sur un interrupteur",
    "by_itself": "la charge a commencé d'elle-même au branchement : {current_a} A en attendant le soleil",
    "by_itself_ending": "la charge commencée d'elle-même au branchement s'arrête : elle attend le soleil",
    "off_peak": "courant bon marché à {price:.3f} le kWh : {current_a} A jusqu'à {wanted_pct} % ({soc_pct} % maintenant)",
    "no_reading": "le compteur du réseau est muet depuis {silent} : tant qu'il se tait, rien n'est soutiré pour la voiture",
    "fuse": "seulement {current_a} A : la maison ne peut soutirer que {max_import_w} W",
    "fuse_ending": "la maison a besoin des {max_import_w} W qu'elle peut soutirer : la voiture attend qu'il reste {least_a} A",
    "measuring": "mesure du surplus : la décision viendra quand les dernières minutes seront assez connues ({coverage_pct} % maintenant)",
    "minimum": "sous {wanted_pct} % ({soc_pct} % maintenant) : {current_a} A tout de suite, quel qu'en soit le prix",
    "departure": "le départ est proche : {current_a} A, pour que la batterie soit à {wanted_pct} % à {departure}",
    "departure_awake": "le budget du mois ne permet plus de réveiller la voiture : tant qu'elle est éveillée {current_a} A, pour que la batterie soit à {wanted_pct} % à {departure}",
    "buying": "courant bon marché : {current_a} A à {price:.3f} le kWh, car un kWh dans la batterie vaut {value:.3f}",
    "following_sun": "soleil : surplus de {surplus_w} W, {current_a} A rapportent le plus (rentable dès {break_even_w} W)",
    "cloud": "nuage : surplus de {surplus_w} W, continue à {current_a} A ; s'arrête dans {wait} si cela dure",
    "too_little_sun": "trop peu de soleil, la charge s'arrête : surplus de {surplus_w} W, il en faut {break_even_w}",
    "waiting_for_sun": "attend le soleil : surplus de {surplus_w} W, il en faut {break_even_w}",
    "gathering": "soleil : surplus de {surplus_w} W, commence dans {wait} si cela dure",
    "nothing_pays": "rien n'est rentable pour l'instant : un kWh dans la batterie vaut {value:.3f}, injecté il rapporte {export:.3f}",
}

NEXT_CHANGES: Mapping[str, str] = {
    "retry": "prochain essai à {at}",
    "plan": "achète {kwh:.1f} kWh à partir de {at}",
    "cheap_from": "courant bon marché dès {at}",
    "cheap_until": "bon marché jusqu'à {at}",
    "price_change": "à {at} le kWh coûte {price:.3f}",
    "departure": "pour le départ, la charge commence à {at} au plus tard",
}

PLAN: Mapping[str, str] = {
    "no_departure": "aucun départ n'est fixé : un kWh dans la batterie vaut {value:.3f}",
    "no_car": "pas de plan pour {time} ({soc_pct} %) tant que la voiture n'est pas branchée à la maison",
    "buying": "achète {purchases} pour {time} ({soc_pct} %)",
    "purchase": "{kwh:.1f} kWh {begin}-{end} à {price_per_kwh:.2f}",
    "more": "{purchases} et {kwh:.1f} kWh de plus",
    "by_sun": "rien à acheter pour {time} ({soc_pct} %) : le soleil apporte {expected_kwh:.1f} kWh, il en faut {counted_kwh:.1f}",
    "enough": "rien à acheter pour {time} ({soc_pct} %) : la batterie en a assez",
    "lost": "plus rien ne peut être acheté pour {time} ({soc_pct} %)",
    "sun": "{plan} ; {expected_kwh:.1f} kWh de soleil attendus, on compte sur {counted_kwh:.1f}",
    "missing": "{plan} ; il manquera {kwh:.1f} kWh",
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

NOTES: Mapping[str, str] = {
    "needs_you": "{app} a besoin de vous",
    "complete": "{app} : charge terminée",
    "departure": "{app} : départ compromis",
    "charged": "{soc_pct} % dans la batterie : {kwh:.1f} kWh chargés, dont {solar_pct} % de soleil.",
    "late": "À {departure}, la batterie sera à environ {expected_pct} % au lieu de {wanted_pct} %, même si elle charge tout de suite au courant maximal.",
    "limit_too_low": "La limite de charge de la voiture est à {limit_pct} %, or il faut {wanted_pct} % à {departure}. Relevez-la dans la voiture.",
    "not_plugged": "La voiture n'est pas branchée : la batterie est à {soc_pct} %, or il faut {wanted_pct} % à {departure}. Branchez-la avant {latest}.",
}

PROBLEMS: Mapping[str, str] = {
    "{} is missing in Home Assistant; create the helper, or add this to configuration.yaml:{}": (
        "{} manque dans Home Assistant ; créez cette entrée, ou ajoutez ceci à configuration.yaml :{}"
    ),
    "the helper {} is missing in Home Assistant": "l'entrée {} manque dans Home Assistant",
    "the car has not been asked yet": "elle n'a pas encore été interrogée",
    "the month's budget for its API is spent": "le budget du mois pour son API est dépensé",
    "it waits for the charge that is scheduled in the car itself": (
        "elle attend la charge programmée dans la voiture elle-même"
    ),
    "it accepted the start and does not charge": "elle a accepté de démarrer la charge, mais ne charge pas",
    "it accepted the stop and charges on": "elle a accepté d'arrêter la charge, mais charge encore",
    "it was asked to draw {} A and draws {} A": "on lui a demandé {} A et elle en prend {}",
    "the car refused {}: {}": "la voiture a refusé {} : {}",
    "too many requests, the next one is allowed in {} s": (
        "trop de demandes, la prochaine est permise dans {} s"
    ),
    "the account belongs to another region: set car.api_url to your region's host": (
        "le compte appartient à une autre région : mettez dans car.api_url le serveur de la vôtre"
    ),
    "the account belongs to another region: set car.api_url to {}": (
        "le compte appartient à une autre région : mettez {} dans car.api_url"
    ),
    "the car is asleep or offline": "la voiture dort ou est hors ligne",
    "the service answered without content": "le service a donné une réponse vide",
    "the service gave an answer that makes no sense ({})": "le service a donné une réponse qui n'a pas de sens ({})",
    "the service did not answer in time": "le service n'a pas répondu à temps",
    "the service cannot be reached ({})": "le service est injoignable ({})",
    "the service answered {}": "le service a répondu {}",
    "the service refuses the token in {}: put a new one there": (
        "le service refuse le jeton dans {} : remplacez-le par un nouveau"
    ),
    "the proxy does not reach the car ({})": "le relais n'atteint pas la voiture ({})",
    "token_file {} does not exist": "token_file {} n'existe pas",
    "token_file {} cannot be read: {}": "token_file {} ne peut pas être lu : {}",
    "token_file {} must hold JSON": "token_file {} doit contenir du JSON",
    "token_file {} must have mode 0600, has {}": "token_file {} doit avoir le mode 0600, et a le mode {}",
    "token_file {} must hold a refresh_token": "token_file {} doit contenir un refresh_token",
    "log in again: the tokens in {} are no longer valid": (
        "reconnectez-vous : les jetons dans {} ne sont plus valables"
    ),
    "log in again: Tesla answered {}": "reconnectez-vous : Tesla a répondu {}",
    "set car.vin: the account must have one car, has {} ({})": (
        "précisez car.vin : le compte doit avoir une seule voiture, en a {} ({})"
    ),
    "the car takes signed commands only: Tesla's Owner API refuses them": (
        "la voiture n'accepte que des commandes signées : l'Owner API de Tesla les refuse"
    ),
    "the car takes signed commands only, and its integration does not sign": (
        "la voiture n'accepte que des commandes signées, et son intégration ne signe pas"
    ),
    "the car takes signed commands only": "la voiture n'accepte que des commandes signées",
    "Home Assistant knows nothing of the car: its entities are all unavailable": (
        "Home Assistant ne sait rien de la voiture : toutes ses entités sont indisponibles"
    ),
    "{}: Home Assistant is not connected": "{} : Home Assistant n'est pas connecté",
    "{}: Home Assistant did not answer in time": "{} : Home Assistant n'a pas répondu à temps",
    "{} is unavailable in Home Assistant": "{} est indisponible dans Home Assistant",
    "{} needs an entity: set car.entities.{}": "{} a besoin d'une entité : précisez car.entities.{}",
}
