//! Who handles what the ward does not.

use super::{OUTSIDE, Router, Verdict};

/// A body outside the ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Names it in the locales.
    pub key: String,
    /// Its phone number where that is certain, else the city's line, which knows who is
    /// responsible. None where the number stands on what the resident holds (contract, card).
    pub contact: Option<String>,
}

impl Router {
    /// The outside body that a question was found to be for; `None` if it is for the ward, or
    /// for outside without saying for whom.
    #[must_use]
    pub fn referral(&self, verdict: &Verdict) -> Option<Referral> {
        let key = verdict.field.as_ref().filter(|_| verdict.label == OUTSIDE)?;
        let field = self.routes().fields.iter().find(|field| field.key == *key)?;
        Some(Referral { key: field.key.clone(), contact: field.contact.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_about_electricity_leads_to_who_sells_it() {
        let router = Router::shipped().unwrap();
        let referral = |text: &str| router.referral(&router.route(text, None));
        let electricity = referral("Nhà tôi mất điện từ sáng, gọi điện lực ở đâu?").unwrap();
        assert_eq!(electricity.key, "outside-electricity");
        assert!(electricity.contact.is_some());
        assert_eq!(referral("Ngõ 12 bao giờ sửa đường?"), None);
    }

    #[test]
    fn whoever_is_sent_elsewhere_has_a_number_to_call() {
        let router = Router::shipped().unwrap();
        let outside = router.routes().fields.iter().filter(|field| field.label == OUTSIDE);
        let silent = outside.filter(|field| field.contact.is_none()).map(|field| field.key.as_str());
        // Their numbers stand on the card and on the contract.
        assert_eq!(silent.collect::<Vec<_>>(), ["outside-bank", "outside-telecom"]);
    }
}
