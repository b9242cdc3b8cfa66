//! Rows 20 to 23 and 25: when keys are fetched, and what happens when they cannot be. In simulated time.

use edge_auth::{
    CachedKeys, Decision, FETCH_INTERVAL_SECONDS, FIRST_FETCH_INTERVAL_SECONDS, KeySetError, MOST_WAITING,
    Refusal,
};
use serde_json::json;

use crate::issuer::{KEYS_URL, NOW, PAIRS, jwks};
use crate::sim::{POLICY, Sim};

/// A key set with these key ids. Which keys they are does not matter here.
fn set(key_ids: &[&str]) -> Option<(u16, Vec<u8>)> {
    Some((200, jwks(key_ids.iter().zip(PAIRS.all()).map(|(kid, pair)| pair.jwk(json!({"kid": kid}))))))
}

#[test]
fn row_20_many_requests_on_a_cold_pod_make_one_fetch_and_all_are_served() {
    for seed in 1..200 {
        let sim = Sim::seeded(set(&["a"]), seed);
        for result in sim.at_once(&[Some("a"); 12]) {
            assert!(result.unwrap().has("a"), "seed {seed}");
        }
        assert_eq!(sim.lock().fetches, [0], "seed {seed}");
    }
}

#[test]
fn row_20_many_requests_with_a_new_key_make_one_fetch_and_all_are_served() {
    for seed in 1..100 {
        let sim = Sim::seeded(set(&["old"]), seed);
        sim.keys(Some("old")).unwrap();
        sim.pass(60);
        sim.lock().answer = set(&["old", "new"]);
        let key_ids = [Some("new"), Some("old"), Some("new"), None, Some("new"), Some("old"), Some("new")];
        for (result, key_id) in sim.at_once(&key_ids).into_iter().zip(key_ids) {
            assert!(key_id.is_none_or(|key_id| result.unwrap().has(key_id)), "seed {seed}");
        }
        assert_eq!(sim.lock().fetches, [0, 60], "seed {seed}");
    }
}

#[test]
fn row_20_many_requests_with_an_unknown_key_make_one_fetch() {
    for seed in 1..50 {
        let sim = Sim::seeded(set(&["a"]), seed);
        sim.keys(None).unwrap();
        sim.pass(60);
        for result in sim.at_once(&[Some("x"), Some("y"), Some("x"), Some("a"), Some("z"), Some("a")]) {
            let keys = result.unwrap();
            assert!(keys.has("a") && !keys.has("x"));
        }
        assert_eq!(sim.lock().fetches, [0, 60], "seed {seed}");
    }
}

#[test]
fn row_20_a_stale_set_is_renewed_by_one_request_while_the_others_go_on_with_it() {
    for seed in 1..50 {
        let sim = Sim::seeded(set(&["a"]), seed);
        sim.keys(None).unwrap();
        sim.pass(POLICY.fresh_seconds);
        assert!(sim.at_once(&[Some("a"); 8]).iter().all(Result::is_ok));
        assert_eq!(sim.lock().fetches, [0, POLICY.fresh_seconds], "seed {seed}");
    }
}

#[test]
fn row_21_a_flood_of_invented_keys_makes_one_fetch_in_thirty_seconds() {
    let sim = Sim::new(set(&["a"]));
    for second in 0..600_u64 {
        let invented: Vec<String> = (0..3).map(|index| format!("k{second}-{index}")).collect();
        for kid in &invented {
            assert!(!sim.keys(Some(kid)).unwrap().has(kid));
        }
        assert!(sim.keys(Some("a")).unwrap().has("a"), "known keys go on working");
        sim.pass(1);
    }
    let fetches = sim.lock().fetches.clone();
    assert!(fetches.windows(2).all(|pair| pair[1] - pair[0] >= FETCH_INTERVAL_SECONDS), "{fetches:?}");
    assert!((20..=21).contains(&fetches.len()), "{fetches:?}");
}

#[test]
fn row_21_a_flood_while_the_key_server_is_away_is_bounded_too() {
    let sim = Sim::new(set(&["a"]));
    sim.keys(None).unwrap();
    sim.lock().answer = None;
    for _ in 0..300 {
        sim.pass(1);
        assert!(!sim.keys(Some("x")).unwrap().has("x"));
        assert!(sim.keys(Some("a")).unwrap().has("a"));
    }
    let fetches = sim.lock().fetches.clone();
    assert!(fetches.windows(2).all(|pair| pair[1] - pair[0] >= FETCH_INTERVAL_SECONDS), "{fetches:?}");
}

