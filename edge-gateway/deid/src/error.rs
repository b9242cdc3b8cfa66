//! Why a text could not be de-identified. Never holds text.

use crate::category::Category;

/// The text was not de-identified, and nothing of it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeidError {
    /// The text is longer than [`crate::MAX_TEXT_BYTES`].
    TooLong {
        /// Bytes of the text.
        bytes: usize,
    },
    /// The check of the output found an identifier: a defect of the rules, so nothing is handed out.
    Residue {
        /// What was found.
        category: Category,
        /// The rule that found it.
        rule: &'static str,
    },
}

impl std::fmt::Display for DeidError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DeidError::TooLong { bytes } => {
                write!(f, "the text has {bytes} bytes; the limit is {}", crate::MAX_TEXT_BYTES)
            }
            DeidError::Residue { category, rule } => {
                write!(f, "the check of the output found {category} by rule {rule}")
            }
        }
    }
}

impl std::error::Error for DeidError {}
