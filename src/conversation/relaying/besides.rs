//! What goes with a post that was passed on: the code that leads from it to the ward, what
//! neighbours ask about it, and the pictures of where it was put.

use super::super::act::Act;
use super::super::resident;
use super::super::talk::{Talk, words};
use super::saying::asked;
use crate::channel::{Attachment, Letter, Made, Media};
use crate::delivery::{self, OutgoingId, PostId};
use crate::i18n::{self, Text};
use crate::picture;
use crate::schedule;
use crate::store::Error;
use crate::ward::store as ward;

/// Pictures that are shown at once; platforms hold back who sends many.
const PHOTOS_MAX: usize = 10;

/// The code that residents scan to ask about a post, as a picture to put beside its text.
pub(in crate::conversation) async fn code(talk: &mut Talk<'_>, copy: OutgoingId) -> Result<(), Error> {
    if asked(talk, copy).await?.is_none() {
        return Ok(());
    }
    let url = talk.private_link(&talk.desk.sign(copy));
    let made = picture::qr(&url).map(|png| Made::picture("hoi-phuong.png", &png));
    let letter = Letter { made, ..words(talk.lang, &Text::RelayCode) };
    talk.send_once(letter).await
}

/// Neighbours have asked about what was passed on.
pub(in crate::conversation) async fn pass_on(talk: &mut Talk<'_>, copy: OutgoingId) -> Result<(), Error> {
    if asked(talk, copy).await?.is_none() {
        return Ok(());
    }
    match delivery::post_of_copy(talk.tx, copy).await? {
        Some(post) => resident::ask_of_post(talk, post).await,
        None => talk.toast(Text::ButtonUnknown).await,
    }
}

/// The pictures that show where a post was put, each under the name of its neighbourhood.
pub(in crate::conversation) async fn photos(talk: &mut Talk<'_>, post: PostId) -> Result<(), Error> {
    if !talk.roles.may_see_figures() {
        return talk.alert(Text::OnlyStaff).await;
    }
    if schedule::post(talk.tx, post).await?.is_none_or(|found| found.ward != talk.ward.id) {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let photos = delivery::relay_photos(talk.tx, post).await?;
    let rest = photos.len().saturating_sub(PHOTOS_MAX);
    for (group, file_id) in photos.into_iter().take(PHOTOS_MAX) {
        let found = ward::group(talk.tx, talk.ward.id, group).await?;
        let place = match found {
            Some(group) => ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await?,
            None => None,
        };
        let name = place.map(|place| place.name).unwrap_or_default();
        let photo = Attachment::Photo(Media { file_id, unique_id: String::new() });
        let letter = talk.letter(&Text::RelayPhotoOf { name }).with_media(&[photo]);
        talk.send(letter).await?;
    }
    if rest > 0 {
        talk.say(Text::RelayPhotosRest { n: i18n::count(rest) }).await?;
    }
    Ok(())
}

/// The button that shows them, if there are some.
pub(in crate::conversation) async fn photos_row(
    talk: &mut Talk<'_>,
    post: PostId,
) -> Result<Option<Vec<crate::channel::Button>>, Error> {
    let n = delivery::relay_photos(talk.tx, post).await?.len();
    let label = Text::ButtonRelayPhotos { n: i18n::count(n) };
    Ok((n > 0).then(|| vec![talk.button(&label, &Act::RelayPhotos(post))]))
}
