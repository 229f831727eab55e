//! How things are, for people; and when there will be something to do.

use super::{COPY_EVERY, Machine, Step};
use crate::sync::endpoint::Fault;
use crate::sync::port::{Action, State, Status};

impl Machine {
    /// Says how things are, and when to be woken, if that is not what was said before.
    pub(super) fn tell(&mut self, now: u64, out: &mut Vec<Action>) {
        let status = self.status();
        if status != self.shown {
            self.shown = status.clone();
            out.push(Action::Show(status));
        }
        let mut times = Vec::new();
        if let Some(flight) = &self.flight {
            times.push(flight.heard + flight.patience);
            if flight.step == Step::Live && self.copy_stale {
                times.push(self.copied_at + COPY_EVERY);
            }
        }
        let idle = self.on && !self.offline && self.flight.is_none() && self.awaited.is_none();
        if idle && !self.fault.as_ref().is_some_and(Fault::stops) {
            times.push(self.rest_until);
            if self.copy_stale && self.check.is_none() {
                times.push(self.copied_at + COPY_EVERY);
            }
        }
        if self.on && !self.offline {
            times.extend(self.push.wake(now));
        }
        let wake = times.into_iter().filter(|time| *time > now).min();
        if wake != self.wake {
            self.wake = wake;
            out.extend(wake.map(Action::Wake));
        }
    }

    /// How many entries of other devices have not arrived; what this one has sent and not read again yet is here.
    fn missing(&self) -> u64 {
        let others = self.checkpoint.devices.iter().filter(|(name, _)| **name != self.setup.device);
        others.map(|(_, device)| device.missing()).sum()
    }

    fn status(&self) -> Status {
        let state = if !self.on {
            State::Off
        } else if self.offline {
            State::Offline
        } else if let Some(fault) = &self.fault {
            match fault {
                fault if fault.wants_login() => State::NeedsLogin(fault.clone()),
                Fault::Unreachable if self.passed_once => State::Offline,
                fault => State::Refused(fault.clone()),
            }
        } else if self.check.is_some() {
            State::Connecting
        } else if !self.pull.caught_up {
            State::CatchingUp { done: self.pull.read, total: self.server.documents.max(self.pull.read) }
        } else if self.outbox.0 > self.push.held {
            State::Waiting(self.outbox.0 - self.push.held)
        } else {
            State::UpToDate { at: self.at }
        };
        let offered = usize::try_from(self.push.offered.len()).unwrap_or(usize::MAX);
        Status {
            state,
            waiting: self.outbox.0.saturating_sub(offered),
            held: self.push.held.saturating_sub(offered),
            held_for: self.push.held_for.clone(),
            parked: self.outbox.1,
            quarantined: self.quarantined,
            missing: self.missing(),
            role: self.server.role,
            rules: self.server.rules,
            skew: self.server.skew,
        }
    }
}
