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
use crate::table::{Index, keyed};
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
    next: [u32; CATEGORIES],
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

    fn number(&mut self, category: Category, key: &[u8]) -> u32 {
        let next = &mut self.next[category.index()];
        *self.seen.entry(keyed(category.index() as u8, key)).or_insert_with(|| {
            *next += 1;
            *next - 1
        })
    }
}

/// Letters and digits of a finding, in small letters.
fn letters(view: &View<'_>, c: &Candidate) -> Vec<u8> {
    let mut key = Vec::with_capacity((c.end - c.start) as usize);
    for at in c.start..c.end {
        if is_alnum(view.fold[at as usize]) {
            let code = view.key(at as usize);
            if code < 0x80 { key.push(code as u8) } else { key.extend(code.to_le_bytes()) }
        }
    }
    key
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

/// True for actions whose replacement is a placeholder, which no scanner looks into.
pub(crate) const fn is_holder(action: ActionName) -> bool {
    matches!(action, ActionName::Keep | ActionName::Mask | ActionName::Redact)
}

impl Job<'_> {
    /// Puts something else in the place of every finding; a placeholder where `masked` says so.
    pub(crate) fn rewrite(&self, masked: impl Fn(usize) -> bool, memory: &mut Memory) -> Rewritten {
        let Job { view, found, policy, .. } = *self;
        let text = view.text;
        let mut out = String::with_capacity(text.len() + text.len() / 16);
        let mut spans = Vec::with_capacity(found.len());
        let mut copied = Vec::with_capacity(found.len() + 1);
        let mut put = Vec::with_capacity(found.len());
        // Also those whose letters are spelled with characters that the fold makes plain.
        let open = if view.fold.contains(&b'[') { &view.fold[..] } else { &[] };
        for (at, _) in open.iter().enumerate().filter(|(_, byte)| **byte == b'[') {
            memory.start_above(&view.fold[at..]);
        }
        let names = self.names(memory);
        let mut named = 0;
        let order = self.order();
        let (mut done, mut scalars) = (0, 0);
        let ascii = text.is_ascii();
        let count = |from: usize, to: usize| {
            if ascii { to - from } else { text[from..to].chars().count() }
        };
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
            copied.push(Copied { output: out.len(), source: done, len: from - done });
            out.push_str(&text[done..from]);
            scalars += count(done, from);
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
                    action = if action == ActionName::Redact { action } else { ActionName::Mask };
                    self.hold(&mut out, c, person, action, memory);
                }
            }
            put.push((began, out.len()));
            let length = count(from, to);
            spans.push(Span {
                start: scalars,
                end: scalars + length,
                category,
                rule: c.rule.id,
                confidence: confidence(c.rule),
                action,
            });
            scalars += length;
            done = to;
        }
        copied.push(Copied { output: out.len(), source: done, len: text.len() - done });
        out.push_str(&text[done..]);
        Rewritten { text: out, spans, copied, put }
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
            let key = match person {
                // No letters and digits are written so.
                Some(person) => format!("#{person}").into_bytes(),
                None => letters(self.view, c),
            };
            out.push('-');
            out.push_str(&memory.number(category, &key).to_string());
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
        // A name taken apart is many times as large as the name: where only its number is asked for it is read again.
        if !matches!(action, ActionName::Surrogate | ActionName::Hash) {
            let counts: Vec<u8> = result.places.iter().map(|at| read(*at).full_count() as u8).collect();
            result.persons = vec![None; counts.len()];
            for at in person::most_first(counts) {
                let person = memory.people.person(&read(result.places[at]));
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
                let normal =
                    hash::normal(category, fold, letters(self.view, c), name.map(|(name, _)| name), order);
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
