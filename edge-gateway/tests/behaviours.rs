//! `BEHAVIOURS.md` names tests that exist.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod known_tests;

use known_tests::{known, root};

/// The rows that a test's name says it shows: `row_04_05_and_07_…`.
fn rows_of(name: &str) -> Vec<usize> {
    let Some(rest) = name.strip_prefix("row_") else { return Vec::new() };
    rest.split('_').filter(|word| *word != "and").map_while(|word| word.parse().ok()).collect()
}

#[test]
fn the_table_names_a_test_for_each_row_or_says_what_is_open() {
    let known = known();
    let table = std::fs::read_to_string(root().join("edge-gateway/BEHAVIOURS.md")).unwrap();
    let mut wrong = Vec::new();
    let mut next = 1;
    for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| # ")) {
        let cells: Vec<&str> =
            line.trim_matches('|').split(" | ").map(|cell| cell.trim_matches(['|', ' '])).collect();
        let [number, place, _, names, open] = cells.as_slice() else {
            if !line.starts_with("| ---") {
                wrong.push(format!("not five cells: {line}"));
            }
            continue;
        };
        if *place == "---" {
            continue;
        }
        assert_eq!(number.parse(), Ok(next), "rows 1 to 64, in order");
        next += 1;
        let names: Vec<&str> = names.split(", ").filter(|name| !name.is_empty()).collect();
        if names.is_empty() && open.is_empty() {
            wrong.push(format!("row {number} has no test and says nothing of what is open"));
        }
        if place.contains('G') && !open.contains("k8s/") {
            wrong.push(format!("row {number}: the gateway's part is not there"));
        }
        for name in names {
            let Some((krate, test)) = name.trim_matches('`').split_once("::") else {
                wrong.push(format!("row {number}: {name} is not crate::name"));
                continue;
            };
            if !known.get(krate).is_some_and(|names| names.contains(test)) {
                wrong.push(format!("row {number}: there is no test {krate}::{test}"));
            }
            let rows = rows_of(test);
            if !rows.is_empty() && !rows.contains(&(next - 1)) {
                wrong.push(format!("row {number}: {test} says it shows {rows:?}"));
            }
        }
    }
    assert_eq!(next, 65, "rows 1 to 64");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_left_out_under_spin_exists() {
    let known = &known()["edge"];
    let text = std::fs::read_to_string(root().join("edge-gateway/SPIN.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut count = 0;
    for row in rows {
        let (name, why) = row.split_once("` | ").unwrap_or_else(|| panic!("two cells: {row}"));
        assert!(known.contains(name), "there is no test edge::{name}");
        assert!(why.trim_end_matches(" |").len() > 10, "{name}: why?");
        count += 1;
    }
    assert!(count > 0);
}
