"""More layouts: heads of columns over rows, labels over values, numbered fields, labels of other languages,
stickers, wristbands, fixed columns. For: text in which nothing but the label or the column says what a word is."""
from .. import countries
from ..grammar import SLOTS, Pool, Template, lines
from ..registry import kind

# label ~ value; the labels of one line may be alternatives
FIELDS = Pool("labels and values", lines("""
{Patient|Patient name|Pt name|Name of patient|Full name|Client|Resident|Member name} ~ {pt.full}
{Patient|Name|Pt|Client name|Resident name} ~ {pt.lf}
{PATIENT NAME|NAME|PT} ~ {pt.LF}
{Surname|Last name|Family name|LAST NAME} ~ {pt.last}
{Given name|First name|Forename|Forename(s)|FIRST NAME} ~ {pt.first}
{Middle name|Middle} ~ {pt.middle}
{Nickname|Preferred name|Goes by|Known as|Alias} ~ {pt.nick}
{Maiden name|Previous name|Former name} ~ {p1.last}
{Mother|Mother's name|Mother's maiden name} ~ {p2.full}
{Father|Father's name} ~ {p3.full}
{Spouse|Husband|Wife|Partner} ~ {rel.full}
{Guardian|Legal guardian|Responsible party|Guarantor|Subscriber|Insured} ~ {rel.lf}
{Emergency contact|Next of kin|NOK|Contact person|Notify} ~ {rel.full}, {rel.kin}, {phone}
{Children|Dependents|Siblings} ~ {names}
{Physician|Doctor|Attending|Attending physician|Provider|Surgeon|Consultant} ~ {dr.cred}
{MD|Dr|PCP|GP|Family doctor|Primary care} ~ {dr.last}
{Ordered by|Ordering provider|Requested by|Referred by|Referring MD} ~ {dr2.lf}
{Nurse|RN|Charge nurse|Case manager|Tech|Technician|Scribe|Interpreter} ~ {rn.full}
{Signed|Signature|Signed by|Reviewed by|Verified by|Collected by|Entered by|Prepared by|Approved by} ~ {p4.full}
{Witness|Witnessed by|Notary} ~ {p5.full}
{Initials|Init.} ~ {pt.init3}
{Facility|Hospital|Clinic|Site|Location|Sending facility|Receiving facility|Service location} ~ {hospital}
{SNF|Nursing home|Residence|Placement} ~ {home}
{School|School name|School district|College} ~ {school}
{Church|Parish|Congregation|Place of worship} ~ {church}
{Employer|Company|Work place} ~ {employer}
{City|Town|City/Town|Municipality|CITY} ~ {city}
{County|COUNTY} ~ {county.bare}
{Place of birth|Birthplace|POB} ~ {citystate}
{Origin|From|Sent from|Arrived from} ~ {from}
{Address|Home address|Street address|Mailing address|ADDRESS} ~ {street}
{Address|Home address|Residence|Ship to|Bill to} ~ {address}
{Neighborhood|District|Area} ~ {hood}
{ZIP|Zip code|Postcode|Postal code} ~ {zip}
{State|ST|Province} ~ {state.code}
{Country|Country of origin|Nationality} ~ {country}
{DOB|D.O.B.|Date of birth|Birth date|Born} ~ {dob}
{Date|Date of visit|Seen on|Date signed|Visit date|Exam date} ~ {date}
{Admitted|Admission date|Discharged|Discharge date|Expires|Effective} ~ {date}
{Age|AGE} ~ {age}
{Sex|Gender|SEX} ~ {M|F|Male|Female|X}
{Race|Ethnicity|Race/Ethnicity} ~ {ethnic}
{Language|Preferred language|Primary language} ~ {language}
{Religion|Faith} ~ {faith}
{Phone|Tel|Home|Cell|Mobile|Contact no.|PHONE} ~ {phone}
{Fax|FAX} ~ {fax}
{Email|E-mail|EMAIL} ~ {pt.email}
{MRN|Med rec #|Patient ID|ID|Chart #|Hospital no.|URN} ~ {mrn}
{SSN|Social security #|SS#} ~ {ssn}
{Policy|Policy #|Member ID|Subscriber ID|Insurance ID} ~ {plan}
{Account|Acct|Account #|Visit #|FIN|CSN} ~ {account}
{License|DL|Driver's license} ~ {license}
{Plate|License plate|Vehicle} ~ {plate}
{Serial|Serial #|S/N|Device serial} ~ {device}
{Accession|Case|Lab #|Specimen #} ~ {accession}
{Insurance|Payer|Payor|Carrier|Plan} ~ {org}
{Pharmacy|Drug store} ~ {org}, {street.name}, {city}
{Department|Dept|Unit|Ward|Service|Specialty|Team} ~ {dept}
{Role|Position|Title|Relationship|Occupation|Job} ~ {job.Cap}
{Diagnosis|Dx|Indication|Reason|Reason for visit|Problem|Complaint} ~ {dx.Cap}
{Diagnosis|History|PMH|Comorbidities} ~ {eponym}
{Symptoms|Complaint|Signs} ~ {symptom.Cap}, {symptom}
{Procedure|Operation|Surgery|Planned} ~ {procedure.Cap}
{Medication|Drug|Meds|Rx|Current meds|Home meds} ~ {drug.Cap} {dose} {freq}
{Allergies|Allergy|Drug allergies|ALLERGIES} ~ {drug.Cap}
{Device|Equipment|Implant|Hardware} ~ {pharma} {tool}
{Test|Order|Study|Exam|Lab} ~ {test}
{Result|Finding|Findings|Impression} ~ {finding.Cap}
{Site|Body part|Region|Laterality} ~ {site.Cap}
{Organism|Culture} ~ {bug}
{Method|Scale|Score|Tool} ~ {alone}
{Severity|Quality|Condition|Appearance} ~ {adj.Cap}
{Diet|Food|Intake} ~ {thing.Cap}
{Hobbies|Interests|Likes} ~ {thing.Cap}, {thing}
{Comments|Notes|Remarks|Instructions} ~ {opener}, {symptom} is {adj}.
{Comments|Notes|Remarks} ~ Spoke with {who}.
{Comments|Notes|Plan} ~ Follow up with {who} {in_time}.
{Assigned to|Owner|Responsible|Contact|Attention|Attn|Route to|cc} ~ {who}
{Assigned to|Owner|Responsible|Route to|Seen by|Discussed with} ~ {dept}
{Accompanied by|Lives with|Informant|Source} ~ {with}
{Manufacturer|Vendor|Maker|Supplier} ~ {pharma}
{Day|Clinic day} ~ {weekday}
{Time|Arrival|Start|End} ~ {time}
{Status|Result status} ~ {Final|Pending|Active|Closed|Open|Complete}
{Priority|Urgency} ~ {Routine|Urgent|STAT|Low}
{Consent|Advance directive|Isolation|Fall risk|Interpreter needed} ~ {Yes|No|N/A|Unknown}
"""))


