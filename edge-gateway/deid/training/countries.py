"""Thirty countries: how each writes streets, post codes, telephones, titles and national numbers.

For: the kinds of international text (`doc.country` is one of these). Street bases are cut in two by their
text like every list. Never: a real person's number; digits are random and most check digits wrong.
"""
from __future__ import annotations

import re

from .grammar import Pool
from .slots_contact import fill


class Country:
    """`layout`: `s` street line, `z` post code, `c` city, `r` region, anything else as it stands; `/` parts the lines."""

    def __init__(self, code, language, domain, locales, phones, zip_, layout, titles, ids, bases, shapes, hospitals, numbers="%#"):
        self.code, self.language, self.domain = code, language, domain
        self.locales, self.phones, self.zip, self.layouts = locales.split(), phones, zip_, layout
        self.titles, self.ids, self.shapes, self.hospitals, self.numbers = titles, ids, shapes, hospitals, numbers
        self.bases = Pool(f"streets {code}", [b.strip() for b in bases.split(",")])


COUNTRIES: dict[str, Country] = {}


def _add(code, *rest, **named):
    COUNTRIES[code] = Country(code, *rest, **named)


_add("DE", "de", "de", "de_DE de_DE tr_TR pl_PL", ["+49 30 #######", "030 #######", "0%##-######", "0%### / #####", "+49 (0)%## ######", "0151 ########", "+49 171 #######"], "#####", ["s/z c", "s/z c"],
     (("Herr", "Herrn", "Hr.", "Herr Dr."), ("Frau", "Fr.", "Frau Dr.")), [("Sozialversicherungsnummer", "## ###### @ ###", "SSN"), ("Steuer-ID", "## ### ### ###", "OTHER_ID"), ("Versichertennummer", "@#########", "HEALTH_PLAN"), ("Personalausweis", "L#@@#@####", "LICENSE"), ("Kundennr.", "########", "ACCOUNT")],
     "Linden,Haupt,Goethe,Schiller,Bahnhof,Garten,Birken,Mozart,Berg,Kirch,Schul,Wiesen,Kasernen,Rosen,Blumen,Ring,Mühlen,Buchen,Feld,Sonnen", ["{b}straße {n}", "{b}str. {n}", "{b}weg {n}", "{b}allee {n}{l}", "Am {b}platz {n}", "{b}gasse {n}", "An der {b}mühle {n}"], ["Klinikum {c}", "St.-Josef-Krankenhaus {c}", "Universitätsklinikum {c}", "Praxis Dr. {s}", "Charité", "Städtisches Krankenhaus {c}"])
_add("AT", "de", "at", "de_AT", ["+43 1 ### ## ##", "0664 #######", "+43 %## ######"], "####", ["s/z c", "s/A-z c"], (("Herr", "Herrn Mag."), ("Frau", "Frau Mag.")), [("SV-Nr.", "#### ######", "SSN"), ("Kundennummer", "######", "ACCOUNT")],
     "Mariahilfer,Josef,Wiener,Landstraßer,Neubau,Kaiser,Alser,Favoriten,Praterstern,Schubert", ["{b} Straße {n}", "{b}gasse {n}/{m}/{k}", "{b}platz {n}"], ["LKH {c}", "AKH {c}", "Krankenhaus der Barmherzigen Brüder {c}"])
_add("CH", "de", "ch", "de_CH fr_CH it_IT", ["+41 44 ### ## ##", "079 ### ## ##", "+41 (0)22 ### ## ##"], "####", ["s/z c", "s/CH-z c"], (("Herr", "Monsieur"), ("Frau", "Madame")), [("AHV-Nr.", "756.####.####.##", "SSN"), ("Police", "##.###.###", "HEALTH_PLAN")],
     "Bahnhof,Seefeld,Zürcher,Langmauer,Dorf,Rue du Lac,Rämi,Winterthurer,Post,Rosengarten", ["{b}strasse {n}", "{b}weg {n}{l}"], ["Kantonsspital {c}", "Inselspital", "CHUV", "HUG", "Hirslanden Klinik"])
_add("GB", "en", "co.uk", "en_GB en_GB en_IN en_PK", ["020 7### ####", "+44 20 #### ####", "07### ######", "0161 ### ####", "+44 7### ### ###", "01### ######", "(01%##) ######"], "@@# #@@", ["s/c/z", "s, c z", "s/c z"], (("Mr", "Sir", "Mr"), ("Mrs", "Ms", "Miss", "Dame")),
     [("NHS No", "### ### ####", "MRN"), ("NHS number", "##########", "MRN"), ("NI number", "@@ ## ## ## @", "SSN"), ("CHI", "##########", "MRN"), ("GMC", "#######", "LICENSE"), ("sort code", "##-##-##", "ACCOUNT"), ("DVLA", "@@@@@######@@#@@", "LICENSE")],
     "Acacia,Station,Victoria,Church,Mill,Manor,Park,Queens,Kings,Albert,Chapel,Green,Orchard,Grange,Windsor,York,Springfield,Highfield,Elm,St Johns", ["{n} {b} Road", "{n} {b} Rd", "Flat {k}, {n} {b} Street", "{n} {b} Close", "{n}{l} {b} Lane", "The Old Rectory, {b} Lane", "Rose Cottage, {b} Hill", "{n} {b} Gardens", "Unit {k}, {b} Industrial Estate", "{n} {b} Crescent"], ["{c} Royal Infirmary", "{c} General Hospital", "St {f}'s Hospital", "Royal {c} Hospital", "{c} Surgery", "The {b} Practice", "{b} House Surgery"])
