//! The invented names: short lists by culture and gender, written by hand out of common names.
//!
//! A surrogate is drawn from the list that the original seems to belong to. The lists also tell that: a name that stands in one
//! of them has its culture and gender.

use crate::{fold, lists, words};

/// Where a name seems to come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Culture {
    English,
    Spanish,
    German,
    French,
    Italian,
    Slavic,
    Arabic,
    Indian,
    Chinese,
    Korean,
    Japanese,
    Vietnamese,
    African,
}

/// What a name says of its bearer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gender {
    Female,
    Male,
}

/// What a word of a name is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Given,
    Surname,
}

struct Pool {
    culture: Culture,
    female: &'static str,
    male: &'static str,
    surnames: &'static str,
    /// Endings of surnames that tell the culture where no list has the name.
    endings: &'static str,
}

const POOLS: &[Pool] = &[
    Pool {
        culture: Culture::English,
        female: "amy joan ruth lucy beth emma claire helen alice grace laura karen diane susan megan hannah allison barbara \
            vivian pamela heather rebecca deborah stephanie gwendolyn madeline",
        male: "ian lee mark paul adam neil jack glenn peter brian scott frank henry oscar roger thomas andrew gerald douglas \
            raymond russell leonard vincent nicholas frederick christopher",
        surnames: "cole hale reed webb nash page dunn carr perry foster walsh grant mason burke hayes porter barnes spencer \
            hudson parsons fletcher chandler whitaker sheffield blackwell harrington ellsworth hutchinson",
        endings: "",
    },
    Pool {
        culture: Culture::Spanish,
        female: "ana inés paz rosa elena lucía marta pilar carmen teresa beatriz gabriela valentina esperanza",
        male: "luis raúl iván hugo diego pablo jorge andrés miguel ernesto alberto francisco sebastián guillermo",
        surnames: "ruiz vega soto rey lara ortiz molina campos rivas navarro herrera castillo mendoza figueroa santiago \
            villanueva dominguez echeverria",
        endings: "ez az oz",
    },
    Pool {
        culture: Culture::German,
        female: "ida ute eva anke greta heidi sabine ingrid ursula annika kirsten brigitte friederike",
        male: "jan uwe kurt ulf lars bernd jochen dieter stefan rainer matthias burkhard siegfried",
        surnames: "beck koch vogt lang horn brandt keller lorenz seidel hansen winkler lindgren bergmann steinbach hoffmeister \
            gustafson",
        endings: "mann berger stein meyer meier sson sen schmidt hauser bauer",
    },
    Pool {
        culture: Culture::French,
        female: "zoé léa anne elise margot sylvie colette camille brigitte dominique geneviève",
        male: "luc rémi yves alain bruno pascal olivier laurent étienne sylvain christophe",
        surnames: "roy petit blanc leroy moreau girard lambert fontaine rousseau chevalier beaumont delacroix",
        endings: "eau eaux ault oux ois",
    },
    Pool {
        culture: Culture::Italian,
        female: "lia gaia carla paola chiara silvia bianca rosella federica antonella",
        male: "ugo aldo carlo marco piero franco sandro lorenzo giacomo salvatore",
        surnames: "riva neri conti greco fabbri marino gallo barbieri martinelli santoro bellini castellani",
        endings: "ini elli etti ucci acci",
    },
    Pool {
        culture: Culture::Slavic,
        female: "ewa ola irena marta olga halina tamara svetlana katarzyna ludmila valentina",
        male: "ivan jan oleg pavel marek tomasz andrei viktor bogdan grigori zbigniew vladimir",
        surnames: "wolski kral novik petrov havel zielinski kowalczyk dvorak morozov sokolov marchenko wisniewski kuznetsov",
        endings: "ski sky ska ova ova ov ev eva enko chuk wicz vic ich czyk",
    },
    Pool {
        culture: Culture::Arabic,
        female: "rana huda amal layla samira yasmin farida maryam khadija",
        male: "omar sami tariq karim walid hassan rashid jamal ibrahim abdullah",
        surnames: "aziz nasser hamdan khoury mansour haddad shaheen darwish sulaiman abdelrahman",
        endings: "uddin ullah",
    },
    Pool {
        culture: Culture::Indian,
        female: "uma asha rina priya meena anjali sunita lakshmi kavitha padmavati",
        male: "ravi amit arun vijay anand rahul suresh rajesh prakash venkatesh",
        surnames: "rao das nair iyer mehta gupta kapoor bhatt menon sharma desai kulkarni banerjee chaudhary krishnan",
        endings: "wala kar walla",
    },
    Pool {
        culture: Culture::Chinese,
        female: "mei lan xiu ling hong jing yanli huifen xiaomei",
        male: "wei bo jun gang ming feng zhiwei guoqiang jianming",
        surnames: "he lu xu gao tang zhou liang huang zheng xiao cheng jiang ouyang",
        endings: "",
    },
    Pool {
        culture: Culture::Korean,
        female: "mina sora jiwon eunji hyejin soyeon minjung",
        male: "jiho tae minho jinsu sungmin donghyun youngsoo",
        surnames: "an bae shin kwon hwang yoon jang",
        endings: "",
    },
    Pool {
        culture: Culture::Japanese,
        female: "emi yui yuki naoko keiko haruka sachiko michiko",
        male: "ken jun kenji akira hiroshi takeshi kazuhiko",
        surnames: "abe ota mori ueda ogawa kimura hayashi fujita nakamura matsumoto",
        endings: "moto mura yama saki hara uchi",
    },
    Pool {
        culture: Culture::Vietnamese,
        female: "hoa mai thu lan huong thao phuong",
        male: "nam duc minh tuan dung hung quang",
        surnames: "bui dao vu ngo phan dang truong",
        endings: "",
    },
    Pool {
        culture: Culture::African,
        female: "ama efua zola abena ngozi folake adaeze",
        male: "kofi femi jabu kwame chidi thabo oluwaseun",
        surnames: "osei diop mensah banda adeyemi okonkwo mwangi ndlovu",
        endings: "unle ola wale",
    },
];

