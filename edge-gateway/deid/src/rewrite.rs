//! Puts something else where findings were, by the policy, and keeps the account of it.
//!
//! Called by `session`, which checks what comes out. Where an action has no meaning for a value, the value is masked.

use crate::action::{Action, ActionName};
use crate::category::{CATEGORIES, Category};
use crate::dates::{self, Order};
use crate::finder::Finder;
use crate::fold::{View, is_alnum};
use crate::lex::{self, AGE_HOLDER};
use crate::person::{self, Name, People};
use crate::policy::Policy;
use crate::rules::{self, Rule};
use crate::scan::Candidate;
use crate::surrogate::{Surrogates, Value};
use crate::table::Index;
use crate::{generalise, hash, shift};
use serde::{Serialize, Serializer};

/// One stretch that was removed. Offsets count Unicode scalar values of the submitted text; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What it was.
    pub category: Category,
    /// Id of the rule that found it.
    pub rule: &'static str,
    /// How sure the rule is, in percent.
    pub confidence: u8,
    /// What was done: masked where the policy's action has no meaning for the value.
    pub action: ActionName,
}

impl Span {
    fn new(c: &Candidate, start: usize, length: usize, action: ActionName) -> Span {
        let rule = c.rule;
        Span {
            start,
            end: start + length,
            category: rule.category,
            rule: rule.id,
            confidence: confidence(rule),
            action,
        }
    }
}

/// How sure a finding of this rule is, in percent: what the caller knows is certain, a form with a label or a check nearly so,
/// and the words around a name are a guess.
pub(crate) fn confidence(rule: &Rule) -> u8 {
    match rule.rank {
        0 => 100,
        1 | 2 => 99,
        3 => 98,
        4 => 96,
        5 => 93,
        6 => 85,
        7 => 75,
        _ => 80,
    }
}

/// As the contract has it: `{"start","end","category","rule","confidence","action"}`, confidence from 0 to 1.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut span = serializer.serialize_struct("Span", 6)?;
        span.serialize_field("start", &self.start)?;
        span.serialize_field("end", &self.end)?;
        span.serialize_field("category", &self.category)?;
        span.serialize_field("rule", self.rule)?;
        span.serialize_field("confidence", &(f64::from(self.confidence) / 100.0))?;
        span.serialize_field("action", &self.action)?;
        span.end()
    }
}

/// What stands for which value, over all texts of a request.
#[derive(Clone)]
pub(crate) struct Memory {
    /// Numbers per category: the same value, apart from case and punctuation, has the same number; so has the same person.
    seen: Index,
    /// The numbers of people, by person; 0 for one who has none yet.
    persons: Vec<u32>,
    next: [u32; CATEGORIES],
    /// The key that is looked up: one buffer for all.
    key: Vec<u8>,
    people: People,
    /// Where the policy has them.
    surrogates: Option<Surrogates>,
    /// By how many days dates are shifted, where the policy does.
    shift: Option<i32>,
}

impl Memory {
    pub(crate) fn new<T: AsRef<str>>(texts: &[T], policy: &Policy) -> Memory {
        let surrogates = policy.uses(ActionName::Surrogate).then(|| Surrogates::new(policy.key(), texts));
        let shift = match policy.action(Category::Date) {
            Action::Shift(key) => Some(shift::days(key, policy.patient(), texts)),
            _ => None,
        };
        let mut memory = Memory {
            seen: Index::new(),
            persons: Vec::new(),
            key: Vec::new(),
            next: [1; CATEGORIES],
            people: People::default(),
            surrogates,
            shift,
        };
        for text in texts {
            let bytes = text.as_ref().as_bytes();
            let open = if bytes.contains(&b'[') { bytes } else { &[] };
            for (at, _) in open.iter().enumerate().filter(|(_, byte)| **byte == b'[') {
                memory.start_above(&bytes[at..]);
            }
        }
        memory
    }

    /// Numbers start above those of placeholders that the texts already have.
    fn start_above(&mut self, rest: &[u8]) {
        if let Some((_, Some(category), number)) = lex::holder(rest, lex::GIVEN_DIGITS) {
            let slot = &mut self.next[category.index()];
            *slot = (*slot).max(number + 1);
        }
    }

