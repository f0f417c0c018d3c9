"""Where the commands may go in the open: to machines of the house, and nowhere else."""

from __future__ import annotations

import pytest

from solar_charging.settings.addresses import has_password, in_the_house
from solar_charging.settings.settings import SettingsError, parse_settings

AT_HOME = (
    "http://192.168.1.20:8080/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.254/",
    "http://127.0.0.1:8080/",
    "http://169.254.7.7/",
    "http://[::1]:8080/",
    "http://[fd00::20]/",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:192.168.1.20]/",
    "http://proxy/",
    "http://localhost:8080/",
    "http://tesla-ble-proxy:8080/",
    "http://a0d7b954_proxy/",
    "http://proxy.local/",
    "http://PROXY.LOCAL./",
    "http://proxy.lan/",
    "http://proxy.home.arpa/",
    "http://proxy.internal/",
)
ABROAD = (
    "http://8.8.8.8/",
    "http://172.15.0.1/",
    "http://172.32.0.1/",
    "http://192.169.0.1/",
    "http://100.64.0.1/",
    "http://[2001:db8::1]/",
    "http://[::ffff:8.8.8.8]/",
    "http://proxy.example.org/",
    "http://local.example.org/",
    "http://proxylocal.example/",
    "http://192.168.1.20.example.org/",
    "http://evil.example/#.local",
    "http://evil.example/?x=.lan",
    # Resolvers take these for 8.8.8.8 and for 1.0.0.1.
    "http://134744072/",
    "http://0x08080808/",
    "http://1.1/",
    "http://0/",
    "http://010.8.8.8/",
    # So does who calls them for 8.8.8.8, though others read a name that ends as those of a house.
    "http://8.8.8.8\\.local/",
    "http://8.8.8.8;.local/",
    "http://8.8.8.8%2f.local/",
    "http://192.168.1.20@8.8.8.8/",
    # There 8.8.8.8 is packed into an address of version 6.
    "http://[::8.8.8.8]/",
    "http://[2002:808:808::1]/",
    "http://[64:ff9b::808:808]/",
    # A country, by its absolute name.
    "http://ai./",
    "http://proxy。local/",
    "http://0.0.0.0/",
)


@pytest.mark.parametrize("url", AT_HOME)
def test_addresses_of_the_house_are_known(url: str) -> None:
    assert in_the_house(url)


@pytest.mark.parametrize("url", ABROAD)
def test_any_other_address_is_the_internets(url: str) -> None:
    assert not in_the_house(url)


@pytest.mark.parametrize(
    ("url", "found"),
    [("https://me:secret@proxy/", True), ("https://me@proxy/", True), ("https://proxy/a@b/", False)],
)
def test_a_password_in_an_address_is_seen(url: str, found: bool) -> None:
    assert has_password(url) is found


def settings(**car: str) -> None:
    parse_settings({"meters": {"grid_power": "sensor.grid"}, "car": {"token_file": "tokens.json", **car}})


@pytest.mark.parametrize("url", ["http://192.168.1.20:8080/", "https://proxy.example.org/"])
def test_commands_may_go_to_the_house_and_encrypted_anywhere(url: str) -> None:
    settings(command_url=url)


@pytest.mark.parametrize("url", ["http://proxy.example.org/", "http://8.8.8.8/"])
def test_commands_may_not_go_in_the_open_through_the_internet(url: str) -> None:
    with pytest.raises(SettingsError, match=f"command_url must begin with https://.*got {url}"):
        settings(command_url=url)


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8\\@localhost/", "http://8.8.8.8\\.local/", "https://\\8.8.8.8/"]
)
@pytest.mark.parametrize("key", ["api_url", "auth_url", "command_url"])
def test_what_two_readers_take_for_different_hosts_is_no_address(key: str, url: str) -> None:
    with pytest.raises(SettingsError, match=f"{key}.*no backslash"):
        settings(**{key: url})


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://192.168.1.20/",
    ],
)
@pytest.mark.parametrize("key", ["api_url", "auth_url"])
def test_tokens_may_not_leave_the_machine_in_the_open(key: str, url: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} must begin with https://"):
        settings(**{key: url})


@pytest.mark.parametrize("key", ["api_url", "auth_url", "command_url"])
def test_a_password_in_a_setting_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} must have no name and no password") as error:
        settings(**{key: "https://me:secret@proxy.example.org/"})
    assert "secret" not in str(error.value).replace("settings are no secret", "")
