teach({
  en: {
    strip: "The next two days", strip_read: "Values of an hour; the arrow keys move it",
    strip_sun: "sun expected", strip_left_over: "sun left over", strip_charged: "from the sun", strip_bought: "bought", strip_car: "car",
    strip_soc: "battery", strip_cheap: "cheap", strip_price: "price", strip_guessed: "{price}, guessed", strip_now: "now", strip_hour: "hour",
    strip_flag: "Departure: left and right move the time, up and down the charge", strip_asking: "The app is asked …",
    strip_late: "The app has not answered yet. Does AppDaemon run?", strip_keep: "Keep once", strip_back: "Back", strip_by: "{soc} by {time}: {what}",
    strip_buys: "{kwh} from the grid for {cost}", strip_buys_only: "{kwh} from the grid", strip_free: "nothing to buy",
    strip_no_car: "no plan until the car is plugged in at home", strip_short: "{kwh} will be missing",
    strip_more: "{cost} more than is planned now", strip_less: "{cost} less than is planned now",
  },
  fr: {
    strip: "Les deux jours à venir", strip_read: "Valeurs d'une heure, à choisir avec les flèches",
    strip_sun: "soleil attendu", strip_left_over: "soleil disponible", strip_charged: "du soleil", strip_bought: "acheté", strip_car: "voiture",
    strip_soc: "batterie", strip_cheap: "bon marché", strip_price: "prix", strip_guessed: "{price}, estimé", strip_now: "maintenant", strip_hour: "heure",
    strip_flag: "Départ : gauche et droite changent l'heure, haut et bas la charge", strip_asking: "Question posée à l'application …",
    strip_late: "L'application n'a pas encore répondu. AppDaemon tourne-t-il ?", strip_keep: "Garder une fois", strip_back: "Revenir",
    strip_by: "{soc} d'ici {time} : {what}",
    strip_buys: "{kwh} du réseau pour {cost}", strip_buys_only: "{kwh} du réseau", strip_free: "rien à acheter",
    strip_no_car: "pas de plan tant que la voiture n'est pas branchée à la maison", strip_short: "il manquera {kwh}",
    strip_more: "{cost} de plus que le plan actuel", strip_less: "{cost} de moins que le plan actuel",
  },
  de: {
    strip: "Die nächsten zwei Tage", strip_read: "Werte einer Stunde; wählbar mit den Pfeiltasten",
    strip_sun: "erwartete Sonne", strip_left_over: "übrige Sonne", strip_charged: "von der Sonne", strip_bought: "gekauft", strip_car: "Auto",
    strip_soc: "Batterie", strip_cheap: "günstig", strip_price: "Preis", strip_guessed: "{price}, geschätzt", strip_now: "jetzt", strip_hour: "Stunde",
    strip_flag: "Abfahrt: links und rechts ändern die Zeit, auf und ab den Ladestand", strip_asking: "Die App wird gefragt …",
    strip_late: "Die App hat noch nicht geantwortet. Läuft AppDaemon?", strip_keep: "Einmal behalten", strip_back: "Zurück",
    strip_by: "{soc} bis {time}: {what}",
    strip_buys: "{kwh} aus dem Netz für {cost}", strip_buys_only: "{kwh} aus dem Netz", strip_free: "nichts zu kaufen",
    strip_no_car: "kein Plan, bis das Auto zu Hause eingesteckt ist", strip_short: "{kwh} werden fehlen",
    strip_more: "{cost} mehr als jetzt geplant", strip_less: "{cost} weniger als jetzt geplant",
  },
});

STYLES.push(`
.strip { --bought: var(--import); }
.strip .canvas { position: relative; }
.strip svg.days { display: block; width: 100%; overflow: visible; touch-action: pan-y; }
.strip svg text { fill: var(--faint); font-size: 12px; }
.strip .rule { stroke: var(--line); }
.strip .over { fill: var(--line); fill-opacity: 0.35; }
.strip .perhaps { fill: var(--sun); fill-opacity: 0.18; }
.strip .likely { fill: var(--sun); fill-opacity: 0.27; }
.strip .seen { fill: var(--sun); fill-opacity: 0.5; }
.strip .charged { fill: var(--car); fill-opacity: 0.6; }
.strip .charged.was { fill-opacity: 1; }
.strip .unclear { fill: var(--faint); }
.strip .bought { fill: var(--bought); }
.strip .bought.then { fill: none; stroke: var(--bought); stroke-width: 1.5; stroke-dasharray: 3 2; }
.strip .soc { fill: none; stroke: var(--ink); stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.strip .soc.then { stroke-width: 2; stroke-dasharray: 5 4; stroke-linecap: butt; }
.strip .now { stroke: var(--error-color, #db4437); stroke-width: 1.5; }
.strip svg text.at-now { fill: color-mix(in srgb, var(--error-color, #db4437) 80%, var(--ink)); font-weight: 500; }
.strip .price { fill: color-mix(in srgb, var(--faint) 40%, var(--paper)); }
.strip .price.cheap { fill: color-mix(in srgb, var(--car) 65%, var(--paper)); }
.strip .price.guessed { fill-opacity: 0.45; }
.strip svg text.amount { fill: color-mix(in srgb, var(--bought) 72%, var(--ink)); font-weight: 500; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.strip svg text.amount.inside { fill: var(--paper); stroke: none; }
.strip .pole { stroke: var(--ink); stroke-width: 1.5; }
.strip .cloth { fill: var(--ink); }
.strip svg text.said { fill: var(--paper); font-weight: 500; }
.strip .knot { fill: var(--paper); stroke: var(--ink); stroke-width: 2.5; }
.strip .then .pole { stroke-dasharray: 3 3; }
.strip .then .cloth { fill: var(--paper); stroke: var(--ink); stroke-dasharray: 3 2; }
.strip .learnt .cloth { fill: var(--paper); stroke: var(--ink); }
.strip .then text.said, .strip .learnt text.said { fill: var(--ink); }
.strip .flag { position: absolute; top: 0; width: 44px; margin-left: -22px; cursor: grab; touch-action: none; }
.strip .flag:active { cursor: grabbing; }
.strip .legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--faint); }
.strip .legend li { display: flex; align-items: center; gap: 5px; }
.strip .legend svg { width: 14px; height: 10px; }
.strip .asked { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 8px; padding: 8px 12px; border: 1.5px dashed var(--faint); border-radius: 8px; }
.strip .asked p { flex: 1 0 100%; margin: 0; font-size: 14px; line-height: 1.4; overflow-wrap: anywhere; }
.strip .asked button { min-height: 44px; padding: 0 16px; border: 1px solid var(--line); border-radius: 22px; background: none; color: inherit; font: inherit; font-size: 14px; cursor: pointer; }
.strip .asked button.keep { background: var(--ink); border-color: var(--ink); color: var(--paper); font-weight: 500; }
.strip .asked button:disabled { opacity: 0.5; cursor: default; }
`);
