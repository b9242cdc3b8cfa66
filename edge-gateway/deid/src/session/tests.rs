//! The actions, as they come out at the end, and what holds for every text.

use super::Session;
use crate::dates::calendar::Day;
use crate::{
    Action, ActionName, Category, Key, Known, KnownValues, Policy, PolicySpec, deidentify, deidentify_all,
};
use proptest::prelude::*;

fn key() -> Key {
    Key::new(b"a key of the tests, 32 bytes long").unwrap()
}

fn policy(json: &str) -> Policy {
    let spec: PolicySpec = serde_json::from_str(json).unwrap();
    Policy::new(&spec, Some(&key())).unwrap()
}

fn run(text: &str, json: &str) -> String {
    deidentify(text, &policy(json), &Known::none()).unwrap().into_text()
}

/// What was put in the place of each finding.
fn replacements(text: &str, policy: &Policy, known: &Known) -> Vec<(String, String, ActionName, Category)> {
    let rewritten = Session::new(&[text], policy, known).rewrite(text).unwrap();
    let chars: Vec<char> = text.chars().collect();
    rewritten
        .spans
        .iter()
        .zip(&rewritten.put)
        .map(|(span, put)| {
            let old: String = chars[span.start..span.end].iter().collect();
            (old, rewritten.text[put.0..put.1].to_owned(), span.action, span.category)
        })
        .collect()
}

const NOTE: &str = "Patient: Maria Elena Lopez, DOB 03/14/1951, MRN: 84471902, SSN 536-22-8134, phone (617) 555-0142 x12.\n\
    Ms. Lopez was seen by Dr. John O'Brien on March 3, 2021; LOPEZ lives at 12 N. Oak St. Apt. 4B, Springfield, IL 62704. \
    M. Lopez called. Admitted to Larch Memorial Hospital on 3/5/21. Email maria.lopez@hospital.org. A 94-year-old.";

/// One person has one number, whichever of their names stands there; two who share a surname do not share it.
#[test]
fn numbers_are_persons() {
    for (text, expect) in [
        (
            "Patient: Maria Lopez. Ms. Lopez came. Dr. Smith saw Lopez.",
            "Patient: [NAME-1]. Ms. [NAME-1] came. Dr. [NAME-2] saw [NAME-1].",
        ),
        ("Ms. Lopez came. Patient: LOPEZ, MARIA", "Ms. [NAME-1] came. Patient: [NAME-1]"),
        (
            "Patient: Maria Lopez. Husband: Juan Lopez. Mr. Lopez and Ms. Lopez left.",
            "Patient: [NAME-1]. Husband: [NAME-2]. Mr. [NAME-2] and Ms. [NAME-1] left.",
        ),
        (
            "Mrs. Ann Lee came. Dr. Lee and Mrs. Lee spoke.",
            "Mrs. [NAME-1] came. Dr. [NAME-2] and Mrs. [NAME-1] spoke.",
        ),
    ] {
        assert_eq!(run(text, "{}"), expect);
    }
}

#[test]
fn numbers_run_on_over_the_texts_of_a_request() {
    let texts = ["Dr. Smith came.", "[NAME-7] met Dr. Jones.", "Dr. Smith left."];
    let done = deidentify_all(&texts, &Policy::default(), &Known::none()).unwrap();
    let done: Vec<&str> = done.iter().map(crate::Deidentified::text).collect();
    assert_eq!(done, ["Dr. [NAME-8] came.", "[NAME-7] met Dr. [NAME-9].", "Dr. [NAME-8] left."]);
}

