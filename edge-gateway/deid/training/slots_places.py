"""Slots for places: cities, streets, hospitals, schools, churches, homes, states, and whole addresses.

For: every template. LOCATION is a city, county, quarter or street; FACILITY a named hospital, clinic, home,
school, church or jail, town included where it is part of the name; STATE_COUNTRY and ORG are kept and labelled.
"""
from __future__ import annotations

from .grammar import slot, words
from .lists import COUNTRIES, STATE_CODES, STATE_NAMES

SAINTS = words("saints", """Agnes,Mary,Joseph,Luke,Vincent,Anthony,Francis,Elizabeth,Jude,John,Thomas,Catherine,Clare,Rita,Michael,Raphael,
Barnabas,Bernard,Peter,Paul,David,Mark,Anne,Cecilia,Rose,Alphonsus,Cloud,Dominic,Therese,Charles,James,Lawrence,Margaret,Edward,Bridget,
Patrick,Nicholas,Helena,Monica,Bonaventure,Camillus,Louis,Boniface,Stephen,Andrew,George,Martin,Gabriel,Lucia,Ignatius""")
HOSPITAL_WORDS = words("hospital words", """Mercy,Providence,Good Samaritan,Sacred Heart,Trinity,Holy Cross,Our Lady of Lourdes,Bethesda,Shalom,Hope,Grace,Riverside,
Lakeside,Lakeview,Hillcrest,Parkview,Valley,Northwest,Southeast,Highland,Summit,Pinecrest,Cedar Ridge,Oakwood,Sunrise,Harbor,Bayview,Desert Springs,
Mountain View,Prairie,Heartland,Tri-County,Tidewater,Piedmont,Cascade,Redwood,Evergreen,Golden Gate,Eastside,Westlake,Southpointe,Meadowbrook,
Silver Lake,Green Valley,Maple Grove,Willow Creek,Stonebridge,Fairview,Clearwater,Blue Ridge,Palmetto,Magnolia,Cypress,Bluegrass,Lone Star,
Great Plains,Copper Basin,Three Rivers,Twin Lakes,Crossroads,Liberty,Unity,Legacy,Pioneer,Frontier,Beacon,Compass,Pathways,Horizon,New Dawn""")
HOSPITAL_ENDINGS = words("hospital endings", """Hospital,Medical Center,Memorial Hospital,General Hospital,Regional Medical Center,Health Center,Community Hospital,
Clinic,Children's Hospital,Health System,University Hospital,Med Ctr,Med. Center,Hosp,Rehabilitation Hospital,Cancer Center,Heart Institute,
Surgical Center,Family Medicine,Urgent Care,VA Medical Center,Infirmary,Medical Group,Orthopedics,Eye Institute,Women's Health,Pediatrics,
Behavioral Health,Dialysis Center,Imaging,Hospice,County Hospital,District Hospital,Cottage Hospital,Sanatorium,Polyclinic,
Family Practice,Orthopedic Group,Medical Associates,Internal Medicine,Physicians,Wellness Center,Correctional Facility,Correctional Institution,Women's Clinic,Specialists,Medical Plaza,
Medical Arts Building,Walk-In Clinic,Prompt Care,Immediate Care,Health Partners,Primary Care,Cardiology Associates,Neurology Center,Surgery Center,Med,Health,Building,Pavilion,Tower,
Health Department,Nephrology,Radiology Associates,Spine Center,Birth Center,Burn Center,Trauma Center,Sleep Center,Pain Clinic,Recovery Center,Detox,Psychiatric Center,State Hospital""")
KNOWN = words("known hospitals", """Mayo Clinic,Cleveland Clinic,Johns Hopkins,Johns Hopkins Hospital,Mass General,MGH,Massachusetts General Hospital,Brigham and Women's,
BWH,UCSF,UCLA,UCLA Medical Center,UCSD,UC Davis,Stanford,Stanford Hospital,NYU Langone,Mount Sinai,Mt. Sinai,Cedars-Sinai,Bellevue,Columbia Presbyterian,
NYP,Weill Cornell,Montefiore,Maimonides,Jacobi,Kings County,Elmhurst Hospital,Northwell,Henry Ford,Beaumont,UIHC,UPMC,UPMC Presbyterian,HUP,CHOP,
Jefferson,Temple,Geisinger,Hershey,Vanderbilt,VUMC,Emory,Grady,Grady Memorial,Duke,UNC,MUSC,UAB,Ochsner,Tulane,LSU,Baylor,Ben Taub,MD Anderson,
Parkland,UT Southwestern,UTMB,Memorial Hermann,Methodist,St. Jude,Barnes-Jewish,BJC,Rush,Cook County,Northwestern,Loyola,Christ Hospital,
Froedtert,Marshfield Clinic,Hennepin County,HCMC,Regions,Abbott Northwestern,Kaiser,Kaiser Permanente,Sutter,Dignity,Scripps,Sharp Memorial,Cottage,
City of Hope,Harborview,Swedish,Virginia Mason,Evergreen,OHSU,Legacy Emanuel,Intermountain,Banner,Barrow,Tampa General,TGH,Jackson Memorial,
Moffitt,Shands,Nemours,Walter Reed,Bethesda Naval,Inova,Georgetown,GWU,Sibley,Christiana,Cooper,Hackensack,RWJ,Robert Wood Johnson,Yale New Haven,
Hartford Hospital,Dana-Farber,Lahey,Tufts,BIDMC,BMC,Dartmouth-Hitchcock,Maine Med,UVM,Roswell Park,Strong Memorial,Albany Med,Upstate,SickKids,
Toronto General,Sunnybrook,Guy's,St Thomas',Addenbrooke's,John Radcliffe,Great Ormond Street,GOSH,Charité,Karolinska,AIIMS,Apollo,Groote Schuur,
Royal Free,Bart's,Queen's Medical Centre,Royal Melbourne,Westmead,RPA,Auckland City,Mater,St. Vincent's,Tygerberg,Kenyatta National""")
HOMES = words("home words", """Golden Age,Sunset,Autumn,Maple Manor,Brookdale,Whispering Pines,Shady Oaks,Heritage,Evergreen,Rosewood,Garden Terrace,Life Care,
Pleasant View,Country Villa,Harmony,Silver Maples,Willowbrook,Bayshore,Arbor,Cedar Hill,Birchwood,Ivy Hall,Meadow Ridge,Spring Valley,Park Place,
Holly Ridge,Lantern,Tender Heart,Friendship,Serenity,Mission,Atria,Legends,Carriage House,Fox Hollow,Stone Creek,Elm Crest,Amber Fields""")
HOME_ENDINGS = words("home endings", """Nursing Home,Manor,Care Center,Nursing and Rehab,Assisted Living,SNF,Rehabilitation Center,Skilled Nursing Facility,Village,Memory Care,
Adult Family Home,Group Home,Retirement Community,Senior Living,Convalescent Hospital,Post Acute,Place,Lodge,Terrace,Health and Rehab,Care Home,Residence,Shelter""")
SCHOOL_ENDINGS = words("school endings", """Elementary,Elementary School,High School,Middle School,Community College,High,Academy,Preschool,Day Care,State University,University,
Primary School,Grammar School,Junior High,Charter School,Montessori,Technical College,College,ISD,Secondary School""")
CHURCHES = words("church endings", """Baptist Church,Lutheran Church,Methodist Church,Presbyterian Church,Parish,Catholic Church,Church of Christ,Synagogue,Temple,Mosque,
Islamic Center,Assembly of God,AME Church,Cathedral,Congregational Church,Tabernacle,Chapel,Kingdom Hall,Gurdwara,Orthodox Church""")
HOODS = words("neighbourhoods", """Harlem,Capitol Hill,Hyde Park,the Mission District,Pilsen,Back Bay,Dorchester,Flatbush,Astoria,Midtown,Buckhead,Westwood,Koreatown,Boyle Heights,
Uptown,Germantown,Fishtown,Oak Cliff,the Heights,Montrose,Ballard,Queen Anne,Belltown,Georgetown,Anacostia,Adams Morgan,Bronzeville,Little Havana,Overtown,Ybor City,
the Bywater,Tremé,the Ninth Ward,Corktown,Over-the-Rhine,Shadyside,Squirrel Hill,East End,South Side,Northgate,Brixton,Hackney,Peckham,Shoreditch,Moss Side,
Kreuzberg,Neukölln,Montmartre,Belleville,Vallecas,Triana,Trastevere,Södermalm,Nørrebro,Grünerløkka,Shibuya,Kowloon,Bandra,Andheri,Karol Bagh,Soweto""")
STREET_WORDS = words("street words", """Main,Oak,Maple,Elm,Pine,Cedar,Washington,Lincoln,Park,Lake,Hill,Church,Walnut,Spring,North,Ridge,Chestnut,Mill,River,Cherry,Meadow,Forest,
Highland,Jackson,Willow,Franklin,Jefferson,Locust,Dogwood,Sycamore,Birch,Hickory,Magnolia,Poplar,Laurel,Prospect,Railroad,Center,Union,High,School,
Court,Water,Broad,Front,Grove,Pleasant,Orchard,Vine,Summit,Sunset,Valley,Fairview,Peach,Quail,Deer Run,Fox Hollow,Old Mill,Country Club,Stone Gate,
Martin Luther King,Cesar Chavez,Via Verde,El Camino,Camino Real,Calle del Sol,Kalanianaole,Ponce de Leon,State Route,Victoria,Station,Acacia,Queens,Kingsway""")
STREET_ENDS = "St St. Street Ave Ave. Avenue Rd Rd. Road Dr Drive Ln Lane Blvd Boulevard Ct Court Pl Place Way Terrace Circle Cir Pkwy Trail Loop Highway Hwy Square".split()
# The other street words of the postal service: rare each, a quarter of the streets together.
RARE_STREET_ENDS = """Alley Annex Arcade Bayou Bend Bluff Bottom Branch Bridge Brook Bypass Camp Canyon Cape Causeway Cliff Club Common Corner Course Cove
Creek Crescent Crest Crossing Curve Dale Dam Divide Estates Expressway Extension Falls Ferry Field Flats Ford Forest Forge Fork Fort Freeway Garden Gardens
Gateway Glen Green Grove Groves Harbor Haven Heights Hill Hills Hollow Inlet Island Isle Junction Key Knoll Knolls Lake Landing Light Loaf Lock Lodge Mall
Manor Meadow Meadows Mews Mill Mission Motorway Mount Mountain Neck Orchard Oval Overpass Park Parkway Pass Passage Path Pike Pine Plain Plains Plaza Point
Port Ports Prairie Radial Ramp Ranch Rapids Rest Ridge River Route Row Run Shoal Shores Skyway Spring Springs Spur Station Stravenue Stream Summit Throughway
Trace Track Trafficway Tunnel Turnpike Underpass Union Unions Valley Via Viaduct View Views Village Ville Vista Walk Walks Wall Well Wells""".split()