_add("IE", "en", "ie", "en_IE ga_IE", ["+353 1 ### ####", "087 ### ####", "(01) ### ####"], "@## @#@#", ["s/c/z", "s, c"], (("Mr", "Fr"), ("Ms", "Mrs", "Sr")), [("PPS number", "#######@@", "SSN"), ("PPSN", "#######@", "SSN")],
     "Grafton,Pearse,O'Connell,Dame,Church,Patrick,Shannon,Abbey,Fitzwilliam,Strand", ["{n} {b} Street", "{n} {b} Road", "Apt {k}, {b} Court"], ["Mater", "{c} University Hospital", "St {f}'s"])
_add("FR", "fr", "fr", "fr_FR fr_FR fr_DZ", ["01 ## ## ## ##", "+33 6 ## ## ## ##", "06.##.##.##.##", "04########", "+33 (0)1 ## ## ## ##"], "#####", ["s/z c", "s, z c"], (("M.", "Monsieur", "Me"), ("Mme", "Madame", "Mlle")), [("N° Sécurité sociale", "1 ## ## ## ### ### ##", "SSN"), ("NIR", "2 ## ## ## ### ### ##", "SSN"), ("n° de dossier", "##-#####", "OTHER_ID"), ("SIRET", "### ### ### #####", "OTHER_ID"), ("IPP", "##########", "MRN")],
     "de la République,Victor Hugo,des Lilas,du Général Leclerc,de l'Église,Jean Jaurès,Pasteur,Voltaire,des Écoles,de Verdun,Gambetta,du Moulin,Saint-Michel,de la Gare,Émile Zola", ["{n} rue {b}", "{n}, rue {b}", "{n} bis avenue {b}", "{n} boulevard {b}", "{n} place {b}", "Résidence les Pins, {n} allée {b}"], ["CHU de {c}", "Hôpital {f} {s}", "Clinique Saint-{f}", "Centre hospitalier de {c}", "Hôtel-Dieu"])
_add("BE", "nl", "be", "nl_BE fr_BE", ["+32 2 ### ## ##", "0475 ## ## ##", "03/### ## ##"], "####", ["s/z c", "s, B-z c"], (("Dhr.", "M.", "De heer"), ("Mevr.", "Mme", "Mevrouw")), [("Rijksregisternummer", "##.##.##-###.##", "SSN"), ("Klantnr.", "#######", "ACCOUNT")],
     "Kerk,Stations,Nieuw,Molen,School,Leopold,Dorps,Veld,Albert,Koning", ["{b}straat {n}", "{b}laan {n} bus {k}", "Rue {b} {n}"], ["UZ {c}", "AZ Sint-{f}", "Clinique Saint-{f}"])
_add("NL", "nl", "nl", "nl_NL nl_NL tr_TR", ["020-#######", "06-########", "+31 6 ## ## ## ##", "+31 (0)10 ### ## ##"], "#### @@", ["s/z c", "s, z c"], (("dhr.", "De heer", "Dhr."), ("mevr.", "Mevrouw", "Mw.")), [("BSN", "#########", "SSN"), ("Polisnummer", "########", "HEALTH_PLAN"), ("klantnummer", "#######", "ACCOUNT")],
     "Prinsen,Keizers,Molen,Kerk,Haag,Beatrix,Wilhelmina,Linden,Dorps,Eiken,Tulpen,Rembrandt,Vondel,Juliana", ["{b}straat {n}", "{b}gracht {n}-{k}", "{b}laan {n}", "{b}weg {n}{l}", "{b}plein {n} II"], ["Erasmus MC", "UMC {c}", "Ziekenhuis {c}", "Huisartsenpraktijk {s}"])
_add("ES", "es", "es", "es_ES es_CA", ["+34 6## ## ## ##", "91 ### ## ##", "6########", "+34 93 ### ## ##"], "#####", ["s/z c", "s, z c"], (("D.", "Sr.", "Don", "Sr. D."), ("Dña.", "Sra.", "Doña", "Srta.")), [("DNI", "########@", "OTHER_ID"), ("NIF", "########-@", "OTHER_ID"), ("NIE", "X#######@", "OTHER_ID"), ("N.º afiliación", "## ######## ##", "SSN"), ("NHC", "#######", "MRN"), ("CIP", "@@@@##########", "HEALTH_PLAN")],
     "Mayor,Alcalá,Gran Vía,Real,del Sol,de la Constitución,San Juan,Cervantes,de la Paz,Goya,Velázquez,del Carmen,Nueva,Colón,Serrano", ["Calle {b}, {n}", "C/ {b} {n}, {k}º {l}", "Avda. {b}, {n}", "Plaza {b} {n}", "Paseo {b} {n}, bajo", "C/ {b}, {n}, {k}ºB"], ["Hospital Universitario {c}", "Hospital Virgen del Rocío", "Clínica San {f}", "Centro de Salud {c}"])
