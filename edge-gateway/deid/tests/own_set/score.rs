//! Counts what was removed against what had to be: the project's measure of a de-identifier, strict mode.
//! Only letters and digits count. A year inside a date and a state behind a comma inside a place are neutral, since
//! Safe Harbor lets them stay; a removed age under 90, bare year or state is a mistake.

use crate::markup::{Document, Gold};
use std::collections::BTreeMap;
use std::ops::Range;

/// States that may stand behind the comma of a place.
const STATES: &str = "AL,AK,AZ,AR,CA,CO,CT,DC,DE,FL,GA,HI,IA,ID,IL,IN,KS,KY,LA,MA,MD,ME,MI,MN,MO,MS,MT,NC,ND,NE,NH,\
    NJ,NM,NV,NY,OH,OK,OR,PA,RI,SC,SD,TN,TX,UT,VA,VT,WA,WI,WV,WY,Alabama,Arizona,California,\
    Colorado,Florida,Georgia,Illinois,Massachusetts,Michigan,Minnesota,New York,Ohio,Oregon,\
    Pennsylvania,Texas,Washington";

/// Characters and spans of one category, or of all.
#[derive(Default, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) spans: usize,
    pub(crate) full: usize,
    pub(crate) characters: usize,
    pub(crate) hit: usize,
}

impl Row {
    fn merge(&mut self, other: &Self) {
        self.spans += other.spans;
        self.full += other.full;
        self.characters += other.characters;
        self.hit += other.hit;
    }
}

/// Everything counted over a set of documents.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) category: BTreeMap<&'static str, Row>,
    pub(crate) all: Row,
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) ordinary: usize,
    pub(crate) with_phi: usize,
    pub(crate) clean: usize,
    pub(crate) without_phi: usize,
    pub(crate) touched: usize,
    /// Documents that the engine would not answer: its self-check failed.
    pub(crate) refused: usize,
}

/// What one document taught, for the eye: only shown on demand.
#[derive(Default)]
pub(crate) struct Findings {
    /// Type, value and surroundings of what was not wholly removed.
    pub(crate) leaks: Vec<(&'static str, String, String)>,
    /// Removed though nothing asks for it, with surroundings.
    pub(crate) mistakes: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Ordinary,
    Phi,
    Neutral,
}

impl Figures {
    /// Adds what was counted over other documents.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (category, row) in &other.category {
            self.category.entry(category).or_default().merge(row);
        }
        self.all.merge(&other.all);
        self.right += other.right;
        self.wrong += other.wrong;
        self.ordinary += other.ordinary;
        self.with_phi += other.with_phi;
        self.clean += other.clean;
        self.without_phi += other.without_phi;
        self.touched += other.touched;
        self.refused += other.refused;
    }

    /// Adds a document; `removed` holds ranges of characters.
    pub(crate) fn add(&mut self, document: &Document, removed: &[Range<usize>]) -> Findings {
        let text: Vec<char> = document.text.chars().collect();
        let mut covered = vec![false; text.len()];
        for range in removed {
            covered[range.clone()].fill(true);
        }
        let mut state = vec![State::Ordinary; text.len()];
        for label in document.labels.iter().filter(|label| label.gold == Gold::Neutral) {
            state[label.start..label.end].fill(State::Neutral);
        }
        let mut findings = Findings::default();
        for label in &document.labels {
            let Gold::Phi(category) = label.gold else { continue };
            let segment = &text[label.start..label.end];
            let mut skip = vec![false; segment.len()];
            for range in spared(category, segment) {
                skip[range].fill(true);
            }
            let required: Vec<usize> =
                (0..segment.len()).filter(|&i| segment[i].is_alphanumeric() && !skip[i]).collect();
            if required.is_empty() {
                continue;
            }
            for (i, &skip) in skip.iter().enumerate() {
                state[label.start + i] = if skip { State::Neutral } else { State::Phi };
            }
            let hit = required.iter().filter(|&&i| covered[label.start + i]).count();
            for row in [self.category.entry(category).or_default(), &mut self.all] {
                row.spans += 1;
                row.full += usize::from(hit == required.len());
                row.characters += required.len();
                row.hit += hit;
            }
            if hit < required.len() {
                let around = &text[label.start.saturating_sub(40)..(label.end + 25).min(text.len())];
                findings.leaks.push((category, segment.iter().collect(), around.iter().collect()));
            }
        }
        self.ordinary(&text, &state, &covered, &mut findings);
        if document.has_phi() {
            self.with_phi += 1;
            self.clean += usize::from(findings.leaks.is_empty());
        } else {
            self.without_phi += 1;
            self.touched += usize::from(!findings.mistakes.is_empty());
        }
        findings
    }

    /// Counts what was removed, character by character, and gathers the runs that were removed by mistake.
    fn ordinary(&mut self, text: &[char], state: &[State], covered: &[bool], findings: &mut Findings) {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for i in (0..text.len()).filter(|&i| text[i].is_alphanumeric()) {
            self.ordinary += usize::from(state[i] == State::Ordinary);
            match state[i] {
                State::Phi => self.right += usize::from(covered[i]),
                State::Ordinary if covered[i] => {
                    self.wrong += 1;
                    match runs.last_mut().filter(|run| i - run.end < 2) {
                        Some(run) => run.end = i + 1,
                        None => runs.push(i..i + 1),
                    }
                }
                State::Ordinary | State::Neutral => {}
            }
        }
        findings.mistakes.extend(runs.into_iter().map(|run| {
            let around = &text[run.start.saturating_sub(40)..(run.end + 25).min(text.len())];
            (text[run].iter().collect(), around.iter().collect())
        }));
    }
}