ORGS = words("companies", """Walmart,Target,Costco,Amazon,UPS,FedEx,Home Depot,Lowe's,McDonald's,Burger King,Taco Bell,Starbucks,Chevron,Exxon,Ford,General Motors,Boeing,
Lockheed,Raytheon,Tyson,Smithfield,Caterpillar,John Deere,Microsoft,Google,Apple,Facebook,Netflix,Verizon,Comcast,Pepsi,Coca-Cola,Kroger,Safeway,Publix,
Albertsons,Aldi,Walgreens,CVS,Rite Aid,Delta,Southwest Airlines,American Airlines,Uber,Lyft,DoorDash,Greyhound,Amtrak,Hilton,Marriott,IKEA,Bosch,Siemens,
Toyota,Honda,Tesla,Wells Fargo,Chase,Bank of America,State Farm,Allstate,Macy's,Nordstrom,Avon,Mary Kay,Goodwill,Salvation Army,YMCA,Red Cross,Medicaid,Medicare,
Tricare,Aetna,Cigna,Humana,UnitedHealthcare,Blue Cross Blue Shield,Anthem,Molina,Quest Diagnostics,LabCorp,BCBS,Social Security,Meals on Wheels,Uber Health,
Section 8,WIC,Head Start,Job Corps,Habitat for Humanity,Alcoholics Anonymous,AA,Lions Club,Rotary,Girl Scouts,ModivCare,Lincare,Apria,Wal-Mart,T-Mobile,AT&T,H&R Block,7-Eleven,Chick-fil-A,Dollar General,Family Dollar,Big Lots,Trader Joe's,Whole Foods,Food Lion,Piggly Wiggly,Winn-Dixie,H-E-B,Meijer,Hy-Vee,Menards,Jiffy Lube,Pep Boys,Pizza Hut,Olive Garden,Red Lobster,Texas Roadhouse,Waffle House,Dairy Queen,Dunkin' Donuts""")
HEALTH_ORGS = words("health companies", """Pfizer,Medtronic,Abbott,Merck,Novartis,Roche,Sanofi,Stryker,Boston Scientific,Zimmer,Biomet,Baxter,Fresenius,DaVita,Johnson & Johnson,
Lilly,Eli Lilly,AstraZeneca,GSK,Bayer,Amgen,Genentech,Gilead,Moderna,Takeda,AbbVie,Teva,Bristol-Myers Squibb,Becton Dickinson,Smith & Nephew,Edwards,
St. Jude Medical,Biotronik,Cochlear,ResMed,Philips,Invacare,Hill-Rom,Intuitive,Dexcom,Tandem,Omnipod,Insulet,Coloplast,Hollister,Kimberly-Clark,
McKesson,Cardinal Health,Epic,Cerner,Meditech,Siemens Healthineers,GE Healthcare,Olympus,Karl Storz,Ethicon,Covidien,Bard,Cook Medical,Arthrex,Allergan,Alcon""")
GUIDES = words("guideline bodies", """AHA,ACC,GOLD,KDIGO,NICE,USPSTF,IDSA,ADA,ACOG,NCCN,ASCO,ESC,WHO,CDC,FDA,JNC 8,GINA,ATS,AAN,AASLD,ACR,EULAR,CHEST,AAP,AAFP,ASAM,DSM-5,
Choosing Wisely,Cochrane,SIGN,Joint Commission,CMS,HRSA,SAMHSA,AACE,Endocrine Society,Surviving Sepsis,ACLS,ATLS,BLS,PALS,Beers Criteria""")
ETHNIC = words("ethnicities", """Hispanic,Caucasian,African American,Asian,white,Black,Latina,Latino,Native American,Pacific Islander,Filipino,Korean,Vietnamese,Somali,Hmong,
Ashkenazi Jewish,Mexican,Haitian,Ethiopian,Nigerian,Chinese,Indian,Middle Eastern,Samoan,Polish,Russian,Irish,Italian,German,Greek,Japanese,Puerto Rican,Cuban,
Dominican,Guatemalan,Salvadoran,Arab,Iranian,Navajo,Lakota,Alaska Native,biracial,Armenian,Cambodian,Nepali,Jamaican,Brazilian,Turkish,Ukrainian""")
FAITHS = words("faiths", "Catholic,Baptist,Jewish,Muslim,Hindu,Buddhist,Jehovah's Witness,Lutheran,Mormon,Methodist,Sikh,Christian,Orthodox,Pentecostal,Amish,Quaker,Adventist,Presbyterian,Episcopalian,Unitarian")
LANGUAGES = words("languages", """Spanish,English,Mandarin,Cantonese,Vietnamese,Tagalog,Somali,Arabic,Russian,Portuguese,Haitian Creole,Hmong,Korean,Farsi,Amharic,Nepali,French,German,
Polish,Italian,Swahili,Hindi,Punjabi,Bengali,Urdu,Gujarati,Burmese,Karen,Tigrinya,Ukrainian,Japanese,Khmer,Lao,Greek,Turkish,Navajo,ASL,Marshallese,Dari,Pashto""")