_add("MX", "es", "com.mx", "es_MX", ["+52 55 #### ####", "55 #### ####", "(33) #### ####", "+52 1 81 #### ####"], "#####", ["s, Col. Q, z c", "s, Col. Q/z c", "s/Col. Q/z c"], (("Sr.", "Lic.", "Ing."), ("Sra.", "Srta.", "Lic.")), [("CURP", "@@@@######@@@@@@##", "SSN"), ("RFC", "@@@@######@##", "OTHER_ID"), ("NSS", "###########", "SSN"), ("INE", "#############", "LICENSE")],
     "Insurgentes Sur,Reforma,Juárez,Hidalgo,Morelos,Revolución,Madero,Universidad,Independencia,Zaragoza,Benito Juárez,16 de Septiembre", ["Av. {b} {n}#{k}", "Calle {b} {n}", "Av. {b} No. {n}", "Blvd. {b} {n}, int. {k}", "Calz. {b} {n}"], ["IMSS {c}", "Hospital Ángeles {c}", "Hospital General de {c}", "ISSSTE"], "%###")
_add("AR", "es", "com.ar", "es_AR", ["+54 11 ####-####", "(011) ####-####", "+54 9 351 ###-####"], "@####", ["s/z c", "s, c"], (("Sr.", "Dr."), ("Sra.", "Dra.")), [("DNI", "##.###.###", "OTHER_ID"), ("CUIL", "20-########-#", "SSN"), ("CUIT", "30-########-#", "OTHER_ID")],
     "Rivadavia,Corrientes,San Martín,Belgrano,Sarmiento,Mitre,9 de Julio,Santa Fe,Lavalle,Callao", ["Av. {b} {n}#", "{b} {n}#, {k}º {l}", "Calle {b} {n}#"], ["Hospital Italiano", "Sanatorio {f}", "Clínica {c}"], "%##")
_add("CL", "es", "cl", "es_CL", ["+56 9 #### ####", "(2) 2### ####"], "#######", ["s, c"], (("Sr.", "Don"), ("Sra.", "Doña")), [("RUT", "##.###.###-#", "OTHER_ID"), ("RUN", "########-K", "OTHER_ID")],
     "Providencia,Apoquindo,O'Higgins,Los Leones,Vitacura,Irarrázaval,Pedro de Valdivia,Prat", ["Av. {b} {n}#, depto. {k}##", "{b} {n}##"], ["Clínica Alemana", "Hospital de {c}"])
_add("CO", "es", "com.co", "es_CO", ["+57 3## ### ####", "(601) ### ####", "3## #######"], "######", ["s, c", "s/c"], (("Sr.", "Dr."), ("Sra.", "Dra.")), [("C.C.", "##.###.###", "OTHER_ID"), ("Cédula", "##########", "OTHER_ID"), ("NIT", "900.###.###-#", "OTHER_ID")],
     "Calle,Carrera,Transversal,Diagonal", ["{b} {n} {h} {k}-{m}", "{b} {n} No. {k} - {m}", "{b} {n}A {h}{k}-{m} apto {k}01"], ["Fundación Santa Fe", "Clínica {c}", "Hospital San {f}"])
_add("BR", "pt", "com.br", "pt_BR", ["+55 11 9####-####", "(21) 9####-####", "(31) ####-####", "+55 (41) ####-####"], "#####-###", ["s, c - R, z", "s/c - R/CEP z", "s, c/R"], (("Sr.", "Seu"), ("Sra.", "Dona", "D.")), [("CPF", "###.###.###-##", "SSN"), ("RG", "##.###.###-#", "OTHER_ID"), ("CNS", "### #### #### ####", "HEALTH_PLAN"), ("CNPJ", "##.###.###/0001-##", "OTHER_ID"), ("prontuário", "######", "MRN")],
     "das Flores,Paulista,Brasil,XV de Novembro,Sete de Setembro,Getúlio Vargas,das Palmeiras,Tiradentes,São João,Dom Pedro,Rio Branco", ["Rua {b}, {n}", "Av. {b}, {n}#, apto {k}", "Rua {b}, nº {n}", "Travessa {b} {n}"], ["Hospital das Clínicas", "Santa Casa de {c}", "UBS {c}", "Hospital São {f}"], "%##")
_add("PT", "pt", "pt", "pt_PT", ["+351 9## ### ###", "21 ### ## ##", "9########"], "####-###", ["s/z c", "s, z c"], (("Sr.", "Exmo. Sr.", "Dr."), ("Sra.", "D.", "Dra.")), [("NIF", "#########", "OTHER_ID"), ("n.º utente", "#########", "HEALTH_PLAN"), ("NISS", "###########", "SSN")],
     "da Liberdade,do Carmo,Augusta,de Santa Catarina,da Boavista,dos Combatentes,da República,do Sol", ["Rua {b}, {n}, {k}º Esq.", "Av. {b} {n}", "Largo {b} {n}", "Travessa {b}, n.º {n}"], ["Hospital de Santa Maria", "Centro de Saúde de {c}"])
