//! Names that are spelled out: "X-I-O-N-G", "that's d o m i n g u e z".

use super::Scan;
use crate::lex::Kind;
use crate::rules;

/// Letters joined by hyphens that make a name.
const JOINED_LETTERS: usize = 4;
/// Letters apart: abbreviations are dictated so as well, and have up to six.
const APART_LETTERS: usize = 7;
/// Letters apart after a word that says that they spell a name.
const TOLD_LETTERS: usize = 2;
/// How many tokens before its letters a name may have been said.
const SAID_WITHIN: usize = 12;
/// Longest name that is spelled.
const MAX_LETTERS: usize = 24;

impl Scan<'_> {
    /// Letters one by one from the word `i`.
    pub(super) fn spelled_at(&mut self, i: usize) {
        let letter = |scan: &Self, j: usize| scan.kind(j) == Kind::Word && scan.len(j) == 1;
        if !letter(self, i)
            || self.joined(i)
                && (self.kind(i.wrapping_sub(1)) != Kind::Mark || self.mark(i.wrapping_sub(1), b'\''))
        {
            return;
        }
        let hyphen = self.mark(i + 1, b'-') && self.joined(i + 1) && self.joined(i + 2);
        let comma = !hyphen && self.mark_of(i + 1, b",.") && letter(self, i + 2);
        let step = if hyphen || comma { 2 } else { 1 };
        let before = i.wrapping_sub(step);
        let owner = self.joined(before) && self.mark(before.wrapping_sub(1), b'\'');
        if letter(self, before)
            && !owner
            && self.same_line(i)
            && (step == 2) == self.mark_of(i.wrapping_sub(1), b"-,.")
        {
            return;
        }
        let (mut end, mut letters) = (i + 1, 1);
        while letters < MAX_LETTERS {
            let next = end + step - 1;
            let glue = match step {
                2 if hyphen => self.mark(end, b'-') && self.joined(end) && self.joined(next),
                2 => self.mark_of(end, b",."),
                _ => !self.joined(next),
            };
            if !glue || !letter(self, next) || !self.same_line(next) {
                break;
            }
            end = next + 1;
            letters += 1;
        }
        let at = i.wrapping_sub(1);
        let at = at.wrapping_sub(usize::from(self.mark_of(at, b",:")));
        let told = self
            .word_of(at, words!("spelled", "spelling", "spelt", "spells", "spell", "name", "surname"))
            || self.word(at, "s") && self.word_of(at.wrapping_sub(2), words!("that", "name", "it"))
            || self.word_of(at, words!("thats", "as")) && letters > 3;
        let alphabet = (i..end).step_by(step).zip((i..end).step_by(step).skip(1)).all(|(a, b)| {
            self.bytes(b)[0].to_ascii_lowercase() == self.bytes(a)[0].to_ascii_lowercase().wrapping_add(1)
        });
        let mut word = [0u8; MAX_LETTERS];
        for (to, j) in word.iter_mut().zip((i..end).step_by(step)) {
            *to = self.bytes(j)[0].to_ascii_lowercase();
        }
        let known = crate::lists::lookup(&word[..letters]);
        // "doctor gough g o u g h": what is spelled was just said, or follows.
        let said = |j: usize| {
            self.kind(j) == Kind::Word
                && self.len(j) == letters
                && self.bytes(j).eq_ignore_ascii_case(&word[..letters])
        };
        let repeated = (TOLD_LETTERS..=MAX_LETTERS).contains(&letters)
            && ((1..=SAID_WITHIN).any(|n| said(i - n)) || (0..4).any(|n| said(end + n)));
        let enough = repeated
            || match step {
                2 if hyphen => letters >= JOINED_LETTERS,
                _ => letters >= APART_LETTERS,
            };
        if (enough || told && letters >= TOLD_LETTERS + usize::from(self.mark(at, b'\'')))
            && !alphabet
            && !(known.clinical() && known.surname() + known.given() == 0)
            && !(repeated && letters < 4 && (known.clinical() || self.lex(i - 1, crate::words::COMMON)))
        {
            self.note(i, end, &rules::NAME_SPELLED);
        }
    }
}