SYSTEMS = words("hospital systems", "Kaiser,Mercy,Sutter,Providence,Banner,Baptist,Methodist,Mayo,Ascension,Trinity,Adventist,Intermountain,Essentia,Sanford,Aurora,Novant,Atrium,Carilion,Inova,Sentara")
CHURCH_NAMES = words("church names", "First,Mount Zion,Grace,Bethel,Calvary,Our Lady of Sorrows,New Hope,Beth Israel,Al-Noor,Holy Family,Good Shepherd,Trinity,Zion,Ebenezer,Emmanuel,Temple Sinai,Masjid Omar,Living Word,Cornerstone,Faith,Holy Name,Our Savior,Shiloh,Antioch,Redeemer")


def _listed(name, pool, kind, *more):
    @slot(name, *more)
    def listed(doc, form):
        doc.add(doc.choice(pool.sources[doc.split]), kind)


_listed("org", ORGS, "ORG")
_listed("pharma", HEALTH_ORGS, "ORG")
_listed("guide", GUIDES, "ORG")
_listed("ethnic", ETHNIC, "NRP")
_listed("faith", FAITHS, "NRP")
_listed("language", LANGUAGES, "NRP")


@slot("country")
def country(doc, form):
    doc.add(doc.choice(COUNTRIES), "STATE_COUNTRY")


