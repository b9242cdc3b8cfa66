//! Mail addresses, web addresses, internet and hardware addresses, and names of image files.

use super::Scan;
use crate::fold::is_alnum;
use crate::lex::Kind;
use crate::rules;
use crate::words::{CARDINAL, CODES};

/// Longest part of a mail address before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longest web address that is followed to its end; what lies beyond is scanned as text.
const MAX_URL: usize = 2048;
/// Numbers of an address of version 4.
const OCTETS: usize = 4;
/// Most words of one of them: "two hundred fifty five", "one nine two".
const OCTET_WORDS: usize = 4;
/// Figures that such an address must have where others were misread.
const MISREAD_FIGURES: usize = 5;
/// Groups of an address of version 6.
const GROUPS: usize = 8;
/// How far before an address that is read out it may be said that it is one, in tokens.
const IP_WINDOW: usize = 6;
/// Top-level domains that make a bare `a.b` a web address: hardly one is an English word.
pub(super) const DOMAINS: &[&[u8]] = &[
    b"com",
    b"org",
    b"net",
    b"edu",
    b"gov",
    b"mil",
    b"io",
    b"health",
    b"info",
    b"biz",
    b"dev",
    b"app",
    b"uk",
    b"eu",
    b"de",
    b"ca",
    b"au",
    b"nz",
    b"fr",
    b"es",
    b"ch",
    b"nl",
    b"ie",
    b"jp",
    b"cn",
    b"br",
    b"mx",
    b"ru",
    b"pl",
    b"se",
    b"dk",
    b"care",
    b"clinic",
    b"example",
    b"invalid",
    b"localhost",
    b"lan",
    b"gob",
    b"gouv",
    b"tr",
    b"za",
    b"ke",
    b"ng",
    b"kr",
    b"tw",
    b"hk",
    b"sg",
    b"ae",
    b"sa",
    b"pt",
    b"gr",
    b"cz",
    b"hu",
    b"ro",
    b"ua",
    b"il",
    b"fi",
    b"nhs",
    b"pk",
    b"ph",
    b"th",
    b"vn",
];
/// Names of image files belong to item (Q).
const IMAGES: &[&[u8]] = &[
    b"jpg", b"jpeg", b"png", b"gif", b"tif", b"tiff", b"bmp", b"heic", b"heif", b"dcm", b"webp", b"raw",
    b"mp4", b"mov", b"avi", b"nef", b"cr2", b"dng", b"arw", b"mkv", b"wmv", b"m4v",
];

/// Names of coding systems and of profiles, as FHIR writes them: the same in every record.
const CODE_SYSTEMS: &[&str] = &[
    "loinc.org",
    "snomed.info/sct",
    "unitsofmeasure.org",
    "www.nlm.nih.gov/research/umls/rxnorm",
    "www.ama-assn.org/go/cpt",
];
/// What the names of FHIR's own systems begin with.
const FHIR: &[&str] = &["hl7.org/fhir/", "terminology.hl7.org/"];

