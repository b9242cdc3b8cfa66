//! People by their initials alone: who signed at the end of a note, and "initials: S. K. W.".

use super::{Scan, Words};
use crate::lex::{Kind, LINE, MARGIN};
use crate::rules;
use crate::words::{COMMON, CREDENTIAL, PERSONVERB, RELATION, UNIT};

/// Short forms that end notes as well as initials do.
const SHORT_FORMS: &Words = words!(
    "nad", "wnl", "prn", "bid", "tid", "qid", "qd", "qhs", "qod", "rtc", "nka", "npo", "ama", "dnr", "dni",
    "ros", "eol", "nos", "tba", "tbc", "tbd", "fyi", "thx", "ty", "tx", "pls", "plz", "ok", "lol", "asap",
    "eta", "po", "iv", "im", "sc", "sl", "pr", "hs", "ac", "pc", "am", "pm", "hr", "bp", "rr", "ra", "ed",
    "er", "or", "icu", "pcp", "pt", "ot", "st", "md", "rn", "np", "pa", "do", "mi", "cva", "tia", "dvt",
    "pe", "uti", "copd", "chf", "dm", "htn", "ckd", "aki", "gi", "gu", "ent", "obs", "gyn", "eod", "cob",
    "btw", "idk", "etc", "mg", "ml", "kg", "cm", "mm", "wk", "mo", "yr", "yrs", "hrs", "min", "sec", "neg",
    "pos", "abn", "nl", "cx", "dx", "hx", "rx", "sx", "fx", "bx", "ix", "mx", "lv", "rv", "la", "lt", "rt",
    "ue", "le", "rue", "lue", "rle", "lle", "ruq", "luq", "rlq", "llq", "fu", "dc", "ad", "ss", "nb", "ps",
    "cc", "re", "vs", "ie", "eg", "ns", "nr", "na", "nil", "fh", "pmh", "sob", "doe", "cp", "abx", "opd",
    "gp", "hx", "fbc", "ues", "lfts", "cxr", "ecg", "ekg", "ct", "mri", "mr", "us", "uss", "xr", "lp", "sz",
    "dka", "gtn", "stat", "bm", "bms", "bgl", "bsl", "kcl", "nacl", "no", "yes", "nt", "nd", "ntd", "ttp",
    "rom", "wbat", "nwb", "twb", "aox", "ftt", "ltc", "snf", "ltac", "hha", "dme", "sw", "cm", "cna", "lpn",
    "cnm", "crna", "dds", "dmd", "dvm", "phd", "bsn", "msn", "slp", "rd", "rrt", "hep", "osa", "cpap", "ngt",
    "peg", "picc", "cvc", "foley", "bka", "aka", "toc", "loc", "los", "wdl", "cdi", "tds", "bd", "od", "om",
    "on", "mane", "nocte", "ttos", "tto", "imp", "nsr", "afib", "svt", "pvc", "pac", "ef", "tte", "tee",
    "ldl", "hdl", "tsh", "hba", "inr", "cbc", "bmp", "cmp", "lft", "esr", "crp", "bnp", "bun", "cr", "gfr",
    "ua", "hcg", "psa", "afp", "cea", "ccc", "tq", "ta", "tks", "thks", "rgds", "xx", "xxx", "xo", "rip"
);
/// How many tokens may lie between the word for what was done and the letters of two who did it.
const WORK_BEFORE: usize = 6;
/// Letters of one who signs.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=3;