def pair(doc):
    """A label and its value's pieces."""
    before = len(doc.pieces)
    doc.say(FIELDS)
    pieces = doc.pieces[before:]
    del doc.pieces[before:]
    label, value, target = [], [], None
    for text, kind_ in pieces:
        if target is None and kind_ is None and " ~ " in text:
            a, _, b = text.partition(" ~ ")
            label.append(a)
            target = value
            if b:
                value.append((b, None))
        elif target is None and kind_ is None and text == " ~ ":
            target = value
        elif target is None:
            label.append(text)
        else:
            value.append((text, kind_))
    return "".join(label).replace(" ~ ", ""), value


def width(pieces):
    return sum(len(t) for t, _ in pieces)


@kind("form_layouts", 4)
def layouts(doc):
    if doc.chance(0.2):
        countries.choose(doc)
    shape = doc.choice(("colon", "colon", "below", "numbered", "underscore", "aligned", "grid", "inline", "pipes", "upper", "markdown", "dots", "brackets", "equals", "tab"))
    count = doc.int(3, 16)
    if doc.chance(0.3):
        doc.add(doc.choice(("PATIENT REGISTRATION FORM", "Intake Form", "Face Sheet", "DEMOGRAPHICS", "Transfer Form", "Referral Form", "Requisition", "Admission Record", "CLIENT INFORMATION",
                            "Incident Report", "Authorization Request", "School Health Form", "Travel Screening", "Daily Log", "Claim Form", "Delivery Slip", "Work Order", "Registration Card")) + "\n")
    for i in range(count):
        label, value = pair(doc)
        if shape in ("colon", "inline", "dots", "equals", "tab", "upper", "brackets"):
            sign = {"colon": ": ", "inline": ": ", "dots": " ........ ", "equals": "=", "tab": "\t", "upper": ": ", "brackets": " ["}[shape]
            doc.add((label.upper() if shape == "upper" else label) + sign)
            doc.pieces.extend(value)
            doc.add("]\n" if shape == "brackets" else "  " if shape == "inline" and i % 3 != 2 else "\n")
        elif shape == "below":
            doc.add(label + "\n")
            doc.pieces.extend(value)
            doc.add("\n\n" if doc.chance(0.3) else "\n")
        elif shape == "numbered":
            doc.add(f"{i + 1}. {label}: ")
            doc.pieces.extend(value)
            doc.add("\n")
        elif shape == "underscore":
            doc.add(label + ": __")
            doc.pieces.extend(value)
            doc.add("_" * doc.int(2, 12) + ("\n" if i % 2 else "  "))
        elif shape == "aligned":
            doc.add(label.ljust(24))
            doc.pieces.extend(value)
            doc.add("\n")
        elif shape == "grid":
            doc.add(label + ": ")
            doc.pieces.extend(value)
            doc.add(" " * max(2, 40 - len(label) - width(value)) if i % 2 == 0 else "\n")
        elif shape == "pipes":
            doc.add("| " + label + " | ")
            doc.pieces.extend(value)
            doc.add(" |\n")
        else:
            doc.add("**" + label + "** ")
            doc.pieces.extend(value)
            doc.add("  \n")


