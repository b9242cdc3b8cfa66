//! Who may start a run: the cores as slots, shared by narrow engines and one wide engine. Plain data like `queue`: it
//! never blocks, reads no clock and touches no engine.
//!
//! A model has engines of few threads, which together do most, and on a CPU one *wide* engine of more threads, which
//! answers a request that is alone sooner. A run takes as many slots as its engine has threads, and none starts without them,
//! so the cores are never computed on by more threads than there are. Rules, in order:
//! 1. Where no narrow engine is left, the wide one runs whatever waits.
//! 2. A single interactive sequence goes to the wide engine where that is idle and has its slots. What comes meanwhile
//!    starts on the slots that are left, or waits for the end of that one run.
//! 3. All else goes to narrow engines, as far as there are slots.
//! 4. Where a request came while the wide engine could not have had its slots, there is a crowd, and rule 2 rests until
//!    everything has been drained twice, the second time without another such request. A pair of callers
//!    in step would otherwise take turns at the wide engine, and both be slower than on narrow ones.

/// Which kind of engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// One of several, for throughput.
    Narrow,
    /// The one of more threads, for a request that is alone.
    Wide,
}

/// What waits in the queue, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Nothing.
    None,
    /// One sequence, for whose answer somebody waits at a screen.
    Lone,
    /// Several sequences, or one of bulk.
    Some,
}

/// A run that has begun: what is given back at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// Its tokens, as the queue counts them.
    pub tokens: usize,
    /// The engine that it runs on.
    pub width: Width,
}

/// What the wide engine is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Idle,
    Running,
    /// It failed, and is being made anew.
    Gone,
}

#[derive(Debug, Clone, Copy)]
struct Wide {
    threads: usize,
    at: At,
}

/// The slots and engines of one model version.
#[derive(Debug)]
pub struct Slots {
    total: usize,
    used: usize,
    /// Narrow engines fit to run.
    narrow: usize,
    /// Threads of each.
    threads: usize,
    wide: Option<Wide>,
    /// A request came that found less than the wide engine's slots free, since everything was last drained.
    company: bool,
    /// The same in the time before.
    crowded: bool,
}

impl Slots {
    /// For `engines` narrow engines of so many threads each, and a wide one of `wide` threads.
    #[must_use]
    pub fn new(engines: usize, threads: usize, wide: Option<usize>) -> Self {
        let threads = threads.max(1);
        let wide = wide.map(|threads| Wide { threads: threads.max(1), at: At::Idle });
        let total = (engines * threads).max(wide.map_or(0, |wide| wide.threads));
        Self { total, used: 0, narrow: engines, threads, wide, company: false, crowded: false }
    }

    /// All slots.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Narrow engines fit to run.
    #[must_use]
    pub fn narrow(&self) -> usize {
        self.narrow
    }

    /// Engines fit to run.
    #[must_use]
    pub fn live(&self) -> usize {
        self.narrow + usize::from(self.wide.is_some_and(|wide| wide.at != At::Gone))
    }

    /// Threads of an engine of that width.
    #[must_use]
    pub fn threads(&self, width: Width) -> usize {
        match (width, self.wide) {
            (Width::Wide, Some(wide)) => wide.threads,
            _ => self.threads,
        }
    }

    fn free(&self) -> usize {
        self.total.saturating_sub(self.used)
    }

    /// Which kind of engine may start a run now, if any.
    #[must_use]
    pub fn turn(&self, demand: Demand) -> Option<Width> {
        if demand == Demand::None {
            return None;
        }
        let wide = self.wide.filter(|wide| wide.at == At::Idle && wide.threads <= self.free());
        if self.narrow == 0 {
            return wide.map(|_| Width::Wide);
        }
        if demand == Demand::Lone && wide.is_some() && !self.company && !self.crowded {
            return Some(Width::Wide);
        }
        (self.threads <= self.free()).then_some(Width::Narrow)
    }

    /// Of `idle` engines of that width, how many could start now; the work is spread over so many.
    #[must_use]
    pub fn spread(&self, width: Width, idle: usize) -> usize {
        match width {
            Width::Narrow => idle.min(self.free() / self.threads).max(1),
            Width::Wide => 1,
        }
    }

    /// A request comes, and finds `demand` waiting.
    pub fn arrive(&mut self, demand: Demand) {
        if let Some(wide) = self.wide
            && (demand != Demand::None || self.free() < wide.threads)
        {
            self.company = true;
        }
    }

    /// A run begins.
    pub fn begin(&mut self, width: Width) {
        self.used += self.threads(width);
        if let (Width::Wide, Some(wide)) = (width, self.wide.as_mut()) {
            wide.at = At::Running;
        }
    }

    /// A run has ended, one way or another, while `demand` waits.
    pub fn end(&mut self, width: Width, demand: Demand) {
        self.used = self.used.saturating_sub(self.threads(width));
        if let (Width::Wide, Some(wide)) = (width, self.wide.as_mut()) {
            wide.at = At::Idle;
        }
        if self.used == 0 && demand == Demand::None {
            self.crowded = std::mem::take(&mut self.company);
        }
    }

