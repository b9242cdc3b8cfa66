//! The classes of identifiers that 45 CFR 164.514(b)(2)(i) lists, under stable names.
//!
//! The names appear in answers, masks, counts and policies; they never change meaning.

use serde::{Deserialize, Serialize};

macro_rules! categories {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// One class of identifier. The letter in each description is the item of 164.514(b)(2)(i).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Category { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl Category {
            /// Every category, in the order of the enum.
            pub const ALL: &'static [Category] = &[$(Category::$variant,)*];

            /// The stable upper-case name.
            pub const fn name(self) -> &'static str {
                match self { $(Category::$variant => $name,)* }
            }
        }
    };
}

categories! {
    /// (A) Names of the individual, relatives, employers, household members and staff.
    Name = "NAME",
    /// (B) Streets, cities, counties and other places smaller than a state.
    Location = "LOCATION",
    /// (B) Hospitals, clinics, schools and other named places of care or work.
    Facility = "FACILITY",
    /// (B) Postal codes.
    Zip = "ZIP",
    /// (C) All elements of dates but the year.
    Date = "DATE",
    /// (C) Ages over 89, and years that show one.
    Age90 = "AGE90",
    /// (D) Telephone numbers.
    Phone = "PHONE",
    /// (E) Fax numbers.
    Fax = "FAX",
    /// (F) Electronic mail addresses.
    Email = "EMAIL",
    /// (G) Social security numbers.
    Ssn = "SSN",
    /// (H) Medical record numbers.
    Mrn = "MRN",
    /// (I) Health-plan beneficiary numbers.
    HealthPlan = "HEALTH_PLAN",
    /// (J) Account numbers.
    Account = "ACCOUNT",
    /// (K) Certificate and licence numbers.
    License = "LICENSE",
    /// (L) Vehicle identifiers, serial numbers and plates.
    Vehicle = "VEHICLE",
    /// (M) Device identifiers and serial numbers.
    Device = "DEVICE",
    /// (N) Web addresses.
    Url = "URL",
    /// (O) Internet addresses.
    Ip = "IP",
    /// (P) Biometric identifiers.
    Biometric = "BIOMETRIC",
    /// (Q) Names of photograph and image files.
    Photo = "PHOTO",
    /// (R) Any other unique number, characteristic or code.
    OtherId = "OTHER_ID",
}

/// How many categories there are.
pub(crate) const CATEGORIES: usize = Category::ALL.len();

impl Category {
    /// The category with this stable name.
    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.iter().copied().find(|category| category.name() == name)
    }

    /// Position in [`Category::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Category {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
