//! The order in which writers get SQLite's single writer. Taking in and sending go before
//! everything else: whoever handles an update can wait, a platform that hands over thousands
//! of them cannot.
//!
//! A writer that runs is never interrupted, so that one of the first class waits for at most
//! one other transaction and those of its own class that came before it. A plain writer waits
//! for the burst of first-class ones that are there when its turn comes, and for no more than
//! [`IN_A_ROW_MAX`] of them: then it goes, even if more are waiting.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

/// First-class writers that may go one after the other while a plain one waits.
const IN_A_ROW_MAX: u32 = 8;

/// Who asks for the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    First,
    Plain,
}

/// One for each SQLite store.
#[derive(Debug, Default)]
pub(super) struct Gate {
    line: Mutex<Line>,
}

#[derive(Debug, Default)]
struct Line {
    is_taken: bool,
    first: VecDeque<oneshot::Sender<Pass>>,
    plain: VecDeque<oneshot::Sender<Pass>>,
    /// First-class writers that went while a plain one waited, since a plain one last went.
    in_a_row: u32,
}

/// The right to use the writer; handed on when dropped.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Arc<Gate>,
}

impl Gate {
    /// Waits for the writer. Whoever gives up waiting leaves the line.
    pub async fn enter(self: &Arc<Self>, class: Class) -> Pass {
        let turn = {
            let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
            if line.is_taken {
                let (tell, turn) = oneshot::channel();
                match class {
                    Class::First => line.first.push_back(tell),
                    Class::Plain => line.plain.push_back(tell),
                }
                Some(turn)
            } else {
                line.is_taken = true;
                None
            }
        };
        match turn {
            None => Pass { gate: Arc::clone(self) },
            Some(turn) => turn.await.expect("a gate in use outlives those who wait at it"),
        }
    }
}

impl Line {
    /// Takes the next one who still waits out of the line.
    fn next(&mut self) -> Option<oneshot::Sender<Pass>> {
        self.first.retain(|waiting| !waiting.is_closed());
        self.plain.retain(|waiting| !waiting.is_closed());
        if self.plain.is_empty() {
            self.in_a_row = 0;
        } else if self.first.is_empty() || self.in_a_row >= IN_A_ROW_MAX {
            self.in_a_row = 0;
            return self.plain.pop_front();
        } else {
            self.in_a_row += 1;
        }
        self.first.pop_front()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let next = {
            let mut line = self.gate.line.lock().unwrap_or_else(PoisonError::into_inner);
            let next = line.next();
            line.is_taken = next.is_some();
            next
        };
        if let Some(next) = next {
            // One who gave up just now drops the pass, which hands it on in turn.
            let _ = next.send(Pass { gate: Arc::clone(&self.gate) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Gone = Arc<Mutex<Vec<String>>>;

    /// Puts one more into the line behind those who are there, who notes when it goes.
    async fn stand(gate: &Arc<Gate>, gone: &Gone, class: Class, name: String) -> tokio::task::JoinHandle<()> {
        let (gate, gone) = (Arc::clone(gate), Arc::clone(gone));
        let standing = tokio::spawn(async move {
            let pass = gate.enter(class).await;
            gone.lock().unwrap().push(name);
            drop(pass);
        });
        // On one thread the new task runs now, until it stands in the line.
        tokio::task::yield_now().await;
        standing
    }

    #[tokio::test]
    async fn the_first_class_goes_first_and_each_class_in_the_order_it_came() {
        let (gate, gone) = (Arc::new(Gate::default()), Gone::default());
        let pass = gate.enter(Class::Plain).await;
        let mut all = Vec::new();
        for (class, name) in
            [(Class::Plain, "p1"), (Class::First, "f1"), (Class::Plain, "p2"), (Class::First, "f2")]
        {
            all.push(stand(&gate, &gone, class, name.into()).await);
        }
        assert!(gone.lock().unwrap().is_empty(), "all wait for the one who is in");
        drop(pass);
        for one in all {
            one.await.unwrap();
        }
        assert_eq!(*gone.lock().unwrap(), ["f1", "f2", "p1", "p2"]);
    }

    #[tokio::test]
    async fn a_long_burst_lets_a_plain_one_through() {
        let (gate, gone) = (Arc::new(Gate::default()), Gone::default());
        let pass = gate.enter(Class::First).await;
        let mut all = vec![stand(&gate, &gone, Class::Plain, "p".into()).await];
        for n in 0..20 {
            all.push(stand(&gate, &gone, Class::First, format!("f{n}")).await);
        }
        drop(pass);
        for one in all {
            one.await.unwrap();
        }
        let gone = gone.lock().unwrap();
        assert_eq!(gone.iter().position(|name| name == "p"), Some(usize::try_from(IN_A_ROW_MAX).unwrap()));
        assert_eq!(gone.len(), 21);
    }

    #[tokio::test]
    async fn whoever_gives_up_holds_nobody() {
        let (gate, gone) = (Arc::new(Gate::default()), Gone::default());
        let pass = gate.enter(Class::Plain).await;
        let impatient = stand(&gate, &gone, Class::First, "impatient".into()).await;
        let patient = stand(&gate, &gone, Class::Plain, "patient".into()).await;
        impatient.abort();
        assert!(impatient.await.unwrap_err().is_cancelled());
        drop(pass);
        patient.await.unwrap();
        // Told, but gone before it looked.
        let pass = gate.enter(Class::Plain).await;
        let told = stand(&gate, &gone, Class::First, "told".into()).await;
        drop(pass);
        told.abort();
        let _ = told.await;
        drop(gate.enter(Class::Plain).await);
        assert_eq!(*gone.lock().unwrap(), ["patient"]);
    }
}
