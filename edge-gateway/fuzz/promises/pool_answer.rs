//! What a pool answers: it is trusted for its labels, and for nothing else.

use crate::promises::outside::Outside;
use deid::{Deidentified, Known, Policy, deidentify_all};
use edge_gateway::admit::Priority;
use edge_gateway::pool::{self, Origin};
use edge_gateway::problem::Kind;
use edge_gateway::world::{Call, Reply};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static TEXTS: LazyLock<Vec<Deidentified>> = LazyLock::new(|| {
    let texts = ["Feels well.".to_owned(), "In pain.".to_owned()];
    deidentify_all(&texts, &Policy::default(), &Known::none()).unwrap()
});

/// The first byte chooses the status (most often 200), the rest is the body. What is passed on has a result for each text, whose
/// labels have each their own name and a score from 0 to 1, the best first; anything else is a problem.
pub fn pool_answer(bytes: &[u8]) {
    let (first, body) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest));
    let status = match first {
        b'0' => 400,
        b'1' => 404,
        b'2' => 429,
        b'3' => 500,
        b'4' => 503,
        b'5' => 504,
        _ => 200,
    };
    let answer = |_: &Call<'_>| Ok(Reply { status, retry_after: None, body: body.to_vec() });
    let world = Outside(&answer);
    let settings = world.settings().pool;
    let origin = Origin { request_id: "r-1", trace: None };
    let done = pool::classify(&world, &settings, origin, "demo", Priority::Interactive, &TEXTS);
    match done {
        Ok(classified) => {
            assert_eq!((status, classified.results.len()), (200, TEXTS.len()));
            for result in classified.results {
                let labels: BTreeSet<&str> = result.scores.iter().map(|(label, _)| label.as_str()).collect();
                assert!(!labels.is_empty() && labels.len() == result.scores.len() && !labels.contains(""));
                assert!(result.scores.iter().all(|(_, score)| (0.0..=1.0).contains(score)));
                assert!(result.scores.is_sorted_by(|a, b| a.1 >= b.1));
            }
        }
        Err(problem) => {
            let kinds = [Kind::BadPoolAnswer, Kind::PoolUnavailable, Kind::PoolTimeout, Kind::InvalidRequest];
            assert!(kinds.contains(&problem.kind), "{:?}", problem.kind);
            assert_eq!(problem.kind == Kind::InvalidRequest, status == 404);
        }
    }
    match pool::models(&world, &settings, origin) {
        Ok(models) => assert!(status == 200 && models.len() <= body.len()),
        Err(problem) => assert_ne!(problem.kind, Kind::InvalidRequest),
    }
}
