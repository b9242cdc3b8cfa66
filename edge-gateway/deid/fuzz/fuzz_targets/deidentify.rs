//! Any text gives a result, in whose output nothing with a form or a label is found, and a stream of it gives the same.
//! The promises are told in tests/properties/main.rs.
#![no_main]

use deid::{Category, Known, Policy, Stream, deidentify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (policy, known) = (Policy::default(), Known::none());
    let mut stream = Stream::new(&policy, &known);
    let cut = bytes.len() / 2;
    let streamed =
        stream.push(&bytes[..cut]).and_then(|()| stream.push(&bytes[cut..])).and_then(|()| stream.finish());
    let Ok(text) = std::str::from_utf8(bytes) else {
        assert!(streamed.is_err());
        return;
    };
    let once = deidentify(text, &policy, &known).expect("any text gives a result");
    assert!(streamed.expect("as a stream too") == once);
    let twice = deidentify(once.text(), &policy, &known).expect("its output too");
    for span in twice.spans() {
        assert!(
            matches!(span.category, Category::Name | Category::Location | Category::Facility),
            "{span:?} in the output {:?}",
            once.text()
        );
    }
});