# head of a column: the template of its cells
COLUMNS = Pool("columns", lines("""
Name ~ {anyone.full}
Patient ~ {anyone.lf}
PATIENT ~ {anyone.LF}
Last ~ {anyone.last}
First ~ {anyone.first}
last_name ~ {anyone.last}
first_name ~ {anyone.first}
Provider ~ {anyone.fi}
Attending ~ {anyone.last}
Nurse ~ {anyone.first}
RN ~ {anyone.fl}
Contact ~ {anyone.full}
Employee ~ {anyone.full}
Student ~ {anyone.lf}
MRN ~ {mrn}
ID ~ {case}
DOB ~ {dob.us}
dob ~ {dob.iso}
Admitted ~ {date.us}
Date ~ {date.iso}
Visit ~ {date.short}
Phone ~ {phone}
Email ~ {email}
City ~ {city}
Town ~ {city}
County ~ {county.bare}
Facility ~ {hospital}
Site ~ {hospital}
Address ~ {street}
ZIP ~ {zip}
Account ~ {account}
State ~ {state.code}
Country ~ {country}
Room ~ {n.3}
Bed ~ {n}
Age ~ {age}
Sex ~ {M|F}
Race ~ {ethnic}
Language ~ {language}
Unit ~ {dept}
Dept ~ {dept}
Service ~ {dept}
Diagnosis ~ {dx}
Dx ~ {abbr}
Problem ~ {eponym}
Complaint ~ {symptom}
Drug ~ {drug}
Medication ~ {brand}
Dose ~ {dose}
Freq ~ {freq}
Test ~ {test}
Result ~ {lab}
Finding ~ {finding}
Site ~ {site}
Organism ~ {bug}
Gene ~ {gene}
Score ~ {alone}
Device ~ {tool}
Vendor ~ {pharma}
Payer ~ {org}
Company ~ {org}
Job ~ {job}
Item ~ {thing}
Procedure ~ {procedure}
Day ~ {weekday}
Time ~ {time}
Year ~ {year}
Status ~ {Final|Active|Pending|Done}
Flag ~ {H|L|N|A}
Comment ~ {symptom}, {adj}
Owner ~ {who}
From ~ {from}
With ~ {with}
Mood ~ {adj}
Qty ~ {n}
Price ~ {n}.50
"""))


