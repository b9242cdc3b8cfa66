//! A stream gives what the whole text gives, however it was cut.

use crate::{config, notes};
use deid::{Known, Policy, Stream, StreamError, deidentify};
use proptest::prelude::*;

/// Pushes `bytes` cut at the given places.
fn stream(bytes: &[u8], cuts: &[prop::sample::Index]) -> Result<deid::Deidentified, StreamError> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let (policy, known) = (Policy::default(), Known::none());
    let mut stream = Stream::new(&policy, &known);
    for pair in cuts.windows(2) {
        stream.push(&bytes[pair[0]..pair[1]])?;
    }
    stream.finish()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn streaming_equals_whole(text in notes::any_text(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12)) {
        let whole = deidentify(&text, &Policy::default(), &Known::none()).unwrap();
        prop_assert_eq!(stream(text.as_bytes(), &cuts).unwrap(), whole);
    }

    #[test]
    fn bad_bytes_are_found_where_they_are(
        bytes in prop::collection::vec(prop_oneof![4 => 0x20..0x7fu8, 1 => any::<u8>()], 0..60),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        match std::str::from_utf8(&bytes) {
            Ok(_) => prop_assert!(stream(&bytes, &cuts).is_ok()),
            Err(error) => {
                let offset = error.valid_up_to();
                prop_assert_eq!(stream(&bytes, &cuts), Err(StreamError::NotUtf8 { offset }));
            }
        }
    }
}