#[test]
fn row_22_rotation() {
    let sim = Sim::new(set(&["old"]));
    assert!(sim.keys(Some("old")).unwrap().has("old"));
    sim.pass(100);
    // Both are published: the new one works at once.
    sim.lock().answer = set(&["old", "new"]);
    assert!(sim.keys(Some("new")).unwrap().has("new"));
    assert!(sim.keys(Some("old")).unwrap().has("old"));
    // The old one goes: it works for as long as the set is fresh, and no longer.
    sim.lock().answer = set(&["new"]);
    sim.pass(POLICY.fresh_seconds - 1);
    assert!(sim.keys(Some("old")).unwrap().has("old"));
    sim.pass(1);
    assert!(!sim.keys(Some("old")).unwrap().has("old"));
    assert!(sim.keys(Some("new")).unwrap().has("new"));
    assert_eq!(sim.lock().fetches, [0, 100, 400]);
    // Asking for it again and again brings nothing back.
    for _ in 0..100 {
        sim.pass(1);
        assert!(!sim.keys(Some("old")).unwrap().has("old"));
    }
}

#[test]
fn row_22_a_key_published_just_after_a_fetch_is_known_thirty_seconds_later() {
    let sim = Sim::new(set(&["old"]));
    sim.keys(None).unwrap();
    sim.lock().answer = set(&["old", "new"]);
    sim.pass(FETCH_INTERVAL_SECONDS - 1);
    assert!(!sim.keys(Some("new")).unwrap().has("new"));
    sim.pass(1);
    assert!(sim.keys(Some("new")).unwrap().has("new"));
}

#[test]
fn row_23_cached_keys_serve_to_the_hard_age_and_no_longer() {
    let sim = Sim::new(set(&["a"]));
    sim.keys(None).unwrap();
    let fetched_at = NOW * 1000 + 60;
    sim.lock().answer = None;
    for after in [POLICY.fresh_seconds, 1000, POLICY.hard_seconds - 10] {
        sim.lock().clock_ms = fetched_at + after * 1000;
        assert!(sim.keys(Some("a")).unwrap().has("a"), "{after}");
    }
    for after in [POLICY.hard_seconds, POLICY.hard_seconds + 1, POLICY.hard_seconds * 10] {
        sim.lock().clock_ms = fetched_at + after * 1000;
        let refusal = sim.keys(Some("a")).unwrap_err();
        assert_eq!(refusal, Refusal::KeysUnavailable, "{after}");
        assert_eq!(refusal.status(), 503);
    }
    assert!(sim.lock().outcomes[1..].iter().all(|outcome| *outcome == Err(KeySetError::Unreachable)));
    // It comes back: the next due attempt brings the keys.
    sim.pass(FETCH_INTERVAL_SECONDS);
    sim.lock().answer = set(&["a"]);
    assert!(sim.keys(Some("a")).unwrap().has("a"));
}

#[test]
fn row_23_a_cold_pod_without_a_key_server_answers_503_and_asks_no_more_often() {
    let sim = Sim::new(Some((500, Vec::new())));
    for _ in 0..90 {
        assert_eq!(sim.keys(Some("a")), Err(Refusal::KeysUnavailable));
        sim.pass(1);
    }
    // Every six seconds until there is a first set, because nobody can be served without one.
    assert_eq!(sim.lock().fetches, (0..15).map(|n| n * FIRST_FETCH_INTERVAL_SECONDS).collect::<Vec<_>>());
    assert_eq!(sim.lock().outcomes, [Err(KeySetError::Status(500)); 15]);
}

#[test]
fn row_24_a_bad_answer_keeps_the_last_good_set() {
    for answer in [
        Some((302, Vec::new())),
        Some((200, b"<html>".to_vec())),
        Some((200, jwks([json!({"kty": "oct", "k": "AAAA"})]))),
        Some((200, jwks([]))),
    ] {
        let sim = Sim::new(set(&["a"]));
        sim.keys(None).unwrap();
        sim.lock().answer = answer;
        sim.pass(POLICY.fresh_seconds);
        assert!(sim.keys(Some("a")).unwrap().has("a"));
        assert_eq!(sim.lock().fetches.len(), 2);
    }
}