_add("IT", "it", "it", "it_IT", ["+39 06 ########", "02 #######", "3## #######", "+39 3## ### ####"], "#####", ["s/z c", "s - z c (R)"], (("Sig.", "Dott.", "Egr. Sig.", "Avv."), ("Sig.ra", "Dott.ssa", "Gent.ma Sig.ra")), [("Codice fiscale", "@@@@@@##@##@###@", "SSN"), ("C.F.", "@@@@@@##@##@###@", "SSN"), ("P.IVA", "###########", "OTHER_ID"), ("tessera sanitaria", "80380###############", "HEALTH_PLAN")],
     "Garibaldi,Roma,Mazzini,Verdi,Dante,Cavour,Matteotti,Manzoni,Leopardi,San Marco,Vittorio Emanuele,dei Mille,Galilei", ["Via {b} {n}", "Via {b}, {n}", "Viale {b} {n}/{l}", "Piazza {b} {k}", "Corso {b}, {n}", "Largo {b} {k}"], ["Ospedale San {f}", "Policlinico {f}", "ASL {c}", "Ospedale di {c}"])
_add("PL", "pl", "pl", "pl_PL", ["+48 ### ### ###", "22 ### ## ##", "5## ### ###", "(12) ### ## ##"], "##-###", ["s/z c", "s, z c", "c, s"], (("Pan", "p.", "Sz. P."), ("Pani", "p.", "Sz. P.")), [("PESEL", "###########", "SSN"), ("NIP", "###-###-##-##", "OTHER_ID"), ("dowód osobisty", "@@@ ######", "LICENSE")],
     "Długa,Polna,Leśna,Słoneczna,Krótka,Szkolna,Ogrodowa,Lipowa,Kwiatowa,Mickiewicza,Kościuszki,Sienkiewicza,Piłsudskiego,Zielona", ["ul. {b} {n}/{k}", "ul. {b} {n}", "al. {b} {n} m. {k}", "os. {b} {n}/{k}", "pl. {b} {k}"], ["Szpital Wojewódzki w {c}", "Przychodnia {c}", "Szpital im. {s}"])
_add("CZ", "cs", "cz", "cs_CZ sk_SK", ["+420 ### ### ###", "6## ### ###"], "### ##", ["s/z c", "s, z c"], (("pan", "p."), ("paní", "pí")), [("rodné číslo", "######/####", "SSN"), ("IČO", "########", "OTHER_ID")],
     "Hlavní,Nádražní,Školní,Zahradní,Husova,Komenského,Masarykova,Lesní,Palackého,Krátká", ["{b} {n}", "{b} {n}##/{k}", "ul. {b} {n}"], ["FN {c}", "Nemocnice {c}", "FN Motol"])
_add("HU", "hu", "hu", "hu_HU", ["+36 1 ### ####", "06 30 ### ####", "+36 20 ### ####"], "####", ["z c, s", "c, s"], (), [("TAJ", "### ### ###", "SSN"), ("adóazonosító", "8#########", "OTHER_ID")],
     "Kossuth Lajos,Petőfi,Rákóczi,Ady Endre,Dózsa György,Széchenyi,Arany János,Béke,Fő,Szabadság", ["{b} utca {n}.", "{b} u. {n}. {k}/{m}", "{b} út {n}.", "{b} tér {k}."], ["{c}i Kórház", "Semmelweis", "Szent {f} Kórház"])
_add("SE", "sv", "se", "sv_SE", ["08-### ## ##", "070-### ## ##", "+46 70 ### ## ##"], "### ##", ["s/z c", "s, z c"], (), [("personnummer", "######-####", "SSN"), ("Personnummer", "19######-####", "SSN")],
     "Stor,Kungs,Drottning,Björk,Skol,Ring,Sveavägen,Göta,Vasa,Söder,Kyrko", ["{b}gatan {n}", "{b}vägen {n}{l}", "{b}gatan {n}, lgh 1{k}0{m}"], ["Karolinska", "Sahlgrenska", "{c}s lasarett"])
_add("DK", "da", "dk", "da_DK", ["+45 ## ## ## ##", "## ## ## ##"], "####", ["s/z c", "s, z c"], (("Hr.",), ("Fru", "Fr.")), [("CPR-nr.", "######-####", "SSN")],
     "Nørre,Vester,Øster,Skov,Strand,Kirke,Linde,Birke,Møllers,Parkalléen,Konge", ["{b}gade {n}", "{b}vej {n}, {k}. tv.", "{b}vej {n}{l}"], ["Rigshospitalet", "{c} Sygehus"])
_add("NO", "no", "no", "no_NO", ["+47 ### ## ###", "## ## ## ##", "9## ## ###"], "####", ["s/z c", "s, z c"], (("Herr",), ("Fru",)), [("fødselsnummer", "###########", "SSN"), ("Fnr.", "###### #####", "SSN")],
     "Kirke,Stor,Karl Johans,Skole,Bjørke,Fjell,Sjø,Dronningens,Møllers,Haralds", ["{b}gata {n}", "{b}veien {n}{l}", "{b} gate {n}"], ["Ullevål", "Haukeland", "{c} sykehus"])
