//! A small linear model that tells names of people and places from ordinary words, word by word, where no rule is sure.
//!
//! [`crate::scan::Scan::everything`] calls it after the rules. What the rules found is evidence for it, like the lists
//! ([`crate::lists`]) and the words around; its own last two decisions are evidence for the next. The weights are
//! made by the `deid-train` program from generated text and lie in static memory. It never looks at a word more
//! than [`features::REACH`] tokens away, so its work is linear in the text.

mod extents;
pub(crate) mod features;
pub(crate) mod figures;
mod measures;
mod runs;
mod series;
#[cfg(feature = "train")]
pub mod train;
mod weights;

use crate::lex::{Kind, MARGIN};
use crate::rules::{self, Rule};
use crate::scan::Scan;
use crate::scan::words;
use features::Reader;
use figures::Figures;

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
    /// Of a chain: a date, or a part of one.
    Date = 3,
    /// Of a chain: any other number or code that identifies.
    Number = 4,
}

/// How much is added to a tag's score before it is compared with "no identifier": a leak costs more than a word too
/// many. In the weights' unit; chosen on the training program's development split.
const LEAN: i32 = 46;
/// How much more for places, of which more are missed: chosen by the totals of kept sets, like [`LEAN`].
const LEAN_PLACES: i32 = 20;
/// [`LEAN`] where the rules found nothing in the whole text: most such texts hold nothing.
const LEAN_BARE: i32 = 12;
/// The same where every noun has a capital: the model knows no German, and takes findings for places.
const LEAN_GERMAN: i32 = -120;
/// The same for chains of figures, and where the rules found nothing.
const LEAN_FIGURES: i32 = 45;
const LEAN_FIGURES_BARE: i32 = -100;
/// Less for a number of few digits by itself: most of those count something.
const LEAN_SHORT: i32 = -30;
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
        let bare = self.found.is_empty();
        let (mode, found) = self.read_names();
        self.whole_places(mode);
        self.joined_parts(mode);
        self.drop_stand_ins();
        self.beside_names();
        self.codes_beside_places();
        self.read_figures(mode, found, bare);
        self.whole_series(mode == 2);
    }

    fn read_names(&mut self) -> (u32, u32) {
        let marks = self.covered();
        let about;
        let mut found: Vec<(u32, u32, &'static Rule)> = Vec::new();
        let mut open: Option<Run> = None;
        let bare = self.found.is_empty();
        let lean = if bare { LEAN_BARE } else { LEAN };
        let places = if bare { 0 } else { LEAN_PLACES };
        {
            let mut reader = Reader::new(self, &marks);
            about = (reader.mode(), reader.found());
            let lean = if reader.german() { lean.min(LEAN_GERMAN) } else { lean };
            let mut sum = weights::Names::default();
            for (i, token) in self.tokens.numbered() {
                let (tag, lead) = if reader.candidate(i, &token) {
                    reader.features(i, &mut sum);
                    let [person, place] = sum.scores();
                    decide([person, place + places], [Tag::Person, Tag::Place], lean)
                } else {
                    (Tag::Other, 0)
                };
                reader.decided(&token, tag);
                match &mut open {
                    Some(run) if run.tag == tag && self.belongs(run.end, i) => {
                        run.end = i + 1;
                        run.lead = run.lead.max(lead);
                    }
                    _ if tag != Tag::Other => {
                        let run = open.replace(Run { tag, start: i, end: i + 1, lead });
                        found.extend(run.and_then(|run| self.named(&run, &marks)));
                    }
                    Some(run) if i > run.end + 3 => {
                        found.extend(open.take().and_then(|run| self.named(&run, &marks)));
                    }
                    _ => {}
                }
            }
        }
        found.extend(open.and_then(|run| self.named(&run, &marks)));
        for (start, end, rule) in found {
            self.note(start as usize, end as usize, rule);
        }
        about
    }

    /// Reads the figures that no rule spoke for.
    fn read_figures(&mut self, mode: u32, found: u32, bare: bool) {
        let marks = self.covered();
        let lean = if bare { LEAN_FIGURES_BARE } else { LEAN_FIGURES };
        // Chains in a row with one tag: the tag, the first token, the token after the last.
        let mut runs: Vec<(Tag, usize, usize)> = Vec::new();
        {
            let mut figures =
                Figures::new(Reader::again(self, &marks, mode, found), &marks, self.dates_found());
            let mut sum = weights::Chains::default();
            let mut at = MARGIN;
            while let Some(chain) = figures.next(&mut at) {
                figures.features(chain, &mut sum);
                let short = chain.end == chain.first + 1
                    && self.kind(chain.first) == Kind::Number
                    && self.len(chain.first) < 4;
                let lean = if short { lean.min(0) + LEAN_SHORT } else { lean };
                let (tag, _) = decide(sum.scores(), [Tag::Date, Tag::Number], lean);
                figures.decided(chain, tag);
                if tag == Tag::Other {
                    continue;
                }
                match runs.last_mut() {
                    Some((last, _, end)) if *last == tag && self.beside(*end, chain.first, tag) => {
                        *end = chain.end;
                    }
                    _ => runs.push((tag, chain.first, chain.end)),
                }
            }
        }
        for (tag, start, end) in runs {
            let old = end == start + 1
                && self.len(start) <= 3
                && self.number(start).is_some_and(|age| (90..=115).contains(&age));
            let rule = match tag {
                Tag::Date if self.allowance(end) => continue,
                Tag::Date if !self.pressure(start, end) => &rules::DATE_READ,
                _ if old => &rules::AGE_READ,
                _ if self.measures(start, end) => continue,
                _ => &rules::ID_READ,
            };
            let (start, end) = if std::ptr::eq(rule, &rules::ID_READ) {
                self.whole_number(start, end, mode == 2)
            } else {
                (start, end)
            };
            self.note(start, end, rule);
        }
    }

    /// There are dates among the findings.
    pub(crate) fn dates_found(&self) -> bool {
        self.found.iter().any(|found| found.rule.category == crate::Category::Date)
    }

    /// What begins at token `i` belongs to what ends before token `end`: one space, or the little words inside of a date.
    fn beside(&self, end: usize, i: usize, tag: Tag) -> bool {
        (end..=i).all(|j| self.same_line(j) && self.token(j).flags & crate::lex::WIDE == 0)
            && (end == i
                || tag == Tag::Date
                    && i - end <= 2
                    && (end..i)
                        .all(|j| self.mark_of(j, b",.-/") || self.word_of(j, words!("of", "the", "day"))))
    }

    /// What is noted of a run: the tokens, and by which rule.
    fn named(&self, run: &Run, marks: &[u8]) -> Option<(u32, u32, &'static Rule)> {
        if marks[run.start..run.end].iter().all(|mark| *mark & (cover::PERSON | cover::PLACE) != 0) {
            return None;
        }
        let rule = match run.tag {
            Tag::Person if run.lead > SURE_LEAD => &rules::NAME_READ,
            Tag::Person => &rules::NAME_READ_UNSURE,
            _ => &rules::PLACE_READ,
        };
        let (start, end) = self.trimmed(run)?;
        Some((start as u32, end as u32, rule))
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

/// The better of two tags and by how much it leads over "no identifier".
fn decide([first, second]: [i32; 2], tags: [Tag; 2], lean: i32) -> (Tag, i32) {
    let (tag, score) = if first >= second { (tags[0], first) } else { (tags[1], second) };
    if score + lean > 0 { (tag, score + lean) } else { (Tag::Other, -score) }
}
