//! Version 2 HL7 segments: their fields are known by number, whatever they hold.

use super::Scan;
use crate::fold::is_alnum;
use crate::lex::Kind;
use crate::rules::{self, Rule};

/// How a field is built.
#[derive(Clone, Copy)]
enum Field {
    /// First component is an identifier.
    Id(&'static Rule),
    /// Family^given^middle.
    Person,
    /// Identifier^family^given.
    Staff,
    /// Street^other^city^state^ZIP: the state may stay.
    Address,
    /// A telephone number.
    Phone,
    /// A place of care.
    Place,
}

use Field::{Address, Id, Person, Phone, Place, Staff};

/// A segment's name, and the numbers of its fields that identify.
type Segment = (&'static [u8], &'static [(usize, Field)]);

/// The segments that identify.
static SEGMENTS: &[Segment] = &[
    (
        b"PID",
        &[
            (2, Id(&rules::ID_MRN)),
            (3, Id(&rules::ID_MRN)),
            (4, Id(&rules::ID_MRN)),
            (5, Person),
            (6, Person),
            (9, Person),
            (11, Address),
            (13, Phone),
            (14, Phone),
            (18, Id(&rules::ID_ACCOUNT)),
            (19, Id(&rules::SSN_LABEL)),
            (20, Id(&rules::ID_LICENSE)),
            (21, Id(&rules::ID_MRN)),
        ],
    ),
    (b"NK1", &[(2, Person), (4, Address), (5, Phone), (6, Phone)]),
    (
        b"GT1",
        &[
            (2, Id(&rules::ID_ACCOUNT)),
            (3, Person),
            (4, Person),
            (5, Address),
            (6, Phone),
            (7, Phone),
            (12, Id(&rules::SSN_LABEL)),
        ],
    ),
    // Its first field is the bar itself.
    (b"MSH", &[(3, Place), (5, Place)]),
    (b"IN1", &[(16, Person), (19, Address), (36, Id(&rules::ID_PLAN)), (49, Id(&rules::ID_PLAN))]),
    (b"PV1", &[(7, Staff), (8, Staff), (9, Staff), (17, Staff), (19, Id(&rules::ID_MRN)), (52, Staff)]),
    (
        b"OBR",
        &[
            (2, Id(&rules::ID_OTHER)),
            (3, Id(&rules::ID_OTHER)),
            (10, Staff),
            (16, Staff),
            (28, Staff),
            (32, Staff),
        ],
    ),
    (b"ORC", &[(2, Id(&rules::ID_OTHER)), (3, Id(&rules::ID_OTHER)), (10, Staff), (12, Staff)]),
    (b"DG1", &[(16, Staff)]),
    (b"PD1", &[(4, Staff)]),
    (b"MRG", &[(1, Id(&rules::ID_MRN)), (7, Person)]),
];

impl Scan<'_> {
    /// Reads the segment that starts at word `i`, if one does.
    pub(super) fn hl7_at(&mut self, i: usize) {
        self.x12_town(i);
        let opens = self.line_start(i) || (self.mark(i - 1, b'|') && self.line_start(i - 1));
        if !opens || !self.uppercase(i) || !(2..=3).contains(&self.len(i)) {
            return;
        }
        let numbered = self.len(i) == 2 && self.kind(i + 1) == Kind::Number && self.joined(i + 1);
        let bar = i + 1 + usize::from(numbered);
        if !(self.kind(bar) == Kind::Mark && self.bytes(bar)[0] == b'|' && self.joined(bar)) {
            return;
        }
        let start = self.token(i).start as usize;
        let segment = &self.fold[start..start + 3];
        let Some((_, table)) = SEGMENTS.iter().find(|(name, _)| *name == segment) else {
            return;
        };
        let (mut at, mut number) = (start + 4, 1);
        loop {
            let mut end = at;
            while end < self.fold.len() && !matches!(self.fold[end], b'|' | b'\n' | b'\r') {
                end += 1;
            }
            if let Some((_, field)) = table.iter().find(|(n, _)| *n == number) {
                self.hl7_field(at, end, *field);
            }
            if self.fold.get(end) != Some(&b'|') {
                return;
            }
            at = end + 1;
            number += 1;
        }
    }

    /// X12's "N4*PORTLAND*ME*04101": town, state, postal code.
    fn x12_town(&mut self, i: usize) {
        let start = self.token(i).start as usize;
        let opens = self.line_start(i) || self.mark_of(i - 1, b"~|'");
        if !opens || !self.fold[start..].starts_with(b"N4*") {
            return;
        }
        let mut at = start + 3;
        for number in 0..3 {
            let mut end = at;
            while end < self.fold.len() && !matches!(self.fold[end], b'*' | b'~' | b'\n' | b'\r') {
                end += 1;
            }
            match number {
                0 => self.hl7_component(at, end, 2, false, &rules::PLACE_CITY),
                2 => self.hl7_component(at, end, 2, true, &rules::ZIP_LABEL),
                _ => {}
            }
            if self.fold.get(end) != Some(&b'*') {
                return;
            }
            at = end + 1;
        }
    }

    fn hl7_field(&mut self, start: usize, end: usize, field: Field) {
        let mut component = 0;
        let mut at = start;
        for k in start..=end {
            if k < end && !matches!(self.fold[k], b'^' | b'~' | b'&') {
                continue;
            }
            let rule = match (field, component) {
                (Field::Id(rule), 0) => Some(rule),
                (Field::Person, 0..=2) | (Field::Staff, 1..=3) => Some(&rules::NAME_HL7),
                (Field::Staff, 0) => Some(&rules::ID_LICENSE),
                (Field::Address, 0..=2) => Some(&rules::PLACE_STREET),
                (Field::Address, 4) => Some(&rules::ZIP_LABEL),
                (Field::Place, 0) => Some(&rules::PLACE_FIELD),
                (Field::Phone, _) => Some(&rules::PHONE_LABEL),
                _ => None,
            };
            if let Some(rule) = rule {
                let least =
                    if matches!(field, Field::Person | Field::Staff) && component > 0 { 1 } else { 2 };
                self.hl7_component(at, k, least, matches!(field, Field::Phone), rule);
            }
            component = if k < end && self.fold[k] == b'~' { 0 } else { component + 1 };
            at = k + 1;
        }
    }

    /// The length of the placeholder at this position of the fold, if one stands there.
    fn holder_at(&self, at: usize) -> Option<usize> {
        if self.fold[at] != b'[' {
            return None;
        }
        let next = self.tokens.starting_at(0, at as u32);
        let token = self.token(next);
        (token.kind == crate::lex::Kind::Holder && token.start as usize == at).then_some(token.len as usize)
    }

    /// Notes a component, but for placeholders in it, where enough of it says something.
    fn hl7_component(&mut self, start: usize, end: usize, least: usize, digits: bool, rule: &'static Rule) {
        let (mut from, mut at) = (start, start);
        while at <= end {
            let holder = if at < end { self.holder_at(at) } else { None };
            if at < end && holder.is_none() {
                at += 1;
                continue;
            }
            let piece = &self.fold[from..at];
            let content = piece.iter().copied().filter(|b| is_alnum(*b)).count();
            if content >= least && (!digits || piece.iter().any(u8::is_ascii_digit)) {
                self.note_fold(from as u32, at as u32, rule);
            }
            at += holder.unwrap_or(1);
            from = at;
        }
    }
}
