//! Who handles what the ward does not.

use super::Router;

/// A body outside the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Names it in the locales.
    pub key: String,
    /// Its phone number, where that is certain.
    pub contact: Option<String>,
}

impl Router {
    /// The outside body that a question speaks of most; `None` if it names none.
    #[must_use]
    pub fn outside(&self, text: &str) -> Option<Referral> {
        let (_, reading) = self.inner.read(text);
        let fields = self.inner.routes.fields.iter().zip(&reading.fields);
        fields
            .filter(|(field, points)| field.label == "OUTSIDE" && **points > 0.0)
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(field, _)| Referral { key: field.key.clone(), contact: field.contact.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_about_electricity_leads_to_who_sells_it() {
        let router = Router::shipped().unwrap();
        let referral = router.outside("Nhà tôi mất điện từ sáng, gọi ai?").unwrap();
        assert_eq!(referral.key, "outside-electricity");
        assert_eq!(router.outside("Ngõ 12 bao giờ sửa đường?"), None);
    }
}
