"""What the shop of the demonstration has to offer."""

from collections.abc import Mapping

from scoring.redemption.offering import Offering

SHOP = "翠苑便民超市"
COMMITTEE = "翠苑一区社区居委会"
GOODS: Mapping[str, tuple[Offering, int]] = {
    "RICE": (Offering("大米 5 公斤", "goods", 60, SHOP, picture="rice"), 20),
    "OIL": (Offering("菜籽油 1 升", "goods", 40, SHOP, picture="oil"), 30),
    "EGGS": (Offering("鸡蛋 10 枚", "goods", 20, SHOP, "", 2, "month", "eggs"), 40),
    "SOAP": (Offering("香皂 2 块", "goods", 10, SHOP, picture="soap"), 60),
    "PAPER": (Offering("抽纸 3 包", "goods", 12, SHOP, picture="paper"), 50),
    "PLANT": (Offering("绿萝一盆", "goods", 25, COMMITTEE, picture="plant"), 15),
    "REPAIR": (
        Offering(
            "上门修理一小时", "service", 30, COMMITTEE, "水电、门锁、家具", 1, "month", "tools"
        ),
        8,
    ),
}
"""Code -> what it is, and how many there are."""