@slot("state")
def state(doc, form):
    code = doc.choice(STATE_CODES)
    doc.add(code if form == "code" else STATE_NAMES[code], "STATE_COUNTRY")


def _city(doc) -> str:
    if doc.country and doc.chance(0.85):
        return doc.lists.city(doc.rng, doc.country.code)
    if doc.chance(0.7):
        return doc.lists.us_city(doc.rng)[0]
    return doc.lists.city(doc.rng)


@slot("city", phi=True)
def city(doc, form):
    """`same`: one city throughout the document; `UP`, `low`: its case."""
    name = doc.facts.setdefault("city", _city(doc)) if form == "same" else _city(doc)
    doc.add(name.upper() if form == "UP" else name.lower() if form == "low" else name, "LOCATION")


@slot("citystate", phi=True)
def city_state(doc, form):
    if doc.chance(0.12):
        doc.add(_city(doc), "LOCATION")
        doc.add(", ")
        country(doc, "")
        return
    name, code = doc.lists.us_city(doc.rng)
    doc.add(name, "LOCATION")
    doc.add(doc.choice((", ", ", ", ", ", " ")))
    doc.add(code if doc.chance(0.6) else STATE_NAMES[code], "STATE_COUNTRY")


@slot("county", phi=True)
def county(doc, form):
    name = doc.lists.county(doc.rng)
    if form == "bare":
        doc.add(name, "LOCATION")
    elif doc.chance(0.9):
        doc.add(name + (" County" if doc.chance(0.85) else " county"), "LOCATION")
    else:
        doc.add(name + " Parish", "LOCATION")


