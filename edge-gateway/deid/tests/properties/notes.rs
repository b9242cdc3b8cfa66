//! Structured random notes: a small grammar of headers, sentences, tables and messages, with what must not remain.
//!
//! The names are made of syllables of no language, so that "this word is also an ordinary word" is never an excuse.

use proptest::prelude::*;
use proptest::sample::select;

/// A note, and the values in it that stand where no rule may miss them.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) text: String,
    pub(crate) secrets: Vec<String>,
}

const HEADS: &[&str] =
    &["Zor", "Quel", "Brax", "Vint", "Dral", "Yev", "Plo", "Krus", "Fen", "Thal", "Gwo", "Skre"];
const TAILS: &[&str] =
    &["vathi", "limar", "doxel", "zenko", "quist", "brindo", "fayem", "tulka", "moryn", "jepsi"];
const SURE_STREETS: &[&str] = &["Street", "St.", "Avenue", "Ave", "Road", "Lane", "Drive", "Blvd"];

/// Clinical prose in which nothing identifies.
const PROSE: &[&str] = &[
    "Denies chest pain and shortness of breath. ",
    "BP 142/88, HR 94, T 98.6, RR 18, SpO2 94% on RA. ",
    "Continue metoprolol 25 mg twice daily; INR goal 2-3. ",
    "Strength 5/5 in all extremities, 2/6 systolic murmur. ",
    "History of Parkinson disease and Crohn's colitis. ",
    "Foley catheter in place, Apgar 8 and 9. ",
    "MRI of C5-C6 and L4-5 without change. ",
    "A1c 7.2, creatinine 1.02, platelets 245. ",
    "Lungs clear.\n",
    "\n\n",
    "\r\n",
    "ASSESSMENT AND PLAN:\n1. Hypertension\n2. Diabetes\n",
    "Take 1-2 tabs q4-6h prn pain 7/10. ",
    "It may rain; will follow. ",
    "- ",
    "\t",
    "* * *\n",
];

fn surname() -> impl Strategy<Value = String> {
    (select(HEADS), select(TAILS)).prop_map(|(head, tail)| format!("{head}{tail}"))
}

fn given() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["Maria", "John", "Aisha", "Robert", "Ingrid", "Chen", "Luis", "Priya"])
            .prop_map(str::to_owned),
        surname(),
    ]
}

fn digits(most: u32) -> impl Strategy<Value = String> {
    (0..10u64.pow(most)).prop_map(move |n| format!("{n:0width$}", width = most as usize))
}

fn date() -> impl Strategy<Value = String> {
    const MONTHS: &[&str] =
        &["January", "Feb", "March", "Apr.", "May", "June", "Jul", "August", "Sept", "October"];
    (1..13u32, 1..29u32, 1930..2026u32, 0..6u8, select(MONTHS)).prop_map(|(month, day, year, form, name)| {
        match form {
            0 => format!("{month}/{day}/{year}"),
            1 => format!("{year}-{month:02}-{day:02}"),
            2 => format!("{month:02}-{day:02}-{year}"),
            3 => format!("{name} {day}, {year}"),
            4 => format!("{day} {name} {year}"),
            _ => format!("{month}/{day}/{:02}", year % 100),
        }
    })
}

fn phone() -> impl Strategy<Value = String> {
    (201..990u32, 200..999u32, 0..10000u32, 0..4u8).prop_map(|(area, office, line, form)| match form {
        0 => format!("({area}) {office}-{line:04}"),
        1 => format!("{area}-{office}-{line:04}"),
        2 => format!("{area}.{office}.{line:04}"),
        _ => format!("+1 {area} {office} {line:04}"),
    })
}

fn code() -> impl Strategy<Value = String> {
    prop_oneof![digits(7), digits(8), "[A-Z]{2}-[0-9]{6}", "[0-9]{3}-[0-9]{2}-[0-9]{2}", "[A-R][0-9]{8}"]
}