#[test]
fn surrogates_are_one_person() {
    let out = run(NOTE, r#"{"*":"surrogate"}"#);
    let words: Vec<&str> = out.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let after = |word: &str| words[words.iter().position(|other| *other == word).unwrap() + 1];
    let surname = after("Ms");
    assert_eq!(words[3], surname, "{out}");
    assert!(out.contains(&format!("{} lives", surname.to_uppercase())), "{out}");
    assert!(out.contains(&format!("{}. {surname} called", &words[1][..1])), "{out}");
    for kept in
        ["/1951", ", 2021", "/21", " x", "Memorial Hospital", ", IL ", "[AGE>89]", "N. ", " St. Apt. "]
    {
        assert!(out.contains(kept), "{kept}: {out}");
    }
    for gone in [
        "Maria",
        "Lopez",
        "03/14",
        "84471902",
        "536-22",
        "617",
        "O'Brien",
        "March 3",
        "Oak",
        "Springfield",
        "62704",
        "Larch",
    ] {
        assert!(!out.to_lowercase().contains(&gone.to_lowercase()), "{gone}: {out}");
    }
    // Without a key too, and then every request draws alike.
    let unkeyed: Policy = serde_json::from_str(r#"{"*":"surrogate"}"#).unwrap();
    let once = deidentify(NOTE, &unkeyed, &Known::none()).unwrap();
    assert_eq!(once, deidentify(NOTE, &unkeyed, &Known::none()).unwrap());
    assert_ne!(once.text(), out);
}

#[test]
fn surrogates_hold_over_all_texts_and_avoid_all_of_them() {
    let policy: Policy = serde_json::from_str(r#"{"*":"surrogate"}"#).unwrap();
    let first = deidentify("Dr. Walid Hamdan came.", &policy, &Known::none()).unwrap().into_text();
    let drawn = first.trim_start_matches("Dr. ").trim_end_matches(" came.").to_owned();
    // What would be drawn stands in another text, or is known: something else is drawn.
    for (texts, known) in [
        (vec!["Dr. Walid Hamdan came.".to_owned(), format!("Ms. {drawn} left.")], Known::none()),
        (
            vec!["Dr. Walid Hamdan came.".to_owned()],
            Known::try_from(KnownValues { names: vec![drawn.clone()], ..KnownValues::default() }).unwrap(),
        ),
    ] {
        let done = deidentify_all(&texts, &policy, &known).unwrap();
        for word in drawn.split(' ') {
            assert!(!done[0].text().contains(word), "{drawn}: {}", done[0].text());
        }
    }
    let done =
        deidentify_all(&["Dr. Hamdan came.", "HAMDAN, WALID called Dr. Hamdan."], &policy, &Known::none())
            .unwrap();
    let name = done[0].text().trim_start_matches("Dr. ").trim_end_matches(" came.");
    assert!(done[1].text().ends_with(&format!("Dr. {name}.")), "{done:?}");
}

#[test]
fn generalised() {
    for (text, expect) in [
        ("seen 03/14/2021 in Springfield, IL 62704.", "seen 2021 in IL 627."),
        ("a 94-year-old from Madison, Wisconsin, seen May 2020", "a 90+-year-old from Wisconsin, seen 2020"),
        ("moved to ZIP 10203 on 9/15.", "moved to ZIP 000 on [DATE-1]."),
        ("born in 1921, DOB 3/4/1921", "born in [AGE>89], DOB [DATE-1]"),
        ("lives in Springfield.", "lives in [LOCATION-1]."),
        ("MRN: 84471902, IP 10.2.3.4", "MRN: [MRN-1], IP [IP-1]"),
    ] {
        assert_eq!(run(text, r#"{"*":"generalise"}"#), expect);
    }
}

#[test]
fn hashes_are_stable_and_know_a_value_in_any_form() {
    let hash = |text: &str| {
        let out = run(text, r#"{"*":"hash"}"#);
        let from = out.rfind('[').unwrap();
        out[from..=from + out[from..].find(']').unwrap()].to_owned()
    };
    for (a, b) in [
        ("MRN: 502-17-46", "Chart no. 5021746"),
        ("call (617) 555-0142", "phone +1 617.555.0142"),
        ("on 03/14/2021", "on March 14, 2021"),
        ("Patient: LOPEZ, MARIA", "Patient: Maria Lopez"),
        ("write to Ann.Lee@mail.example", "email: ann.lee@mail.example"),
    ] {
        assert_eq!(hash(a), hash(b), "{a} {b}");
        assert!(hash(a).contains(":h"), "{}", hash(a));
    }
    assert_ne!(hash("MRN: 502-17-46"), hash("MRN: 502-17-47"));
    let other = Policy::default().with(Category::Mrn, Action::Hash(Key::new(&[1; 32]).unwrap()));
    let other = deidentify("MRN: 5021746", &other, &Known::none()).unwrap();
    assert_ne!(other.text(), run("MRN: 5021746", r#"{"MRN":"hash"}"#));
    assert_eq!(run("a 94-year-old", r#"{"*":"hash"}"#), "a [AGE>89]-year-old");
}

#[test]
fn shift_is_the_patients_own() {
    let text = "Admitted 03/14/2021, discharged March 19, 2021; next visit 2021-04-02, since May 2020, born 3/4/1931.";
    let one = policy(r#"{"DATE":"shift"}"#).for_patient("p-1");
    let of = |policy: &Policy| deidentify(text, policy, &Known::none()).unwrap().into_text();
    assert_eq!(of(&one), of(&one.clone().for_patient(" p-1 ")));
    assert_ne!(of(&one), of(&one.clone().for_patient("p-2")));
    // What cannot be shifted for certain is masked, and so is what shows an age over 89.
    assert!(of(&one).contains("since [DATE-") && of(&one).contains("born [DATE-"), "{}", of(&one));
    assert_eq!(of(&policy(r#"{"DATE":"shift"}"#)), of(&policy(r#"{"DATE":"shift"}"#)));
}

/// Known values are removed where the category may stay, and nothing known is put in.
#[test]
fn known_values_and_actions() {
    let known = Known::try_from(KnownValues {
        names: vec!["Zebulon".into()],
        other: vec!["2021".into()],
        ..KnownValues::default()
    })
    .unwrap();
    let out = deidentify("Zebulon came on 03/14/21.", &policy(r#"{"*":"keep","DATE":"generalise"}"#), &known)
        .unwrap();
    assert_eq!(out.text(), "[NAME-1] came on [DATE-1].");
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "Dr. Smith ",
            "Patient: Maria Lopez, ",
            "LOPEZ, MARIA",
            "Ms. Lopez ",
            "John Q. Public, MD ",
            "Mr. O'Brien-Lee's ",
            "MRN: 84471902 ",
            "MRN: 1234",
            "SSN 123-45-6789",
            "on 3/4/2021 ",
            "May 5th, 2021",
            "5 May '21",
            "on 9/15, ",
            "2021-09-30T10:00:00Z ",
            "13/05/2021 ",
            "(415) 555-0126",
            " x12",
            " a@b.com ",
            "http://x.y/z ",
            "1.2.3.4 ",
            "fe80::1 ",
            "12 Oak St ",
            "lives in Dallas, TX 75201 ",
            "St. Luke's Hospital ",
            "at Mayo Clinic ",
            "PID|1||445||DOE^JANE\n",
            "[NAME-1]",
            "[DATE-3] ",
            ", ",
            ". ",
            "\n",
            " ",
            "and ",
            "94-year-old ",
            "born in 1921 ",
            "acct 55-1287 ",
            "VIN 1HGCM82633A004352 ",
            "saved IMG_4471.jpg ",
            "daughter Anna ",
            "Dr. Иванов ",
            "José Núñez ",
            "１",
            "é",
            "'s ",
            "Mary ",
            "four four one two nine eight ",
            "mrn is ",
            "K518-7720 ",
            "license ",
            "fax ",
            "Monday, March 5 ",
            "march",
            "2021",
            "-",
            "/",
        ])
        .prop_map(str::to_owned),
        "\\PC{1,3}",
        "[0-9]{1,10}",
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn letters(text: &str) -> String {
    text.chars()
        .filter_map(crate::fold::fold_char)
        .filter(u8::is_ascii_alphanumeric)
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(0x1996), ..ProptestConfig::default() })]

    /// Offsets are exact under every action, and the answer is the same every time.
    #[test]
    fn what_lies_between_the_spans_stays(text in pieces(), action in 0usize..5) {
        let json = [r#"{"*":"surrogate"}"#, r#"{"*":"hash"}"#, r#"{"*":"generalise"}"#, r#"{"DATE":"shift"}"#, r#"{"*":"redact"}"#][action];
        let policy = policy(json);
        let known = Known::none();
        let rewritten = Session::new(&[&text], &policy, &known).rewrite(&text).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let (mut at, mut done) = (0, 0);
        for (span, put) in rewritten.spans.iter().zip(&rewritten.put) {
            let between: String = chars[at..span.start].iter().collect();
            prop_assert_eq!(&rewritten.text[done..put.0], between);
            (at, done) = (span.end, put.1);
        }
        let tail: String = chars[at..].iter().collect();
        prop_assert_eq!(&rewritten.text[done..], tail);
        prop_assert_eq!(deidentify(&text, &policy, &known).unwrap().into_text(), rewritten.text);
    }

    /// A surrogate is none of the values that were removed, nor holds one longer than three characters.
    #[test]
    fn surrogates_are_no_value_of_the_input(text in pieces()) {
        let all = replacements(&text, &policy(r#"{"*":"surrogate"}"#), &Known::none());
        for (_, new, action, category) in all.iter().filter(|(_, _, action, _)| *action == ActionName::Surrogate) {
            let _ = action;
            for (old, _, _, theirs) in &all {
                let (old, new) = (letters(old), letters(new));
                // The year of a date stays on purpose, and so do words such as "Hospital"; a digit read out is a word of its own.
                let on_purpose = matches!(category, Category::Date | Category::Facility | Category::Location)
                    && theirs != category
                    || !new.contains(|c: char| c.is_ascii_digit()) && *category == Category::OtherId;
                prop_assert!(old.is_empty() || old != new, "{old} {new}");
                prop_assert!(old.len() < 4 || on_purpose || !new.contains(&old), "{old} in {new}: {text}");
            }
        }
    }

    /// The same value has the same surrogate, and two values never the same one.
    #[test]
    fn surrogates_are_one_to_one(text in pieces()) {
        let all = replacements(&text, &policy(r#"{"*":"surrogate"}"#), &Known::none());
        for (a, new_a, action_a, category_a) in &all {
            for (b, new_b, action_b, category_b) in &all {
                if *action_a == ActionName::Surrogate && action_a == action_b && category_a == category_b {
                    if a == b {
                        prop_assert_eq!(new_a, new_b);
                    } else if matches!(category_a, Category::Mrn | Category::OtherId | Category::Account) && letters(a) != letters(b) {
                        prop_assert_ne!(letters(new_a), letters(new_b));
                    }
                }
            }
        }
    }

    /// Under date shift all whole dates move by one and the same number of days.
    #[test]
    fn intervals_stay(dates in prop::collection::vec((1940u32..2035, 1u32..13, 1u32..29, 0usize..5), 1..8), patient in "[a-z]{0,5}") {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let written: Vec<String> = dates.iter().map(|(y, m, d, form)| match form {
            0 => format!("{m:02}/{d:02}/{y}"),
            1 => format!("{y}-{m:02}-{d:02}"),
            2 => format!("{} {d}, {y}", crate::dates::in_case(crate::dates::MONTHS[*m as usize - 1], crate::dates::Case::Title)),
            3 => format!("{d:02}-{}-{y}", months[*m as usize - 1]),
            _ => format!("{m}/{d}/{y}"),
        }).collect();
        let text: String = written.iter().map(|date| format!("Seen on {date}, well. ")).collect();
        let policy = policy(r#"{"DATE":"shift"}"#).for_patient(&patient);
        let all = replacements(&text, &policy, &Known::none());
        prop_assert_eq!(all.len(), dates.len());
        let mut offsets = Vec::new();
        for (_, new, action, _) in &all {
            let date = crate::dates::read(new.as_bytes(), crate::dates::Order::default());
            prop_assert_eq!(*action, ActionName::Shift, "{}", text);
            let (y, m, d) = date.and_then(|date| date.whole()).unwrap();
            let (oy, om, od, _) = dates[offsets.len()];
            offsets.push(Day::of(y, m, d).unwrap().0 - Day::of(oy, om, od).unwrap().0);
        }
        prop_assert!(offsets.iter().all(|days| *days == offsets[0] && *days != 0 && days.abs() <= 365), "{:?}", offsets);
    }

    /// Masks and redactions stay when they come in again, each in its place.
    #[test]
    fn placeholders_stay(text in pieces(), redact in any::<bool>()) {
        let policy = policy(if redact { r#"{"*":"redact"}"# } else { "{}" });
        let once = Session::new(&[&text], &policy, &Known::none()).rewrite(&text).unwrap();
        let twice = deidentify(&once.text, &policy, &Known::none()).unwrap();
        let mut rest = twice.text();
        for put in &once.put {
            let holder = &once.text[put.0..put.1];
            let at = rest.find(holder);
            prop_assert!(at.is_some(), "{holder}: {} became {}", once.text, twice.text());
            rest = &rest[at.unwrap() + holder.len()..];
        }
    }
}
