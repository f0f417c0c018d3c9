"""Lists the ways to a car for the first login: what each costs, needs and can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """Is something to be answered, by the option of this name or else by a person.

    `key` is the setting's dotted name under `car` where it is one. Without `default` an answer is needed; an
    empty one means that the setting may be left out.
    """

    key: str
    prompt: str
    default: str | None = None

    @property
    def option(self) -> str:
        """Returns the option that answers it on the command line."""
        return "--" + self.key.replace("_", "-").replace(".", "-")


@dataclass(frozen=True)
class LoginWay:
    """Describes a way to the car; `settings` are those under `car` that it fixes.

    `token` says what a person has to bring, None where nothing. A `lasting` token is sent as it is; any other
    is a refresh token. `signs` says whether cars that take signed commands only obey by this way, `doubtful`
    that it needs Tesla's Owner API, on which nobody can count any more.
    """

    name: str
    title: str
    about: tuple[str, ...]
    token: str | None
    lasting: bool = False
    signs: bool = True
    doubtful: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


REFRESH_TOKEN = "Refresh token of your Tesla account"

WAYS = (
    LoginWay(
        "entities",
        "Home Assistant's own entities, no token here",
        (
            "For those who already run tesla_fleet, teslemetry, tessie, tesla_custom or esphome-tesla-ble;",
            "costs what that costs.",
        ),
        token=None,
        questions=(
            Question("entities.name", "The car's name in Home Assistant, or what its entity ids begin with"),
        ),
    ),
    LoginWay(
        "teslemetry",
        "Teslemetry",
        (
            "Commands every car. Needs a subscription, its key paired with the car, and its access token.",
            "Requests use up credits; waking the car is the dear one.",
        ),
        token="Access token of Teslemetry",
        lasting=True,
        settings={"api_url": "https://api.teslemetry.com/"},
    ),
    LoginWay(
        "tessie",
        "Tessie",
        ("Commands every car. Needs a subscription, its key paired with the car, and its API token.",),
        token="API token of Tessie",
        lasting=True,
        settings={"api_url": "https://api.tessie.com/"},
    ),
    LoginWay(
        "myteslamate",
        "MyTeslaMate",
        ("Commands every car, paid by use. Needs its key paired with the car, and its token.",),
        token="Token of MyTeslaMate",
        lasting=True,
        settings={"api_url": "https://api.myteslamate.com/"},
    ),
    LoginWay(
        "fleet",
        "Tesla's Fleet API through tesla-http-proxy",
        (
            "Commands every car. Needs the proxy in your network, an application of your own with a public",
            "domain (see developer.tesla.com), its key paired with the car, and a refresh token of it.",
            "Tesla charges by request; its discount of 10 dollars a month is enough for one car.",
        ),
        token="Refresh token of your application",
        settings={"auth_url": "https://fleet-auth.prd.vn.cloud.tesla.com/"},
        questions=(
            Question("api_url", "Address of the proxy", "https://localhost:4443/"),
            Question("client_id", "Client id of your application"),
            Question(
                "ca_file", "File with the proxy's certificate, empty if a known authority signed it", ""
            ),
        ),
    ),
    LoginWay(
        "ble",
        "TeslaBleHttpProxy for the commands, Tesla's Owner API to read",
        (
            "Free. Commands every car over Bluetooth. Needs the proxy on a small computer beside the car,",
            "paired as charging manager, and a refresh token of your Tesla account to read and locate it,",
            "with the doubts of the next way; better read it by its entities (docs/vehicles.md).",
        ),
        token=REFRESH_TOKEN,
        doubtful=True,
        questions=(Question("command_url", "Address of the proxy, such as http://192.168.1.20:8080/"),),
    ),
    LoginWay(
        "owner",
        "Tesla's Owner API",
        (
            "Free. Needs a refresh token of your Tesla account, as an auth app gives it.",
            "Commands Model S and X built before 2021, no other car. Since June 2026 Tesla refuses what apps",
            "like this one renew, so that a login may work for some eight hours only, or not at all.",
        ),
        token=REFRESH_TOKEN,
        signs=False,
        doubtful=True,
    ),
)
"""The best way first: what works for every car and lasts; last what Tesla is closing."""

WAY = Question("way", f"Which way (1 to {len(WAYS)})")
TOKEN_FILE = Question("token_file", "File for the tokens", "./tesla_tokens.json")
REPLACE = Question("replace", "It exists already. Replace it (yes or no)", "no")
ANYWAY = Question("anyway", "Go on all the same (yes or no)", "no")
"""Their options take no value: to give them means yes."""

DOUBT = (
    "Since June 2026 Tesla's Owner API refuses the tokens that apps like this one have renewed. Your login",
    "may be refused at once, or work for some eight hours and no longer; another login lasts no longer then.",
    "What works for every car, and lasts: its entities in Home Assistant, Teslemetry, Tessie, MyTeslaMate,",
    "Tesla's Fleet API through its proxy, and Bluetooth for the commands.",
)
"""What a person should know before going on with a way that is doubtful."""

OPTIONS_ONLY = (
    Question("vin", "the car's number: ask for this car, where a service lists none"),
    Question("auth_url", "another host that renews tokens, as in China"),
)
SETTINGS: Mapping[str, Question] = {
    question.key: question
    for question in (
        *OPTIONS_ONLY,
        Question("api_url", "another host of Tesla's API"),
        *(question for way in WAYS for question in way.questions if question.key != "api_url"),
    )
}
"""Every setting that an option can fix, whatever the way asks for."""
