//! The labels and phrases in front of a person's name.

use crate::words;

/// What must stand between a label and the name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lead {
    /// A colon, equals sign, bar or wide gap: the word alone is part of ordinary sentences.
    Sign,
    /// Nothing: the phrase is always followed by a person, if by a capital.
    Direct,
    /// Nothing, and the name may be in small letters.
    Any,
}

macro_rules! leads {
    ($($lead:ident: $words:expr;)*) => {
        /// Phrases by what they need.
        const PEOPLE: &[(Lead, &[&str])] = &[$((Lead::$lead, &$words)),*];
    };
}

leads! {
    Any: ["patient name", "pt name", "patients name", "patient s name", "full name", "legal name", "name of patient", "name is", "first name", "last name", "maiden name",
        "middle name", "preferred name", "family name", "given name", "member name", "subscriber name", "insured name", "guarantor name", "surname"];
    Direct: ["signed by", "dictated by", "seen by", "taken by", "verified by", "reviewed by", "performed by", "evaluated by", "examined by", "interpreted by",
        "accompanied by", "referred by", "authored by", "cosigned by", "attested by", "ordered by", "prescribed by", "completed by", "read by", "transcribed by",
        "approved by", "recorded by", "entered by", "witnessed by", "called by", "followed by", "treated by", "collected by", "drawn by", "assisted by", "administered by",
        "checked by", "prepared by", "supervised by", "admitted by", "discharged by", "reported by", "written by", "electronically signed", "scribed by",
        "spoke with", "spoke to", "speaking with", "talked to", "talked with", "met with", "discussed with", "coaches with", "works with", "conferred with",
        "consulted with", "lives with", "handoff to", "handoff from", "report to", "report from", "named", "known as", "goes by", "thank you for referring", "referring",
        "interpreter", "guarantor", "contact", "dear", "sincerely", "regards", "respectfully", "attn", "attention", "hello", "hi", "surgeon", "assistant", "attending", "caller",
        "emergency contact", "primary care provider", "primary care physician", "pcp", "patient", "pt", "proxy", "oncologist", "cardiologist", "paged", "notified", "texted",
        "neurologist", "nurse practitioner", "physician assistant", "social worker", "case manager", "respiratory therapist", "medical assistant", "hospitalist",
        "his name was", "her name was", "cc", "attending physician", "nurse", "midwife", "therapist", "psychiatrist", "dermatologist", "resident", "intern"];
    Sign: ["name", "patient", "pt", "attending", "attending physician", "attending provider", "attending md", "surgeon", "assistant", "assistant surgeon", "first assistant",
        "co-surgeon", "anesthesiologist", "anesthesia", "provider", "physician", "pcp", "primary care physician", "primary care provider", "primary provider",
        "referring", "referring physician", "referring provider", "referring md", "ordering provider", "ordering physician", "ordering md", "consultant",
        "consulting physician", "admitting physician", "discharging physician", "caller", "re", "cc", "interpreter", "contact", "emergency contact", "next of kin", "nok",
        "guarantor", "guardian", "spouse", "mother", "father", "husband", "wife", "son", "daughter", "sister", "brother", "parent", "insured", "subscriber", "policy holder",
        "policyholder", "witness", "nurse", "rn", "technologist", "technician", "radiologist", "pathologist", "author", "transcriptionist", "scribe", "resident", "fellow",
        "therapist", "counselor", "case manager", "social worker", "pharmacist", "reviewer", "from", "to", "cosigner", "signature", "responsible party",
        "health care proxy", "healthcare proxy", "hcp", "poa", "power of attorney", "client", "member", "student", "employee", "clinician", "doctor", "dr", "staff", "by",
        "electronically signed", "e-signed", "alias", "aka", "a k a", "nickname", "relative", "informant", "historian", "sender", "recipient", "attn", "signed",
        "dictated", "transcribed", "dictating", "verified", "performed", "authenticated", "reported", "primary nurse", "charge nurse", "oncologist", "cardiologist",
        "neurologist", "primary", "covering", "covering tonight", "on call", "sign-out", "betrifft", "betreff", "proband", "approved", "prepared", "requesting physician", "responsible physician", "naam", "nombre", "nom", "emp", "partner",
        "friend", "caregiver", "notified", "physician name", "provider name", "nurse name", "doctor name", "contact name", "contact person", "employer", "nom du patient"];
}