/// Frequent names of cultures whose lists above are too short to know them.
const MORE: &[(Culture, &str)] = &[
    (
        Culture::Spanish,
        "maria jose juan carlos garcia lopez martinez gonzalez hernandez rosario guadalupe morales flores rivera torres reyes cruz delgado",
    ),
    (
        Culture::Arabic,
        "mohammed muhammad mohamed ahmed ahmad fatima ali hussein khalil saleh rahman aisha khan",
    ),
    (Culture::Indian, "patel singh kumar kaur reddy agarwal deepa sanjay raj lakshmi"),
    (Culture::Chinese, "wang li zhang chen liu yang zhao wu sun zhu lin ma chan wong xiaoming"),
    (Culture::Korean, "kim park choi jung cho kang seo"),
    (Culture::Japanese, "sato suzuki tanaka takahashi watanabe ito yamamoto"),
    (Culture::Vietnamese, "nguyen tran pham hoang huynh thi van"),
    (Culture::Slavic, "nowak ivanov olga anna dmitri sergei natalia aleksandr"),
    (
        Culture::German,
        "müller muller schmidt schneider fischer weber wagner hans klaus jürgen jurgen svensson",
    ),
    (Culture::Italian, "rossi russo ferrari giuseppe giovanni francesca"),
    (Culture::French, "dubois dupont martin jean pierre marie bernard"),
    (Culture::African, "okafor adebayo nkosi abdi kamau mohamud"),
];

/// The lists have accents; the text may not.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter_map(crate::fold::fold_char).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// Bits of the filters in front of the lists.
const FILTER: usize = 1 << 14;

/// A bit for each name of a list.
type Filter = [u64; FILTER / 64];

/// Names of the lists, all and those of women and of men: most names stand in none, and are not looked for.
static LISTED: [Filter; 3] = {
    let [mut all, mut female, mut male] = [[0; FILTER / 64]; 3];
    let mut n = 0;
    while n < POOLS.len() {
        set_bits(&mut female, POOLS[n].female.as_bytes());
        set_bits(&mut male, POOLS[n].male.as_bytes());
        set_bits(&mut all, POOLS[n].surnames.as_bytes());
        n += 1;
    }
    n = 0;
    while n < MORE.len() {
        set_bits(&mut all, MORE[n].1.as_bytes());
        n += 1;
    }
    n = 0;
    while n < all.len() {
        all[n] |= female[n] | male[n];
        n += 1;
    }
    [all, female, male]
};

/// Sets the bits of the names in one list.
const fn set_bits(bits: &mut Filter, names: &[u8]) {
    let (mut at, mut len, mut name) = (0, 0, [0u8; 32]);
    while at <= names.len() {
        if at == names.len() || names[at] == b' ' {
            if let Some(hash) = lists::hash(words::part(&name, 0, len)) {
                bits[hash as usize % FILTER / 64] |= 1 << (hash % 64);
            }
            len = 0;
        } else if names[at] < 0x80 {
            name[len] = names[at];
            len += 1;
        } else {
            // Two bytes of UTF-8: U+00C0 to U+00FF.
            name[len] = fold::latin(names[at], names[at + 1]);
            len += 1;
            at += 1;
        }
        at += 1;
    }
}