@slot("hood", phi=True)
def hood(doc, form):
    doc.add(doc.choice(HOODS.sources[doc.split]), "LOCATION")


def street_name(doc) -> str:
    r = doc.random()
    if r < 0.45:
        base = doc.choice(STREET_WORDS.sources[doc.split])
    elif r < 0.65:
        from .slots_dates import ordinal
        base = ordinal(doc.int(1, 180))
    elif r < 0.8:
        base = doc.lists.surname(doc.rng, "m", "en_US")
    elif r < 0.9:
        base = doc.lists.us_city(doc.rng)[0]
    else:
        base = doc.lists.invented(doc.rng)
    way = doc.choice(("", "", "", "", "N ", "S. ", "West ", "E ", "North ", "SW "))
    if doc.chance(0.08):
        base = doc.lists.given(doc.rng, doc.choice("fm"), "en_US")
    end = doc.choice(STREET_ENDS if doc.chance(0.75) else RARE_STREET_ENDS)
    return f"{way}{base} {end}"


def street_line(doc) -> str:
    if doc.chance(0.06):
        return doc.choice((f"PO Box {doc.int(10, 99999)}", f"P.O. Box {doc.int(10, 9999)}", f"RR {doc.int(1, 9)} Box {doc.int(1, 400)}", f"{doc.int(1, 9999)} County Road {doc.int(1, 999)}", f"{doc.int(100, 9999)} Hwy {doc.int(1, 99)}"))
    unit = doc.choice(("", "", "", f" Apt {doc.int(1, 40)}", f" Apt. {doc.int(1, 20)}{doc.choice('ABCD')}", f", Unit {doc.int(1, 99)}", f" #{doc.int(1, 400)}", f", Suite {doc.int(100, 900)}"))
    return f"{doc.choice((doc.int(1, 99), doc.int(100, 999), doc.int(1000, 19999)))} {street_name(doc)}{unit}"


@slot("street", phi=True)
def street(doc, form):
    """A street, with a number unless `name` is asked for."""
    if doc.country and form != "name":
        from .countries import street_of
        doc.add(street_of(doc), "LOCATION")
    else:
        doc.add(street_name(doc) if form == "name" else street_line(doc), "LOCATION")


@slot("address", phi=True)
def address(doc, form):
    """A whole address on one line, or on several with `{address.lines}`."""
    between = "\n" if form == "lines" else ", "
    if doc.country and doc.chance(0.9):
        from .countries import address_of
        address_of(doc, between)
        return
    doc.add(street_line(doc), "LOCATION")
    doc.add(between if doc.chance(0.9) else " ")
    name, code = doc.lists.us_city(doc.rng)
    doc.add(name, "LOCATION")
    doc.add(", " if doc.chance(0.85) else " ")
    doc.add(code if doc.chance(0.85) else STATE_NAMES[code], "STATE_COUNTRY")
    if doc.chance(0.75):
        doc.add(" ")
        doc.add(f"{doc.int(501, 99950):05}" + (f"-{doc.int(1, 9999):04}" if doc.chance(0.12) else ""), "ZIP")


def hospital_name(doc) -> str:
    if doc.country and doc.chance(0.6):
        from .countries import hospital_of
        return hospital_of(doc)
    r = doc.random()
    ending = doc.choice(HOSPITAL_ENDINGS.sources[doc.split])
    if r < 0.2:
        saint = doc.choice(SAINTS.sources[doc.split])
        return doc.choice(("St. ", "St. ", "Saint ", "St ")) + saint + doc.choice(("", "'s", "'s", "s")) + (" " + ending if doc.chance(0.65) else "")
    if r < 0.42:
        return doc.choice(KNOWN.sources[doc.split])
    if r < 0.6:
        return f"{doc.choice(HOSPITAL_WORDS.sources[doc.split])} {ending}"
    if r < 0.78:
        return f"{_city(doc)} {ending}"
    if r < 0.83:
        base = doc.choice((_city(doc), doc.lists.surname(doc.rng, "m", "en_US"), doc.choice(HOSPITAL_WORDS.sources[doc.split]), doc.choice(STREET_WORDS.sources[doc.split])))
        special = doc.choice("Orthopedic,Rheumatology,Cardiology,Eye,Pain,Kidney,Cancer,Women's,Foot & Ankle,Hand & Upper Limb,Spine,Allergy,Heart,Sleep,Wound,Digestive,Urology,ENT,Skin,Family,Internal Medicine,Open".split(","))
        kind_ = doc.choice("Partners,Associates,Group,Specialists,Institute,Physicians,Practice,Consultants,Care,Center,Services,Imaging,Internists,Clinic,Convenient Care,Home Health,VNA".split(","))
        return doc.choice((f"{base} {special} {kind_}", f"{special} {kind_} of {_city(doc)}", f"{base} {special} {kind_} of {_city(doc)}", f"{base} Regional", f"{base} VNA", f"{base} {kind_}"))
    if r < 0.88:
        return f"{doc.lists.surname(doc.rng, 'm', 'en_US')} {doc.choice(('Memorial ', '', ''))}{ending}".replace("Memorial Memorial", "Memorial")
    if r < 0.92:
        return f"{doc.choice(SYSTEMS.sources[doc.split])} {_city(doc)}"
    if r < 0.94:
        return f"{doc.lists.county(doc.rng)} County {doc.choice(('Hospital', 'General', 'Medical Center', 'Health Department', 'Jail'))}"
    return "".join(doc.choice("ABCDEGHKLMNPRSTUVW") for _ in range(doc.int(3, 5))) if doc.chance(0.6) else f"{doc.choice(HOSPITAL_WORDS.sources[doc.split])}"


