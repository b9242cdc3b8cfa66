//! Lines out of a stream that comes in pieces, in bounded memory. Called by `bulk`.
//!
//! Must never hold more than one line of the allowed length and one piece.

/// One line that is not blank.
pub struct Line {
    /// Its number in the stream, from 1; blank lines count.
    pub number: u64,
    /// The line without its end; `None` where it is longer than allowed.
    pub bytes: Option<Vec<u8>>,
}

/// What has arrived and is not yet taken. Holds text that is not de-identified: no `Debug`.
pub struct Lines {
    longest: usize,
    buffer: Vec<u8>,
    /// Bytes of the buffer that are taken.
    taken: usize,
    /// Bytes of the buffer that hold no line's end: a long line is not searched anew with each piece.
    searched: usize,
    /// Lines that have ended.
    number: u64,
    /// The line that has begun is too long, and has been told of.
    skipping: bool,
    ended: bool,
}

impl Lines {
    /// Lines of at most `longest` bytes.
    #[must_use]
    pub const fn new(longest: usize) -> Self {
        Self { longest, buffer: Vec::new(), taken: 0, searched: 0, number: 0, skipping: false, ended: false }
    }

    /// Adds what has arrived; only once [`Lines::take`] has nothing left.
    pub fn push(&mut self, piece: &[u8]) {
        self.buffer.drain(..self.taken);
        self.searched -= self.taken;
        self.taken = 0;
        self.buffer.extend_from_slice(piece);
    }

    /// Says that nothing more arrives: what is there is the last line, whether it ends or not.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Whether everything has arrived and is taken.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ended && self.taken == self.buffer.len()
    }

    /// The next line; `None` where it has not arrived whole.
    pub fn take(&mut self) -> Option<Line> {
        loop {
            let found = self.buffer[self.searched..].iter().position(|byte| *byte == b'\n');
            let (end, next) = match found {
                Some(at) => (self.searched + at, self.searched + at + 1),
                None if self.ended && self.taken < self.buffer.len() => {
                    (self.buffer.len(), self.buffer.len())
                }
                None => return self.too_long_already(),
            };
            let line = &self.buffer[self.taken..end];
            let told = std::mem::take(&mut self.skipping);
            let blank = line.iter().all(u8::is_ascii_whitespace);
            let bytes = (line.len() <= self.longest).then(|| line.to_vec());
            self.number += 1;
            (self.taken, self.searched) = (next, next);
            if !told && !blank {
                return Some(Line { number: self.number, bytes });
            }
        }
    }

    /// A line whose end is not there yet: once it is too long it is told of, and then let go as it comes.
    fn too_long_already(&mut self) -> Option<Line> {
        self.searched = self.buffer.len();
        if !self.skipping && self.buffer.len() - self.taken <= self.longest {
            return None;
        }
        self.taken = self.buffer.len();
        let told = std::mem::replace(&mut self.skipping, true);
        (!told).then_some(Line { number: self.number + 1, bytes: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line in `pieces`; `-` for one that is too long.
    fn lines(longest: usize, pieces: &[&str]) -> Vec<(u64, String)> {
        let mut lines = Lines::new(longest);
        let mut all = Vec::new();
        let mut take = |lines: &mut Lines| {
            while let Some(Line { number, bytes }) = lines.take() {
                all.push((number, bytes.map_or("-".to_owned(), |b| String::from_utf8(b).unwrap())));
            }
            assert!(lines.buffer.len() - lines.taken <= longest);
        };
        for piece in pieces {
            lines.push(piece.as_bytes());
            take(&mut lines);
        }
        lines.end();
        take(&mut lines);
        assert!(lines.is_over());
        all
    }

    #[test]
    fn lines_are_the_same_however_they_arrive() {
        let text = "a\n\nbcd\r\n \nefghij\nk\n\nlast";
        let expect =
            [(1, "a"), (3, "bcd\r"), (5, "-"), (6, "k"), (8, "last")].map(|(n, l)| (n, l.to_owned()));
        for size in 1..=text.len() {
            let pieces: Vec<&str> =
                text.as_bytes().chunks(size).map(|piece| str::from_utf8(piece).unwrap()).collect();
            assert_eq!(lines(4, &pieces), expect, "pieces of {size}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_told_of_once_and_not_kept() {
        let long = "x".repeat(1000);
        assert_eq!(
            lines(4, &[&long, &long, "\nab\n", &long]),
            [(1, "-"), (2, "ab"), (3, "-")].map(|(n, l)| (n, l.to_owned()))
        );
        assert_eq!(lines(4, &[]), []);
        assert_eq!(lines(4, &["\n"]), []);
    }
}
