//! The names that systems and forms give their fields, in several languages, and what a field of that name holds.
//!
//! A name is compared in words: `patientLastName`, `PATIENT_LAST_NAME` and `Last name` are the same.

use crate::words;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    /// A person's name or a part of it.
    Person,
    /// A street, town or district.
    Place,
    /// The number of a house, or of a flat in it.
    House,
    /// A place of care, work or learning.
    Facility,
    /// A postal code.
    Zip,
    /// A number or code of a person, case or visit.
    Id,
    /// What a person is called at a machine.
    User,
    /// What opens something: a password, a token.
    Secret,
}

/// The names in words, without accents, set apart by semicolons.
const KEYS: &[(Holds, &str)] = &[
    (
        Holds::Person,
        "last name;first name;middle name;full name;given name;family name;maiden name;given names;\
        preferred name;surname;forename;forenames;fname;lname;lastname;firstname;fullname;surnames;patientname;\
        name of patient;vorname;nachname;familienname;geburtsname;prenom;prenoms;nom de famille;\
        nom de naissance;nom;nombre;nombres;apellido;apellidos;primer apellido;segundo apellido;cognome;nome;\
        sobrenome;apelido;voornaam;achternaam;naam;fornamn;efternamn;fornavn;etternavn;efternavn;etunimi;\
        sukunimi;imie;nazwisko;jmeno;prijmeni;ime;prezime;vezeteknev;keresztnev;nume;prenume;ad soyad;soyadi;\
        adi;nama;other names;display name;mothers maiden name;alias",
    ),
    (
        Holds::Place,
        "city;town;street;street address;street name;city town;suburb;locality;village;hamlet;municipality;\
        district;county;parish;borough;township;home address;mailing address;postal address;residential address;\
        permanent address;current address;address line;addr line;addr;address;birthplace;place of birth;\
        city of birth;birth city;strasse;str;ort;wohnort;geburtsort;anschrift;adresse;stadt;gemeinde;rue;ville;\
        commune;lieu de naissance;calle;ciudad;localidad;domicilio;direccion;municipio;colonia;poblacion;via;\
        citta;comune;indirizzo;luogo di nascita;rua;cidade;bairro;endereco;morada;straat;plaats;woonplaats;\
        adres;geboorteplaats;gata;ulica;miasto;miejscowosc;ulice;mesto;grad;katu;postitoimipaikka;kaupunki;\
        alamat;kota;mahalle;ilce;barangay;brgy;estate;landmark;neighborhood;neighbourhood",
    ),
    (
        Holds::House,
        "house;house no;house number;building;building no;building number;bldg;hausnummer;hausnr;haus nr;\
        huisnummer;huisnr;civico;apt;apartment;flat;flat no;door no;street number;street no;husnummer;\
        numero interior;numero exterior",
    ),
    (
        Holds::Facility,
        "employer;employer name;school;school name;practice name;gp practice;hospital name;facility name;\
        clinic name;sending facility;nursing home;pharmacy name;hospital;facility;clinic;krankenhaus;\
        arbeitgeber;hopital;employeur;empresa;ziekenhuis;szpital;preferred pharmacy;daycare;day care;preschool;\
        home health agency;hospice agency;dialysis unit;dialysis center;church;workplace;place of work;\
        name of school;group home",
    ),
    (
        Holds::Zip,
        "zip;zipcode;zip code;postcode;post code;postal code;postal;plz;code postal;codigo postal;cep;cap;\
        postnummer;eircode;pincode",
    ),
    (
        Holds::User,
        "user;username;user name;userid;user id;login;login name;logon;handle;nick;nickname;screen name;usr;\
        account name;benutzer;benutzername;utilisateur;identifiant;usuario;utente;gebruiker;gebruikersnaam;\
        skype;telegram;instagram;wechat;line id;discord;snapchat;insta;twitter;tiktok",
    ),
    (
        Holds::Secret,
        "pass;password;passwd;pwd;pw;passcode;passphrase;passwort;kennwort;mot de passe;contrasena;clave;senha;\
        wachtwoord;secret;token;access token;api key;apikey;auth token;wifi password;wi fi password",
    ),
    (
        Holds::Id,
        "id;pid;uid;uuid;guid;patientid;mrn;identifier;subject;patient;session;session id;sessionid;sid;\
        request id;req id;trace id;correlation id;rec;rec id;record;record id;case;case id;visit;visit id;\
        encounter;encounter id;batch;batch id;transaction id;msg id;message id;acct;account no;doc;doc id;\
        claim id;order id;enc id;household;household id;client id;person id;pat id;mem id;member id;customer id;\
        study id;subject id;policy;passport;ssn;pat;patente;kenteken;targa;matricula;kennzeichen;driving licence;driving license;drivers license;licence no;license no;licence number;license number;passport no;passport number;national id;nhs number;staff id;licence;license;plate",
    ),
];

/// Names that say so in a record alone: in a form's or sentence's line "Doctor:" and "Location:" are headings of other things.
const RECORD_ONLY: &[(Holds, &str)] = &[
    (
        Holds::Person,
        "family;given;last;first;middle;maiden;prov;provider;author;performer;practitioner;attending;nurse;\
        signer;patient name;clinician;physician;sn;doctor;staff;contact name;sender;operator;signed by;\
        entered by;ordered by;recorder",
    ),
    (Holds::Place, "line;loc;location"),
];

