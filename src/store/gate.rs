//! The order in which writers get SQLite's single writer. Taking in and sending go before
//! everything else: whoever handles an update can wait, a platform that hands over thousands
//! of them cannot.
//!
//! A writer that runs is never interrupted, so that one of the first class waits for at most
//! one other transaction and those of its own class that came before it. A plain writer waits
//! for the burst of first-class ones that are there when its turn comes, and for no more than
//! [`IN_A_ROW_MAX`] of them: then it goes, even if more are waiting.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// First-class writers that may go one after the other while a plain one waits.
const IN_A_ROW_MAX: u32 = 8;

/// Who asks for the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    First,
    Plain,
}

/// Keeps the writer of one SQLite store and gives it to one at a time.
#[derive(Debug)]
pub(super) struct Gate<W> {
    line: Mutex<Line<W>>,
}

#[derive(Debug)]
struct Line<W> {
    /// The writer, while nobody has it.
    writer: Option<W>,
    /// Whether the writer was taken away for good.
    is_closed: bool,
    first: VecDeque<oneshot::Sender<Pass<W>>>,
    plain: VecDeque<oneshot::Sender<Pass<W>>>,
    /// First-class writers that went while a plain one waited, since a plain one last went.
    in_a_row: u32,
}

/// The writer in somebody's hands; handed on when dropped.
#[derive(Debug)]
pub(super) struct Pass<W> {
    gate: Arc<Gate<W>>,
    /// Taken out when it is handed on, or kept.
    writer: Option<W>,
}

impl<W> Gate<W> {
    pub fn new(writer: W) -> Self {
        let (first, plain) = Default::default();
        Self { line: Mutex::new(Line { writer: Some(writer), is_closed: false, first, plain, in_a_row: 0 }) }
    }

    fn line(&self) -> MutexGuard<'_, Line<W>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the writer. Whoever gives up waiting leaves the line. `None`: it was taken away.
    pub async fn enter(self: &Arc<Self>, class: Class) -> Option<Pass<W>> {
        let turn = {
            let mut line = self.line();
            if line.is_closed {
                return None;
            }
            if let Some(writer) = line.writer.take() {
                return Some(Pass { gate: Arc::clone(self), writer: Some(writer) });
            }
            let (tell, turn) = oneshot::channel();
            match class {
                Class::First => line.first.push_back(tell),
                Class::Plain => line.plain.push_back(tell),
            }
            turn
        };
        turn.await.ok()
    }
}

impl<W> Pass<W> {
    /// Takes the writer away for good: nobody else will have it.
    pub fn keep(mut self) -> Option<W> {
        let mut line = self.gate.line();
        line.is_closed = true;
        line.first.clear();
        line.plain.clear();
        drop(line);
        self.writer.take()
    }
}

impl<W> Deref for Pass<W> {
    type Target = W;

    fn deref(&self) -> &W {
        self.writer.as_ref().expect("a pass has the writer until it is handed on")
    }
}

impl<W> DerefMut for Pass<W> {
    fn deref_mut(&mut self) -> &mut W {
        self.writer.as_mut().expect("a pass has the writer until it is handed on")
    }
}

impl<W> Line<W> {
    /// Takes the next one who still waits out of the line.
    fn next(&mut self) -> Option<oneshot::Sender<Pass<W>>> {
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

impl<W> Drop for Pass<W> {
    fn drop(&mut self) {
        let Some(writer) = self.writer.take() else { return };
        let next = {
            let mut line = self.gate.line();
            let Some(next) = line.next() else {
                line.writer = Some(writer);
                return;
            };
            next
        };
        // One who gave up just now drops the pass, which hands it on in turn.
        let _ = next.send(Pass { gate: Arc::clone(&self.gate), writer: Some(writer) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Gone = Arc<Mutex<Vec<String>>>;

    /// Puts one more into the line behind those who are there, who notes when it goes.
    async fn stand(
        gate: &Arc<Gate<()>>,
        gone: &Gone,
        class: Class,
        name: String,
    ) -> tokio::task::JoinHandle<()> {
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
        let (gate, gone) = (Arc::new(Gate::new(())), Gone::default());
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
        let (gate, gone) = (Arc::new(Gate::new(())), Gone::default());
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
        let (gate, gone) = (Arc::new(Gate::new(())), Gone::default());
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

    #[tokio::test]
    async fn nobody_waits_for_a_writer_that_was_taken_away() {
        let gate = Arc::new(Gate::new(7));
        let pass = gate.enter(Class::Plain).await.unwrap();
        let waiting = {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move { gate.enter(Class::First).await.is_none() })
        };
        tokio::task::yield_now().await;
        assert_eq!(pass.keep(), Some(7));
        assert!(waiting.await.unwrap());
        assert!(gate.enter(Class::Plain).await.is_none());
    }
}