_add("FI", "fi", "fi", "fi_FI", ["+358 40 ### ####", "040 #######", "09 ### ####"], "#####", ["s/z c", "s, z c"], (), [("henkilötunnus", "######-###@", "SSN"), ("hetu", "######A###@", "SSN")],
     "Manner,Koulu,Kirkko,Puisto,Ranta,Kauppa,Koivu,Asema,Mäki,Hämeen", ["{b}katu {n}", "{b}tie {n} {l} {k}", "{b}kuja {n}"], ["HUS", "TAYS", "{c}n terveyskeskus"])
_add("RO", "ro", "ro", "ro_RO", ["+40 7## ### ###", "021 ### ## ##", "07########"], "######", ["s, c", "s, z c"], (("Dl.", "Domnul"), ("Dna.", "Doamna")), [("CNP", "1############", "SSN"), ("CI seria", "@@ ######", "LICENSE")],
     "Mihai Eminescu,Unirii,Victoriei,Libertății,Florilor,Ștefan cel Mare,Republicii,Dorobanților", ["Str. {b} nr. {n}", "Bd. {b} nr. {n}, bl. {l}{k}, sc. {l}, ap. {n}", "Calea {b} {n}"], ["Spitalul Județean {c}", "Spitalul Clinic {c}"])
_add("TR", "tr", "com.tr", "tr_TR", ["+90 532 ### ## ##", "0 (212) ### ## ##", "0532 ### ## ##"], "#####", ["Q Mah. s, z c", "s, c"], (("Bay", "Sayın"), ("Bayan", "Sayın")), [("T.C. Kimlik No", "###########", "SSN")],
     "Atatürk,Cumhuriyet,İnönü,Gazi,Fatih,Mevlana,İstiklal,Barbaros,Zafer,Bağdat", ["{b} Cad. No: {n}", "{b} Sok. No:{n} D:{k}", "{b} Bulvarı No {n}/{k}"], ["{c} Devlet Hastanesi", "Acıbadem", "{c} Şehir Hastanesi"])
_add("GR", "en", "gr", "el_GR", ["+30 210 ### ####", "69########", "+30 69# ### ####"], "### ##", ["s, c z", "s/z c"], (("Mr", "Kyrios"), ("Mrs", "Kyria")), [("AMKA", "###########", "SSN"), ("AFM", "#########", "OTHER_ID")],
     "Ermou,Athinas,Panepistimiou,Stadiou,Kifisias,Tsimiski,Egnatia,Patision", ["{b} {n}", "Leoforos {b} {n}", "Odos {b} {n}"], ["Evangelismos", "Attikon", "AHEPA"])
_add("RU", "ru", "ru", "ru_RU", ["+7 (495) ###-##-##", "8 9## ###-##-##", "+7 9## ### ## ##"], "######", ["z, c, s", "s, c, z"], (), [("SNILS", "###-###-### ##", "SSN"), ("INN", "############", "OTHER_ID"), ("passport", "## ## ######", "LICENSE")],
     "Lenina,Tverskaya,Sadovaya,Mira,Gagarina,Pushkina,Sovetskaya,Lesnaya,Nevsky,Kutuzovsky", ["ul. {b}, d. {n}, kv. {k}", "{b} ulitsa {n}", "pr. {b}, {n}-{k}", "{b} prospekt, {n}"], ["Botkinskaya bolnitsa", "City Hospital No. {k}"])
_add("UA", "en", "ua", "uk_UA", ["+380 44 ### ## ##", "+380 67 ### ####", "050 ### ## ##"], "#####", ["s, c, z", "s, c"], (("Mr.",), ("Ms.", "Mrs.")), [("RNOKPP", "##########", "SSN")], "Shevchenka,Khreshchatyk,Franka,Soborna,Lvivska,Sahaidachnoho,Peremohy,Zelena",
     ["vul. {b} {n}, kv. {k}", "{b} St. {n}", "prosp. {b}, {n}"], ["{c} Regional Hospital", "Okhmatdyt"])
_add("IN", "en", "in", "en_IN hi bn", ["+91 98### #####", "+91-22-########", "9#########", "080-########"], "######", ["s, Q, c - z", "s/Q/c z", "s, c z, R"], (("Shri", "Mr.", "Sri"), ("Smt.", "Ms.", "Kumari")), [("Aadhaar", "#### #### ####", "SSN"), ("PAN", "@@@@@####@", "OTHER_ID"), ("ABHA", "##-####-####-####", "HEALTH_PLAN"), ("UHID", "##########", "MRN")],
     "MG,Gandhi,Nehru,Linking,Brigade,Anna,Park,Station,Hill,Temple,Church,Residency,SV,Lal Bahadur Shastri", ["{n}, {b} Road", "Flat {k}0{m}, Shanti Apartments, {b} Road", "H.No. {n}-{k}-{m}, {b} Nagar", "{n}/{l}, {b} Marg", "Plot No. {n}, Sector {k}", "{n}, {k}th Cross, {b} Layout"], ["AIIMS", "Apollo Hospital {c}", "Fortis {c}", "KEM Hospital", "Govt. Medical College {c}"])