/// A share in percent; all of nothing is all.
pub(crate) fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// What inside an identifier may stay.
fn spared(category: &str, segment: &[char]) -> Vec<Range<usize>> {
    match category {
        "DATE" => years(segment),
        "LOCATION" => states(segment),
        _ => Vec::new(),
    }
}

fn years(segment: &[char]) -> Vec<Range<usize>> {
    let digit = |at: Option<usize>| at.and_then(|at| segment.get(at)).is_some_and(|c| c.is_numeric());
    (0..segment.len().saturating_sub(3))
        .filter(|&i| {
            matches!(segment[i..i + 2], ['1', '9'] | ['2', '0'])
                && segment[i + 2..i + 4].iter().all(|c| c.is_numeric())
                && !digit(i.checked_sub(1))
                && !digit(Some(i + 4))
        })
        .map(|i| i..i + 4)
        .collect()
}

fn states(segment: &[char]) -> Vec<Range<usize>> {
    let word = |at: usize| segment.get(at).is_some_and(|&c| c.is_alphanumeric() || c == '_');
    let mut found = Vec::new();
    for comma in (0..segment.len()).filter(|&i| segment[i] == ',') {
        let start =
            (comma + 1..segment.len()).find(|&i| !segment[i].is_whitespace()).unwrap_or(segment.len());
        let end = STATES.split(',').map(|state| (state.chars(), start + state.len())).find(|(state, end)| {
            segment[start..].iter().copied().take(end - start).eq(state.clone()) && !word(*end)
        });
        found.extend(end.map(|(_, end)| comma..end));
    }
    found
}

#[test]
fn years_and_states() {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let one = |found: Vec<Range<usize>>| (found.len() == 1).then(|| (found[0].start, found[0].end));
    assert_eq!(one(years(&chars("3/4/2021"))), Some((4, 8)));
    assert_eq!(years(&chars("120210")), []);
    assert_eq!(one(states(&chars("Troy, New York"))), Some((4, 14)));
    assert_eq!(states(&chars("Troy, NYC")), []);
    assert_eq!(one(states(&chars("12 Elm, Troy,NY"))), Some((12, 15)));
}