/// Keys that a form's line says as often of something else: "Case: 45 M with …", "Line: right IJ".
const FORM_NEVER: &str = "id;pid;pat;matricula;staff id;nhs number;national id;passport no;passport number;licence no;license no;licence number;license number;drivers license;driving licence;driving license;\
    subject;patient;record;case;visit;encounter;policy;plate;license;licence;passport;rec;doc;\
    order id;ssn;mrn;session;batch;acct;str;via;cap;clave;line id;alias;secret;hospital;clinic;facility;\
    estate;flat;building;house;token;district;grad;ort;ime;adi;sn;handle;user;sid;pass;household;\
    village hospital;apt;zip;zip code;zipcode;postcode;post code;postal code;plz;address";

/// Words that say whose field it is.
const OWNERS: &str = "patient;pt;pat;home;mailing;billing;contact;guarantor;mother;father;spouse;client;member;subscriber;\
    insured;person;res;resident;primary;mothers;fathers;nok;emergency;legal;current;p;ec;guardian;user;\
    employee;dependent;birth;work;business;permanent;provider";

/// Room for the names of one list.
const ROOM: usize = 512;
/// Bits of the filter in front of them.
const FILTER: usize = 2048;

/// The names of lists by the hash of their letters, and what each holds.
struct Table {
    hashes: [u32; ROOM],
    /// A bit for each hash: most texts are no key.
    filter: [u64; FILTER / 64],
    holds: [Holds; ROOM],
    len: usize,
}

impl Table {
    const fn new() -> Table {
        Table { hashes: [0; ROOM], filter: [0; FILTER / 64], holds: [Holds::Id; ROOM], len: 0 }
    }

    /// With the names of one list more.
    const fn with(mut self, holds: Holds, list: &str) -> Table {
        let list = list.as_bytes();
        let mut from = 0;
        while from < list.len() {
            let mut to = from;
            while to < list.len() && list[to] != b';' {
                to += 1;
            }
            let hash = words::letters(words::part(list, from, to));
            self.hashes[self.len] = hash;
            self.filter[hash as usize % FILTER / 64] |= 1 << (hash % 64);
            self.holds[self.len] = holds;
            self.len += 1;
            from = to + 1;
        }
        self
    }

    const fn of(lists: &[(Holds, &str)]) -> Table {
        let mut table = Table::new();
        let mut at = 0;
        while at < lists.len() {
            table = table.with(lists[at].0, lists[at].1);
            at += 1;
        }
        table
    }

    fn find(&self, text: &[u8]) -> Option<Holds> {
        let hash = words::letters(text);
        if self.filter[hash as usize % FILTER / 64] >> (hash % 64) & 1 == 0 {
            return None;
        }
        let hashes = self.hashes.get(..self.len)?;
        hashes.iter().position(|listed| *listed == hash).map(|at| self.holds[at])
    }
}

static BY_KEY: Table = Table::of(KEYS);
static IN_RECORDS: Table = Table::of(RECORD_ONLY);
static NEVER: Table = Table::new().with(Holds::Id, FORM_NEVER);
static OWNED: Table = Table::new().with(Holds::Id, OWNERS);

/// Longest key that is read.
pub(crate) const MAX_KEY: usize = 40;

/// The key in words: small letters, a space between words, without a number at its end.
fn spelled_out(key: &[u8]) -> ([u8; 2 * MAX_KEY], usize) {
    let (mut text, mut len) = ([0; 2 * MAX_KEY], 0);
    let mut last = b' ';
    for (at, byte) in key.iter().copied().enumerate().take(MAX_KEY) {
        let letter = crate::fold::is_letter(byte);
        // "lastName", but neither "ZIP" nor "eMail".
        let hump = byte.is_ascii_uppercase() && last.is_ascii_lowercase() && at > 1;
        if (hump || !letter) && len > 0 && text[len - 1] != b' ' && byte != b'\'' {
            text[len] = b' ';
            len += 1;
        }
        if letter {
            text[len] = byte.to_ascii_lowercase();
            len += 1;
        }
        last = byte;
    }
    while len > 0 && text[len - 1] == b' ' {
        len -= 1;
    }
    (text, len)
}

/// What a field of this name holds; in a `record` (JSON, XML, a query) also names that are headings elsewhere.
pub(crate) fn holds(key: &[u8], record: bool) -> Option<Holds> {
    if key.len() > MAX_KEY || key.is_empty() {
        return None;
    }
    let (text, len) = spelled_out(key);
    let mut rest = &text[..len];
    for _ in 0..3 {
        if !record && NEVER.find(rest).is_some() {
            return None;
        }
        if let Some(holds) = BY_KEY.find(rest) {
            return Some(holds);
        }
        if record && let Some(holds) = IN_RECORDS.find(rest) {
            return Some(holds);
        }
        let space = rest.iter().position(|byte| *byte == b' ')?;
        let owner = OWNED.find(&rest[..space]).is_some();
        // "hl7:given", "v_city": what stands in front of a short mark is a namespace.
        if !(owner || record && space <= 3) {
            return None;
        }
        rest = &rest[space + 1..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_every_style() {
        for key in [
            "patientLastName",
            "PATIENT_LAST_NAME",
            "last-name",
            "Last name",
            "LASTNAME",
            "hl7:lastName",
            "last_name_1",
        ] {
            assert_eq!(holds(key.as_bytes(), true), Some(Holds::Person), "{key}");
        }
        assert_eq!(holds(b"addr_line_1", true), Some(Holds::Place));
        assert_eq!(holds(b"home_address_line_2", true), Some(Holds::Place));
        assert_eq!(holds(b"pwd", true), Some(Holds::Secret));
        assert_eq!(holds(b"location", false), None);
        assert_eq!(holds(b"location", true), Some(Holds::Place));
        assert_eq!(holds(b"medication", true), None);
    }
}
