//! In which language a person is spoken to.

use crate::conversation::act::Act;
use crate::conversation::talk::{Talk, words};
use crate::i18n::{Lang, Text};
use crate::store::Error;
use crate::ward::store as ward;

/// `/ngonngu`
pub(in crate::conversation) async fn offer_languages(talk: &mut Talk<'_>) -> Result<(), Error> {
    let mut letter = talk.letter(&Text::LanguageWhich);
    letter.buttons = vec![vec![
        talk.button(&Text::LanguageVietnamese, &Act::Language(Lang::Vi.code().into())),
        talk.button(&Text::LanguageEnglish, &Act::Language(Lang::En.code().into())),
    ]];
    talk.send(letter).await
}

pub(in crate::conversation) async fn set_language(talk: &mut Talk<'_>, code: &str) -> Result<(), Error> {
    let Some(lang) = Lang::ALL.into_iter().find(|lang| lang.code() == code) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    ward::set_language(talk.tx, talk.account.id, lang.code()).await?;
    talk.lang = lang;
    let letter = words(lang, &Text::LanguageSet);
    talk.replace(letter).await
}
