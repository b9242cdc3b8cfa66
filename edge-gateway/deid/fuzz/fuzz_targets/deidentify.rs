//! Any text gives a result, whose output the engine leaves alone, and a stream of it gives the same.
#![no_main]

use deid::{Known, Policy, Stream, deidentify};
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
    assert_eq!(twice.text(), once.text());
});