fn email() -> impl Strategy<Value = String> {
    ("[a-z]{5,9}", "[a-z]{4,8}").prop_map(|(user, host)| format!("{user}.{host}@{host}.example.org"))
}

fn piece(text: String, secrets: &[&str]) -> (String, Vec<String>) {
    (text, secrets.iter().map(|secret| (*secret).to_owned()).collect())
}

/// One element of a note.
fn element() -> BoxedStrategy<(String, Vec<String>)> {
    prop_oneof![
        4 => select(PROSE).prop_map(|text| piece(text.to_owned(), &[])),
        2 => (given(), surname(), date(), code())
            .prop_map(|(a, b, d, id)| piece(format!("Patient: {a} {b}\nDOB: {d}\nMRN: {id}\n"), &[&b, &d, &id])),
        2 => (surname(), date()).prop_map(|(name, d)| piece(format!("Dr. {name} called on {d}. "), &[&name, &d])),
        2 => (given(), phone()).prop_map(|(a, tel)| piece(format!("Her daughter {a} can be reached at {tel}. "), &[&tel])),
        1 => surname().prop_map(|name| piece(format!("Mrs. {name}'s wound is clean; {name} agrees. "), &[&name])),
        1 => (surname(), given(), digits(8), 91..108u32).prop_map(|(b, a, id, age)| {
            piece(format!("\n| Name | MRN | Age |\n|---|---|---|\n| {a} {b} | {id} | {age} |\n"), &[&id])
        }),
        1 => (surname(), given(), code(), 1..13u32, 1..29u32).prop_map(|(b, a, id, m, d)| {
            let (b, a) = (b.to_uppercase(), a.to_uppercase());
            piece(format!("\nPID|1||{id}^^^HOSP^MR||{b}^{a}||1948{m:02}{d:02}|F\n"), &[])
        }),
        1 => (digits(3), digits(2), digits(4))
            .prop_map(|(a, b, c)| { let ssn = format!("{a}-{b}-{c}"); piece(format!("SSN: {ssn}. "), &[&ssn]) }),
        1 => email().prop_map(|mail| piece(format!("Write to {mail} for results. "), &[&mail])),
        1 => ("[a-z]{4,9}", code()).prop_map(|(host, id)| {
            let url = format!("https://{host}.example.com/p?id={id}");
            piece(format!("See {url} today. "), &[&url])
        }),
        1 => (1..255u8, 0..255u8, 0..255u8, 1..255u8)
            .prop_map(|(a, b, c, d)| { let ip = format!("{a}.{b}.{c}.{d}"); piece(format!("Logged in from {ip}. "), &[&ip]) }),
        1 => (1..9999u32, surname(), select(SURE_STREETS), digits(5)).prop_map(|(n, name, kind, zip)| {
            let street = format!("{n} {name} {kind}"); piece(format!("Lives at {street}, Springfield, IL {zip}. "), &[&street])
        }),
        1 => (90..110u32).prop_map(|age| piece(format!("A {age}-year-old woman. "), &[])),
        1 => (select(vec!["Member ID", "Account #:", "NPI", "Device lot:", "S/N", "Accession:", "License No:"]), digits(8))
            .prop_map(|(label, id)| piece(format!("{label} {id}; "), &[&id])),
        1 => (given(), surname(), code()).prop_map(|(a, b, id)| {
            piece(format!("{{\"patientName\":\"{a} {b}\",\"mrn\":\"{id}\"}}\n"), &[&id])
        }),
        1 => select(vec!["[NAME-3] ", "[DATE] ", "[AGE>89] ", "[MRN-12", "[", "]]", "[NAME-99999] "])
            .prop_map(|text| piece(text.to_owned(), &[])),
        // A space after noise: "xDr. Smith" is no title.
        1 => "\\PC{1,6}\\. ".prop_map(|text| piece(text, &[])),
        1 => "[0-9/.,:()#@ -]{1,14}\\. ".prop_map(|text| piece(text, &[])),
    ]
    .boxed()
}

