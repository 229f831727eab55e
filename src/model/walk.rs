//! Walking a guide (F9): where one stands, the way there with its times, the clocks that run. Kept as a draft until the
//! walk ends; then it is one entry of the ticket.

use serde::{Deserialize, Serialize};

use super::change::{Known, Timed, WalkEnd, Walked};
use super::guide::{Guide, Step};

/// A stay in a step. Times in milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The step's id.
    pub step: String,
    /// Its title then.
    pub title: String,
    /// Since when.
    pub from: u64,
    /// Until when; nothing while one is there.
    #[serde(default)]
    pub to: Option<u64>,
    /// What was chosen there.
    #[serde(default)]
    pub choice: String,
    /// One went back from there.
    #[serde(default)]
    pub back: bool,
}

/// A clock that runs or ran. Times in milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// What is timed.
    pub name: String,
    /// How long it may take, in seconds.
    pub limit: u32,
    /// It goes on in the steps that follow.
    #[serde(default)]
    pub through: bool,
    /// Since when.
    pub from: u64,
    /// Until when; nothing while it runs.
    #[serde(default)]
    pub to: Option<u64>,
}

impl Running {
    /// For how long it has run, in seconds.
    #[must_use]
    pub fn seconds(&self, now: u64) -> u64 {
        self.to.unwrap_or(now).saturating_sub(self.from) / 1000
    }
}

/// A walk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The guide's id, `pack.guide`.
    pub guide: String,
    /// Its name.
    pub name: String,
    /// When it was given its present form, in milliseconds since 1970.
    pub version: u64,
    /// The way so far; the last is where one stands.
    pub stays: Vec<Stay>,
    /// The clocks, those that ran too.
    pub clocks: Vec<Running>,
    /// It has ended, and waits for the ticket that is being taken.
    #[serde(default)]
    pub ended: bool,
}

impl Walk {
    /// Begins a guide.
    #[must_use]
    pub fn begin(id: &str, guide: &Guide, version: u64, now: u64) -> Self {
        let mut walk = Self { guide: id.to_owned(), name: guide.name.clone(), version, ..Self::default() };
        walk.enter(guide, &guide.start, now);
        walk
    }

