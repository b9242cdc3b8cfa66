//! Columns that blanks set out, as a screen or typewriter does: a heading speaks for what stands under it, a row of days is
//! a row of dates, and initials are those of the key.

use super::Scan;
use super::sets::WordSet;
use super::tables::heading;
use crate::fold::{is_letter, line_end};
use crate::lex::{Kind, LINE, MARGIN, WIDE};
use crate::rules::{self, Rule};
use crate::words::{COMMON, LABEL, NAMEWORD, STATE, UNIT};

/// Columns that are looked at, longest line and most lines of a table.
const MAX_COLUMNS: usize = 24;
const MAX_LINE: usize = 240;
const MAX_ROWS: usize = 200;
/// Blank lines that a table may have between its rows.
const MAX_BLANK: usize = 1;
/// What stands in front of a row of initials.
const INITIALED: &[&str] = &[
    "init",
    "inits",
    "initials",
    "rt",
    "rn",
    "lpn",
    "cna",
    "staff",
    "nurse",
    "tech",
    "by",
    "sig",
    "sign",
    "signature",
    "given by",
    "checked by",
    "rn init",
    "rn initials",
    "done by",
];
/// How far a cell may begin or end from where its heading does.
const ALIGNED: usize = 2;
/// Pairs of initials that are kept.
const MAX_INITIALS: usize = 16;
/// Least days in a row of headings.
const LEAST_DAYS: usize = 3;

/// A heading: where its column begins and ends, in characters from the line's start, and what it says.
struct Column {
    from: usize,
    to: usize,
    rule: Option<&'static Rule>,
}

/// What says of initials that a name follows.
static SIGNATURES: WordSet = WordSet::new(&["sig", "signature", "init", "initials"]);