impl Scan<'_> {
    /// Letters that are nothing but somebody's initials: in no list of words, and no short form.
    fn signing(&self, j: usize) -> bool {
        let case = self.uppercase(j) || self.bytes(j).iter().all(u8::is_ascii_lowercase);
        self.kind(j) == Kind::Word
            && INITIALS.contains(&self.len(j))
            && case
            && self.bytes(j).iter().all(u8::is_ascii_alphabetic)
            && self.token(j).lex & !(CREDENTIAL | crate::words::STATE) == 0
            && !self.listed_word(j, SHORT_FORMS)
            && {
                let entry = crate::lists::lookup(self.bytes(j));
                entry.common() <= 2 && !entry.clinical()
            }
    }

    /// "BJ's brother TJ had RSV": what a child is called, in two letters of which the second is a J, from the word `i`.
    pub(super) fn two_letters(&mut self, i: usize) {
        let called = self.uppercase(i)
            && self.bytes(i)[1] == b'J'
            && matches!(self.bytes(i)[0], b'A'..=b'E' | b'J'..=b'M' | b'P' | b'R' | b'T')
            && !self.joined(i);
        let before = i.wrapping_sub(1);
        let owner = self.mark(i + 1, b'\'') && self.word(i + 2, "s") && self.joined(i + 2);
        let subject = self.same_line(i + 1) && self.lex(i + 1, PERSONVERB) || self.word(i + 1, "here");
        if called
            && (owner
                || subject
                || self.same_line(i)
                    && (self.lex(before, RELATION) || self.listed_word(before, words!("named", "called"))))
        {
            self.note(i, i + 1, &rules::NAME_INITIAL);
        }
    }

    /// "collected by tmc", "typed by KRL": letters behind what was done with a specimen or a text, from token `at`.
    pub(super) fn done_by(&mut self, verb: usize, at: usize) {
        let ends = self.kind(at + 1) != Kind::Word
            || self.line_start(at + 1)
            || self.listed_word(at + 1, words!("at", "on"));
        let done = self.listed_word(
            verb,
            words!(
                "collected",
                "drawn",
                "typed",
                "dictated",
                "entered",
                "transcribed",
                "obtained",
                "recorded",
                "verified",
                "checked"
            ),
        );
        if done
            && ends
            && self.same_line(at)
            && self.signing(at)
            && !self.joined(at + 1) | (self.kind(at + 1) == Kind::Mark)
        {
            self.note(at, at + 1, &rules::NAME_SIGNED);
        }
    }

    /// "… amb tid. -Brannigan": a surname or given name that is hardly anything else, behind a dash that follows a sentence.
    fn signing_surname(&self, last: usize) -> bool {
        let dash = last - 1;
        let entry = crate::lists::lookup(self.bytes(last));
        self.kind(last) == Kind::Word
            && self.len(last) > 2
            && self.capital(last)
            && !self.uppercase(last)
            && !self.lex(last, COMMON | UNIT)
            && entry.surname().max(entry.given()) > 0
            && entry.common() <= 1
            && !entry.clinical()
            && (self.mark_of(dash, b"-~") || self.bytes(dash) == b"--")
            && !self.joined(dash)
            && (self.line_start(dash) || self.mark_of(dash - 1, b".!?"))
    }

    /// Two or three letters of one case, and no word of the language.
    fn letters_of_one(&self, j: usize) -> bool {
        let case = self.uppercase(j) || self.bytes(j).iter().all(u8::is_ascii_lowercase);
        self.kind(j) == Kind::Word
            && INITIALS.contains(&self.len(j))
            && case
            && self.bytes(j).iter().all(u8::is_ascii_alphabetic)
            && !self.lex(j, COMMON | UNIT)
    }

    /// "dict/trans: HA/jmc", "dict. 30/9, typed 3/10, hw/ddl", "Scribe ab.", "Minutes TL.": the work stands before the letters that end
    /// a text. Whether they were noted.
    fn signed_for_work(&mut self, last: usize) -> bool {
        const WORK: &Words = words!(
            "typed",
            "dict",
            "dictated",
            "trans",
            "transcribed",
            "transcriptionist",
            "typist",
            "scribe",
            "minutes",
            "examiner",
            "crew",
            "recorder"
        );
        if !self.letters_of_one(last) || !self.same_line(last) {
            return false;
        }
        let other = last - 2;
        let pair = self.joined(last)
            && self.mark(last - 1, b'/')
            && self.joined(last - 1)
            && !self.joined(other)
            && self.letters_of_one(other);
        let first = if pair { other } else { last };
        // Days and marks may lie between in front of two; one stands at once behind the work.
        let within = if pair { WORK_BEFORE } else { 1 + usize::from(self.mark(first - 1, b':')) };
        let told = (1..=within)
            .map(|n| first - n)
            .take_while(|j| {
                self.same_line(j + 1) && (self.kind(*j) != Kind::Word || self.listed_word(*j, WORK))
            })
            .any(|j| self.listed_word(j, WORK));
        if told && !self.joined(first) {
            self.note(first, last + 1, &rules::NAME_SIGNED);
        }
        told
    }

    /// Who signed, in the last words of the text: "… recheck 2 wks. jrk", "- LM slp", "// KT".
    pub(super) fn signature(&mut self) {
        let mut last = self.tokens.len().wrapping_sub(1);
        while last > MARGIN && self.kind(last) == Kind::Mark && !self.mark_of(last, b"?!)") {
            last -= 1;
        }
        // "lm slp", "rs, rn"
        if last > MARGIN && self.lex(last, CREDENTIAL) && self.signing(last - 1) && self.same_line(last) {
            last -= 1;
        }
        if last > MARGIN && self.signing_surname(last) {
            self.note(last, last + 1, &rules::NAME_SIGNED);
        }
        if last > MARGIN && self.signed_for_work(last) {
            return;
        }
        if last <= MARGIN || !self.signing(last) {
            return;
        }
        let before = last - 1;
        // "-RJS", "/jk"; but "2 /lpf"
        let dashed = self.joined(last)
            && self.mark_of(before, b"-/~")
            && !self.joined(before)
            && self.kind(before - 1) != Kind::Number;
        let parted = self.token(last).flags & LINE != 0
            || dashed
            || !self.joined(last)
                && (self.mark_of(before, b".-/~;")
                    || self.kind(before) == Kind::Mark && self.len(before) == 2)
                && !(self.mark(before, b'.')
                    && self.kind(before - 1) == Kind::Number
                    && self.lex(last, UNIT))
            || self.listed_word(before, words!("signed", "by", "initials", "initialed", "initialled"));
        let free = !self.joined(last) || self.mark_of(before, b"-/~");
        // "RJS/kw", "TLM:jd": who dictated and who typed.
        let dictated = before - 1;
        let typed = self.joined(last)
            && self.joined(before)
            && self.mark_of(before, b"/:")
            && !self.capital(last)
            && self.uppercase(dictated)
            && self.signing(dictated)
            && (self.line_start(dictated) || !self.joined(dictated) && self.mark(dictated - 1, b'.'));
        if typed {
            self.note(dictated, last + 1, &rules::NAME_SIGNED);
        } else if parted && free && !self.lex(last, COMMON) {
            self.note(last, last + 1, &rules::NAME_SIGNED);
        }
    }

    /// "initials S. K. W.", "could I have initials? S K W": the letters after the word.
    pub(super) fn initials_after(&mut self, i: usize) {
        let mut j = i + 1;
        for _ in 0..6 {
            let letter = self.kind(j) == Kind::Word && self.len(j) == 1 && self.capital(j);
            let solid = self.kind(j) == Kind::Word
                && self.uppercase(j)
                && INITIALS.contains(&self.len(j))
                && self.lex(j + 1, COMMON) | (self.kind(j + 1) != Kind::Word);
            if letter || solid && !self.mark(j + 1, b':') {
                break;
            }
            let speaker = self.line_start(j) && self.mark(j + 1, b':');
            if speaker {
                j += 2;
            } else if self.mark_of(j, b":?=,\"'(-")
                || self.listed_word(j, words!("are", "is", "were", "please", "of"))
            {
                j += 1;
            } else {
                return;
            }
        }
        let mut end = j;
        let mut letters = 0;
        while letters < 4
            && self.kind(end) == Kind::Word
            && self.uppercase(end)
            && (self.len(end) == 1 || letters == 0 && self.len(end) <= 3)
        {
            letters += self.len(end);
            end += 1;
            end += usize::from(self.mark(end, b'.') && self.joined(end));
            if !self.same_line(end) || letters > 1 && self.len(end - 1) > 1 {
                break;
            }
        }
        if (2..=4).contains(&letters) {
            self.note(j, end, &rules::NAME_SIGNED);
        }
    }
}