_add("PK", "en", "pk", "en_PK", ["+92 300 #######", "0321-#######", "(042) ########"], "#####", ["s, Q, c", "s, c z"], (("Mr.", "Janab"), ("Mrs.", "Ms.")), [("CNIC", "#####-#######-#", "SSN")], "Mall,Jinnah,Canal,Ferozepur,Shahrah-e-Faisal,Murree,University,Circular",
     ["House {n}, Street {k}, {b} Town", "{n}-{l}, {b} Road", "House No. {n}, Block {l}"], ["Aga Khan Hospital", "Shaukat Khanum", "Mayo Hospital {c}"])
_add("CN", "zh", "cn", "zh", ["+86 138 #### ####", "010-########", "138########"], "######", ["s, Q District, c z", "s, c"], (("Mr.",), ("Ms.", "Mrs.")), [("ID card", "11##############@", "SSN"), ("ID No.", "##################", "SSN")], "Zhongshan,Renmin,Jiefang,Nanjing,Jianguo,Heping,Wenhua,Xinhua,Changan,Huaihai",
     ["No. {n} {b} Road", "Room {k}0{m}, Building {k}, {n} {b} East Road", "{n} {b} Lu"], ["{c} People's Hospital", "Peking Union", "Ruijin Hospital", "{c} No. {k} Hospital"])
_add("JP", "ja", "jp", "ja_JP", ["03-####-####", "+81 90 #### ####", "090-####-####", "+81-3-####-####"], "###-####", ["s, c, z", "z c, s", "s, Q-ku, c z"], (("Mr.",), ("Ms.",)), [("My Number", "#### #### ####", "SSN"), ("Insurance no.", "########", "HEALTH_PLAN")], "Shinjuku,Ginza,Marunouchi,Honcho,Sakuragi,Nishi,Higashi,Midori,Asahi,Hikari",
     ["{k}-{m}-{n} {b}", "{b} {k}-chome {m}-{n}", "{k}-{m}-{n} {b}, {h}{k}0{m}"], ["{c} University Hospital", "St. Luke's", "{c} Medical Center"])
_add("KR", "ko", "kr", "ko", ["02-###-####", "010-####-####", "+82 10 #### ####"], "#####", ["s, Q-gu, c z", "s, c"], (("Mr.",), ("Ms.", "Mrs.")), [("RRN", "######-#######", "SSN")], "Teheran,Sejong,Gangnam,Mapo,Hannam,Jongno,Bongeunsa,Daehak",
     ["{n} {b}-daero", "{n} {b}-ro {k}-gil", "Apt {k}0{m}, {n} {b}-ro"], ["Asan Medical Center", "Severance", "{c} National University Hospital"])
_add("VN", "en", "vn", "vi_VN vi", ["+84 9# ### ## ##", "028 #### ####", "09########"], "######", ["s, Q District, c", "s, Ward 5, c"], (("Mr.", "Ông", "Anh"), ("Ms.", "Bà", "Chị")), [("CCCD", "############", "SSN")], "Nguyễn Huệ,Lê Lợi,Trần Phú,Hai Bà Trưng,Lý Thường Kiệt,Điện Biên Phủ,Pasteur,Võ Văn Tần",
     ["{n} {b}", "{n} {b} Street", "Số {n}/{k} đường {b}"], ["Bệnh viện Chợ Rẫy", "Bach Mai Hospital", "{c} General Hospital"])
_add("PH", "en", "ph", "fil es_MX", ["+63 917 ### ####", "0917 ### ####", "(02) 8### ####"], "####", ["s, Brgy. Q, c z", "s, c"], (("Mr.", "Atty.", "Engr."), ("Mrs.", "Ms.", "Aling")), [("PhilHealth", "##-#########-#", "HEALTH_PLAN"), ("SSS", "##-#######-#", "SSN"), ("TIN", "###-###-###", "OTHER_ID")], "Rizal,Mabini,Bonifacio,Quezon,Luna,Aguinaldo,Taft,EDSA",
     ["{n} {b} St.", "Blk {k} Lot {m}, {b} Village", "{n} {b} Avenue"], ["PGH", "St. Luke's {c}", "{c} Doctors Hospital"])
_add("ID", "id", "co.id", "id_ID", ["+62 812 #### ####", "021 #######", "0812-####-####"], "#####", ["s, c z", "s, Kel. Q, c"], (("Bapak", "Bpk.", "Pak"), ("Ibu", "Bu", "Ny.")), [("NIK", "################", "SSN"), ("No. BPJS", "#############", "HEALTH_PLAN")], "Sudirman,Thamrin,Merdeka,Gatot Subroto,Diponegoro,Ahmad Yani,Melati,Mawar",
     ["Jl. {b} No. {n}", "Jalan {b} {n} RT 0{k}/RW 0{m}", "Jl. {b} Gg. {k} no. {n}"], ["RSUD {c}", "RS Siloam {c}", "Puskesmas {c}"])
