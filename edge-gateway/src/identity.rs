//! Step 2: who is calling. Placeholder until the auth crate's interface is in.