impl Scan<'_> {
    /// Tables of blanks.
    pub(super) fn columns(&mut self) {
        // Few texts have any.
        if self.tokens.even {
            return;
        }
        let fold = self.fold;
        let mut columns: Vec<Column> = Vec::new();
        let (mut rows, mut blank) = (0, 0);
        let mut at = 0;
        while at < fold.len() {
            let end = line_end(fold, at);
            let line = &fold[at..end];
            if line.trim_ascii().is_empty() {
                blank += 1;
                if blank > MAX_BLANK {
                    columns.clear();
                }
            } else if columns.is_empty() && !line.windows(2).any(|pair| matches!(pair, [b' ', b' '])) {
                // Most lines: in one piece, and after no headings.
            } else if line.len() > MAX_LINE || line.contains(&b'|') || line.contains(&b'\t') {
                columns.clear();
            } else if line.windows(2).any(|pair| matches!(pair, [b' ', b' '])) {
                self.initials_row(at, end);
                let headings = self.headings(at, end);
                if !headings.is_empty() {
                    (columns, rows) = (headings, 0);
                } else if !columns.is_empty() && rows < MAX_ROWS {
                    rows += 1;
                    if !self.row(at, end, &columns) {
                        columns.clear();
                    }
                }
                blank = 0;
            } else if !line.iter().all(|b| matches!(b, b'-' | b'=' | b'_' | b' ' | b'+' | b'\r')) {
                // A line of one piece: a remark under a row, or the text after the table.
                if line.iter().filter(|b| **b == b' ').count() > 6 {
                    columns.clear();
                }
            }
            at = end + 1;
        }
    }

    /// The headings of the line `start..end`: three columns and more, one of which tells something; none for another line.
    fn headings(&self, start: usize, end: usize) -> Vec<Column> {
        let mut columns = Vec::new();
        let (mut at, mut told) = (start, 0);
        while let Some((from, to)) = self.segment(at, end) {
            let text = &self.fold[from..to];
            let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
            if columns.len() == MAX_COLUMNS
                || text.contains(&b':')
                || text.len() > 32
                || digits * 2 > text.len() && digits > 4
            {
                return Vec::new();
            }
            let rule = heading(text);
            told += usize::from(rule.is_some());
            columns.push(Column { from: from - start, to: to - start, rule });
            at = to;
        }
        if columns.len() < 3 || told == 0 { Vec::new() } else { columns }
    }

    /// Each cell belongs to the heading above it, with which it begins or ends. A line of which most cells stand elsewhere is no row.
    fn row(&mut self, start: usize, end: usize, columns: &[Column]) -> bool {
        let mut at = start;
        let (mut cells, mut aligned) = (0, 0);
        let mut values = [(0, 0, None); MAX_COLUMNS];
        while cells < MAX_COLUMNS
            && let Some((from, to)) = self.segment(at, end)
        {
            at = to;
            let (left, right) = (from - start, to - start);
            let near = |column: &&Column| {
                left.abs_diff(column.from) <= ALIGNED || right.abs_diff(column.to) <= ALIGNED
            };
            if let Some(column) = columns.iter().find(near) {
                aligned += 1;
                values[cells] = (from, to, column.rule);
            }
            cells += 1;
        }
        if aligned * 2 < cells || cells > columns.len() + 1 {
            return false;
        }
        for (from, to, rule) in values.into_iter().take(cells) {
            if let Some(rule) = rule
                && fits_column(&self.fold[from..to], rule)
            {
                self.cell(from, to, rule);
            }
        }
        true
    }

    /// "RT   gl   gl   mp": who did it, column by column.
    fn initials_row(&mut self, start: usize, end: usize) {
        let Some((from, to)) = self.segment(start, end) else { return };
        let label = self.fold[from..to].strip_suffix(b":").unwrap_or(&self.fold[from..to]);
        if !INITIALED.iter().any(|word| label.eq_ignore_ascii_case(word.as_bytes())) {
            return;
        }
        let mut cells = [(0, 0); MAX_COLUMNS];
        let (mut count, mut at) = (0, to);
        while count < MAX_COLUMNS
            && let Some((from, to)) = self.segment(at, end)
        {
            if !initials(&self.fold[from..to]) && self.fold[from..to].iter().any(|b| is_letter(*b)) {
                return;
            }
            cells[count] = (from, to);
            count += 1;
            at = to;
        }
        if count > 1 {
            for (from, to) in cells.into_iter().take(count) {
                self.note_fold(from as u32, to as u32, &rules::NAME_INITIALS);
            }
        }
    }

    /// "7/1  7/2  7/3": days one after the other, each in a column of its own.
    pub(super) fn day_headings(&mut self) {
        let mut i = MARGIN;
        while i < self.tokens.len() {
            if self.kind(i) != Kind::Number {
                i += 1;
                continue;
            }
            let mut ends = [0; 40];
            let (mut days, mut j) = (0, i);
            let mut last: Option<(u32, u32)> = None;
            while days < ends.len() && self.kind(j) == Kind::Number {
                let Some((end, pair)) = self.column_day(j) else { break };
                if let Some(last) = last
                    && !next_day(last, pair)
                {
                    break;
                }
                last = Some(pair);
                ends[days] = j;
                days += 1;
                j = end;
                // A bar, and the day of the week.
                j += usize::from(self.mark(j, b'|') && self.same_line(j));
                j += usize::from(self.lex(j, crate::words::WEEKDAY) && self.same_line(j));
                if !self.same_line(j) {
                    break;
                }
            }
            // "3/5  4/5  5/5" are strengths, "1/10  2/10  4/10" pains.
            let parts = |from: usize| self.small(from).zip(self.small(from + 2));
            let below = parts(i).map(|(_, below)| below);
            let scores = below.is_some_and(|below| below <= 10)
                && ends[..days].iter().all(|from| parts(*from).map(|(_, b)| b) == below);
            if days >= LEAST_DAYS && !scores {
                for from in ends.iter().copied().take(days) {
                    self.note(from, from + 3, &rules::DATE_MONTH_DAY);
                }
            }
            i = if days > 1 { j.max(i + 1) } else { i + 1 };
        }
    }

    /// A day and a month that fill a cell, from token `j`.
    fn column_day(&self, j: usize) -> Option<(usize, (u32, u32))> {
        if !self.mark_of(j + 1, b"/.-") || !self.joined(j + 1) || !self.joined(j + 2) || !self.fresh(j) {
            return None;
        }
        let (a, b) = (self.small(j)?, self.small(j + 2)?);
        let dotted = self.mark(j + 1, b'.') && self.mark(j + 3, b'.') && self.joined(j + 3);
        let end = j + 3 + usize::from(dotted);
        let apart = self.token(end).flags & WIDE != 0
            || self.mark(end, b'|')
            || self.kind(end) == Kind::End
            || self.lex(end, crate::words::WEEKDAY);
        (apart && super::dates::day_month(a, b) && (self.mark(j + 1, b'/') || dotted))
            .then_some((end, (a, b)))
    }

    /// "JB = Joanne Birdsong LPN", "rf Sig: Rose Flynn": initials and whose they are; then they are names wherever they stand alone.
    pub(super) fn initials(&mut self) {
        let mut known: Vec<(u32, u32)> = Vec::new();
        for (i, token) in self.tokens.numbered() {
            if token.kind != Kind::Word || !(2..=3).contains(&token.len) || known.len() == MAX_INITIALS {
                continue;
            }
            // What may stand behind the initials, as `bearer` has it: most words have another behind them.
            let next = self.token(i + 1);
            let signed = match next.kind {
                Kind::Mark => matches!(self.bytes(i + 1).first(), Some(b'=' | b':' | b'-' | b'.')),
                Kind::Word => self.word_in(i + 1, &SIGNATURES),
                Kind::Number | Kind::Holder | Kind::End => false,
            };
            let Some((from, to)) = signed.then(|| self.bearer(i)).flatten() else { continue };
            self.note(i, i + 1, &rules::NAME_INITIALS);
            self.note(from, to, &rules::NAME_INITIALS);
            let key = (token.start, token.start + u32::from(token.len));
            if !known.iter().any(|(a, b)| {
                self.fold[*a as usize..*b as usize] == self.fold[key.0 as usize..key.1 as usize]
            }) {
                known.push(key);
            }
        }
        if known.is_empty() {
            return;
        }
        for (i, token) in self.tokens.numbered() {
            if token.kind != Kind::Word || token.len > 3 {
                continue;
            }
            let text = self.bytes(i);
            let same = |(a, b): &(u32, u32)| self.fold[*a as usize..*b as usize] == *text;
            if token.len > 1 && known.iter().any(same) {
                let alone = self.fresh(i) && self.stops(i + 1);
                let cell = self.token(i).flags & (WIDE | LINE) != 0
                    && (self.token(i + 1).flags & WIDE != 0 || self.kind(i + 1) == Kind::End);
                let word = token.lex & (COMMON | UNIT) != 0 || !self.uppercase(i);
                if cell || alone && !word {
                    self.note(i, i + 1, &rules::NAME_INITIALS);
                }
            } else if token.len == 1
                && self.mark(i + 1, b'.')
                && self.joined(i + 2)
                && self.len(i + 2) == 1
                && self.fresh(i)
            {
                let pair = [text[0], self.bytes(i + 2)[0]];
                if known.iter().any(|(a, b)| self.fold[*a as usize..*b as usize].eq_ignore_ascii_case(&pair))
                {
                    self.note(i, i + 3, &rules::NAME_INITIALS);
                }
            }
        }
    }

    /// The name behind the initials at token `i` and a sign, whose letters they are.
    fn bearer(&self, i: usize) -> Option<(usize, usize)> {
        let initials = self.bytes(i);
        let upper = self.uppercase(i);
        if !self.fresh(i) || !upper && self.capital(i) {
            return None;
        }
        let mut at = i + 1;
        let mut signed = false;
        for _ in 0..3 {
            let sign =
                self.mark_of(at, b"=:") || self.mark(at, b'-') && !(self.joined(at) && self.joined(at + 1));
            if sign || self.word_in(at, &SIGNATURES) || self.mark(at, b'.') && self.joined(at) {
                signed |= sign || !self.mark(at, b'.');
                at += 1;
            } else {
                break;
            }
        }
        if !signed || !self.same_line(at) {
            return None;
        }
        // A title stands for no letter.
        if self.lex(at, crate::words::TITLE) {
            at += 1 + usize::from(self.mark(at + 1, b'.'));
        }
        let mut j = at;
        let mut letters = [0u8; 4];
        let mut count = 0;
        while count < letters.len()
            && self.kind(j) == Kind::Word
            && self.capital(j)
            && self.same_line(j)
            && (j == at || self.token(j).flags & WIDE == 0)
        {
            // "NS = Normal Saline" explains a short form.
            let entry = crate::lists::lookup(self.bytes(j));
            let named = entry.given().max(entry.surname());
            if self.len(j) > 1
                && (entry.clinical()
                    || self.lex(j, COMMON) && !self.lex(j, crate::words::NAMEWORD)
                    || entry.common() > 2 && named < 4)
            {
                return None;
            }
            letters[count] = self.bytes(j)[0].to_ascii_lowercase();
            count += 1;
            j += 1;
            // A letter that a scanner read as a figure: "F1ynn".
            while self.joined(j) && matches!(self.kind(j), Kind::Word | Kind::Number) {
                j += 1;
            }
            j += usize::from(self.mark(j, b'.') && self.joined(j) && self.len(j - 1) == 1);
            if self.mark_of(j, b"-'") && self.joined(j) && self.joined(j + 1) {
                j += 2;
            }
            let end = j;
            let said = initials.len();
            let (first, last) = (initials[0].to_ascii_lowercase(), initials[said - 1].to_ascii_lowercase());
            let more = self.kind(j) == Kind::Word
                && self.capital(j)
                && self.same_line(j)
                && self.token(j).flags & WIDE == 0
                && !self.lex(j, crate::words::CREDENTIAL);
            if count >= 2 && !more {
                let long = self.len(at) > 1 || self.len(end - 1) > 2;
                return (letters[0] == first && letters[count - 1] == last && long).then_some((at, end));
            }
        }
        None
    }
}

