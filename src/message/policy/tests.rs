use uuid::Uuid;

use super::*;

const HASH: [u8; 1] = [1];

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn policy(needed: usize) -> Policy {
    Policy { needed, may_administer: false, consent: None, term: Term::Day1, deputy: None, alone: false }
}

fn says(who: u128, word: Word, role: Role) -> Decision {
    Decision { person: person(who), hash: HASH.to_vec(), word, role: Some((role, None)), holds: true }
}

fn agrees(who: u128, of: u128) -> Decision {
    Decision { role: Some((Role::Officer, Some(unit(of)))), ..says(who, Word::Consents, Role::Officer) }
}

/// Of an ordinary message, whose author is person 0.
fn lack(decisions: &[Decision], policy: &Policy) -> Vec<Lack> {
    lacks(&HASH, Kind::Notice, person(0), decisions, policy)
}

fn approves(who: u128) -> Decision {
    says(who, Word::Approves, Role::Approver)
}

#[test]
fn so_many_different_approvers_as_the_policy_says() {
    assert_eq!(lack(&[], &policy(2)), [Lack::People(2)]);
    assert_eq!(lack(&[approves(1)], &policy(2)), [Lack::People(1)]);
    assert_eq!(lack(&[approves(1), approves(1)], &policy(2)), [Lack::People(1)], "one person twice");
    assert_eq!(lack(&[approves(1), approves(0)], &policy(2)), [Lack::People(1)], "the author");
    assert_eq!(lack(&[approves(1), approves(2)], &policy(2)), []);
    assert_eq!(lack(&[approves(1)], &policy(0)), [], "nothing leaves without anybody");
    assert_eq!(lack(&[], &policy(0)), [Lack::People(1)]);
}

#[test]
fn another_version_a_lost_role_and_a_return_count_against_it() {
    let old = Decision { hash: vec![2], ..approves(2) };
    assert_eq!(lack(&[approves(1), old], &policy(2)), [Lack::People(1)]);
    let lost = Decision { holds: false, ..approves(2) };
    assert_eq!(lack(&[approves(1), lost], &policy(2)), [Lack::People(1)]);
    let unknown = Decision { role: None, ..approves(2) };
    assert_eq!(lack(&[approves(1), unknown], &policy(2)), [Lack::People(1)]);
    let editor = says(2, Word::Approves, Role::Editor);
    assert_eq!(lack(&[approves(1), editor], &policy(2)), [Lack::People(1)]);
    let returned = Decision { holds: false, ..says(3, Word::Returns, Role::Approver) };
    assert_eq!(lack(&[approves(1), approves(2), returned], &policy(2)), [Lack::Returned]);
}

#[test]
fn an_administrator_is_the_second_only_where_the_policy_says_so_and_never_the_first() {
    let administrator = |who| says(who, Word::Approves, Role::Administrator);
    let admits = Policy { may_administer: true, ..policy(2) };
    assert_eq!(lack(&[approves(1), administrator(2)], &policy(2)), [Lack::People(1)]);
    assert_eq!(lack(&[approves(1), administrator(2)], &admits), []);
    assert_eq!(lack(&[administrator(1), administrator(2)], &admits), [Lack::People(1)]);
    let one = Policy { may_administer: true, ..policy(1) };
    assert_eq!(lack(&[administrator(1)], &one), [Lack::People(1)]);
}

#[test]
fn consent_is_no_approval_and_comes_from_somebody_else_of_that_unit() {
    let asks = Policy { consent: Some(unit(7)), ..policy(1) };
    assert_eq!(lack(&[approves(1)], &asks), [Lack::Consent(unit(7))]);
    assert_eq!(lack(&[agrees(2, 7)], &asks), [Lack::People(1)]);
    assert_eq!(lack(&[approves(1), agrees(2, 8)], &asks), [Lack::Consent(unit(7))], "another unit");
    assert_eq!(lack(&[approves(1), agrees(0, 7)], &asks), [Lack::Consent(unit(7))], "the author");
    assert_eq!(lack(&[approves(1), agrees(1, 7)], &asks), [Lack::Consent(unit(7))], "the approver");
    assert_eq!(lack(&[approves(1), agrees(2, 7)], &asks), []);
}

#[test]
fn one_person_alone_releases_only_what_is_urgent_where_allowed_and_on_duty() {
    let alone = |who, on_duty| says(who, Word::ApprovesAlone { on_duty }, Role::Approver);
    let allowed = Policy { alone: true, consent: Some(unit(7)), ..policy(2) };
    let leaves = |kind, decision: Decision, policy: &Policy| {
        lacks(&HASH, kind, person(0), &[decision], policy).is_empty()
    };
    assert!(leaves(Kind::Urgent, alone(1, true), &allowed));
    assert!(
        !leaves(Kind::Urgent, alone(1, true), &Policy { alone: false, ..allowed.clone() }),
        "not allowed"
    );
    assert!(!leaves(Kind::Urgent, alone(1, false), &allowed), "not on duty");
    assert!(!leaves(Kind::Urgent, approves(1), &allowed), "an ordinary approval");
    assert!(!leaves(Kind::Urgent, alone(0, true), &allowed), "the author");
    assert!(!leaves(Kind::Urgent, Decision { holds: false, ..alone(1, true) }, &allowed), "no approver now");
    for kind in [Kind::Notice, Kind::Event] {
        assert!(!leaves(kind, alone(1, true), &allowed), "{kind:?}");
    }
    let two = [approves(1), approves(2)];
    let plain = Policy { consent: None, ..allowed };
    assert!(lacks(&HASH, Kind::Urgent, person(0), &two, &plain).is_empty(), "two people");
}