/// A note as it is typed: ASCII but for what an element itself brings.
pub(crate) fn note() -> impl Strategy<Value = Note> {
    prop::collection::vec(element(), 1..14).prop_map(|elements| {
        let (texts, secrets): (Vec<_>, Vec<_>) = elements.into_iter().unzip();
        Note { text: texts.concat(), secrets: secrets.concat() }
    })
}

/// What scanners, editors, phones and people do to a text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dress {
    Plain,
    FullWidthDigits,
    ArabicDigits,
    NoBreakSpaces,
    Dashes,
    ZeroWidth,
    CombiningMarks,
    CarriageReturns,
}

const DRESSES: &[Dress] = &[
    Dress::Plain,
    Dress::FullWidthDigits,
    Dress::ArabicDigits,
    Dress::NoBreakSpaces,
    Dress::Dashes,
    Dress::ZeroWidth,
    Dress::CombiningMarks,
    Dress::CarriageReturns,
];

fn dress(text: &str, how: Dress) -> String {
    let digit = |c: char, zero: u32| match c.to_digit(10) {
        Some(value) => char::from_u32(zero + value).unwrap_or(c),
        None => c,
    };
    match how {
        Dress::Plain => text.to_owned(),
        Dress::FullWidthDigits => text.chars().map(|c| digit(c, 0xFF10)).collect(),
        Dress::ArabicDigits => text.chars().map(|c| digit(c, 0x660)).collect(),
        Dress::NoBreakSpaces => text.replace(' ', "\u{a0}"),
        Dress::Dashes => text.replace('-', "\u{2013}"),
        Dress::ZeroWidth => text.chars().flat_map(|c| [c, '\u{200d}']).collect(),
        Dress::CombiningMarks => text
            .chars()
            .flat_map(|c| [Some(c), matches!(c, 'a' | 'e' | 'o').then_some('\u{301}')])
            .flatten()
            .collect(),
        Dress::CarriageReturns => text.replace('\n', "\r\n"),
    }
}

/// A note in any dress.
pub(crate) fn dressed() -> impl Strategy<Value = String> {
    (note(), select(DRESSES)).prop_map(|(note, how)| dress(&note.text, how))
}

/// Any text at all: dressed notes, noise near the rules, and noise.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => dressed(),
        1 => ".{0,200}",
        1 => "[\\x00-\\x7f]{0,200}",
        1 => prop::collection::vec(any::<char>(), 0..80).prop_map(|chars| chars.into_iter().collect::<String>()),
        1 => prop::collection::vec(select(NASTY), 0..60).prop_map(|pieces| pieces.concat()),
    ]
}

/// Characters and pieces that break assumptions: joiners, marks without a base, other spaces, surrogate neighbours, forms
/// whose case mapping changes length, digits of other scripts, look-alikes of brackets and of placeholders.
const NASTY: &[&str] = &[
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{300}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2028}",
    "\u{2060}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{feff}",
    "\u{fffd}",
    "\u{10ffff}",
    "\u{e0041}",
    "ß",
    "İ",
    "ı",
    "ŉ",
    "ǅ",
    "ﬁ",
    "ſ",
    "K",
    "Ω",
    "１",
    "٣",
    "९",
    "𝟗",
    "²",
    "½",
    "①",
    "Ⅳ",
    "［",
    "］",
    "＠",
    "．",
    "：",
    "／",
    "漢",
    "字",
    "あ",
    "한",
    "ע",
    "ب",
    "🙂",
    "👩‍⚕️",
    "[",
    "]",
    "[NAME-",
    "[NAME-1]",
    "-1]",
    "]]",
    "[[",
    "[AGE>89",
    ">89]",
    "«",
    "»",
    "Dr. ",
    "MRN ",
    "DOB:",
    "@",
    "www.",
    "://",
    "1",
    "12",
    "345",
    "6789",
    "/",
    "-",
    ".",
    ",",
    " ",
    "\n",
    "\t",
    "|",
    "^",
    "\\",
    "\"",
    "'",
    "A",
    "a",
    "Zorvathi",
    " on ",
];
