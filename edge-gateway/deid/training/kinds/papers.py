"""Ambulance sheets, death certificates and consents."""
from ..grammar import Pool, lines
from ..registry import kind

EMS = Pool("ems lines", lines("""
Dispatched to {street} {city} for {dx}.
Unit {n} responded from Station {n}.
Arrived on scene at {time}, patient contact {time}.
U/A found {pt.age} y/o {pt.sex} sitting upright, A&Ox4.
Pt {pt.full} of {address}.
Caller was {rel.full}, {pt.his} {rel.kin}.
Bystander {p1.first} was doing CPR.
C/C: {dx}.
{vitals}
12 lead: sinus tach, no STEMI.
18 g IV L AC, NS TKO.
O2 4 L NC, sat 96.
Narcan 2 mg IN with improvement.
Stroke scale negative, BGL {n.3}.
Transported to {hospital} code 2.
Transport to {hospital} per patient request.
Care transferred to {rn.rn} at {hospital} at {time}.
Report to {rn.first} in {dept}.
Refusal signed by {pt.first}; witness Officer {p1.last}, {city} PD.
Driver {p1.last}, attendant {p2.last}.
Crew: {p1.first} {p1.last}, EMT-P; {p2.first} {p2.last}, EMT-B
{county} dispatch notified.
{city} Fire Engine {n} assisted with the lift.
Scene: two car MVC at {street.name} and {street.name}.
Vehicle plate {plate}, red {Ford|Honda|Toyota} sedan.
Hx: {dx}, {dx}. Meds: {drug}, {drug}.
Allergic to {brand}.
Pt denies LOC.
Secured to stretcher with five straps.
Mechanical fall from standing on ice.
Times: dispatched {time}, enroute {time}, at hospital {time}.
Run # {case}
Pt of {home}, staff {p1.first} gave report.
King airway placed on first attempt.
Lucas device applied.
Med control Dr. {dr.last} contacted.
Airlifted to {hospital} by {org}.
Found at {corner}.
Location: {route}.
Staged at {landmark}.
{car} vs {car} at {corner}.
LZ at {landmark}, Air {n}.
Extrication from a {car}.
"""))


@kind("ems_run", 1)
def ems(doc):
    doc.several(EMS, doc.int(4, 12), doc.choice((" ", "\n")))


DEATH = Pool("death certificate lines", lines("""
Decedent's legal name: {pt.full}
Name of deceased {pt.lf}
Sex: {Male|Female}
Date of birth: {dob}
Age at last birthday: {age}
Age: {age90}
Date of death: {date}
Time of death: {time}
Place of death: {hospital}
Facility name: {home}
City or town: {city}
County of death: {county.bare}
State: {state}
Residence: {address}
Social security number: {ssn}
Father's name: {rel.full}
Mother's name prior to first marriage: {rel2.full}
Informant: {rel3.full} ({daughter|son|spouse})
Surviving spouse: {p1.full}
Birthplace: {citystate}
Birthplace: {country}
Marital status: {Widowed|Married|Divorced|Never married}
Usual occupation: {farmer|teacher|homemaker|machinist|clerk|miner}
Kind of industry: {Education|Agriculture|Steel|Retail|Health care}
Education: high school graduate
Ever in US armed forces: {Yes|No}
Hispanic origin: {No|Yes, Mexican|Yes, Cuban}
Race: {ethnic}
Immediate cause: {dx}
Due to: {dx}
Other significant conditions: {eponym}
Manner of death: {Natural|Accident|Pending|Undetermined}
Autopsy performed: {Yes|No}
Certifier: {dr.cred}
License number: {license}
Funeral home: {p2.last} Funeral Home, {city}
Funeral director: {p3.full}
Method of disposition: {Burial|Cremation|Donation}
Place of disposition: {church}, {city}
Registrar: {p4.full}
Date filed: {date}
State file number: {case}
Tobacco use contributed: {Yes|No|Unknown}
Pregnancy status: not applicable
"""))


@kind("death_certificate", 0.6)
def death(doc):
    doc.several(DEATH, doc.int(6, 20), "\n")


CONSENT = Pool("consent lines", lines("""
I, {pt.full}, authorize {dr.drlast} to perform {tool} placement.
I understand the risks of {tool} placement.
I authorize {hospital} to release records to {dr2.drlast}, {address}.
I have been told of the alternatives, including {generic}.
Information may be shared with {rel.full}, {phone}.
Signed: {pt.full}   Date: {date}
Witness: {rn.full}   Date: {date}
Relationship to patient: {rel.Kin}
Interpreter: {rn2.first}, ID {n.5}, {language}
I may change my mind at any time.
This form expires in one year.
Study title: {brand} versus {generic} in {dx}.
Sponsor: {pharma}.
Principal investigator: {dr.cred}, {hospital}.
Subject number {case}.
Payment of 50 dollars per visit will be made.
You may call the study team with questions.
You may call {dr.drlast} at {phone}.
Revocation must be in writing.
Initials: {pt.init}
Legal representative: {rel.full}
Blood products: accept
A copy was given to the patient.
"""))


@kind("consent", 0.6)
def consent(doc):
    doc.several(CONSENT, doc.int(4, 10), doc.choice(("\n", " ")))
