//! Forms that notes have besides the usual ones, each with what stands near it and must stay.

use super::{check, known, marked, marked_with, run};
use crate::{Action, Category, Known, KnownValues, Policy, deidentify};

/// Every line with its marks, and all that is wrong with them at once.
fn table(lines: &[&str]) {
    let wrong: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let got = marked(&line.replace(['«', '»'], ""));
            (got != *line).then(|| format!("expected {line}\n     got {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn ranges_without_spaces() {
    table(&[
        "«3/4/24»-«3/9/24»",
        "«03/04/2024»-«03/09/2024»",
        "«3/4/2024»-«3/9/2024» stay",
        "«3/4/24»–«3/9/24»",
        "from «3/4/24»—«3/9/24»",
        "«2024-03-04»/«2024-03-09»",
        "«3/4/24»/«3/9/24»",
        "«3/4/24»_«3/9/24»",
        "«01/2023»-«03/2024» chemo",
        "LOS: «03/04/24»-«03/09/24»",
        "Admit date «03/04/24»-«03/09/24»",
        "DOB «3/14/51»-72y",
        "seen «3/4/24».5 days later",
        "seen «3/4/24»M",
        "admitted «3/4-3/9» for CHF",
        "here «3/4»-«3/9/24»",
        "«20240304»-«20240309»",
        "pt «078-05-1120»/«079-05-1121»",
        "bare «078-05-1120»M",
        "strength 3/4-3/9 both sides",
        "pain 5/10-7/10 all day",
        "5/10-7/10 pain",
        "from 3/5-4/5 strength",
        "Gleason 3/4-3/9",
        "3/4-3/9",
        "give 1/2-1/4 tablets",
    ]);
}

#[test]
fn numbers_before_unit_words() {
    table(&[
        "MRN «4471902» M, 62 yo",
        "MRN: «55123» M 62yo",
        "Name: «Ngata, John»; MRN: «55123» M 62yo",
        "MRN «55123» CC: cough",
        "MRN: «4471902» day 3",
        "MRN #«4471902» h&p dictated",
        "Account «5512098» h/o CHF",
        "Acct «5512098» M",
        "Patient ID «88213» M",
        "Encounter «33019283» m",
        "Policy «8821901» days",
        "Visit # «33019283» hr 88",
        "Device S/N «204817» L hip",
        "MRN is «44-71902» M",
        "MRN «55123» K 4.1",
        "MRN pending",
        "visit 12 weeks ago",
        "policy 30 days notice",
        "Device 500 mL drained",
        "lot of 30 mg tablets",
        "T 98F",
        "95 mg",
    ]);
}

#[test]
fn ages_in_telegraphic_notes() {
    table(&[
        "Bed 14: «93»F hip fx",
        "«93»F",
        "«91»F fall",
        "Room 3 - «95»M - CHF",
        "«93»Y/F",
        "«93»yr F",
        "«93» years",
        "«90»+ yo",
        "«90»ish",
        "She is «91». He's «95» now.",
        "lived to «102»",
        "lived to be «97»",
        "dead at «95»",
        "d. «94»",
        "Mother died at «94» of CVA, father at «91» of MI",
        "FH: mother «95» A&W, father d. «91» MI",
        "mother, «93», well",
        "T 98F",
        "T: 98F, HR 80",
        "Tmax 101F overnight",
        "afebrile at 98F",
        "98F, HR 80, BP 120/80",
        "fever of 101F",
        "She is 95 kg. He is 92% on RA. She is 94 on 2L.",
        "mother 95% sure",
        "mother: BP 95/60",
        "HR 90ish, SBP is 90ish",
        "95 mg, 92M, 90 years ago".replace("92M", "Vit. D 92").as_str(),
        "100 years of experience",
        "father at 62 of MI",
        "She is 91/50",
    ]);
    check("«John» «92»M CHF");
}

#[test]
fn placeholders_shelter_nothing() {
    let got = run("[MRN-44719] [SSN-1120] [ZIP-02139] [ACCOUNT-12345]");
    for value in ["44719", "1120", "02139", "12345"] {
        assert!(!got.text().contains(value), "{}", got.text());
    }
    let who = known(r#"{"ids":["447"]}"#);
    assert_eq!(
        marked_with("[MRN-447], [MRN-12] and 447", &Policy::default(), &who),
        "[MRN-«447»], [MRN-12] and «447»"
    );
    assert!(run("[NAME-99999] Mr. John Smith").text().ends_with(" Mr. [NAME-1]"));
    assert_eq!(run("[NAME-999] Mr. John Smith").text(), "[NAME-999] Mr. [NAME-1000]");
}

/// Keys of which each is the end of the next, in a text made of them: work per character stays bounded.
#[test]
fn nested_known_values() {
    let other = (1..=crate::MAX_KNOWN_VALUES).map(|n| "a".repeat(n)).collect();
    let nested = Known::try_from(KnownValues { other, ..KnownValues::default() }).unwrap();
    for piece in ["a ", "a     ", "ba ", "aa "] {
        let text = piece.repeat(20_000);
        let got = deidentify(&text, &Policy::default(), &nested).unwrap();
        assert!(got.spans().len() <= text.len(), "{piece}");
    }
    assert_eq!(marked_with("x a a a y", &Policy::default(), &nested), "x «a a a» y");
}

#[test]
fn names_after_titles() {
    table(&[
        "Mister «Harold Finch»",
        "mister «harold finch»",
        "Sir «John Falstaff»",
        "Fr. «Nguyen»",
        "Hon. «Ngata»",
        "Sr. «Garcia»",
        "Pvt. «Tama»",
        "Atty. «Okafor»",
        "Br. «Tomas»",
        "saw miss «jones» today",
        "saw ms «patel» today",
        "seen by dr «o'brien»",
        "dr «de la rosa»",
        "dr. «st. james»",
        "mr «harold finch» came",
        "dr «nguyen-smith»",
        "Dr. «al-Rashid»",
        "Mrs. «d'Souza»",
        "Mrs. «ap Rhys»",
        "Dr. med. «Heinz Keller»",
        "Dr «Jean-Luc d'Aubigne»",
        "Drs. «Patel», «Lee», and «Ngata»",
        "Dr. «John \"Jack\" Ngata»",
        "Dr. («John) Ngata»",
        "Mr.\n«Okonkwo» was seen",
        "did not miss doses",
        "QRS 90 ms prolonged",
        "saw ms progression",
        "saw mr «clement» and mr «ingram»",
        "had mr enterography and mr guided biopsy",
        "Gen. Surgery, Gen. Weakness",
        "has ms exacerbation",
        "14 Fr. Foley placed",
        "seen by dr «patel» and discharged",
    ]);
}

#[test]
fn names_after_labels() {
    table(&[
        "MOTHER: «FATIMA AL-SAYED»",
        "FATHER: «OMAR SMITH»",
        "WIFE: «JANE DOE»",
        "SPOUSE: «DOE, JANE»",
        "GUARDIAN: «JANE DOE»",
        "DAUGHTER: «JANE DOE» «617-555-0100»",
        "Name\n«John Applewhite»",
        "Patient Name\n  «Applewhite, John»",
        "FATHER: MYOCARDIAL INFARCTION",
        "MOTHER: HYPERTENSION, DIABETES",
        "Name\nDate of Birth\nHome Phone",
    ]);
}

#[test]
fn known_in_other_forms() {
    let none = Policy::default()
        .with(Category::Date, Action::Keep)
        .with(Category::Name, Action::Keep)
        .with(Category::Phone, Action::Keep)
        .with(Category::Location, Action::Keep);
    let mut wrong = Vec::new();
    for (who, line) in [
        (r#"{"names":["Nguyễn Thị Hương"]}"#, "then «huong» and «NGUYEN» came"),
        (
            r#"{"names":["John Quincy Smith"]}"#,
            "mail «johnsmith» and «smith»s wound, «J Q Smith», then «J. Smith» or «smith, john»; blacksmith, JS",
        ),
        (r#"{"names":["Li Wu"]}"#, "«wu» walked today, «Wu» «Li»".replace("«Wu» «Li»", "«Wu Li»").leak()),
        (r#"{"names":["An May"]}"#, "an apple may do; «An» said"),
        (r#"{"names":["李小龙"]}"#, "病人«李小龙»今天来"),
        (
            r#"{"dates":["1951-03-14"]}"#,
            "born «031451», on «14.03»., «19510314»; 14035 units and 1403 mL stay",
        ),
        (r#"{"phones":["617.555.0199 x12"]}"#, "at «555.0199», «6175550199»"),
        (r#"{"addresses":["45 N. Main St."]}"#, "at «45 N Main» or «45 n main street»; the main street"),
    ] {
        let got = marked_with(&line.replace(['«', '»'], ""), &none, &known(who));
        if got != line {
            wrong.push(format!("expected {line}\n     got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn ordinary_words_after_titles_and_labels() {
    table(&[
        "CC: CP",
        "CC: Dyspnea.",
        "CC: «Ann Lee», MD",
        "CC: Dr. «Lee»",
        "MR Lumbar Spine",
        "MR Cervical spine",
        "MR. «LUMBARDI» CAME",
        "Ms Contin 30 mg",
        "Surgeon: TBD",
        "Physician: Notified",
        "Provider: Aware",
        "Nurse Notified",
        "Nurse Case Manager",
        "Monday-Friday PT",
        "Ferritin 1234567; plt 1234567",
        "ref «1234567»",
        "Dr. Pepper 2 cans",
        "MR. «BAPTISTE» C/O CHEST PAIN",
        "MR. «BAPTISTE» S/P CABG",
        "MR. «BAPTISTE» N/V",
        "Dr. «Kwabena Asante» PGY2",
        "Dr. «J. A. Asante»",
    ]);
}

#[test]
fn labelled_numbers_in_short() {
    table(&[
        "SSN last four «1120»",
        "SSN last 4: «1120»",
        "social ends in «1120»",
        "pager «4-8812»",
        "Pager: «48812»",
        "Phone: «4-8812»",
        "ext «5521»",
        "Phone: «617-555-0142», x«5521»".replace("», x«", ", x").as_str(),
        "call the desk x«5521»",
        "«011 44 20 7946 0958»",
        "«617.555.0142-0143»",
        "«(617)555-0142/0143»",
        "her daughter («617-555-0101») called",
        "f/u «5/6»",
        "RTC «5/6»",
        "d/c «5/6»",
        "<b>Patient:</b> «Aoife Brennan»<br>MRN: <i>«772310»</i>",
        "{\"patientName\":\"«Osei Tutu»\"}",
        "lastName=«Tutu»",
        "phone call 10 minutes, x2 doses",
        "social history: 4 drinks",
        "extension 110 degrees",
        "by phone 2021",
        "strength d 5/6",
        "<b>Labs:</b> K 4.1, a < b > c",
        "{\"drugName\":\"Zestril\"}",
    ]);
}