@slot("hospital", phi=True)
def hospital(doc, form):
    name = doc.facts.setdefault("hospital", hospital_name(doc)) if form == "same" else hospital_name(doc)
    doc.add(name.upper() if form == "UP" else name.lower() if form == "low" else name, "FACILITY")


@slot("home", phi=True)
def home(doc, form):
    base = doc.choice(HOMES.sources[doc.split]) if doc.chance(0.7) else doc.choice((_city(doc), doc.lists.surname(doc.rng, "f", "en_US")))
    doc.add(f"{base} {doc.choice(HOME_ENDINGS.sources[doc.split])}" if doc.chance(0.85) else base, "FACILITY")


@slot("school", phi=True)
def school(doc, form):
    base = doc.choice((_city(doc), doc.lists.surname(doc.rng, "m", "en_US"), doc.choice(STREET_WORDS.sources[doc.split]), f"{doc.lists.given(doc.rng, 'm', 'en_US')} {doc.lists.surname(doc.rng, 'm', 'en_US')}"))
    doc.add(f"{base} {doc.choice(SCHOOL_ENDINGS.sources[doc.split])}", "FACILITY")


@slot("church", phi=True)
def church(doc, form):
    base = doc.choice(("St. " + doc.choice(SAINTS.sources[doc.split]), doc.choice(CHURCH_NAMES.sources[doc.split]), doc.choice(CHURCH_NAMES.sources[doc.split]), _city(doc)))
    doc.add(f"{base} {doc.choice(CHURCHES.sources[doc.split])}", "FACILITY")