/// Two or three letters, all small or all capitals, that are no word.
pub(super) fn initials(text: &[u8]) -> bool {
    let small = text.iter().all(u8::is_ascii_lowercase);
    (2..=3).contains(&text.len())
        && (small || text.iter().all(u8::is_ascii_uppercase))
        && crate::words::lookup(text) & (COMMON | UNIT | crate::words::CREDENTIAL | crate::words::WEEKDAY)
            == 0
        && !super::records::no_value(text)
}

/// The cell can stand in a column of this rule: what blanks set out is a table for the eye alone.
fn fits_column(cell: &[u8], rule: &'static Rule) -> bool {
    let mut words = cell.split(|b| !is_letter(*b) && !b.is_ascii_digit()).filter(|word| !word.is_empty());
    let numbered = cell.iter().take_while(|b| b.is_ascii_digit()).count();
    if (1..=2).contains(&numbered) && cell.get(numbered) == Some(&b'.')
        || crate::keys::holds(cell, true).is_some()
    {
        return false;
    }
    if std::ptr::eq(rule, &rules::NAME_COLUMN) {
        let initials = cell.len() <= 3 && cell.iter().all(|b| is_letter(*b));
        let capital = cell[0].is_ascii_uppercase() || cell[0] >= 0x80;
        initials && crate::words::lookup(cell) & (COMMON | UNIT | STATE) == 0
            || capital
                && words.clone().count() <= 5
                && words.all(|word| {
                    let entry = crate::lists::lookup(word);
                    let lex = crate::words::lookup(word);
                    let named = entry.given().max(entry.surname());
                    let state = lex & STATE != 0 && word.len() == 2;
                    let ordinary = state
                        || lex & (COMMON | LABEL) != 0 && lex & NAMEWORD == 0
                        || entry.clinical()
                        || entry.common() > 2 && named < 4;
                    word.len() == 1 || !ordinary
                })
    } else if std::ptr::eq(rule, &rules::ID_COLUMN) {
        let amount =
            cell.contains(&b'.') && cell.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        let spoken = words.filter(|word| word.len() > 2 && word.iter().all(|b| is_letter(*b))).count();
        !amount && spoken < 2 && !cell.iter().any(u8::is_ascii_lowercase)
    } else if std::ptr::eq(rule, &rules::PLACE_COLUMN) {
        let first = words.next().unwrap_or_default();
        !cell[0].is_ascii_lowercase()
            && crate::words::lookup(first) & (COMMON | LABEL) == 0
            && crate::lists::lookup(first).common() < 5
    } else {
        true
    }
}

/// The second day is the next column's: later in the month, or in the next one.
fn next_day(first: (u32, u32), second: (u32, u32)) -> bool {
    let follows = |(month, day): (u32, u32), (next, later): (u32, u32)| {
        month == next && later > day || next == month + 1 || month == 12 && next == 1
    };
    let turn = |(a, b): (u32, u32)| (b, a);
    follows(first, second) || follows(turn(first), turn(second))
}