    /// The step where one stands; nothing when the guide no longer has it.
    #[must_use]
    pub fn step<'a>(&self, guide: &'a Guide) -> Option<&'a Step> {
        guide.step(&self.stays.last()?.step)
    }

    /// Takes the choice of that number, counted from zero. False when there is none.
    pub fn choose(&mut self, guide: &Guide, number: usize, now: u64) -> bool {
        let choice = self.step(guide).and_then(|step| step.choices.get(number));
        let Some(choice) = choice.filter(|choice| guide.step(&choice.to).is_some()) else { return false };
        let (label, to) = (choice.label.clone(), choice.to.clone());
        if let Some(stay) = self.stays.last_mut() {
            stay.choice = label;
        }
        self.enter(guide, &to, now);
        true
    }

    /// The stays by which one came here, without the ways that were gone back, as numbers.
    #[must_use]
    pub fn trail(&self) -> Vec<usize> {
        let mut trail = Vec::new();
        for (at, stay) in self.stays.iter().enumerate() {
            if at > 0 && self.stays[at - 1].back {
                trail.pop();
                trail.pop();
            }
            let _ = stay;
            trail.push(at);
        }
        trail
    }

    /// Goes back to the step before. False when there is none.
    pub fn back(&mut self, guide: &Guide, now: u64) -> bool {
        let trail = self.trail();
        let before = trail.iter().rev().nth(1).and_then(|at| self.stays.get(*at)).map(|stay| stay.step.clone());
        let Some(before) = before.filter(|step| guide.step(step).is_some()) else { return false };
        if let Some(stay) = self.stays.last_mut() {
            stay.back = true;
        }
        self.enter(guide, &before, now);
        true
    }

    fn enter(&mut self, guide: &Guide, id: &str, now: u64) {
        if let Some(stay) = self.stays.last_mut() {
            stay.to.get_or_insert(now);
        }
        let Some(step) = guide.step(id) else { return };
        for clock in self.clocks.iter_mut().filter(|clock| !clock.through || step.stops.contains(&clock.name)) {
            clock.to.get_or_insert(now);
        }
        self.stays.push(Stay { step: id.to_owned(), title: step.title.clone(), from: now, ..Stay::default() });
        if let Some(clock) = &step.clock
            && !self.clocks.iter().any(|running| running.to.is_none() && running.name == clock.name)
        {
            let (name, limit, through) = (clock.name.clone(), clock.limit, clock.through);
            self.clocks.push(Running { name, limit, through, from: now, to: None });
        }
    }

    /// The clocks that run.
    pub fn running(&self) -> impl Iterator<Item = &Running> {
        self.clocks.iter().filter(|clock| clock.to.is_none())
    }

    /// How long it has taken, in seconds.
    #[must_use]
    pub fn seconds(&self, now: u64) -> u64 {
        let to = self.stays.last().and_then(|stay| stay.to).unwrap_or(now);
        self.stays.first().map_or(0, |first| to.saturating_sub(first.from) / 1000)
    }

    /// It ends here: no clock runs on.
    pub fn stop(&mut self, now: u64) {
        if let Some(stay) = self.stays.last_mut() {
            stay.to.get_or_insert(now);
        }
        for clock in &mut self.clocks {
            clock.to.get_or_insert(now);
        }
        self.ended = true;
    }

    /// What the ticket's timeline keeps of it; `why` for one that was abandoned.
    #[must_use]
    pub fn entry(mut self, end: WalkEnd, why: &str, now: u64) -> Known {
        self.stop(now);
        let short = |seconds: u64| u32::try_from(seconds).unwrap_or(u32::MAX);
        let from = self.stays.first().map_or(now, |stay| stay.from);
        let steps = self.stays.iter().map(|stay| Walked {
            step: stay.step.clone(),
            title: stay.title.clone(),
            seconds: short(stay.to.unwrap_or(now).saturating_sub(stay.from) / 1000),
            choice: stay.choice.clone(),
            back: stay.back,
        });
        let clocks = self.clocks.iter().map(|clock| Timed {
            name: clock.name.clone(),
            limit: clock.limit,
            seconds: short(clock.seconds(now)),
        });
        Known::Guided {
            guide: self.guide.clone(),
            name: self.name.clone(),
            version: self.version,
            from,
            end,
            why: why.trim().to_owned(),
            steps: steps.collect(),
            clocks: clocks.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::parse;
    use proptest::prelude::*;

    fn guide() -> Guide {
        let text = r#"{"id": "in", "name": "来电", "about": "来电", "start": "ring", "steps": [
            {"id": "ring", "title": "接起", "clock": {"name": "振铃", "limit": 9}, "choices": [{"label": "接了", "to": "talk"}]},
            {"id": "talk", "title": "通话", "clock": {"name": "通话", "limit": 180, "through": true},
             "choices": [{"label": "要查", "to": "hold"}, {"label": "好了", "to": "done"}]},
            {"id": "hold", "title": "请稍候", "clock": {"name": "查询", "limit": 60}, "choices": [{"label": "查到了", "to": "talk"}]},
            {"id": "done", "title": "道别", "stops": ["通话"], "end": true}]}"#;
        serde_json::from_str(text).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn running(walk: &Walk, now: u64) -> Vec<(&str, u64)> {
        walk.running().map(|clock| (&*clock.name, clock.seconds(now))).collect()
    }

    #[test]
    fn clocks_run_on_or_end_with_their_step() {
        let guide = guide();
        let mut walk = Walk::begin("p.in", &guide, 7, 1_000);
        assert_eq!(running(&walk, 5_000), [("振铃", 4)]);
        assert!(!walk.choose(&guide, 1, 6_000), "there is no second choice");
        assert!(walk.choose(&guide, 0, 6_000));
        assert_eq!(running(&walk, 8_000), [("通话", 2)]);
        assert!(walk.choose(&guide, 0, 10_000));
        assert_eq!(running(&walk, 12_000), [("通话", 6), ("查询", 2)]);
        assert!(walk.choose(&guide, 0, 80_000));
        assert_eq!(running(&walk, 80_000), [("通话", 74)], "it does not begin anew");
        assert!(walk.choose(&guide, 1, 90_000));
        assert_eq!(running(&walk, 99_000), []);
        let Known::Guided { steps, clocks, from, end, .. } = walk.entry(WalkEnd::Done, "", 91_000) else {
            unreachable!()
        };
        assert_eq!((from, end, steps.len()), (1_000, WalkEnd::Done, 5));
        assert_eq!(steps.iter().map(|step| step.seconds).collect::<Vec<_>>(), [5, 4, 70, 10, 1]);
        assert_eq!(clocks.iter().filter(|clock| clock.seconds > clock.limit).count(), 1, "the look-up took 70 s");
    }

    #[test]
    fn one_goes_back_the_way_one_came() {
        let guide = guide();
        let mut walk = Walk::begin("p.in", &guide, 7, 0);
        assert!(!walk.back(&guide, 1));
        walk.choose(&guide, 0, 1);
        walk.choose(&guide, 0, 2);
        assert!(walk.back(&guide, 3));
        let here = |walk: &Walk| walk.stays.last().map(|stay| stay.step.clone()).unwrap_or_default();
        assert_eq!((here(&walk), walk.trail().len()), ("talk".to_owned(), 2));
        assert!(walk.back(&guide, 4));
        assert_eq!((here(&walk), walk.trail().len()), ("ring".to_owned(), 1));
        assert!(!walk.back(&guide, 5));
        assert!(walk.choose(&guide, 0, 6) && walk.choose(&guide, 1, 7));
        assert_eq!(walk.trail().len(), 3);
    }

    proptest! {
        /// However one walks the packs' guides, one is never stuck: each step is the guide's own, and from each one an
        /// end is reached.
        #[test]
        fn nobody_is_ever_stuck(pack in 0..4usize, at in 0..20usize, ways in prop::collection::vec((0..6usize, any::<bool>()), 0..30)) {
            let texts = [
                include_str!("../../public/handbooks/service.json"),
                include_str!("../../public/handbooks/ecommerce.json"),
                include_str!("../../public/handbooks/property.json"),
                include_str!("../../public/handbooks/logistics.json"),
            ];
            let Ok(pack) = parse(texts[pack]) else { unreachable!() };
            let guide = &pack.guides[at % pack.guides.len()];
            let mut walk = Walk::begin("x", guide, 0, 0);
            for (now, (way, back)) in (1..).zip(ways) {
                if back && way == 0 { walk.back(guide, now); } else { walk.choose(guide, way, now); }
                let step = walk.step(guide);
                prop_assert!(step.is_some_and(|step| step.end || !step.choices.is_empty()));
            }
            // The shortest way out, step by step, is no longer than the guide.
            let mut seen = vec![walk.stays.last().map(|stay| stay.step.clone()).unwrap_or_default()];
            let mut next = 0;
            while let Some(step) = seen.get(next).and_then(|id| guide.step(id)) {
                for choice in &step.choices {
                    if !seen.contains(&choice.to) { seen.push(choice.to.clone()); }
                }
                next += 1;
            }
            prop_assert!(seen.iter().any(|id| guide.step(id).is_some_and(|step| step.end)));
        }
    }
}