/// A phrase in front of a name.
#[derive(Clone, Copy)]
pub(crate) struct Phrase {
    /// Its words, parted by spaces or hyphens; the first one is known when it is looked up.
    pub(crate) words: &'static str,
    pub(crate) lead: Lead,
}

/// How many phrases there are.
const PHRASES: usize = {
    let (mut count, mut kind) = (0, 0);
    while kind < PEOPLE.len() {
        count += PEOPLE[kind].1.len();
        kind += 1;
    }
    count
};

/// All phrases, in the order of [`PEOPLE`].
const LISTED: [Phrase; PHRASES] = {
    let mut listed = [Phrase { words: "", lead: Lead::Any }; PHRASES];
    let (mut at, mut kind) = (0, 0);
    while kind < PEOPLE.len() {
        let (lead, phrases) = PEOPLE[kind];
        let mut n = 0;
        while n < phrases.len() {
            listed[at] = Phrase { words: phrases[n], lead };
            (at, n) = (at + 1, n + 1);
        }
        kind += 1;
    }
    listed
};

/// The number of a phrase's first word in the word table.
const fn head(phrase: usize) -> usize {
    let words = LISTED[phrase].words.as_bytes();
    let mut end = 0;
    while end < words.len() && words[end] != b' ' && words[end] != b'-' {
        end += 1;
    }
    words::number_of(words::part(words, 0, end)) as usize
}

/// Where the phrases of each first word begin in [`BY_HEAD`], by the word's number.
static FIRST: [u16; words::WORDS + 1] = {
    let mut first = [0u16; words::WORDS + 1];
    let mut n = 0;
    while n < PHRASES {
        first[head(n) + 1] += 1;
        n += 1;
    }
    let mut word = 0;
    while word < words::WORDS {
        first[word + 1] += first[word];
        word += 1;
    }
    first
};

/// The phrases by their first words, else in order.
static BY_HEAD: [Phrase; PHRASES] = {
    let mut next = FIRST;
    let mut sorted = LISTED;
    let mut n = 0;
    while n < PHRASES {
        let head = head(n);
        sorted[next[head] as usize] = LISTED[n];
        next[head] += 1;
        n += 1;
    }
    sorted
};

/// The phrases that begin with the word of this number.
pub(crate) fn phrases(word: u16) -> &'static [Phrase] {
    let word = usize::from(word).min(words::WORDS - 1);
    BY_HEAD.get(usize::from(FIRST[word])..usize::from(FIRST[word + 1])).unwrap_or_default()
}

/// First words of all phrases, for the word table.
pub(crate) const PERSON_HEADS: &str = "betrifft betreff proband sign patient pt patients full legal name first last maiden middle preferred family given member subscriber insured guarantor surname signed \
dictated seen taken verified reviewed performed evaluated examined interpreted accompanied referred authored cosigned attested ordered prescribed completed read transcribed \
approved recorded entered witnessed called followed treated collected drawn assisted administered checked prepared supervised admitted discharged reported written \
electronically scribed spoke speaking talked met discussed coaches works conferred consulted lives handoff report named known goes thank referring interpreter contact dear \
sincerely regards respectfully attn attention hello hi surgeon assistant attending caller emergency primary pcp proxy oncologist cardiologist paged notified texted neurologist \
nurse physician social case respiratory medical hospitalist his her cc midwife therapist psychiatrist dermatologist resident intern co anesthesiologist anesthesia provider \
ordering consultant consulting admitting discharging re next nok guardian spouse mother father husband wife son daughter sister brother parent policy policyholder witness rn \
technologist technician radiologist pathologist author transcriptionist scribe fellow counselor pharmacist reviewer from to cosigner signature responsible health healthcare hcp \
poa power client student employee clinician doctor dr staff by e alias aka a nickname relative informant historian sender recipient dictating authenticated charge covering on \
requesting naam nombre nom emp partner friend caregiver employer";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_listed() {
        for phrase in PEOPLE.iter().flat_map(|(_, phrases)| *phrases) {
            let head = phrase.split([' ', '-']).next().unwrap();
            assert!(PERSON_HEADS.split(' ').any(|listed| listed == head), "{head}");
        }
    }
}
