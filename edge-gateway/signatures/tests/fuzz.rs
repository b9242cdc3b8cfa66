//! The promise of `../../fuzz/promises/signature.rs`.

extern crate edge_signatures as signatures;

#[path = "../../fuzz/mutations.rs"]
mod mutations;
#[path = "../../fuzz/promises/signature.rs"]
mod signature;

#[test]
fn any_signature_holds_exactly_where_other_libraries_say_so() {
    mutations::run("../fuzz/corpus/signature", 600, signature::signature);
}
