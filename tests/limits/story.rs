//! A ticket told step by step.

use shouwen::model::calendar::Calendar;
use shouwen::model::change::{How, Known};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::{Fold, STATE};
use shouwen::model::kind::TicketKind;
use shouwen::model::limits::{Terms, deadlines};
use shouwen::model::stamp::{Clock, Stamp, Writer};
use shouwen::model::value::Value;

use super::at;

pub fn kind() -> TicketKind {
    let limit = |id: &str, rest: &str| format!(r#"{{"id":"{id}","name":"N",{rest}}}"#);
    let limits = [
        limit("answer", r#""from":"opened","within":"30m","answer":true"#),
        limit(
            "solve",
            r#""from":"opened","within":"72h","pauses":true,"warn":["24h","2h lead"],
            "escalate":[{"after":"1d","to":"manager","proposal":"怎么办？"},{"after":"30m","to":"agent"},{"after":"1h","to":"lead"}]"#,
        ),
        limit("hours", r#""from":"opened","within":"4wh","until":["done"],"pauses":true"#),
        limit("ours", r#""from":"opened","within":"72h","pauses_in":["work"]"#),
        limit("work", r#""from":{"state":"work"},"within":"1d","until":["done","wait"]"#),
        limit("back", r#""from":{"field":"day"},"within":"18:00","until":["wait"]"#),
        limit("after", r#""from":{"field":"paid"},"within":"72h","when":{"field":"sort","is":["late"]}"#),
        limit("next", r#""from":"contact","within":"2h""#),
        limit("soon", r#""from":"opened","within":"4h","priority":["urgent","high"]"#),
        limit("later", r#""from":"opened","within":"8h","priority":["normal"],"grade":["a"]"#),
        limit("valued", r#""from":"opened","within":"1h","grade":["a","b"],"when":{"field":"sort","is":["late"]}"#),
    ];
    let text = format!(
        r#"{{"id":"t.t","name":"T","prefix":"T","fields":[],"start":"new","moves":[],"limits":[{}],"states":[
        {{"id":"new","name":"N","category":"open"}},{{"id":"work","name":"N","category":"open"}},
        {{"id":"wait","name":"N","category":"waiting"}},{{"id":"done","name":"N","category":"solved"}},
        {{"id":"off","name":"N","category":"closed"}}]}}"#,
        limits.join(",")
    );
    serde_json::from_str(&text).unwrap()
}

pub struct Story {
    pub document: Document,
    clock: Clock,
}

impl Story {
    pub fn opened(when: &str) -> Self {
        Self::opened_at(at(when))
    }

    pub fn opened_at(now: u64) -> Self {
        let clock = Clock::new(Writer::SAMPLE);
        let mut story = Self { document: Document::new(DocId::fixed("ticket", "1"), Vec::new()), clock };
        story.tell_at(now, Known::Opened { kind: "t.t".into(), number: "T1".into(), at: None });
        story.enter(now, "new");
        story
    }

    pub fn tell(&mut self, when: &str, change: Known) -> Stamp {
        self.tell_at(at(when), change)
    }

    fn tell_at(&mut self, now: u64, change: Known) -> Stamp {
        let stamp = self.clock.tick(now);
        self.document.merge([Entry { stamp, by: "a".into(), change: change.into() }]);
        stamp
    }

    pub fn to(&mut self, when: &str, state: &str) -> Stamp {
        self.enter(at(when), state)
    }

    pub fn enter(&mut self, now: u64, state: &str) -> Stamp {
        let over = self.fold().register(STATE).stamps();
        self.tell_at(now, Known::Moved { step: String::new(), to: state.into(), over })
    }

    pub fn set(&mut self, when: &str, field: &str, value: Value) -> Stamp {
        let change = Fold::of(&self.document).set(field, value);
        self.tell(when, change)
    }

    pub fn fold(&self) -> Fold {
        Fold::of(&self.document)
    }

    /// Due, met and paused of a limit.
    pub fn look(&self, limit: &str, now: &str) -> Option<(u64, Option<u64>, Option<u64>)> {
        let (kind, china) = (kind(), Calendar::china());
        let found = deadlines(&kind, &self.document, &self.fold(), Terms { calendar: &china, grade: "" });
        found.iter().find(|d| d.limit.id == limit).map(|d| (d.due_at(at(now), &china), d.met, d.paused))
    }

    /// The ids of the limits that apply for a customer's grade.
    pub fn applying(&self, grade: &str) -> Vec<String> {
        let (kind, china) = (kind(), Calendar::china());
        let found = deadlines(&kind, &self.document, &self.fold(), Terms { calendar: &china, grade });
        found.iter().map(|deadline| deadline.limit.id.clone()).collect()
    }
}

/// Something said.
pub fn say(how: How) -> Known {
    Known::Said { how, text: "x".into(), minutes: 0 }
}
