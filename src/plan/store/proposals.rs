//! Plans that were read and are not in force, and what people said about their findings.

use super::super::doubtful::{Question, Verdict, decided};
use super::super::import::PlanDocument;
use super::super::renewal::Match;
use super::super::{PlanId, ProposalId};
use super::{Source, Verdicts, hash_of, put};
use crate::audit;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{PersonId, WardId};

/// A plan that was read.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: ProposalId,
    /// The name of its file.
    pub source: String,
    pub document: PlanDocument,
    /// The plan of which it is a newer version, or may be where that is not settled.
    pub replaces: Option<PlanId>,
    pub is_settled: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ProposalId,
    source: String,
    document: String,
    replaces: Option<PlanId>,
    is_settled: bool,
}

impl TryFrom<Row> for Proposal {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            source: row.source,
            document: serde_json::from_str(&row.document).map_err(|e| Error::corrupt("plan proposal", e))?,
            replaces: row.replaces,
            is_settled: row.is_settled,
        })
    }
}

/// What somebody said about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub finding: String,
    pub verdict: Verdict,
    pub by: PersonId,
}

/// Stores a plan that was read, to be decided about; the one of the same bytes if there is one.
///
/// # Errors
/// If the database refuses.
pub async fn propose(
    tx: &mut Tx,
    ward: WardId,
    document: &PlanDocument,
    source: &str,
    bytes: &[u8],
    matched: Match,
    by: PersonId,
) -> Result<ProposalId, Error> {
    let (id, now, hash) = (ProposalId(tx.new_id()), tx.now(), hash_of(bytes));
    let known = one!(
        tx,
        (ProposalId,),
        "SELECT id FROM plan_proposals WHERE ward_id = $1 AND source_hash = $2 AND ended_at IS NULL",
        ward,
        hash.clone()
    )?;
    if let Some((known,)) = known {
        return Ok(known);
    }
    let json = serde_json::to_string(document).map_err(|e| Error::corrupt("plan proposal", e))?;
    let (replaces, is_settled) = match matched {
        Match::Sure(plan) => (Some(plan), true),
        Match::Perhaps(plan) => (Some(plan), false),
        Match::None => (None, true),
    };
    exec!(
        tx,
        "INSERT INTO plan_proposals (id, ward_id, source, source_hash, document, replaces, is_settled, made_by,
            made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        ward,
        source,
        hash,
        json,
        replaces,
        is_settled,
        by,
        now
    )?;
    audit::append(tx, ward, Some(by), "plan_proposed", &format!("plan_proposal:{id}"), source).await?;
    Ok(id)
}

/// What was read and is neither used nor dropped, the newest first.
///
/// # Errors
/// If the database refuses or a stored plan cannot be read.
pub async fn open_proposals(tx: &mut Tx, ward: WardId) -> Result<Vec<Proposal>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, source, document, replaces, is_settled FROM plan_proposals
         WHERE ward_id = $1 AND ended_at IS NULL ORDER BY made_at DESC, id DESC",
        ward
    )?
    .into_iter()
    .map(Proposal::try_from)
    .collect()
}

/// One of them; `None`: it is used or dropped.
///
/// # Errors
/// If the database refuses or the stored plan cannot be read.
pub async fn proposal(tx: &mut Tx, ward: WardId, id: ProposalId) -> Result<Option<Proposal>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, source, document, replaces, is_settled FROM plan_proposals
         WHERE ward_id = $1 AND id = $2 AND ended_at IS NULL",
        ward,
        id
    )?
    .map(Proposal::try_from)
    .transpose()
}

/// Everything that was said about a proposal's findings.
///
/// # Errors
/// If the database refuses or a verdict is not readable.
pub async fn decisions(tx: &mut Tx, id: ProposalId) -> Result<Vec<Said>, Error> {
    all!(
        tx,
        (String, String, String, PersonId),
        "SELECT finding, verdict, words, decided_by FROM plan_decisions WHERE proposal_id = $1 ORDER BY finding",
        id
    )?
    .into_iter()
    .map(|(finding, verdict, words, by)| {
        let verdict = Verdict::of(&verdict, &words).ok_or_else(|| Error::corrupt("verdict", verdict))?;
        Ok(Said { finding, verdict, by })
    })
    .collect()
}

