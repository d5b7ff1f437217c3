//! What people did is in the rows: every update, question, answer, approval and post, once.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::calls::sends;
use super::{Kind, Report, words};
use crate::chaos::facts::{Facts, Row};

/// Every update of the platform is there, and handled.
pub fn updates(facts: &Facts, report: &mut Report) {
    for pair in facts.updates.windows(2) {
        if pair[1].id != pair[0].id + 1 {
            report.add(Kind::Lost, format!("updates between {} and {} are lost", pair[0].id, pair[1].id));
        }
    }
    for update in &facts.updates {
        if !matches!(update.outcome.as_deref(), Some("handled" | "not for us")) {
            report.add(Kind::Lost, format!("update {} ended as {:?}", update.id, update.outcome));
        }
    }
}

/// Every question is there once, with one code, one card, one answer.
pub fn questions(facts: &Facts, report: &mut Report) {
    let codes: BTreeSet<&str> = facts.questions.iter().map(|q| q.code.as_str()).collect();
    if codes.len() != facts.questions.len() {
        report.add(Kind::Other, "a code stands for several questions".into());
    }
    if facts.questions.len() != facts.told.questions.len() {
        let (there, asked) = (facts.questions.len(), facts.told.questions.len());
        report.add(differs(there, asked), format!("{there} questions are there, {asked} were asked"));
    }
    for asked in &facts.told.questions {
        let marker = asked.marker.as_str();
        let mut found = facts.questions.iter().filter(|q| q.text.contains(marker));
        let (Some(question), None) = (found.next(), found.next()) else {
            let n = facts.questions.iter().filter(|q| q.text.contains(marker)).count();
            report.add(differs(n, 1), format!("question {marker} is not there exactly once"));
            continue;
        };
        let about = |kind: &str| {
            facts.rows.iter().filter(|r| r.question == Some(question.id) && r.kind == kind).count()
        };
        for (kind, wanted) in [("notice", 1), ("answer", usize::from(asked.answer.is_some()))] {
            let n = about(kind);
            if n != wanted {
                report.add(
                    differs(n, wanted),
                    format!("question {marker} has {n} rows “{kind}” instead of {wanted}"),
                );
            }
        }
        if about("acknowledgement") == 0 {
            report.add(Kind::Lost, format!("question {marker} was never acknowledged"));
        }
        let Some(answer) = &asked.answer else { continue };
        let answered = facts.answers.iter().filter(|a| a.text.contains(answer.as_str())).count();
        if answered != 1 || question.state != "answered" {
            report.add(
                differs(answered, 1),
                format!("question {marker} is {}, answer {answer} is there {answered} times", question.state),
            );
        }
    }
    if facts.answers.iter().any(|a| !facts.questions.iter().any(|q| q.id == a.question)) {
        report.add(Kind::Other, "an answer has no question".into());
    }
}

/// Every approved message is one post with one copy a group, each sent or in doubt, in the
/// approved words, and nothing else was posted.
pub fn posts(facts: &Facts, report: &mut Report) {
    let expected = facts.told.posts.iter().filter(|post| post.approved).count() + facts.told.releases;
    if facts.posts.len() != expected {
        report.add(
            differs(facts.posts.len(), expected),
            format!("{} posts are there, {expected} were approved", facts.posts.len()),
        );
    }
    for written in &facts.told.posts {
        let mut versions = facts.versions.iter().filter(|v| v.number == written.number);
        let (Some(old), Some(new), None) = (versions.next(), versions.next(), versions.next()) else {
            report.add(Kind::Other, format!("message {} has not two versions", written.number));
            continue;
        };
        if !old.body.contains(&written.old) || !new.body.contains(&written.marker) {
            report
                .add(Kind::Other, format!("message {} has not the words that were written", written.number));
        }
        let decided: Vec<(i32, &str)> = facts
            .approvals
            .iter()
            .filter(|a| a.message == new.message)
            .map(|a| (a.version, a.decision.as_str()))
            .collect();
        if written.approved && (decided.len() != 2 || decided[0].0 != 1 || decided[1].0 != 2) {
            report.add(Kind::Other, format!("message {} was decided {decided:?}", written.number));
        }
        let posts: Vec<Uuid> =
            facts.posts.iter().filter(|p| p.message == new.message).map(|p| p.id).collect();
        if posts.len() != usize::from(written.approved) {
            report.add(
                differs(posts.len(), usize::from(written.approved)),
                format!("message {} has {} posts", written.number, posts.len()),
            );
        }
        let copies = facts.rows.iter().filter(|r| r.is_copy && r.post.is_some_and(|p| posts.contains(&p)));
        let copies: Vec<&Row> = copies.collect();
        if written.approved && copies.len() != facts.told.groups {
            report.add(
                differs(copies.len(), facts.told.groups),
                format!("message {} has {} copies", written.number, copies.len()),
            );
        }
        for copy in copies {
            let name = format!("{} in {} ({})", written.marker, copy.chat, copy.id);
            if !["sent", "unknown"].contains(&copy.state.as_str()) {
                report.add(Kind::Lost, format!("copy {name} ended as {}", copy.state));
            }
            if !words(copy).contains(&written.marker) {
                report.add(Kind::Other, format!("copy {name} has not the approved words"));
            }
            let sends = sends(facts).filter(|c| c.chat == copy.chat && c.text.contains(&written.marker));
            let (sends, allowed) = (sends.count(), 1 + copy.repeats);
            if copy.by_bot && sends > allowed {
                report.add(
                    Kind::Undeclared,
                    format!("copy {name} was sent {sends} times, {allowed} are declared"),
                );
            }
        }
        let groups: BTreeSet<i64> =
            facts.rows.iter().filter(|r| r.is_copy && r.by_bot).map(|r| r.chat).collect();
        if sends(facts).any(|c| groups.contains(&c.chat) && c.text.contains(&written.old)) {
            report.add(Kind::Other, format!("the returned version of message {} was posted", written.number));
        }
    }
}

fn differs(there: usize, wanted: usize) -> Kind {
    if there < wanted { Kind::Lost } else { Kind::Undeclared }
}