_add("NG", "en", "com.ng", "yo_NG ig_NG ha_NG en_NG", ["+234 803 ### ####", "0803 ### ####", "080########"], "######", ["s, Q, c", "s, c"], (("Mr.", "Chief", "Alhaji", "Engr."), ("Mrs.", "Mama", "Alhaja", "Ms.")), [("NIN", "###########", "SSN"), ("BVN", "###########", "ACCOUNT")], "Awolowo,Allen,Herbert Macaulay,Adeola Odeku,Ahmadu Bello,Okpara,Broad,Marina",
     ["{n} {b} Street", "{n}, {b} Road", "Plot {n}, {b} Way", "No. {n} {b} Crescent"], ["UCH {c}", "LUTH", "{c} Teaching Hospital", "General Hospital, {c}"])
_add("KE", "en", "co.ke", "en_KE sw", ["+254 7## ### ###", "07## ######"], "00###", ["s, c", "P.O. Box n-z, c"], (("Mr.", "Mzee"), ("Mrs.", "Mama")), [("ID No.", "########", "OTHER_ID"), ("NHIF", "########", "HEALTH_PLAN"), ("KRA PIN", "A#########@", "OTHER_ID")], "Kenyatta,Moi,Kimathi,Ngong,Haile Selassie,Uhuru,Tom Mboya,Langata",
     ["{n} {b} Avenue", "{b} Road, House {k}", "{b} Estate, Block {l}{k}"], ["Kenyatta National", "{c} County Referral Hospital", "Aga Khan"])
_add("ZA", "en", "co.za", "zu_ZA en_GB nl_NL", ["+27 82 ### ####", "011 ### ####", "082 ### ####"], "####", ["s, Q, c z", "s/c/z"], (("Mr", "Mnr"), ("Mrs", "Mev", "Ms")), [("ID number", "#############", "SSN"), ("medical aid no", "#########", "HEALTH_PLAN")], "Voortrekker,Nelson Mandela,Jan Smuts,Main,Long,Church,Loop,Kloof,Rivonia,Beyers",
     ["{n} {b} Road", "{n} {b} Street", "Unit {k}, {b} Mews", "Posbus {n}"], ["Groote Schuur", "{c} Mediclinic", "Netcare {c}", "Chris Hani Baragwanath"])
_add("EG", "en", "eg", "ar", ["+20 100 ### ####", "02 #### ####", "01#########"], "#####", ["s, Q, c", "s, c"], (("Mr.", "Ustaz", "Hajj"), ("Mrs.", "Madam", "Hajja")), [("National ID", "2#############", "SSN")], "Tahrir,Ramses,Salah Salem,Nasr,Gamaat El Dowal,Corniche,Talaat Harb,El Haram",
     ["{n} {b} St.", "{n} Sharia {b}, Apt {k}", "Building {n}, {b} Street"], ["Qasr El Ainy", "{c} University Hospital", "Dar Al Fouad"])
_add("SA", "en", "com.sa", "ar", ["+966 5# ### ####", "05########", "011 ### ####"], "#####", ["s, Q District, c z", "s, c"], (("Mr.", "Sheikh"), ("Mrs.", "Ms.")), [("Iqama", "2#########", "LICENSE"), ("National ID", "1#########", "SSN"), ("Emirates ID", "784-####-#######-#", "SSN")], "King Fahd,Olaya,Tahlia,Prince Sultan,Al Madinah,Khurais,Makkah,King Abdulaziz",
     ["{n} {b} Road", "Villa {k}, {b} Street", "Bldg {n}, {b} Rd"], ["King Faisal Specialist", "{c} Central Hospital"])
_add("IL", "en", "co.il", "he ru_RU ar", ["+972 54-###-####", "03-#######", "050-#######"], "#######", ["s, c", "s, c z"], (("Mr.",), ("Mrs.", "Ms.")), [("Teudat Zehut", "#########", "SSN"), ("T.Z.", "########-#", "SSN")], "Herzl,Ben Yehuda,Dizengoff,Jabotinsky,Rothschild,Allenby,Weizmann,HaYarkon",
     ["{n} {b} St.", "{b} {n}/{k}", "Rehov {b} {n}"], ["Hadassah", "Sheba", "Ichilov", "Rambam"])
_add("AU", "en", "com.au", "en_GB en_NZ vi zh", ["+61 4## ### ###", "04## ### ###", "(02) 9### ####", "(03) #### ####"], "####", ["s, c R z", "s/c R z"], (("Mr", "Dr"), ("Mrs", "Ms", "Miss")), [("Medicare no.", "#### ##### #", "HEALTH_PLAN"), ("TFN", "### ### ###", "SSN"), ("IHI", "8003 60## #### ####", "HEALTH_PLAN"), ("DVA", "NX######", "HEALTH_PLAN"), ("URN", "#######", "MRN")], "Wattle,Banksia,George,Flinders,Collins,Pitt,Murray,Eucalypt,Bourke,Anzac",
     ["{n} {b} St", "{k}/{n} {b} Road", "Unit {k}, {n} {b} Parade", "{n} {b} Crescent"], ["Royal {c} Hospital", "{c} Base Hospital", "St Vincent's {c}", "{c} Private"])