    /// An idle engine is gone.
    pub fn lose(&mut self, width: Width) {
        match (width, self.wide.as_mut()) {
            (Width::Narrow, _) => self.narrow = self.narrow.saturating_sub(1),
            (Width::Wide, Some(wide)) => wide.at = At::Gone,
            (Width::Wide, None) => {}
        }
    }

    /// An engine has come.
    pub fn gain(&mut self, width: Width) {
        match (width, self.wide.as_mut()) {
            (Width::Narrow, _) => self.narrow += 1,
            (Width::Wide, Some(wide)) => wide.at = At::Idle,
            (Width::Wide, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request alone that nobody else meets, from its coming to its end.
    fn alone(slots: &mut Slots) -> Width {
        slots.arrive(Demand::None);
        let width = slots.turn(Demand::Lone).expect("everything is free");
        slots.begin(width);
        slots.end(width, Demand::None);
        width
    }

    #[test]
    fn a_lone_sequence_is_for_the_wide_engine_and_others_are_not() {
        let slots = Slots::new(2, 1, Some(2));
        assert_eq!(slots.turn(Demand::None), None);
        assert_eq!(slots.turn(Demand::Lone), Some(Width::Wide));
        assert_eq!(slots.turn(Demand::Some), Some(Width::Narrow));
        assert_eq!(Slots::new(2, 1, None).turn(Demand::Lone), Some(Width::Narrow));
    }

    #[test]
    fn no_run_starts_without_its_slots() {
        let mut slots = Slots::new(4, 1, Some(3));
        slots.begin(Width::Wide);
        assert_eq!((slots.turn(Demand::Some), slots.spread(Width::Narrow, 4)), (Some(Width::Narrow), 1));
        slots.begin(Width::Narrow);
        assert_eq!((slots.turn(Demand::Some), slots.turn(Demand::Lone)), (None, None));
        slots.end(Width::Wide, Demand::Some);
        assert_eq!((slots.turn(Demand::Lone), slots.spread(Width::Narrow, 4)), (Some(Width::Wide), 3));
        slots.begin(Width::Narrow);
        assert_eq!(slots.turn(Demand::Lone), Some(Width::Narrow), "two slots are too few for three threads");
    }

    #[test]
    fn where_another_came_meanwhile_it_goes_narrow_until_one_has_been_alone() {
        let mut slots = Slots::new(2, 1, Some(2));
        assert_eq!(alone(&mut slots), Width::Wide);
        slots.arrive(Demand::None);
        slots.begin(Width::Wide);
        slots.arrive(Demand::None);
        assert_eq!(slots.turn(Demand::Lone), None, "it waits for the end of that run");
        slots.end(Width::Wide, Demand::Lone);
        assert_eq!(slots.turn(Demand::Lone), Some(Width::Narrow));
        slots.begin(Width::Narrow);
        slots.end(Width::Narrow, Demand::None);
        assert_eq!(alone(&mut slots), Width::Narrow);
        assert_eq!(alone(&mut slots), Width::Wide);
    }

    #[test]
    fn two_in_step_stay_with_narrow_engines() {
        let mut slots = Slots::new(2, 1, Some(2));
        slots.arrive(Demand::None);
        slots.begin(Width::Wide);
        slots.arrive(Demand::None);
        slots.end(Width::Wide, Demand::Lone);
        slots.begin(Width::Narrow);
        slots.end(Width::Narrow, Demand::None);
        for _ in 0..5 {
            for _ in 0..2 {
                slots.arrive(Demand::None);
                assert_eq!(slots.turn(Demand::Lone), Some(Width::Narrow));
                slots.begin(Width::Narrow);
            }
            slots.end(Width::Narrow, Demand::None);
            slots.end(Width::Narrow, Demand::None);
        }
    }

    #[test]
    fn with_cores_to_spare_one_of_two_callers_has_the_wide_engine() {
        let mut slots = Slots::new(16, 1, Some(8));
        slots.arrive(Demand::None);
        slots.begin(Width::Wide);
        slots.arrive(Demand::None);
        assert_eq!(slots.turn(Demand::Lone), Some(Width::Narrow));
        slots.begin(Width::Narrow);
        slots.end(Width::Wide, Demand::None);
        slots.arrive(Demand::None);
        assert_eq!(slots.turn(Demand::Lone), Some(Width::Wide));
    }

    #[test]
    fn each_kind_of_engine_stands_in_for_the_other() {
        let mut slots = Slots::new(1, 1, Some(2));
        slots.begin(Width::Wide);
        slots.end(Width::Wide, Demand::None);
        slots.lose(Width::Wide);
        assert_eq!((slots.turn(Demand::Lone), slots.live()), (Some(Width::Narrow), 1));
        slots.gain(Width::Wide);
        slots.lose(Width::Narrow);
        assert_eq!((slots.turn(Demand::Some), slots.live(), slots.narrow()), (Some(Width::Wide), 1, 0));
        slots.lose(Width::Wide);
        assert_eq!((slots.turn(Demand::Some), slots.live()), (None, 0));
        slots.gain(Width::Narrow);
        assert_eq!(slots.turn(Demand::Lone), Some(Width::Narrow));
    }
}
