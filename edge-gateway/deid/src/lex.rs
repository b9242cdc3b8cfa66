//! Cuts the folded text into words, numbers and marks: the units that every scanner works on.
//!
//! A placeholder of our own (`[NAME-1]`) is one token that no scanner looks into, so that output scanned again
//! stays as it is.

use crate::category::Category;
use crate::fold::{View, is_letter};
use crate::words::{self, Lex};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A run of letters.
    Word,
    /// A run of digits.
    Number,
    /// A run of one and the same mark.
    Mark,
    /// A placeholder that a de-identifier wrote.
    Holder,
    /// What lies before the first and after the last token.
    End,
}

/// Something stands between this token and the one before: a space or a line end.
pub(crate) const SPACE: u8 = 1;
/// A line end stands before.
pub(crate) const LINE: u8 = 2;
/// A wide gap (tab, or two spaces and more) stands before: the next column.
pub(crate) const WIDE: u8 = 4;
/// The first letter is a capital (or of a script without case).
pub(crate) const CAPITAL: u8 = 8;
/// All letters are capitals.
pub(crate) const UPPERCASE: u8 = 16;
/// An empty line stands before.
pub(crate) const PARAGRAPH: u8 = 32;

/// One token: 12 bytes, so that a megabyte of any text stays within the memory bound.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Position in the fold.
    pub(crate) start: u32,
    /// Length in the fold.
    pub(crate) len: u16,
    /// Word, number, …
    pub(crate) kind: Kind,
    /// `SPACE` and the like.
    pub(crate) flags: u8,
    /// Classes of the word.
    pub(crate) lex: Lex,
}

/// The token outside the text.
pub(crate) const NO_TOKEN: Token =
    Token { start: 0, len: 0, kind: Kind::End, flags: SPACE | LINE | WIDE | PARAGRAPH, lex: 0 };

/// Tokens outside the text that stand before the first, so that a scanner may look back without asking where it is.
pub(crate) const MARGIN: usize = 32;
/// Longer runs are cut: no rule looks at a word of this length.
const MAX_RUN: usize = u16::MAX as usize;
/// Most digits of the number in a placeholder of submitted text: a longer one may be a record number in disguise.
pub(crate) const GIVEN_DIGITS: usize = 3;
/// Most digits of the number in a placeholder of our own: more values than this number has no text has.
pub(crate) const OWN_DIGITS: usize = 7;
/// How a masked age over 89 reads: the one statement that the rule allows.
pub(crate) const AGE_HOLDER: &str = "[AGE>89]";

/// The length of the placeholder that starts here and has at most `most` digits, with its category and number.
pub(crate) fn holder(rest: &[u8], most: usize) -> Option<(usize, Option<Category>, u32)> {
    if rest.first() != Some(&b'[') || !rest.get(1).is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    if rest.starts_with(AGE_HOLDER.as_bytes()) {
        return Some((AGE_HOLDER.len(), None, 0));
    }
    let body = &rest[1..rest.len().min(32)];
    let category = Category::ALL.iter().copied().find(|category| {
        let name = category.name().as_bytes();
        body.starts_with(name) && matches!(body.get(name.len()), Some(b'-' | b']'))
    })?;
    let mut at = category.name().len();
    let mut number = 0;
    if body[at] == b'-' {
        let digits = body[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > most || body[at + 1] == b'0' {
            return None;
        }
        for digit in &body[at + 1..at + 1 + digits] {
            number = number * 10 + u32::from(digit - b'0');
        }
        at += 1 + digits;
    }
    (body.get(at) == Some(&b']')).then_some((at + 2, Some(category), number))
}

/// All tokens of the view, in order. Placeholders are those with at most `digits` digits.
pub(crate) fn tokens(view: &View<'_>, digits: usize) -> Vec<Token> {
    let fold = &*view.fold;
    let mut tokens = Vec::with_capacity(MARGIN + fold.len() / 4);
    tokens.resize(MARGIN, NO_TOKEN);
    let mut flags = SPACE | LINE | WIDE | PARAGRAPH;
    let mut at = 0;
    while at < fold.len() {
        let byte = fold[at];
        if byte == b' ' || byte.is_ascii_control() {
            flags = gap(fold, &mut at, flags);
            continue;
        }
        let start = at;
        let limit = fold.len().min(start + MAX_RUN);
        let (kind, mut shape, mut lex) = (Kind::Mark, 0, 0);
        let kind = if is_letter(byte) {
            let mut small = false;
            while at < limit && is_letter(fold[at]) {
                small |= fold[at].is_ascii_lowercase() || fold[at] == crate::fold::LOWER;
                at += 1;
            }
            if !byte.is_ascii_lowercase() && byte != crate::fold::LOWER {
                shape = if small { CAPITAL } else { CAPITAL | UPPERCASE };
            }
            lex = words::lookup(&fold[start..at]);
            Kind::Word
        } else if byte.is_ascii_digit() {
            while at < limit && fold[at].is_ascii_digit() {
                at += 1;
            }
            Kind::Number
        } else if let Some((len, _, _)) = holder(&fold[start..], digits) {
            at += len;
            Kind::Holder
        } else {
            at += 1;
            // A bracket stands alone: the next one may open a placeholder.
            while byte != b'[' && at < limit && fold[at] == byte {
                at += 1;
            }
            kind
        };
        tokens.push(Token { start: start as u32, len: (at - start) as u16, kind, flags: flags | shape, lex });
        flags = 0;
    }
    tokens
}

/// Passes over white space from `at` and tells what kind of gap it is.
fn gap(fold: &[u8], at: &mut usize, before: u8) -> u8 {
    let (mut spaces, mut lines, mut tab) = (0, 0, false);
    while *at < fold.len() && (fold[*at] == b' ' || fold[*at].is_ascii_control()) {
        match fold[*at] {
            b'\n' => lines += 1,
            // A carriage return is a line end of its own only where no line feed follows.
            b'\r' if fold.get(*at + 1) != Some(&b'\n') => lines += 1,
            b'\t' => tab = true,
            _ => spaces += 1,
        }
        *at += 1;
    }
    let mut flags = before | SPACE;
    if lines > 0 {
        flags |= LINE | WIDE;
    }
    if lines > 1 {
        flags |= PARAGRAPH;
    }
    if tab || spaces > 1 {
        flags |= WIDE;
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts() {
        let view = View::new("Dr. O'Neil,  5mg\n\n[NAME-12] [NAME-x] éa");
        let tokens = tokens(&view, GIVEN_DIGITS);
        let seen: Vec<&[u8]> =
            tokens[MARGIN..].iter().map(|t| &view.fold[t.start as usize..][..t.len as usize]).collect();
        let expect = "Dr|.|O|'|Neil|,|5|mg|[NAME-12]|[|NAME|-|x|]|ea";
        assert_eq!(seen, expect.split('|').map(str::as_bytes).collect::<Vec<_>>());
        let tokens = &tokens[MARGIN..];
        assert!(tokens[6].flags & WIDE != 0 && tokens[7].flags & SPACE == 0);
        assert!(tokens[8].flags & PARAGRAPH != 0 && tokens[8].kind == Kind::Holder);
    }
}
