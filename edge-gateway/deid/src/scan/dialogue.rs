//! Transcripts: lines that open with who speaks. What follows the colon there is said, and is no value of a label.

use super::Scan;
use crate::lex::{Kind, LINE};

/// Most speakers that are told apart.
const MAX_SPEAKERS: usize = 12;
/// Lines of speech that make a transcript.
const MIN_LINES: usize = 4;

impl Scan<'_> {
    /// The colon behind the speaker at token `i`, which begins a line: "Patient:", "SPEAKER 2:", "[00:11] Agent:".
    fn speaker(&self, i: usize) -> Option<usize> {
        let mut at = i;
        if self.mark(at, b'[') {
            at = (at + 1..at + 8).find(|j| self.mark(*j, b']'))? + 1;
        }
        if self.kind(at) != Kind::Word || !self.same_line(at + 1) {
            return None;
        }
        (at + 1..at + 4)
            .take_while(|j| {
                self.same_line(*j) && matches!(self.kind(*j), Kind::Word | Kind::Number | Kind::Mark)
            })
            .find(|j| self.mark(*j, b':'))
            .filter(|colon| self.same_line(colon + 1))
    }

    /// The text is a transcript: several lines of at least two speakers that take turns, and most end as sentences do.
    pub(super) fn is_dialogue(&self) -> bool {
        let mut speakers: Vec<(&[u8], usize)> = Vec::new();
        let (mut lines, mut sentences, mut open) = (0, 0, false);
        for (i, token) in self.tokens.numbered() {
            if token.flags & LINE == 0 {
                continue;
            }
            sentences += usize::from(open && self.mark_of(i - 1, b".?!"));
            open = false;
            let Some(colon) = self.speaker(i) else { continue };
            let name = self.bytes(if self.mark(i, b'[') { colon - 1 } else { i });
            if let Some(speaker) = speakers.iter_mut().find(|speaker| speaker.0.eq_ignore_ascii_case(name)) {
                speaker.1 += 1;
            } else if speakers.len() < MAX_SPEAKERS {
                speakers.push((name, 1));
            }
            open = true;
            lines += 1;
        }
        let last = self.tokens.len() - 1;
        sentences += usize::from(open && self.mark_of(last, b".?!"));
        let turns = speakers.iter().filter(|speaker| speaker.1 > 1).count();
        lines >= MIN_LINES && turns >= 2 && sentences * 3 >= lines * 2
    }

    /// Token `i` is a speaker, and what follows is speech.
    pub(super) fn speaks(&self, i: usize) -> bool {
        self.dialogue
            && (self.line_start(i)
                || self.mark(i - 1, b']')
                || self.line_start(i - 1) && self.kind(i - 1) == Kind::Word)
    }
}