@kind("columns", 4)
def columns(doc):
    """A table with a head: the column says what the cells are."""
    if doc.chance(0.15):
        countries.choose(doc)
    sep = doc.choice((",", ", ", "\t", " | ", "|", ";", "   ", "fixed", "md"))
    pool = COLUMNS.of(doc.split, doc.clean)
    chosen = doc.rng.sample(pool, min(len(pool), doc.int(2, 7)))
    heads = [t.source.partition(" ~ ")[0] for t in chosen]
    cells = [_cell(t.source.partition(" ~ ")[2]) for t in chosen]
    if doc.chance(0.2):
        heads = [h.upper() for h in heads]
    rows = doc.int(1, 8)
    mark = "fixed" if sep == "fixed" else sep
    if sep == "md":
        doc.add("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads) + "\n")
    elif doc.chance(0.85):
        doc.add("".join(h.ljust(20) for h in heads) + "\n" if mark == "fixed" else mark.join(heads) + "\n")
    for _ in range(rows):
        doc.cast.clear()
        if sep == "md":
            doc.add("| ")
        for i, cell in enumerate(cells):
            before = len(doc.pieces)
            cell.render(doc)
            if mark == "fixed":
                doc.add(" " * max(1, 20 - width(doc.pieces[before:])))
            elif i < len(cells) - 1:
                doc.add(" | " if sep == "md" else mark)
        doc.add(" |\n" if sep == "md" else "\n")


_CELLS: dict = {}


def _cell(source):
    if source not in _CELLS:
        _CELLS[source] = Template(source)
    return _CELLS[source]


LABELS = Pool("stickers", lines("""
{pt.LF} {mrn} {dob.us} {M|F}
{pt.LF}\\nMRN: {mrn}  DOB: {dob.us}\\nAtt: {dr.last}
{pt.LAST},{pt.FIRST}\\n{dob.us} {age}Y {M|F}\\n{account}
{pt.last} {pt.first} {bar} {dob} {bar} {mrn}
PT: {pt.FULL} {bar} DR: {dr.LAST} {bar} RM {n.3}
{hospital.UP}\\n{pt.LF}\\n{mrn}
ALLERGY: {brand.UP}
FALL RISK
NPO AFTER MIDNIGHT
{generic.UP} {dose}\\nTAKE ONE TABLET {freq}\\nDR. {dr.LAST}  QTY 30
RX {n.6} {pt.FULL}\\n{brand} {dose}
{pt.FULL}\\n{address.lines}
COLLECTED {date} {time} BY {rn.init3}
SPECIMEN: {site.UP}\\n{pt.LF} {dob.us}
DO NOT RESUSCITATE
{drug.UP} {dose} IV {freq}
UNIT {dept.UP} BED {n}
KEEP REFRIGERATED\\n{brand}
LOT {n.5} MFG {pharma.UP}
{pharma} {tool}\\nS/N {device}
NAME ALERT: {pt.LAST}
{bug.UP} - CONTACT PRECAUTIONS
""".replace("{pharma.UP}", "{pharma}")))


@kind("stickers", 1)
def stickers(doc):
    for _ in range(doc.int(1, 4)):
        doc.say(LABELS, "\n")


FOREIGN = {
    "DE": "Name ~ {p1.last}|Vorname ~ {p1.first}|Geburtsdatum ~ {dob}|Anschrift ~ {address}|PLZ, Ort ~ {city}|Telefon ~ {phone}|Hausarzt ~ {p2.full}|Krankenkasse ~ AOK|Diagnose ~ Hypertonie|Geschlecht ~ weiblich|Beruf ~ Lehrerin|Datum ~ {date}|Unterschrift ~ {p1.full}|Station ~ Innere Medizin|Befund ~ unauffällig|Kundennummer ~ {account}",
    "FR": "Nom ~ {p1.last}|Prénom ~ {p1.first}|Date de naissance ~ {dob}|Adresse ~ {address}|Ville ~ {city}|Téléphone ~ {phone}|Médecin traitant ~ Dr {p2.last}|Profession ~ enseignant|Diagnostic ~ Hypertension|Sexe ~ F|Service ~ Cardiologie|Signature ~ {p1.full}|Mutuelle ~ MGEN|Observations ~ Rien à signaler",
    "ES": "Apellidos ~ {p1.last}|Nombre ~ {p1.first}|Fecha de nacimiento ~ {dob}|Domicilio ~ {address}|Localidad ~ {city}|Teléfono ~ {phone}|Médico ~ Dra. {p2.last}|Ocupación ~ maestra|Diagnóstico ~ Diabetes tipo 2|Sexo ~ Mujer|Servicio ~ Urgencias|Firma ~ {p1.full}|Alergias ~ Penicilina|Observaciones ~ Ninguna",
    "IT": "Cognome ~ {p1.last}|Nome ~ {p1.first}|Nato il ~ {dob}|Luogo di nascita ~ {city}|Residenza ~ {address}|Telefono ~ {phone}|Medico ~ Dott. {p2.last}|Professione ~ impiegato|Diagnosi ~ Ipertensione|Reparto ~ Chirurgia|Firma ~ {p1.full}",
    "PL": "Nazwisko ~ {p1.last}|Imię ~ {p1.first}|Data urodzenia ~ {dob}|Adres ~ {address}|Telefon ~ {phone}|Lekarz ~ {p2.full}|Rozpoznanie ~ Nadciśnienie|Zawód ~ nauczyciel|Oddział ~ Kardiologia",
    "NL": "Achternaam ~ {p1.last}|Voornaam ~ {p1.first}|Geboortedatum ~ {dob}|Adres ~ {address}|Woonplaats ~ {city}|Telefoon ~ {phone}|Huisarts ~ {p2.full}|Diagnose ~ Hypertensie|Afdeling ~ Cardiologie|Beroep ~ docent",
    "BR": "Nome ~ {p1.full}|Data de nascimento ~ {dob}|Endereço ~ {address}|Cidade ~ {city}|Telefone ~ {phone}|Mãe ~ {p2.full}|Médico ~ Dr. {p3.last}|Convênio ~ Unimed|Diagnóstico ~ Hipertensão|Profissão ~ professora|Setor ~ Enfermaria",
    "TR": "Ad Soyad ~ {p1.full}|Doğum tarihi ~ {dob}|Adres ~ {address}|Telefon ~ {phone}|Doktor ~ {p2.full}|Tanı ~ Hipertansiyon|Meslek ~ öğretmen|Bölüm ~ Kardiyoloji",
    "SE": "Efternamn ~ {p1.last}|Förnamn ~ {p1.first}|Födelsedatum ~ {dob}|Adress ~ {address}|Ort ~ {city}|Telefon ~ {phone}|Läkare ~ {p2.full}|Diagnos ~ Hypertoni|Avdelning ~ Medicin",
}
FOREIGN_POOLS = {code: Pool(f"foreign fields {code}", text.split("|")) for code, text in FOREIGN.items()}


@kind("foreign_form", 1.5)
def foreign_form(doc):
    code = doc.choice(sorted(FOREIGN_POOLS))
    doc.country = countries.COUNTRIES[code]
    sign = doc.choice((": ", " : ", "\t", ":\n", " = "))
    pool = FOREIGN_POOLS[code].of(doc.split, doc.clean)
    for template in doc.rng.sample(pool, min(len(pool), doc.int(2, 10))):
        before = len(doc.pieces)
        template.render(doc)
        doc.pieces[before:] = [(t.replace(" ~ ", sep_) if k is None else t, k) for t, k in doc.pieces[before:] for sep_ in (sign,)]
        doc.add("\n")
    if not doc.clean and doc.chance(0.4):
        SLOTS["natid"][0](doc, "")
        doc.add("\n")