#[test]
fn row_25_a_store_that_cannot_be_read_is_503_and_makes_no_fetch() {
    let sim = Sim::new(set(&["a"]));
    sim.lock().load_fails = true;
    for result in sim.at_once(&[Some("a"); 5]) {
        assert_eq!(result, Err(Refusal::KeyStoreUnavailable));
    }
    assert_eq!(Refusal::KeyStoreUnavailable.status(), 503);
    assert!(sim.lock().fetches.is_empty());
}

#[test]
fn row_25_a_store_that_cannot_be_written_makes_no_fetch_either() {
    let sim = Sim::new(set(&["a"]));
    sim.lock().save_fails = true;
    assert_eq!(sim.keys(Some("a")), Err(Refusal::KeyStoreUnavailable));
    sim.lock().save_fails = false;
    sim.keys(Some("a")).unwrap();
    sim.lock().save_fails = true;
    // What was stored before goes on serving, to its hard age.
    sim.pass(POLICY.fresh_seconds);
    assert!(sim.keys(Some("a")).unwrap().has("a"));
    assert_eq!(sim.keys(Some("x")), Err(Refusal::KeyStoreUnavailable));
    sim.pass(POLICY.hard_seconds);
    assert_eq!(sim.keys(Some("a")), Err(Refusal::KeyStoreUnavailable));
    assert_eq!(sim.lock().fetches, [0]);
}

#[test]
fn a_request_that_dies_while_fetching_holds_the_others_up_once() {
    let sim = Sim::new(set(&["a"]));
    let mut dead = CachedKeys::empty(KEYS_URL);
    dead.begin(NOW);
    sim.lock().store.insert("state", dead.to_cache());
    // The others wait as long as a fetch may take, and no longer; then one of them fetches, for all.
    for result in sim.at_once(&[Some("a"); 3]) {
        assert!(matches!(result, Ok(_) | Err(Refusal::KeysUnavailable)));
    }
    let waited = sim.lock().clock_ms / 1000 - NOW;
    assert!((5..=7).contains(&waited), "{waited}");
    sim.lock().clock_ms = (NOW + FIRST_FETCH_INTERVAL_SECONDS + 1) * 1000;
    assert!(sim.keys(Some("a")).unwrap().has("a"));
    assert_eq!(sim.lock().fetches.len(), 1);
}

#[test]
fn a_request_that_dies_between_taking_the_turn_and_fetching_holds_it_for_six_seconds() {
    let sim = Sim::new(set(&["a"]));
    let Decision::Fetch(turn) = CachedKeys::empty(KEYS_URL).decide(NOW, POLICY, None) else { panic!() };
    sim.lock().store.insert("mark", format!("{turn} dead").into_bytes());
    assert!(sim.keys(Some("a")).unwrap().has("a"));
    let waited = sim.lock().clock_ms / 1000 - NOW;
    assert_eq!(waited, FIRST_FETCH_INTERVAL_SECONDS);
}

#[test]
fn a_clock_that_was_set_back_neither_stops_fetching_nor_keeps_keys_alive() {
    let fetched = |at: u64| {
        let mut cached = CachedKeys::empty(KEYS_URL);
        cached.begin(at);
        let (status, body) = set(&["a"]).unwrap();
        cached.finish(at, Some((status, &body))).unwrap();
        cached
    };
    // By a few seconds: as if no time had passed.
    assert_eq!(fetched(NOW + 20).decide(NOW, POLICY, Some("a")), Decision::Use);
    // By an hour: nothing is known of the age.
    let far = fetched(NOW + 3600);
    assert!(matches!(far.decide(NOW, POLICY, Some("a")), Decision::Fetch(_)));
    assert!(far.usable(NOW, POLICY).is_none());
}

#[test]
fn row_23_few_wait_for_an_issuer_that_stands_still_and_the_rest_is_told_at_once() {
    const SENT: usize = 40;
    let most = usize::try_from(MOST_WAITING).unwrap();
    let sim = Sim::new(None);
    let begin = sim.lock().clock_ms;
    assert!(sim.at_once(&[Some("a"); SENT]).into_iter().all(|keys| keys.is_err()));
    let state = sim.lock();
    // Taking the turn takes a pause; a fetch takes seconds.
    let held = state.ended.iter().filter(|ended| **ended - begin >= 1000).count();
    // Those who are told to go have counted themselves for a moment: there may be room for a few more then.
    assert!((2..=most + 1).contains(&held) && held < SENT, "{held}");
    assert_eq!((state.fetches.len(), state.waiting), (1, 0));
}
