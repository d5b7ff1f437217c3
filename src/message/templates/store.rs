use super::{Template, Which};
use crate::audit;
use crate::plan::ContentGroupId;
use crate::store::{Error, Tx, all, exec, id, one};
use crate::text::Rich;
use crate::ward::{PersonId, WardId};

id!(
    /// One template of a ward.
    TemplateId
);

type Row = (TemplateId, String, String, Option<ContentGroupId>);

fn template_from((id, name, text, content_group): Row) -> Result<Template, Error> {
    let text = serde_json::from_str(&text).map_err(|e| Error::corrupt("template", e))?;
    Ok(Template { which: Which::Own(id), name, text, content_group })
}

/// The templates of a ward, by name.
///
/// # Errors
/// If the database refuses or one is not readable.
pub async fn of_ward(tx: &mut Tx, ward: WardId) -> Result<Vec<Template>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, name, text, content_group_id FROM templates WHERE ward_id = $1 ORDER BY name, id",
        ward
    )?
    .into_iter()
    .map(template_from)
    .collect()
}

/// One template of a ward, shipped or its own.
///
/// # Errors
/// If the database refuses or it is not readable.
pub async fn template(tx: &mut Tx, ward: WardId, which: &Which) -> Result<Option<Template>, Error> {
    let Which::Own(id) = which else {
        return Ok(super::shipped().iter().find(|template| template.which == *which).cloned());
    };
    one!(
        tx,
        Row,
        "SELECT id, name, text, content_group_id FROM templates WHERE ward_id = $1 AND id = $2",
        ward,
        *id
    )?
    .map(template_from)
    .transpose()
}

/// Keeps a text as a template of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn add(
    tx: &mut Tx,
    ward: WardId,
    name: &str,
    text: &Rich,
    content_group: Option<ContentGroupId>,
    by: PersonId,
) -> Result<TemplateId, Error> {
    let (id, now) = (TemplateId(tx.new_id()), tx.now());
    let json = serde_json::to_string(text).map_err(|e| Error::corrupt("template", e))?;
    exec!(
        tx,
        "INSERT INTO templates (id, ward_id, name, text, content_group_id, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        ward,
        name,
        json,
        content_group,
        by,
        now
    )?;
    audit::append(tx, ward, Some(by), "template", &format!("template:{id}"), "").await?;
    Ok(id)
}

/// Takes a template away. `false`: it was gone before.
///
/// # Errors
/// If the database refuses.
pub async fn drop(tx: &mut Tx, ward: WardId, id: TemplateId, by: PersonId) -> Result<bool, Error> {
    let changed = exec!(tx, "DELETE FROM templates WHERE ward_id = $1 AND id = $2", ward, id)?;
    if changed == 1 {
        audit::append(tx, ward, Some(by), "template_end", &format!("template:{id}"), "").await?;
    }
    Ok(changed == 1)
}