    /// The number of a value that is no person.
    fn number(&mut self, view: &View<'_>, c: &Candidate) -> u32 {
        let category = c.rule.category;
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.push(category.index() as u8);
        letters(view, c, &mut key);
        let next = &mut self.next[category.index()];
        let number = *self.seen.get(&key).unwrap_or(next);
        if number == *next {
            *next += 1;
            self.seen.insert(key.clone(), number);
        }
        self.key = key;
        number
    }

    fn person_number(&mut self, category: Category, person: usize) -> u32 {
        if self.persons.len() <= person {
            self.persons.resize(person + 1, 0);
        }
        let (number, next) = (&mut self.persons[person], &mut self.next[category.index()]);
        if *number == 0 {
            *number = *next;
            *next += 1;
        }
        *number
    }
}

/// Adds the letters and digits of a finding, in small letters.
fn letters(view: &View<'_>, c: &Candidate, key: &mut Vec<u8>) {
    for at in c.start..c.end {
        let byte = view.fold[at as usize];
        if byte.is_ascii_alphanumeric() {
            key.push(byte.to_ascii_lowercase());
        } else if is_alnum(byte) {
            key.extend(view.key(at as usize).to_le_bytes());
        }
    }
}

/// Writes a number in digits: the machinery of formatting costs more than everything else of a placeholder.
fn push_number(out: &mut String, number: u32) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// A stretch that was copied: where it lies in the output and in the submitted text, in bytes, and its length.
pub(crate) struct Copied {
    pub(crate) output: usize,
    pub(crate) source: usize,
    pub(crate) len: usize,
}

/// The output, and the account of it.
pub(crate) struct Rewritten {
    pub(crate) text: String,
    /// One for each finding, in order.
    pub(crate) spans: Vec<Span>,
    pub(crate) copied: Vec<Copied>,
    /// Where the replacement of each finding lies in the output, in bytes.
    pub(crate) put: Vec<(usize, usize)>,
}

/// Everything about one text that the actions look at.
pub(crate) struct Job<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) found: &'a [Candidate],
    pub(crate) policy: &'a Policy,
    pub(crate) finder: &'a Finder<'a>,
}

/// Names that are kept taken apart: as many as an ordinary text has.
const KEPT_NAMES: usize = 512;

/// True for actions whose replacement is a placeholder, which no scanner looks into.
pub(crate) const fn is_holder(action: ActionName) -> bool {
    matches!(action, ActionName::Keep | ActionName::Mask | ActionName::Redact)
}

/// What is done to a finding that gets a placeholder.
fn held(action: ActionName) -> ActionName {
    if action == ActionName::Redact { action } else { ActionName::Mask }
}

/// Counts characters of a text.
struct Scale<'t> {
    text: &'t str,
    ascii: bool,
}

impl Scale<'_> {
    fn new(text: &str) -> Scale<'_> {
        Scale { text, ascii: text.is_ascii() }
    }

    fn count(&self, from: usize, to: usize) -> usize {
        if self.ascii { to - from } else { self.text[from..to].chars().count() }
    }
}

/// Room for one more replacement. Where placeholders are longer than what they stand for, the output grows by what those so far
/// tell of the rest and not to twice its size, which a text of a megabyte has no memory for.
fn make_room(out: &mut String, text_left: usize, (done, all): (usize, usize)) {
    const MARGIN: usize = 64;
    if out.capacity() - out.len() < text_left.min(MARGIN) + MARGIN {
        let left = (all - done) as u64;
        let each = out.len() as u64 / (done as u64 + 1) + 1;
        out.reserve_exact(text_left + (left * each) as usize + 2 * MARGIN);
    }
}

