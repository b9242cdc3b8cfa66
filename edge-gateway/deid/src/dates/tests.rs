//! Dates in every form: read, moved and written again.

use super::*;

fn shift(text: &str, days: i32) -> Option<String> {
    read(text.as_bytes(), Order::default())?.shifted(days)
}

#[test]
fn moved_in_their_own_form() {
    for (text, days, expect) in [
        ("03/14/2021", 10, "03/24/2021"),
        ("3/4/21", 28, "4/1/21"),
        ("12/25/2021", 10, "01/04/2022"),
        ("2021-09-30", 1, "2021-10-01"),
        ("1.5.2020", -1, "30.4.2020"),
        ("31.12.1999", 1, "01.01.2000"),
        ("2024-01-05T14:30:00Z", 31, "2024-02-05T14:30:00Z"),
        ("2024-01-05 14:30", 31, "2024-02-05 14:30"),
        ("2020/3/5", -5, "2020/2/29"),
        ("03 / 04 / 2021", 1, "03 / 05 / 2021"),
        ("20240105", -5, "20231231"),
        ("202401051430", -5, "202312311430"),
        ("5 May 2021", 30, "4 June 2021"),
        ("the 5th of May", 1, "the 6th of May"),
        ("13-Jun-2007", 20, "03-Jul-2007".trim_start_matches('0')),
        ("22nd of October", 1, "23rd of October"),
        ("March 15, 2021", 17, "April 1, 2021"),
        ("Apr 20th, 2019", 1, "Apr 21st, 2019"),
        ("MAR 3 2020", -3, "FEB 29 2020"),
        ("mar 3 2020", -2, "mar 1 2020"),
        ("April 4 '23", 3, "April 7 '23"),
        ("Sept. 3, 2020", -3, "Aug. 31, 2020"),
        ("Monday, March 5", 2, "Wednesday, March 7"),
        ("Mon, 3/5/2018", -1, "Sun, 3/4/2018"),
        ("March 5-8, 2021", 7, "March 12-15, 2021"),
        ("9/15", 10, "9/25"),
        ("010290", 1, "010390"),
    ] {
        assert_eq!(shift(text, days).as_deref(), Some(expect), "{text}");
    }
}

/// What cannot be moved for certain is not moved at all.
#[test]
fn not_moved() {
    for (text, days) in [
        ("03/2021", 10),
        ("May 2020", 10),
        ("October", 3),
        ("15th", 3),
        // Over the end of February the year matters.
        ("2/27", 5),
        ("Sep 15", 300),
        // A range that would end in another month.
        ("March 5-8, 2021", 25),
        ("fifth of May", 1),
        ("2/30/2021", 1),
        ("3/14/1921", 1),
        ("1/3/1937", -3),
        ("3/14/31", 1),
        ("Jun-13", 1),
    ] {
        assert_eq!(shift(text, days), None, "{text}");
    }
    let mut order = Order::default();
    order.learn(b"14/03/2021");
    assert_eq!(read(b"03/04/2021", order).unwrap().shifted(1).unwrap(), "04/04/2021");
    order.learn(b"03/14/2021");
    assert_eq!(read(b"03/04/2021", order).unwrap().shifted(1), None);
}

#[test]
fn weekdays() {
    assert_eq!(weekday(2026, 11, 22).map(|at| WEEKDAYS[at]), Some("sunday"));
    assert_eq!(weekday(2000, 2, 29).map(|at| WEEKDAYS[at]), Some("tuesday"));
}
