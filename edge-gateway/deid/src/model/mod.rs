//! A small linear model that tells names of people and places from ordinary words, word by word, where no rule is sure.
//!
//! [`crate::scan::Scan::everything`] calls it after the rules. What the rules found is evidence for it, like the lists
//! ([`crate::lists`]) and the words around; its own last two decisions are evidence for the next. The weights are
//! made by the `deid-train` program from generated text and lie in static memory. It never looks at a word more
//! than [`features::REACH`] tokens away, so its work is linear in the text.

pub(crate) mod features;
#[cfg(feature = "train")]
pub mod train;
mod weights;

use crate::lex::{Kind, MARGIN};
use crate::rules;
use crate::scan::Scan;
use features::{Reader, Slots};
use weights::Weights;

/// What the model takes a word for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub(crate) enum Tag {
    /// No identifier.
    #[default]
    Other = 0,
    /// Part of a person's name.
    Person = 1,
    /// Part of the name of a place or of a place of care, work or learning.
    Place = 2,
}

/// How much is added to a tag's score before it is compared with "no identifier": a leak costs more than a word too
/// many. In the weights' unit; chosen on the training program's development split.
const LEAN: i32 = 0;
/// A person found with more lead than this is looked for in the whole document.
pub(crate) const SURE_LEAD: i32 = 64 * 3;

/// Marks how a rule's finding covers a token, for [`Scan::covered`].
pub(crate) mod cover {
    /// A structured identifier: dates, numbers, addresses of the net, streets.
    pub(crate) const FIXED: u8 = 1;
    /// A person by a rule.
    pub(crate) const PERSON: u8 = 2;
    /// A place by a rule.
    pub(crate) const PLACE: u8 = 4;
    /// The caller knows it.
    pub(crate) const KNOWN: u8 = 8;
}

