//! What is read aloud, and names in the small letters of dictation.

use super::check;

#[test]
fn values_that_are_read_out() {
    for text in [
        "accession «s dash twenty one dash oh four four one two» received",
        "account «V as in Victor, zero zero one nine, six six three», then",
        "provider number «two four one seven double three bravo lima».",
        "And the case number? — «T C dash four four nine oh».",
        "file number «four four, no wait, seven four nine one» please",
        "u h i d number «k m one one nine oh four» full stop",
        "the member i d is «x w k nine oh two eight» so please",
        "rego «nine four four, x-ray mike kilo».",
        "Can I get the member ID? — Sure, «C L H, zero zero nine, dash zero three».",
        "the postcode, «C F thirty one, one L N».",
        "extension «four oh seven» please",
    ] {
        check(text);
    }
}

#[test]
fn numbers_that_stay() {
    for text in [
        "t four n one m zero, stage two",
        "one, two, three, four, five",
        "case of two brothers",
        "g c s fifteen, e four v five m six",
        "he takes one a day, two at night",
        "the code was called at two",
        "from c five to c seven",
    ] {
        check(text);
    }
}

#[test]
fn dates_that_are_read_out() {
    for text in [
        "date of birth «eleven, oh seven, nineteen forty-eight», right",
        "Confirm your date of birth?\nPatient: «Twenty-eighth of the second, ninety-four».",
        "admitted from the «eighteenth» to the «twenty-fifth» for chemo",
        "on the «third» and the «fifth» and spoke to us",
    ] {
        check(text);
    }
    check("the second, third, and fourth digits");
    check("pain was seven slash ten");
}

#[test]
fn names_grow_over_their_parts() {
    for text in
        ["Dr. «K. Ostrowski-Hale» called", "Mr. «O'Meara» was seen", "seen by doctor «r naidoo» today"]
    {
        check(text);
    }
    check("Seen in clinic. He is well. «jrk»");
    check("Take tylenol. prn");
}

#[test]
fn speech_after_a_speaker_is_no_name() {
    check(
        "Doctor: Any pain?\nPatient: Nope. None today.\nDoctor: Sleeping well?\nPatient: Yeah. Mostly fine.\nDoctor: Good.\n",
    );
}