/// Says what a finding is. `false`: somebody was there first, and theirs stands.
///
/// # Errors
/// If the database refuses.
pub async fn decide(
    tx: &mut Tx,
    ward: WardId,
    id: ProposalId,
    question: &Question,
    verdict: &Verdict,
    by: PersonId,
) -> Result<bool, Error> {
    let (now, key) = (tx.now(), question.finding.key());
    let words = if let Verdict::Edit(words) = verdict { words.as_str() } else { "" };
    let changed = exec!(
        tx,
        "INSERT INTO plan_decisions (proposal_id, finding, verdict, words, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (proposal_id, finding) DO NOTHING",
        id,
        key.as_str(),
        verdict.code(),
        words,
        by,
        now
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let detail = format!("{key} {} {words}", verdict.code());
    audit::append(tx, ward, Some(by), "plan_finding", &format!("plan_proposal:{id}"), detail.trim_end())
        .await?;
    Ok(true)
}

/// Takes back what was said about a finding.
///
/// # Errors
/// If the database refuses.
pub async fn revise(
    tx: &mut Tx,
    ward: WardId,
    id: ProposalId,
    question: &Question,
    by: PersonId,
) -> Result<(), Error> {
    let key = question.finding.key();
    let changed =
        exec!(tx, "DELETE FROM plan_decisions WHERE proposal_id = $1 AND finding = $2", id, key.as_str())?;
    if changed > 0 {
        audit::append(tx, ward, Some(by), "plan_finding_open", &format!("plan_proposal:{id}"), &key).await?;
    }
    Ok(())
}

/// Says of which plan it is a newer version; `None`: of none.
///
/// # Errors
/// If the database refuses or the proposal is gone.
pub async fn set_replaces(
    tx: &mut Tx,
    ward: WardId,
    id: ProposalId,
    matched: Match,
    by: PersonId,
) -> Result<(), Error> {
    let (replaces, is_settled) = match matched {
        Match::Sure(plan) => (Some(plan), true),
        Match::Perhaps(plan) => (Some(plan), false),
        Match::None => (None, true),
    };
    let changed = exec!(
        tx,
        "UPDATE plan_proposals SET replaces = $2, is_settled = $3 WHERE id = $1 AND ended_at IS NULL",
        id,
        replaces,
        is_settled
    )?;
    exactly_one(changed, "plan proposal")?;
    let detail = replaces.map(|plan| format!("plan:{plan}")).unwrap_or_default();
    audit::append(tx, ward, Some(by), "plan_version", &format!("plan_proposal:{id}"), &detail).await
}

/// Puts a proposal aside. `false`: it is used or dropped already.
///
/// # Errors
/// If the database refuses.
pub async fn drop_proposal(tx: &mut Tx, ward: WardId, id: ProposalId, by: PersonId) -> Result<bool, Error> {
    if !end(tx, ward, id).await? {
        return Ok(false);
    }
    audit::append(tx, ward, Some(by), "plan_dropped", &format!("plan_proposal:{id}"), "").await?;
    Ok(true)
}

async fn end(tx: &mut Tx, ward: WardId, id: ProposalId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE plan_proposals SET ended_at = $3 WHERE ward_id = $1 AND id = $2 AND ended_at IS NULL",
        ward,
        id,
        now
    )?;
    Ok(changed == 1)
}

/// Puts a proposal into force, without what was left out or not decided. `None`: somebody was
/// there first, with it or with the same file in another way.
///
/// # Errors
/// If the database refuses, or the plan that it replaces is in force no longer.
pub async fn use_proposal(
    tx: &mut Tx,
    ward: WardId,
    proposal: &Proposal,
    by: PersonId,
) -> Result<Option<PlanId>, Error> {
    if !end(tx, ward, proposal.id).await? {
        return Ok(None);
    }
    let said: Verdicts =
        decisions(tx, proposal.id).await?.into_iter().map(|said| (said.finding, said.verdict)).collect();
    let document = decided(&proposal.document, &said, &proposal.source);
    let hash = one!(tx, (Vec<u8>,), "SELECT source_hash FROM plan_proposals WHERE id = $1", proposal.id)?;
    let (hash,) = hash.ok_or_else(|| Error::corrupt("plan proposal", "it is gone"))?;
    let is_there = one!(
        tx,
        (PlanId,),
        "SELECT id FROM plans WHERE ward_id = $1 AND source_hash = $2",
        ward,
        hash.clone()
    )?;
    if is_there.is_some() {
        return Ok(None);
    }
    let source = Source { name: &proposal.source, hash: &hash };
    put(tx, ward, &document, source, Some(by), proposal.replaces).await.map(Some)
}