_add("NZ", "en", "co.nz", "en_NZ haw", ["+64 21 ### ####", "09 ### ####", "027 ### ####"], "####", ["s, Q, c z", "s/c z"], (("Mr",), ("Mrs", "Ms")), [("NHI", "@@@####", "MRN"), ("IRD", "##-###-###", "SSN")], "Queen,Lambton,Moorhouse,Riccarton,Tamaki,Dominion,Ponsonby,Kowhai",
     ["{n} {b} Street", "{k}/{n} {b} Road", "{n} {b} Quay"], ["{c} Hospital", "Middlemore", "Starship"])
_add("CA", "en", "ca", "fr_CA fr_QC en_GB zh hi", ["(416) ###-####", "+1 604 ### ####", "514-###-####", "1-867-###-####"], "@#@ #@#", ["s, c R z", "s/c, R/z"], (("Mr.", "M."), ("Mrs.", "Mme", "Ms.")), [("SIN", "### ### ###", "SSN"), ("OHIP", "#### ### ### @@", "HEALTH_PLAN"), ("health card", "##########", "HEALTH_PLAN"), ("RAMQ", "@@@@ #### ####", "HEALTH_PLAN"), ("PHN", "9### ### ###", "HEALTH_PLAN")], "Yonge,Bloor,Queen,Dundas,Granville,Sainte-Catherine,Saint-Denis,Jasper,Portage,Rideau",
     ["{n} {b} St W", "{k}-{n} {b} Ave", "{n}, rue {b}", "{n} boul. {b}, app. {k}"], ["{c} General", "CHUM", "{c} Health Sciences Centre", "Hôpital {c}"])

REGIONS = {"BR": "SP RJ MG BA PR RS", "IT": "MI RM TO NA FI", "AU": "NSW VIC QLD WA SA", "CA": "ON BC QC AB MB", "IN": "Maharashtra Karnataka Kerala Gujarat"}


_LAYOUT = re.compile(r"\b[szcQRn]\b|/|[^/\w]+|\w+")


def street_of(doc) -> str:
    c = doc.country
    base = doc.choice(c.bases.sources[doc.split])
    if doc.chance(0.2):
        base = doc.lists.surname(doc.rng, "m", c.locales[0]).split()[0]
    shape = doc.choice(c.shapes)
    return fill(doc, shape.replace("{b}", "\0").replace("{n}", fill(doc, doc.choice(("%", "%#", "%#", "%##") if c.numbers == "%#" else (c.numbers,)))).replace("{k}", str(doc.int(1, 9)))
                .replace("{m}", str(doc.int(1, 9))).replace("{l}", doc.choice("ABCD"))).replace("\0", base).replace("{h}", "#")


def address_of(doc, between: str) -> None:
    """Street, post code and city as the country orders them; the post code is a ZIP, the rest LOCATION."""
    c = doc.country
    layout = doc.choice(c.layouts)
    for part in _LAYOUT.findall(layout):
        if part == "s":
            doc.add(street_of(doc), "LOCATION")
        elif part == "z":
            doc.add(fill(doc, c.zip), "ZIP")
        elif part in ("c", "Q"):
            doc.add(doc.lists.city(doc.rng, c.code), "LOCATION")
        elif part == "n":
            doc.add(str(doc.int(1, 900)), "LOCATION")
        elif part == "R":
            doc.add(doc.choice(REGIONS.get(c.code, "N S").split()), "STATE_COUNTRY")
        else:
            doc.add(between if part == "/" else part)
    if doc.chance(0.16):
        doc.add(between)
        name = NATIVE_NAMES[c.code]
        doc.add(name.upper() if doc.chance(0.3) else name, "STATE_COUNTRY")


NATIVE_NAMES = {"DE": "Deutschland", "AT": "Österreich", "CH": "Schweiz", "GB": "United Kingdom", "IE": "Ireland", "FR": "France", "BE": "België", "NL": "Nederland", "ES": "España", "MX": "México",
                "AR": "Argentina", "CL": "Chile", "CO": "Colombia", "BR": "Brasil", "PT": "Portugal", "IT": "Italia", "PL": "Polska", "CZ": "Česko", "HU": "Magyarország", "SE": "Sverige", "DK": "Danmark",
                "NO": "Norge", "FI": "Suomi", "RO": "România", "TR": "Türkiye", "GR": "Greece", "RU": "Russia", "UA": "Ukraine", "IN": "India", "PK": "Pakistan", "CN": "P.R. China", "JP": "Japan",
                "KR": "Republic of Korea", "VN": "Việt Nam", "PH": "Philippines", "ID": "Indonesia", "NG": "Nigeria", "KE": "Kenya", "ZA": "South Africa", "EG": "Egypt", "SA": "Saudi Arabia",
                "IL": "Israel", "AU": "Australia", "NZ": "Aotearoa New Zealand", "CA": "Canada"}


def hospital_of(doc) -> str:
    c, rng = doc.country, doc.rng
    return (doc.choice(c.hospitals).replace("{c}", doc.lists.city(rng, c.code)).replace("{s}", doc.lists.surname(rng, "m", c.locales[0]))
            .replace("{f}", doc.lists.given(rng, "m", c.locales[0])).replace("{b}", doc.choice(c.bases.sources[doc.split])).replace("{k}", str(doc.int(1, 9))))


def choose(doc) -> None:
    doc.country = COUNTRIES[doc.choice(sorted(COUNTRIES))]
