"""The organisations of the demo county: the county, its 101 content units, two offices."""

from dataclasses import dataclass
from random import Random

from xinqiao.config.demo import grammar

COUNTY = "青溪县"
ROOT = "county"


@dataclass(frozen=True)
class Unit:
    """An organisation of the county, and the field it writes about."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    trade: str


OFFICES = (
    ("party", "中共青溪县委办公室", "县委办", "party"),
    ("congress", "青溪县人大常委会办公室", "县人大办", "congress"),
    ("government", "青溪县人民政府办公室", "县政府办", "government"),
    ("cppcc", "政协青溪县委员会办公室", "县政协办", "party"),
    ("discipline", "中共青溪县纪律检查委员会办公室", "县纪委办", "party"),
)
DEPARTMENTS = (
    ("development", "发展和改革局", "发改局", "发"),
    ("education", "教育局", "教育局", "教"),
    ("science", "科学技术局", "科技局", "科"),
    ("industry", "工业和信息化局", "工信局", "工信"),
    ("police", "公安局", "公安局", "公"),
    ("civil-affairs", "民政局", "民政局", "民"),
    ("justice", "司法局", "司法局", "司"),
    ("finance", "财政局", "财政局", "财"),
    ("human-resources", "人力资源和社会保障局", "人社局", "人社"),
    ("natural-resources", "自然资源局", "自然资源局", "自然资"),
    ("environment", "生态环境局", "生态环境局", "环"),
    ("housing", "住房和城乡建设局", "住建局", "建"),
    ("transport", "交通运输局", "交通局", "交"),
    ("water", "水利局", "水利局", "水"),
    ("agriculture", "农业农村局", "农业农村局", "农"),
    ("forestry", "林业局", "林业局", "林"),
    ("commerce", "商务局", "商务局", "商"),
    ("culture", "文化和旅游局", "文旅局", "文旅"),
    ("health", "卫生健康局", "卫健局", "卫"),
    ("veterans", "退役军人事务局", "退役军人局", "退役"),
    ("emergency", "应急管理局", "应急局", "应急"),
    ("audit", "审计局", "审计局", "审"),
    ("market", "市场监督管理局", "市监局", "市监"),
    ("statistics", "统计局", "统计局", "统"),
    ("medical-insurance", "医疗保障局", "医保局", "医保"),
    ("urban-management", "城市管理局", "城管局", "城管"),
)
TOWNSHIPS = (
    ("town-seat", "城关镇"),
    ("creek-mouth", "溪口镇"),
    ("bamboo-garden", "竹园镇"),
    ("egret", "白鹭镇"),
    ("stone-bridge", "石桥镇"),
    ("cloud-terrace", "云台镇"),
    ("maple-wood", "枫林镇"),
    ("south-flat", "南坪镇"),
    ("two-rivers", "双河镇"),
    ("willow-bay", "柳湾镇"),
    ("old-ferry", "古渡镇"),
    ("plum-ridge", "梅岭乡"),
    ("pine-wave", "松涛乡"),
    ("tea-flat", "茶坪乡"),
    ("tung-flower", "桐花乡"),
    ("silver-sand", "银滩乡"),
)
INSTITUTIONS = (
    ("hospital", "人民医院", "health"),
    ("tcm-hospital", "中医医院", "health"),
    ("first-school", "第一中学", "education"),
    ("vocational", "职业教育中心", "education"),
    ("library", "图书馆", "culture"),
    ("culture-hall", "文化馆", "culture"),
    ("museum", "博物馆", "culture"),
    ("weather-station", "气象台", "agriculture"),
    ("water-supply", "供水中心", "water"),
    ("bus", "公共交通中心", "transport"),
    ("disease-control", "疾病预防控制中心", "health"),
    ("archives", "档案馆", "government"),
)
VILLAGE_STATIONS = 42
DOCUMENT_CHARACTERS = {code: character for code, _, _, character in DEPARTMENTS}


def all_units() -> tuple[Unit, ...]:
    """The county, its 101 content units, the service centre and the information centre."""
    return (
        Unit(ROOT, COUNTY, COUNTY, "government", "", ""),
        *content_units(),
        Unit(
            "service-centre",
            f"{COUNTY}政务服务中心",
            "政务服务中心",
            "window",
            ROOT,
            "service-centre",
        ),
        Unit(
            "information-centre", f"{COUNTY}信息中心", "信息中心", "institution", "government", ""
        ),
    )


def content_units() -> tuple[Unit, ...]:
    """The 101 units that supply content."""
    return (*_offices(), *_departments(), *_townships(), *_institutions(), *_stations())


def _offices() -> list[Unit]:
    return [Unit(code, name, short, kind, ROOT, code) for code, name, short, kind in OFFICES]


def _departments() -> list[Unit]:
    return [
        Unit(code, COUNTY + name, f"县{short}", "department", ROOT, code)
        for code, name, short, _ in DEPARTMENTS
    ]


def _townships() -> list[Unit]:
    return [
        Unit(code, f"{COUNTY}{name}人民政府", name, "township", ROOT, "township")
        for code, name in TOWNSHIPS
    ]


def _institutions() -> list[Unit]:
    return [
        Unit(code, COUNTY + name, f"县{name}", "institution", parent, code)
        for code, name, parent in INSTITUTIONS
    ]


def _stations() -> list[Unit]:
    names = grammar.load("words")["villagehead"]
    random = Random("village stations")  # noqa: S311 (texts, not secrets)
    towns = [TOWNSHIPS[number % len(TOWNSHIPS)] for number in range(VILLAGE_STATIONS)]
    picked = [names[(number * 7) % len(names)] for number in range(VILLAGE_STATIONS)]
    random.shuffle(picked)
    return [
        Unit(
            f"village-{number:02d}",
            f"{COUNTY}{town}{village}村便民服务站",
            f"{town}{village}村",
            "village",
            code,
            "township",
        )
        for number, ((code, town), village) in enumerate(zip(towns, picked, strict=True), start=1)
    ]
