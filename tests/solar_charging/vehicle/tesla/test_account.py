"""What a car's number says of it, and who takes plain commands."""

from __future__ import annotations

import pytest

from solar_charging.vehicle.tesla.account import AccountCar


@pytest.mark.parametrize(
    ("vin", "shown"),
    [
        ("5YJSA1E20HF000337", "Model S 2017 …0337"),
        ("5YJ3E7EA7KF000316", "Model 3 2019 …0316"),
        ("7SAXCBE59NF000777", "Model X 2022 …0777"),
        ("XP7YGCEK1PB000042", "Model Y 2023 …0042"),
        ("7G2CEHED0RA000001", "Cybertruck 2024 …0001"),
        ("5YJSA1E200F000337", "Model S …0337"),
        ("5YJRE11B4A1000001", "Tesla 2010 …0001"),
        ("7SAYGDEE0YA000009", "Model Y 2030 …0009"),
    ],
)
def test_a_car_is_shown_by_model_year_and_last_four(vin: str, shown: str) -> None:
    assert str(AccountCar(vin)) == shown


@pytest.mark.parametrize(
    ("vin", "signing", "needed"),
    [
        ("5YJSA1E20LF000001", None, False),  # Model S 2020
        ("5YJSA1E20MF000001", None, True),  # Model S 2021
        ("5YJXCBE20LF000001", None, False),  # Model X 2020
        ("5YJXCBE20MF000001", None, True),  # Model X 2021
        ("5YJ3E7EA7HF000001", None, True),  # Model 3 2017
        ("XP7YGCEK1LB000001", None, True),  # Model Y 2020
        ("7G2CEHED0RA000001", None, True),
        ("5YJSA1E200F000001", None, True),  # a Model S of no known year
        ("5YJSA1E20LF000001", "required", True),
        ("XP7YGCEK1PB000001", "off", False),
        ("XP7YGCEK1PB000001", "allowed", False),
    ],
)
def test_signed_commands_are_needed_by_teslas_word_or_by_model_and_year(
    vin: str, signing: str | None, needed: bool
) -> None:
    assert AccountCar(vin, signing).needs_signing is needed
