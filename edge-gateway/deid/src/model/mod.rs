//! A small linear model that tells names of people and places from ordinary words, word by word, where no rule is sure.
//!
//! [`crate::scan::Scan::everything`] calls it after the rules. What the rules found is evidence for it, like the lists
//! ([`crate::lists`]) and the words around; its own last two decisions are evidence for the next. The weights are
//! made by the `deid-train` program from generated text and lie in static memory. It never looks at a word more
//! than [`features::REACH`] tokens away, so its work is linear in the text.

pub(crate) mod features;
mod runs;
#[cfg(feature = "train")]
pub mod train;
mod weights;

use crate::lex::{Kind, MARGIN};
use crate::rules;
use crate::scan::Scan;
use features::{Reader, Slots};

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
const LEAN: i32 = 12;
/// The same where the rules found nothing in the whole text: most such texts hold nothing.
const LEAN_BARE: i32 = -8;
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
        // The stretch that was marked last, and how: findings in it, as the addresses inside of an address, add nothing.
        let mut done = (0, 0, 0);
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
            let within = bit == done.2 && (done.0..done.1).contains(&found.start);
            if within && found.end <= done.1 {
                continue;
            }
            let start = if within { done.1 } else { found.start };
            done = (if within { done.0 } else { found.start }, found.end, bit);
            // The token before may reach into the finding.
            let first = self.tokens.starting_at(MARGIN, start);
            let first = first - usize::from(first > MARGIN && self.end(first - 1) > start);
            for (token, mark) in self.tokens.from(first).zip(&mut marks[first..]) {
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
        let mut found = Vec::new();
        let mut open: Option<Run> = None;
        let lean = if self.found.is_empty() { LEAN_BARE } else { LEAN };
        {
            let mut reader = Reader::new(self, &marks);
            let mut slots = Slots::new();
            for i in MARGIN..self.tokens.len() {
                let (tag, lead) = if reader.candidate(i) {
                    reader.features(i, &mut slots);
                    decide(weights::score(slots.as_slice()), lean)
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
        self.beside_names();
        self.codes_beside_places();
    }

    /// Token `i` continues a run that ends before token `end`: nothing but the marks inside of names lies between.
    fn belongs(&self, end: usize, i: usize) -> bool {
        (end..=i).all(|j| self.same_line(j))
            && (end..i).all(|j| {
                self.kind(j) == Kind::Mark
                    && (self.mark(j, b'.') && i - end == 1 && self.len(end - 1) <= 2
                        || self.mark_of(j, b"-'"))
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
fn decide([person, place]: [i32; 2], lean: i32) -> (Tag, i32) {
    let (tag, score) = if person >= place { (Tag::Person, person) } else { (Tag::Place, place) };
    if score + lean > 0 { (tag, score + lean) } else { (Tag::Other, -score) }
}