impl Scan<'_> {
    /// How the findings so far cover each token.
    pub(crate) fn covered(&self) -> Vec<u8> {
        let mut marks = vec![0u8; self.tokens.len()];
        for found in &self.found {
            let bit = match found.rule {
                rule if rule.rank == 0 => cover::KNOWN,
                rule if rule.category == crate::Category::Name => cover::PERSON,
                rule if matches!(rule.category, crate::Category::Location | crate::Category::Facility)
                    && rule.rank > 4 =>
                {
                    cover::PLACE
                }
                _ => cover::FIXED,
            };
            let first =
                self.tokens.partition_point(|token| token.start + u32::from(token.len) <= found.start);
            for (token, mark) in self.tokens[first..].iter().zip(&mut marks[first..]) {
                if token.start >= found.end {
                    break;
                }
                *mark |= bit;
            }
        }
        marks
    }

    /// Reads the whole text and notes the people and places that the rules did not find.
    pub(crate) fn read(&mut self) {
        let marks = self.covered();
        let weights = Weights::stored();
        let mut found = Vec::new();
        let mut open: Option<Run> = None;
        {
            let mut reader = Reader::new(self, &marks);
            let mut slots = Slots::new();
            for i in MARGIN..self.tokens.len() {
                let (tag, lead) = if reader.candidate(i) {
                    reader.features(i, &mut slots);
                    decide(weights.score(slots.as_slice()))
                } else {
                    (Tag::Other, 0)
                };
                reader.decided(i, tag);
                match &mut open {
                    Some(run) if run.tag == tag && self.belongs(run.end, i) => {
                        run.end = i + 1;
                        run.lead = run.lead.max(lead);
                    }
                    _ if tag != Tag::Other => {
                        found.extend(open.replace(Run { tag, start: i, end: i + 1, lead }));
                    }
                    Some(run) if i > run.end + 3 => found.extend(open.take()),
                    _ => {}
                }
            }
        }
        found.extend(open);
        for run in found {
            if marks[run.start..run.end].iter().all(|mark| *mark & (cover::PERSON | cover::PLACE) != 0) {
                continue;
            }
            let rule = match run.tag {
                Tag::Person if run.lead > SURE_LEAD => &rules::NAME_READ,
                Tag::Person => &rules::NAME_READ_UNSURE,
                _ => &rules::PLACE_READ,
            };
            let Some((start, end)) = self.trimmed(&run) else { continue };
            self.note(start, end, rule);
        }
        self.codes_beside_places();
    }

    /// A run without what may stay (states and countries at its end) and without letters that stand alone.
    fn trimmed(&self, run: &Run) -> Option<(usize, usize)> {
        let (start, mut end) = (run.start, run.end);
        if run.tag == Tag::Place {
            let mut first = start;
            loop {
                let words = self.region(first);
                let state = words == 0 && self.state(first);
                if first + words.max(usize::from(state)) >= end && (words > 0 || state) {
                    // All of it, or its end, is a state or country.
                    end = if first > start { first } else { start };
                    break;
                }
                first += 1;
                if first >= end {
                    break;
                }
            }
        }
        while end > start && self.kind(end - 1) == Kind::Mark {
            end -= 1;
        }
        let whole = (start..end).any(|j| self.kind(j) == Kind::Word && self.tokens[j].len > 1);
        (end > start && whole).then_some((start, end))
    }

    /// "Ruatoria 5024", "864 65 Olomouc": a number of four to six digits that touches a place is its postal code.
    fn codes_beside_places(&mut self) {
        let places: Vec<(u32, u32)> = self
            .found
            .iter()
            .filter(|found| matches!(found.rule.category, crate::Category::Location))
            .map(|found| (found.start, found.end))
            .collect();
        let mut codes = Vec::new();
        for (start, end) in places {
            let after = self.tokens.partition_point(|token| token.start < end);
            let next = after + usize::from(self.mark(after, b','));
            if let Some(code) = self.postal_code(next, false) {
                codes.push((next, code));
            }
            let first = self.tokens.partition_point(|token| token.start < start);
            for back in 1..=3 {
                let at = first.wrapping_sub(back);
                if self.postal_code(at, true) == Some(first) {
                    codes.push((at, first));
                    break;
                }
            }
        }
        for (from, to) in codes {
            self.note(from, to, &rules::ZIP_BESIDE);
        }
    }

    /// A postal code of digits at token `i`: the token after. In front of its town it must open a line or follow a comma.
    fn postal_code(&self, i: usize, before: bool) -> Option<usize> {
        let token = self.tokens.get(i)?;
        if i < MARGIN || token.kind != Kind::Number || !(before || self.same_line(i)) {
            return None;
        }
        let value = self.number(i)?;
        let mut end = i + 1;
        let tail = end + usize::from(self.mark(end, b'-') && self.joined(end) && self.joined(end + 1));
        let split = self.kind(tail) == Kind::Number && matches!(self.tokens[tail].len, 2..=4) && self.same_line(tail);
        if split && token.len == 3 {
            end = tail + 1;
        } else if split && tail > end && token.len == 4 {
            end = tail + 1;
        } else if !(4..=6).contains(&token.len) || token.len == 4 && (1900..2035).contains(&value) {
            return None;
        }
        let opens = self.line_start(i) || self.mark_of(i.wrapping_sub(1), b",;|-:(");
        let plain = self.stops(end) && !self.mark(end, b'%') && !(self.lex(end, crate::words::UNIT) && self.same_line(end) && !self.capital(end));
        (plain && (opens || !before) && (token.len > 4 || split || opens || self.capital(i - 1))).then_some(end)
    }

    /// Token `i` continues a run that ends before token `end`: nothing but the marks inside of names lies between.
    fn belongs(&self, end: usize, i: usize) -> bool {
        (end..=i).all(|j| self.same_line(j))
            && (end..i).all(|j| {
                self.kind(j) == Kind::Mark && (self.mark(j, b'.') && i - end == 1 || self.mark_of(j, b"-'"))
                    || self.word(j, "s") && self.mark(j - 1, b'\'')
            })
    }
}

/// Words in a row with one tag.
struct Run {
    tag: Tag,
    start: usize,
    end: usize,
    lead: i32,
}

/// The best tag and by how much it leads over "no identifier".
fn decide([person, place]: [i32; 2]) -> (Tag, i32) {
    let (tag, score) = if person >= place { (Tag::Person, person) } else { (Tag::Place, place) };
    if score + LEAN > 0 { (tag, score + LEAN) } else { (Tag::Other, -score) }
}
