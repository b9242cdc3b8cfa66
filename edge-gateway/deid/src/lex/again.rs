//! Cuts an output with the help of the tokens of the text that it was made from: most of it was copied.
//!
//! The result is what [`super::tokens`] gives. What a token is follows from the bytes from its start on, so that from where a
//! token of the text begins at a byte that was copied, up to the last token that ends within what was copied, both are cut alike.

use super::{Cutter, FLAGS_AT, MARGIN, PARAGRAPH, Packed, Tokens, WIDE};
use crate::fold::View;
use crate::lex::{LINE, SPACE};
use crate::rewrite::Copied;

/// Texts of more bytes are cut anew: the tokens of both would be more than there is room for.
pub(crate) const MAX_BYTES: usize = 1 << 17;
/// What the gap in front says of a token.
const GAP: u32 = ((SPACE | LINE | WIDE | PARAGRAPH) as u32) << FLAGS_AT;

/// All tokens of the output `view`, into which the parts `copied` of the text of `source` were copied, in order. Placeholders
/// are those with at most `digits` digits.
///
/// The text has no bracket, as those may be cut otherwise, and both are of ASCII.
pub(crate) fn tokens(view: &View<'_>, source: &Tokens, copied: &[Copied], digits: usize) -> Tokens {
    let mut cutter = Cutter::new(&view.fold, digits);
    let mut next = MARGIN;
    for part in copied {
        let (end, source_end) = (part.output + part.len, (part.source + part.len) as u32);
        cutter.cut(part.output);
        while cutter.at < end {
            let place = (cutter.at - part.output + part.source) as u32;
            next = source.reach(next, place);
            if source.packed.get(next).is_none_or(|token| token.start != place) {
                cutter.cut(cutter.at + 1);
                continue;
            }
            // The last one may go on in the output, or be cut short.
            let last = source.reach(next, source_end) - 1;
            cutter.take(&source.packed[next..last], (part.output as u32).wrapping_sub(part.source as u32));
            next = last;
            cutter.cut(end);
        }
    }
    cutter.cut(view.fold.len());
    cutter.tokens
}

impl Tokens {
    /// The first token from number `from` on that starts at this position or after it, where it is near.
    fn reach(&self, from: usize, position: u32) -> usize {
        let rest = self.packed.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|token| token.start < position).count()
    }
}

impl Cutter<'_> {
    /// Takes these tokens over, of which the first begins at the next byte; positions differ by `shift`.
    fn take(&mut self, tokens: &[Packed], shift: u32) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let moved = |token: &Packed| Packed { start: token.start.wrapping_add(shift), rest: token.rest };
        self.at = (last.start.wrapping_add(shift) + u32::from(last.token().len)) as usize;
        let gap = u32::from(self.flags) << FLAGS_AT;
        self.tokens.packed.push(Packed { rest: first.rest & !GAP | gap, ..moved(first) });
        self.tokens.packed.extend(tokens[1..].iter().map(moved));
        // Of what was not looked at anything may be true.
        (self.tokens.even, self.tokens.bars) = (false, true);
        self.flags = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex::{GIVEN_DIGITS, OWN_DIGITS};

    /// Texts with parts taken out at every place, with something else put in.
    #[test]
    fn are_those_of_the_output_by_itself() {
        let text = "Dr. O'Neil  saw --- 12.5mg of\n\n a1b2c3 (the) 44-55, naive\tend..  X".repeat(2)
            + &"y".repeat(1500)
            + &"-".repeat(1030)
            + " z\r\n";
        let view = View::new(&text);
        let source = super::super::tokens(&view, GIVEN_DIGITS);
        let mut seed = 7usize;
        let mut dice = |sides: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % sides
        };
        for _ in 0..4000 {
            let (mut output, mut copied, mut at) = (String::new(), Vec::new(), 0);
            while at < text.len() {
                let most = if dice(4) == 0 { text.len() } else { 30 };
                let len = dice(most).min(text.len() - at);
                copied.push(Copied { output: output.len(), source: at, len });
                output += &text[at..at + len];
                output += ["[NAME-1]", "[AGE>89]", "[DATE]", "", "Bob", " 7", "[x", "--"][dice(8)];
                at += len + dice(5);
            }
            let view = View::new(&output);
            let expected = super::super::tokens(&view, OWN_DIGITS);
            let spliced = tokens(&view, &source, &copied, OWN_DIGITS);
            let plain = |tokens: &Tokens| -> Vec<_> {
                tokens.packed.iter().map(|token| (token.start, token.rest)).collect()
            };
            assert!(plain(&expected) == plain(&spliced), "{output:?}");
        }
    }
}
