//! The edge's promises for any input, on the stored corpora of `fuzz/` and on mutations of them: the same functions that
//! `cargo fuzz` runs.

#[path = "../fuzz/mutations.rs"]
mod mutations;
#[path = "../fuzz/promises/mod.rs"]
mod promises;

#[test]
fn any_token_is_refused_unless_it_is_signed_and_meant_for_us() {
    mutations::run("fuzz/corpus/token", 6000, promises::token);
}

#[test]
fn any_key_set_is_refused_unless_it_is_usable_and_holds_no_secret() {
    mutations::run("fuzz/corpus/key_set", 4000, promises::key_set);
}

#[test]
fn any_body_is_taken_exactly_where_the_published_schema_allows_it() {
    mutations::run("fuzz/corpus/request_body", 6000, promises::request_body);
}

#[test]
fn any_line_has_one_answer_whatever_pieces_it_comes_in() {
    mutations::run("fuzz/corpus/lines", 400, promises::lines);
}

#[test]
fn any_answer_of_the_pool_is_whole_or_a_problem() {
    mutations::run("fuzz/corpus/pool_answer", 4000, promises::pool_answer);
}