fn maybe_in(filter: &Filter, word: &str) -> bool {
    lists::hash(word.as_bytes())
        .is_some_and(|hash| filter[hash as usize % FILTER / 64] & 1 << (hash % 64) != 0)
}

fn maybe_listed(word: &str) -> bool {
    maybe_in(&LISTED[0], word)
}

fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|name| name == word || !name.is_ascii() && plain(name) == word)
}

/// The culture of a lower-case name without accents.
pub(crate) fn culture(word: &str) -> Option<Culture> {
    let listed = maybe_listed(word);
    // Names of several lists belong to the first.
    POOLS
        .iter()
        .find(|pool| {
            listed && (holds(pool.surnames, word) || holds(pool.female, word) || holds(pool.male, word))
        })
        .or_else(|| {
            POOLS.iter().find(|pool| {
                pool.endings
                    .split_ascii_whitespace()
                    .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
            })
        })
        .map(|pool| pool.culture)
        .or_else(|| listed.then(|| common_elsewhere(word)).flatten())
}

fn common_elsewhere(word: &str) -> Option<Culture> {
    MORE.iter().find(|(_, names)| holds(names, word)).map(|(culture, _)| *culture)
}

/// The gender that a lower-case given name shows: by the table of names, which is one look; else by the lists here.
pub(crate) fn gender(word: &str) -> Option<Gender> {
    let listed = |filter: usize, of: fn(&Pool) -> &'static str| {
        maybe_in(&LISTED[filter], word) && POOLS.iter().any(|pool| holds(of(pool), word))
    };
    match lists::lookup(word.as_bytes()).gender() {
        1 => Some(Gender::Female),
        2 => Some(Gender::Male),
        3 => None,
        _ => match (listed(1, |pool| pool.female), listed(2, |pool| pool.male)) {
            (true, false) => Some(Gender::Female),
            (false, true) => Some(Gender::Male),
            _ => None,
        },
    }
}

/// The list of this kind; both genders where none is known.
pub(crate) fn names(
    culture: Culture,
    role: Role,
    gender: Option<Gender>,
) -> impl Iterator<Item = &'static str> {
    let pool = POOLS.iter().find(|pool| pool.culture == culture).unwrap_or(&POOLS[0]);
    let (first, second) = match (role, gender) {
        (Role::Surname, _) => (pool.surnames, ""),
        (Role::Given, Some(Gender::Female)) => (pool.female, ""),
        (Role::Given, Some(Gender::Male)) => (pool.male, ""),
        (Role::Given, None) => (pool.female, pool.male),
    };
    first.split_ascii_whitespace().chain(second.split_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_lets_every_name_through() {
        for pool in POOLS {
            for name in
                [pool.female, pool.male, pool.surnames].iter().flat_map(|list| list.split_ascii_whitespace())
            {
                assert!(maybe_listed(&plain(name)), "{name}");
            }
            for (filter, list) in [(1, pool.female), (2, pool.male)] {
                assert!(list.split_ascii_whitespace().all(|name| maybe_in(&LISTED[filter], &plain(name))));
            }
        }
        for name in MORE.iter().flat_map(|(_, names)| names.split(' ')) {
            assert!(maybe_listed(&plain(name)), "{name}");
        }
        assert!(!maybe_listed("xyzzy"));
    }

    #[test]
    fn lists_are_names_in_small_letters() {
        for pool in POOLS {
            for list in [pool.female, pool.male, pool.surnames] {
                let mut seen = std::collections::HashSet::new();
                for name in list.split_ascii_whitespace() {
                    assert!(name.chars().all(|c| c.is_lowercase()) && seen.insert(name), "{name}");
                }
            }
        }
        assert_eq!(culture("lopez"), Some(Culture::Spanish));
        assert_eq!(culture("gutierrez"), Some(Culture::Spanish));
        assert_eq!(culture("kowalski"), Some(Culture::Slavic));
        assert_eq!(culture("smith"), None);
        assert_eq!(
            (gender("grace"), gender("ines"), gender("walid")),
            (Some(Gender::Female), Some(Gender::Female), Some(Gender::Male))
        );
    }
}