@slot("corner", phi=True)
def corner(doc, form):
    """A crossing of streets without their kind: "Fifth and Alameda", "Front & Vine"."""
    one, other = (doc.choice((doc.choice(STREET_WORDS.sources[doc.split]), f"{doc.int(2, 140)}th", doc.choice("First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()),
                              doc.lists.surname(doc.rng, "m", "en_US"))) for _ in range(2))
    doc.add(f"{one} {doc.choice(('and', '&', 'and', 'at'))} {other}", "LOCATION")


@slot("route", phi=True)
def route(doc, form):
    n = doc.int(1, 99)
    doc.add(doc.choice((f"Route {n}", f"Route {n}{doc.choice('ABNSW')}", f"Rt {n}", f"Highway {n}", f"Hwy {n}", f"US {n}", f"State Route {n}", f"I-{n}", f"I-{n} {doc.choice(('north', 'south', 'eastbound', 'westbound'))}",
                        f"Interstate {n}", f"County Road {n}", f"CR {n}", f"FM {n}{n}", f"exit {n} on I-{doc.int(5, 95)}", f"mile marker {n}", f"the A{n}", f"M{n}")), "LOCATION")


LANDMARKS = "Park,Mall,Bridge,Beach,Creek,Airport,Market,Square,Plaza,Library,Stadium,Arena,Trail,Marina,Dam,Farm,Ranch,Camp,Casino,Speedway,Fairgrounds,Cemetery,Island,Harbor,Falls,Hollow,Canyon,Reservation,Apartments,Estates,Trailer Park,Mobile Home Park,Shopping Center,Campground,State Park,Golf Club".split(",")


@slot("landmark", phi=True)
def landmark(doc, form):
    base = doc.choice((_city(doc), doc.lists.surname(doc.rng, "m", "en_US"), doc.choice(STREET_WORDS.sources[doc.split]), doc.lists.invented(doc.rng, "place")))
    doc.add(doc.choice((f"{base} {doc.choice(LANDMARKS)}", f"{base} {doc.choice(LANDMARKS)}", f"Lake {base}", f"Mount {base}", f"Camp {base}", f"Fort {base}")), "LOCATION")


CARS = words("cars", """Toyota Corolla,Camry,Honda Civic,Accord,Ford F-150,Mustang,Escape,Chevy Silverado,Malibu,Impala,Dodge Ram,Charger,Caravan,Jeep Cherokee,Wrangler,Nissan Altima,Sentra,Rogue,Hyundai Elantra,Sonata,
Kia Soul,Sorento,Subaru Outback,Forester,Mazda 3,Volkswagen Jetta,Golf,Passat,BMW,Audi A4,Mercedes,Lexus,Acura,Infiniti,Cadillac,Buick,Lincoln Town Car,Pontiac,Saturn,Chrysler,Volvo,Saab,Tesla Model 3,Prius,Fiat,Peugeot,Renault Clio,
Opel Corsa,Vauxhall Astra,Skoda Octavia,Seat Ibiza,Land Rover,Mini Cooper,Harley,Kawasaki,Yamaha,Ducati,Polaris,John Deere,Kubota,Freightliner,Peterbilt,Winnebago""")
_listed("car", CARS, None)


TRADES = """Plumbing,Roofing,Farms,Construction,Trucking,Logistics,Dairy,Auto Body,Bakery,Foundry,Lumber,Printing,Poultry,Consulting,Insurance,Law Firm,Motors,Packing,Landscaping,Electric,Catering,Steel,
Textiles,Shipyard,Cannery,Orchards,Contracting,Bottling,Plating,Packers,Fruit Co-op,Courier,Delivery,Freight,Haulage,Transit,Bus Lines,Buses,Taxi,Cabs,Airlines,Mine,Quarry,Mill,Paper,Sawmill,Tire,Tire & Auto,Garage,Glass,
Machine Shop,Tool & Die,Fabrication,Welding,Plastics,Foods,Seafood,Meats,Grocery,Market,Deli,Diner,Grill,Cafe,Pizza,Brewery,Winery,Vineyards,Nursery,Greenhouse,Hardware,Supply,Furniture,Flooring,Cabinets,Windows,Paint,
Cleaning,Janitorial,Laundry,Linen,Security,Staffing,Daycare,Learning Center,Child Care,Salon,Barber Shop,Nails,Fitness,Gym,Golf Club,Hotel,Inn,Resort,Casino,Theater,Studios,Media,Gazette,Radio,Software,Systems,Analytics,
Solutions,Technologies,Labs,Engineering,Architects,Realty,Properties,Title,Savings Bank,Credit Union,Accounting,Tax Service,Mortuary,Funeral Home,Cemetery,Animal Hospital,Veterinary,Kennels,Stables,Ranch,Feed & Seed,Grain,
Cattle,Hatchery,Fisheries,Marine,Boat Works,Marina,Towing,Salvage,Recycling,Disposal,Water District,Power,Gas,Solar,Drilling,Oilfield Services,Pipeline,Crane,Demolition,Paving,Concrete,Masonry,Drywall,Insulation,Heating & Air,
Elevator,Moving & Storage,Warehouse,Distribution,Packaging,Aerospace,Avionics,Semiconductor,Pharmaceuticals,Medical Supply,Uniforms,Apparel,Shoes,Jewelers,Books,Toys,Music,Dance Studio""".replace("\n", "").split(",")
LEGAL = ("LLC", "Inc.", "Inc", "Ltd", "Co.", "Corp", "Corporation", "GmbH", "Pty Ltd", "plc", "S.A.", "Group", "Company", "& Co")
PHARMACIES = "Walgreens,CVS,Rite Aid,Boots,Kroger,Costco,Walmart,Safeway,Publix,Shoppers,Quest,Labcorp,DaVita,Fresenius,Tesco,Kmart,Home Depot,Greyhound,McDonald's,Subway,Starbucks,Dollar General".split(",")
PRACTICE = "Pulm,Peds,Ortho,Cards,GI,Neuro,Derm,Endo,Rheum,Heme/Onc,OB,ENT,Uro,Pediatrics,Behavioral,Endoscopy,Imaging,Dental,Orthodontics,Radiology,Surgery,Psychiatry,Counseling,Recovery,Detox,Step-Down,Dialysis,Kidney,Vision,Hearing,Wellness,Birth Center,Hospice,Rehab,SNF,AL,ALF".split(",")


@slot("employer", phi=True)
def employer(doc, form):
    """Where someone works: a firm everybody knows, which is not counted, or one that tells who somebody is."""
    r = doc.random()
    if r < 0.2:
        doc.add(doc.choice(ORGS.sources[doc.split]), "ORG")
        return
    if r < 0.28:
        doc.add(f"{doc.choice(PHARMACIES)} {doc.choice(('on', 'on', 'at', 'in'))} {street_name(doc) if doc.chance(0.7) else _city(doc)}", "FACILITY")
        return
    if r < 0.36:
        base = doc.choice((_city(doc), doc.choice(HOSPITAL_WORDS.sources[doc.split]), doc.choice(STREET_WORDS.sources[doc.split])))
        doc.add(f"{base} {doc.choice(PRACTICE)}", "FACILITY")
        return
    last = doc.lists.surname(doc.rng, "m", "en_US")
    if doc.chance(0.6):
        word = lambda: doc.choice((doc.choice(HOSPITAL_WORDS.sources[doc.split]), doc.choice(STREET_WORDS.sources[doc.split]), doc.lists.us_city(doc.rng)[0], doc.choice(ORDINARY.sources[doc.split]).capitalize(), doc.lists.invented(doc.rng, "place")))
        last = word() if doc.chance(0.7) else f"{word()} {word()}"
    doc.add(doc.choice((f"{last} {doc.choice(TRADES)}", f"{last} {doc.choice(TRADES)}", f"{last} {doc.choice(TRADES)}", f"{last}'s {doc.choice(TRADES)}", f"{last} & Sons {doc.choice(TRADES)}",
                        f"{last} and {doc.lists.surname(doc.rng, 'm', 'en_US')} {doc.choice(LEGAL)}", f"{last} {doc.choice(LEGAL)}", f"{last} {doc.choice(TRADES)} {doc.choice(LEGAL)}",
                        f"{last} Bros. {doc.choice(TRADES)}", f"the {last} {doc.choice(TRADES)}"[4:], last)), "FACILITY")


@slot("ambp", phi=True)
def ambiguous_place(doc, form):
    """A town whose name is an ordinary word, a name or a country as well."""
    doc.add(doc.choice(doc.lists.ambiguous_places), "LOCATION")


# Words that are both a name (or a place) and an ordinary word; here in the ordinary sense.
ORDINARY = words("ordinary words", """will,bill,mark,frank,art,drew,chase,hunter,mason,rich,grant,miles,dean,earl,guy,jack,chip,rob,bob,pat,sue,rose,grace,hope,faith,joy,dawn,
violet,lily,iris,daisy,olive,hazel,ivy,ginger,rosemary,sandy,misty,summer,autumn,amber,ruby,pearl,jade,crystal,coral,sage,basil,angel,destiny,charity,patience,mercy,
melody,harmony,penny,carol,robin,jay,victor,major,ray,norm,wade,reed,cliff,dale,forest,glen,heath,rusty,buddy,skip,gene,lance,pierce,max,royal,princess,precious,
long,short,small,young,old,strong,sharp,stout,brown,white,black,green,gray,blue,gold,silver,berry,cherry,rice,bean,pepper,salt,sugar,honey,baker,cook,carpenter,
fisher,farmer,bishop,priest,church,temple,hall,house,bridge,brook,river,lake,pond,well,flood,rain,snow,frost,winter,day,knight,week,noon,light,storm,field,wood,
marsh,moss,bush,branch,leaf,root,stone,rock,hill,bank,beach,shore,street,lane,park,bond,price,cash,pound,case,cross,bell,horn,drum,singer,page,reader,bird,crane,
swan,hawk,eagle,drake,fox,wolf,bear,lamb,bull,buck,fish,pike,bass,head,hand,foot,arm,bone,hair,tongue,lung,kidney,heart,blood,vein,pain,ache,burn,savage,moody,love,
sweet,good,best,better,worth,noble,king,prince,power,bright,dim,gross,fine,nice,hardy,stern,blunt,bolt,nail,hammer,chamber,driver,forward,gentle,grave,hazard,held,
justice,law,loss,lost,nurse,doctor,patient,child,man,boy,husband,widow,cousin,uncle,sick,rash,ward,wait,walker,wall,west,north,south,east,reading,mobile,orange,normal,
bath,cork,deal,independence,providence,defiance,surprise,liberal,buffalo,lead,rifle,superior,union,enterprise,commerce,industry,spring,humble,page,fountain,weed,needles,
paradise,point,golden,battle,speed,welcome,climax,supply,drain,boring,reserve""")


@slot("ordinary")
def ordinary(doc, form):
    text = doc.choice(ORDINARY.sources[doc.split])
    doc.add(text.capitalize() if form == "Cap" else text.upper() if form == "UP" else text)


@slot("ambhosp", phi=True)
def ambiguous_hospital(doc, form):
    place = doc.choice(doc.lists.ambiguous_places)
    doc.add(f"{place} {doc.choice(HOSPITAL_ENDINGS.sources[doc.split])}", "FACILITY")