impl Job<'_> {
    /// Puts something else in the place of every finding; a placeholder where `masked` says so. Without an `account` there
    /// is the text alone.
    pub(crate) fn rewrite(
        &self,
        masked: impl Fn(usize) -> bool,
        memory: &mut Memory,
        account: bool,
    ) -> Rewritten {
        let Job { view, found, policy, .. } = *self;
        let text = view.text;
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        let noted = if account { found.len() } else { 0 };
        let mut spans = Vec::with_capacity(noted);
        let mut copied = Vec::with_capacity(noted + 1);
        let mut put = Vec::with_capacity(noted);
        // Also those whose letters are spelled with characters that the fold makes plain.
        let open = if view.fold.contains(&b'[') { &view.fold[..] } else { &[] };
        for (at, _) in open.iter().enumerate().filter(|(_, byte)| **byte == b'[') {
            memory.start_above(&view.fold[at..]);
        }
        let names = self.names(memory);
        let mut named = 0;
        let order = self.order();
        let (mut done, mut scalars) = (0, 0);
        let scale = Scale::new(text);
        for (at, c) in found.iter().enumerate() {
            let (from, mut to) = (view.byte(c.start), view.byte(c.end));
            let category = c.rule.category;
            let (name, person) = match names.places.get(named) {
                Some(place) if *place as usize == at => {
                    named += 1;
                    let person = names.persons[named - 1].map(|person| person as usize);
                    (names.names.get(named - 1).map(|name| (name, person)), person)
                }
                _ => (None, None),
            };
            let mut action = policy.action(category).name();
            if account {
                copied.push(Copied { output: out.len(), source: done, len: from - done });
                scalars += scale.count(done, from);
            }
            make_room(&mut out, text.len() - done, (at, found.len()));
            out.push_str(&text[done..from]);
            let began = out.len();
            let other = if masked(at) { None } else { self.other(c, name, order, memory) };
            match other {
                Some(Other { text, up_to }) => {
                    // A region that goes with another finding is not there to be kept.
                    let free = found.get(at + 1).is_none_or(|next| next.start >= up_to);
                    if free {
                        out.push_str(&text);
                        to = view.byte(up_to);
                    } else {
                        action = ActionName::Mask;
                        self.hold(&mut out, c, person, action, memory);
                    }
                }
                None => {
                    // Known values are removed even where the category may stay.
                    action = held(action);
                    self.hold(&mut out, c, person, action, memory);
                }
            }
            if account {
                put.push((began, out.len()));
                let length = scale.count(from, to);
                spans.push(Span::new(c, scalars, length, action));
                scalars += length;
            }
            done = to;
        }
        if account {
            copied.push(Copied { output: out.len(), source: done, len: text.len() - done });
        }
        out.push_str(&text[done..]);
        Rewritten { text: out, spans, copied, put }
    }

    /// The policy has placeholders for everything that was found.
    pub(crate) fn only_holders(&self) -> bool {
        self.found.iter().all(|c| is_holder(self.policy.action(c.rule.category).name()))
    }

    /// The account of a text in which everything has a placeholder.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let scale = Scale::new(self.view.text);
        let (mut done, mut scalars) = (0, 0);
        let span = |c: &Candidate| {
            let (from, to) = (self.view.byte(c.start), self.view.byte(c.end));
            let start = scalars + scale.count(done, from);
            let length = scale.count(from, to);
            (done, scalars) = (to, start + length);
            Span::new(c, start, length, held(self.policy.action(c.rule.category).name()))
        };
        self.found.iter().map(span).collect()
    }

    /// The placeholder of a finding.
    fn hold(
        &self,
        out: &mut String,
        c: &Candidate,
        person: Option<usize>,
        action: ActionName,
        memory: &mut Memory,
    ) {
        let category = c.rule.category;
        if category == Category::Age90 {
            out.push_str(AGE_HOLDER);
            return;
        }
        out.push('[');
        out.push_str(category.name());
        if action == ActionName::Mask {
            let number = match person {
                Some(person) => memory.person_number(category, person),
                None => memory.number(self.view, c),
            };
            out.push('-');
            push_number(out, number);
        }
        out.push(']');
    }

    /// The names among the findings, and whose they are. Where names are redacted nobody needs to know.
    fn names(&self, memory: &mut Memory) -> Names {
        let mut result = Names::default();
        let action = self.policy.action(Category::Name).name();
        if action == ActionName::Redact {
            return result;
        }
        let named = |c: &&Candidate| c.rule.category == Category::Name;
        let read = |place: u32| Name::read(self.view, &self.found[place as usize]);
        result.places.reserve_exact(self.found.iter().filter(named).count());
        let places = self.found.iter().enumerate().filter(|(_, c)| named(c)).map(|(at, _)| at as u32);
        result.places.extend(places);
        // A name taken apart is many times as large as the name: where only its number is asked for, those beyond the first are read again.
        if !matches!(action, ActionName::Surrogate | ActionName::Hash) {
            let mut names = Vec::with_capacity(result.places.len().min(KEPT_NAMES));
            let count = |at: &u32| {
                let name = read(*at);
                let count = name.full_count() as u8;
                if names.len() < KEPT_NAMES {
                    names.push(name);
                }
                count
            };
            let counts: Vec<u8> = result.places.iter().map(count).collect();
            result.persons = vec![None; counts.len()];
            for at in person::most_first(counts) {
                let person = match names.get(at) {
                    Some(name) => memory.people.person(name),
                    None => memory.people.person(&read(result.places[at])),
                };
                result.persons[at] = person.map(|person| person as u32);
            }
            return result;
        }
        result.names = result.places.iter().map(|at| read(*at)).collect();
        let persons = memory.people.meet(&result.names);
        if action == ActionName::Surrogate
            && let Some(surrogates) = &mut memory.surrogates
        {
            for at in person::long_names_first(&result.names) {
                let gender = result.names[at].gender.or_else(|| memory.people.gender(persons[at]?));
                surrogates.meet(&result.names[at], gender, self.finder);
            }
        }
        result.persons = persons.into_iter().map(|person| person.map(|person| person as u32)).collect();
        result
    }

    /// Which of two small numbers is the month, as the text's dates tell.
    fn order(&self) -> Order {
        let mut order = Order::default();
        if !is_holder(self.policy.action(Category::Date).name()) {
            for c in self.found.iter().filter(|c| c.rule.category == Category::Date) {
                order.learn(self.slice(c));
            }
        }
        order
    }

    fn slice(&self, c: &Candidate) -> &[u8] {
        &self.view.fold[c.start as usize..c.end as usize]
    }

    /// What the policy puts there, if it is no placeholder of ours and means something for this value.
    fn other(
        &self,
        c: &Candidate,
        name: Option<(&Name, Option<usize>)>,
        order: Order,
        memory: &mut Memory,
    ) -> Option<Other> {
        let category = c.rule.category;
        let fold = self.slice(c);
        let text = match self.policy.action(category) {
            Action::Keep | Action::Mask | Action::Redact => None,
            // Ages over 89 and years that show one read alike whatever is done with the rest.
            Action::Generalise if category == Category::Age90 => {
                let year = c.rule.id == rules::AGE_BIRTH_YEAR.id;
                let open = self.view.fold.get(c.end as usize) != Some(&b'+');
                (!year && open).then(|| "90+".to_owned())
            }
            _ if category == Category::Age90 => None,
            Action::Generalise => match category {
                Category::Date => generalise::year(fold, order),
                Category::Zip => generalise::zip3(fold),
                Category::Location => {
                    let up_to = generalise::region_after(self.view, c)?;
                    return Some(Other { text: String::new(), up_to });
                }
                _ => None,
            },
            Action::Shift(_) if category == Category::Date => {
                dates::read(fold, order)?.shifted(memory.shift?)
            }
            Action::Shift(_) => None,
            Action::Hash(key) => {
                let mut solid = Vec::new();
                letters(self.view, c, &mut solid);
                let normal = hash::normal(category, fold, solid, name.map(|(name, _)| name), order);
                Some(hash::token(key, category, &normal))
            }
            Action::Surrogate => {
                let surrogates = memory.surrogates.as_mut()?;
                match name {
                    Some((name, person)) => {
                        let person = person.map(|person| (person, &memory.people));
                        surrogates.name(self.view, c, name, person, self.finder)
                    }
                    None => surrogates.value(&Value { category, fold, order }, self.finder),
                }
            }
        }?;
        Some(Other { text, up_to: c.end })
    }
}

/// The names among the findings.
#[derive(Default)]
struct Names {
    /// Which findings they are.
    places: Vec<u32>,
    /// Whose they are.
    persons: Vec<Option<u32>>,
    /// Taken apart, where an action asks for that.
    names: Vec<Name>,
}

/// What stands in the place of a finding, and where in the fold the text goes on.
struct Other {
    text: String,
    up_to: u32,
}