impl Scan<'_> {
    pub(super) fn email(&mut self, i: usize) {
        let at = self.token(i).start as usize;
        let local = |b: u8| {
            is_alnum(b)
                || matches!(
                    b,
                    b'.' | b'_'
                        | b'%'
                        | b'+'
                        | b'-'
                        | b'\''
                        | b'='
                        | b'&'
                        | b'~'
                        | b'#'
                        | b'$'
                        | b'*'
                        | b'!'
                        | b'/'
                )
        };
        let mut start = at;
        while start > 0 && at - start < MAX_LOCAL && local(self.fold[start - 1]) {
            start -= 1;
        }
        while start < at && !is_alnum(self.fold[start]) {
            start += 1;
        }
        let mut end = at + 1;
        while end < self.fold.len()
            && end - at < 256
            && (is_alnum(self.fold[end]) || matches!(self.fold[end], b'.' | b'-' | b'_'))
        {
            end += 1;
        }
        while end > at + 1 && !is_alnum(self.fold[end - 1]) {
            end -= 1;
        }
        let domain = &self.fold[at + 1..end];
        let last = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
        let named = domain.contains(&b'.') && last.len() >= 2 && last.iter().all(|b| !b.is_ascii_digit());
        if start < at
            && (named
                || (domain.len() >= 3
                    && domain.iter().all(|b| is_alnum(*b) && !b.is_ascii_digit())
                    && at - start >= 3))
        {
            self.note_fold(start as u32, end as u32, &rules::EMAIL);
        }
    }

    pub(super) fn url_at(&mut self, i: usize) {
        if self.joined(i) && matches!(self.kind(i.wrapping_sub(1)), Kind::Word | Kind::Number) {
            return;
        }
        let start = self.token(i).start as usize;
        let scheme = self.mark(i + 1, b':')
            && self.token(i + 2).kind == Kind::Mark
            && self.bytes(i + 2) == b"//"
            && self.joined(i + 1)
            && self.joined(i + 2);
        let www = self.word_of(i, words!("www", "www2")) && self.mark(i + 1, b'.') && self.joined(i + 2);
        if scheme || www {
            let end = self.url_end(start);
            let name = &self.fold[start..end];
            let name =
                name.strip_prefix(b"http://").or_else(|| name.strip_prefix(b"https://")).unwrap_or_default();
            let system = CODE_SYSTEMS.iter().any(|system| name == system.as_bytes())
                || FHIR.iter().any(|system| name.starts_with(system.as_bytes()));
            if system {
                return;
            }
            self.note_fold(start as u32, end as u32, &rules::URL);
            return;
        }
        // A bare domain: "example.org/path". Judged once, at its first label, and not inside of an address.
        if (self.followed.0..self.followed.1).contains(&start) {
            return;
        }
        if !(self.mark_of(i + 1, b".-") && self.joined(i + 1) && self.joined(i + 2))
            || (self.joined(i) && self.mark_of(i.wrapping_sub(1), b".-@/_"))
        {
            return;
        }
        let mut host = start;
        while host < self.fold.len()
            && host - start < 253
            && (self.fold[host].is_ascii_alphanumeric() || matches!(self.fold[host], b'.' | b'-'))
        {
            host += 1;
        }
        while host > start && !self.fold[host - 1].is_ascii_alphanumeric() {
            host -= 1;
        }
        let name = &self.fold[start..host];
        let top = name.rsplit(|b| *b == b'.').next().unwrap_or_default().to_ascii_lowercase();
        let labels = name.split(|b| *b == b'.').filter(|label| !label.is_empty()).count();
        let path = self.fold.get(host) == Some(&b'/');
        let known = DOMAINS.contains(&top.as_slice());
        let lower = name[name.len() - top.len()..].iter().all(u8::is_ascii_lowercase);
        if labels >= 2
            && known
            && (lower || path)
            && self.fold.get(host) != Some(&b'@')
            && (top.len() > 2 || path || labels > 2)
        {
            let end = self.url_end(start);
            self.note_fold(start as u32, end.max(host) as u32, &rules::URL_BARE);
        }
    }

    /// Where a web address that starts at `start` ends.
    pub(super) fn url_end(&mut self, start: usize) -> usize {
        // Addresses inside of one that was followed before go on where that one was left.
        let (from, to) = self.followed;
        let mut end = if (from..to).contains(&start) { to } else { start };
        while end < self.fold.len()
            && end - start < MAX_URL
            && !matches!(self.fold[end], b' ' | b'"' | b'<' | b'>' | b'|' | b'[' | b']' | b'\\' | b'^' | b'`')
            && !self.fold[end].is_ascii_control()
        {
            end += 1;
        }
        self.followed = (start, end);
        while end > start
            && matches!(
                self.fold[end - 1],
                b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b'\'' | b'*' | b'}'
            )
        {
            end -= 1;
        }
        end
    }

    /// "DSC8196.JPG": the file name around the point at token `i`.
    pub(super) fn image(&mut self, i: usize) {
        // "mp4" is a word and a figure.
        let figure = usize::from(self.kind(i + 2) == Kind::Number && self.joined(i + 2));
        let (from, to) = (self.token(i + 1).start as usize, self.end(i + 1 + figure) as usize);
        let extension = self.fold[from..to].to_ascii_lowercase();
        if !IMAGES.contains(&extension.as_slice()) {
            return;
        }
        let at = self.token(i).start as usize;
        let mut start = at;
        while start > 0
            && at - start < 128
            && (is_alnum(self.fold[start - 1])
                || matches!(self.fold[start - 1], b'_' | b'-' | b'.' | b'+' | b'/' | b':'))
        {
            start -= 1;
        }
        if start < at {
            self.note_fold(start as u32, to as u32, &rules::PHOTO_FILE);
        }
    }

    /// Version 4, version 6 and hardware addresses that begin at token `i`.
    pub(super) fn ip_at(&mut self, i: usize) {
        if self.joined(i)
            && (matches!(self.kind(i.wrapping_sub(1)), Kind::Word | Kind::Number)
                || self.mark_of(i.wrapping_sub(1), b".:")
                    && self.joined(i - 1)
                    && matches!(self.kind(i.wrapping_sub(2)), Kind::Word | Kind::Number))
        {
            return;
        }
        let start = self.token(i).start as usize;
        if self.kind(i) == Kind::Number
            && self.mark(i + 1, b'.')
            && self.mark(i + 3, b'.')
            && self.mark(i + 5, b'.')
        {
            let octets = (0..4).all(|n| {
                self.number(i + 2 * n).is_some_and(|value| value <= 255 && self.len(i + 2 * n) <= 3)
            });
            let joined = (1..7).all(|n| self.joined(i + n));
            if octets
                && joined
                && !(self.joined(i + 7)
                    && (self.kind(i + 7) != Kind::Mark
                        || self.mark(i + 7, b'.') && self.joined(i + 8) && self.kind(i + 8) == Kind::Number))
                && !self.lex(i.wrapping_sub(1), CODES)
            {
                let port = if self.mark(i + 7, b':') && self.joined(i + 8) && self.kind(i + 8) == Kind::Number
                {
                    9
                } else {
                    7
                };
                self.note(i, i + port, &rules::IP_V4);
            }
            return;
        }
        if self.misread_ip(start) || self.misread_ip6(start) {
            return;
        }
        let mut end = start;
        let (mut groups, mut hex, mut colons, mut double, mut dashes, mut bad) = (0, 0, 0, 0, 0, false);
        while end < self.fold.len() && end - start <= 45 {
            let byte = self.fold[end];
            if byte.is_ascii_hexdigit() {
                hex += 1;
                if hex == 1 {
                    groups += 1;
                }
                bad |= hex > 4;
            } else if byte == b':' || (byte == b'-' && colons == 0) {
                if byte == b':' {
                    colons += 1;
                    double += usize::from(self.fold.get(end + 1) == Some(&b':'));
                } else {
                    dashes += 1;
                }
                bad |= (hex == 0 && end != start && self.fold[end - 1] != b':') || (dashes > 0 && hex != 2);
                hex = 0;
            } else {
                break;
            }
            end += 1;
        }
        let tail = self.fold.get(end).copied();
        if bad || (colons < 2 && dashes < 5) || tail.is_some_and(is_alnum) {
            return;
        }
        while end > start && self.fold[end - 1] == b':' && !(end - start >= 2 && self.fold[end - 2] == b':') {
            end -= 1;
            colons -= 1;
        }
        let text = &self.fold[start..end];
        let pairs = text.split(|b| matches!(b, b':' | b'-')).all(|part| part.len() == 2);
        if groups == 6 && pairs && (colons == 5 || dashes == 5) {
            self.note_fold(start as u32, end as u32, &rules::DEVICE_MAC);
        } else if dashes == 0
            && ((groups == 8 && colons == 7 && double == 0)
                || (double == 1 && (2..8).contains(&groups) && text.len() >= 6))
        {
            self.note_fold(start as u32, end as u32, &rules::IP_V6);
        }
    }

    /// "l92.168.O.14", as a scanner reads it: letters that look like figures among them.
    fn misread_ip(&mut self, start: usize) -> bool {
        // No more than can be an address, and what ends it: a chain may be as long as the text.
        let text = &self.fold[start..self.fold.len().min(start + OCTETS * 4)];
        let figure =
            |b: &u8| b.is_ascii_digit() || matches!(b, b'l' | b'I' | b'i' | b'O' | b'o' | b'S' | b'B');
        let end = text.iter().position(|b| *b != b'.' && !figure(b)).unwrap_or(text.len());
        let end = end - usize::from(end > 0 && text[end - 1] == b'.');
        let groups = text[..end].split(|b| *b == b'.');
        let figures = text[..end].iter().filter(|b| b.is_ascii_digit()).count();
        let whole = groups.clone().count() == OCTETS
            && groups.into_iter().all(|group| (1..=3).contains(&group.len()))
            && (MISREAD_FIGURES..end - (OCTETS - 1)).contains(&figures)
            && !text.get(end).is_some_and(|b| is_alnum(*b));
        if whole {
            self.note_fold(start as u32, (start + end) as u32, &rules::IP_V4);
        }
        whole
    }

    /// "2001:Odb8:85a3: 0000:0000:8a2e:0370:7334", with all its groups, as a scanner reads it or a line breaks it.
    fn misread_ip6(&mut self, start: usize) -> bool {
        let digit = |b: u8| b.is_ascii_hexdigit() || matches!(b, b'l' | b'I' | b'i' | b'O' | b'o' | b'S');
        let space = |b: u8| matches!(b, b' ' | b'\n');
        let text = &self.fold[start..];
        // One more than is allowed: a run may be as long as the text.
        let run = |from: usize, of: &dyn Fn(u8) -> bool| {
            text[from..].iter().take(5).take_while(|b| of(**b)).count()
        };
        let mut end = 0;
        for n in 0..GROUPS {
            if n > 0 {
                let before = run(end, &space);
                if before > 1 || text.get(end + before) != Some(&b':') {
                    return false;
                }
                let after = run(end + before + 1, &space);
                if after > 2 {
                    return false;
                }
                end += before + 1 + after;
            }
            let length = run(end, &digit);
            if !(1..=4).contains(&length) {
                return false;
            }
            end += length;
        }
        let figures = text[..end].iter().filter(|b| b.is_ascii_digit()).count();
        if figures < GROUPS || text.get(end).is_some_and(|b| is_alnum(*b) || *b == b':') {
            return false;
        }
        self.note_fold(start as u32, (start + end) as u32, &rules::IP_V6);
        true
    }

    /// An address of version 4 with something else than points between its numbers: read out ("ten dot fourteen dot two dot ninety
    /// one"), or written so that nobody clicks on it ("84[.]12[.]9[.]1").
    pub(super) fn ip_apart_at(&mut self, i: usize) {
        let before = i.wrapping_sub(1);
        if self.same_line(i) && (self.lex(before, CARDINAL) || self.word_of(before, words!("dot", "point"))) {
            return;
        }
        let mut end = i;
        for n in 0..OCTETS {
            if n > 0 {
                let Some(next) = self.apart(end) else { return };
                end = next;
            }
            let Some(next) = self.octet(end) else { return };
            end = next;
        }
        // "three point two point one point four" is a version as well.
        let points = self.word(self.octet(i).unwrap_or(i), "point");
        let told = (1..=IP_WINDOW).any(|n| self.word(i.wrapping_sub(n), "ip"));
        if (!points || told) && self.apart(end).and_then(|next| self.octet(next)).is_none() {
            self.note(i, end, &rules::IP_APART);
        }
    }

    /// The token after a number below 256 that begins at token `i`, in figures or in words.
    fn octet(&self, i: usize) -> Option<usize> {
        if self.kind(i) == Kind::Number {
            let small = self.len(i) <= 3 && self.number(i).is_some_and(|value| value < 256);
            return small.then_some(i + 1);
        }
        let (mut end, mut words) = (i, 0);
        while words < OCTET_WORDS && self.lex(end, CARDINAL) && (words == 0 || self.same_line(end)) {
            words += 1;
            end += 1;
            // "ninety-two", "two hundred and four"
            let linked = self.mark(end, b'-') && self.joined(end) || self.word(end, "and");
            end += usize::from(linked && self.lex(end + 1, CARDINAL));
        }
        (words > 0).then_some(end)
    }

    /// The token after what stands for a point at token `i`.
    fn apart(&self, i: usize) -> Option<usize> {
        let bracketed = self.mark_of(i, b"[(")
            && (self.mark(i + 1, b'.') || self.word(i + 1, "dot"))
            && self.mark_of(i + 2, b"])")
            && (1..=3).all(|n| self.joined(i + n));
        if bracketed && self.joined(i) {
            return Some(i + 3);
        }
        (self.word_of(i, words!("dot", "point")) && self.same_line(i) && self.same_line(i + 1))
            .then_some(i + 1)
    }

    /// Marks that open or join something: `@`, `(`, `//`.
    pub(super) fn mark_at(&mut self, i: usize) {
        if self.mark(i, b'@') && self.joined(i) && self.joined(i + 1) {
            self.email(i);
        } else if self.mark(i, b'(') && self.kind(i + 1) == Kind::Number && self.joined(i + 1) {
            self.udi(i);
        } else if self.mark(i, b'.') && self.joined(i) && self.joined(i + 1) && self.kind(i + 1) == Kind::Word
        {
            self.image(i);
        }
    }
}
