//! Links: whether an app opens them, and whether residents can see that they are official.

use std::sync::LazyLock;

use super::{Concern, Finding};
use crate::text::Rich;

/// Endings of hosts that are of the State or known to everybody, and services that hide where they
/// lead, as `official <host>` and `short <host>`.
static HOSTS: LazyLock<Vec<(bool, &str)>> = LazyLock::new(|| {
    let lines = include_str!("hosts.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(kind, host)| (kind == "official", host.trim()))
        .collect()
});

/// Endings by which an address is known where nobody wrote `https://` before it.
const ENDINGS: &[&str] = &[
    "vn", "com", "net", "org", "info", "ly", "gle", "gl", "gd", "io", "xyz", "top", "link", "site", "online",
    "me", "cc", "club", "asia", "app",
];

pub(super) fn look(text: &Rich, words: &str, official: &[String], found: &mut Vec<Finding>) {
    for span in text.spans() {
        let Some(link) = &span.link else { continue };
        let shown = span.text.trim();
        if shown != link {
            if let Some((host, other)) = host_of(shown).zip(host_of(link)).filter(|(a, b)| !is_same(a, b)) {
                let _ = host;
                found.push(Finding { concern: Concern::LinkOther { host: other }, words: shown.to_owned() });
            }
            judge(link, official, found);
        }
    }
    for word in words.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        if is_address(word) {
            judge(word, official, found);
        }
    }
}

/// Whether somebody meant an address by it.
fn is_address(word: &str) -> bool {
    let lower = word.to_lowercase();
    if lower.contains('@') {
        return false;
    }
    if lower.starts_with("http") || lower.contains("://") || lower.starts_with("www.") {
        return lower.contains([':', '/', '.']);
    }
    let host = lower.split('/').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && labels.last().is_some_and(|ending| ENDINGS.contains(ending))
        && labels[0].chars().any(|c| c.is_ascii_alphabetic())
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// The host of an address in lower case without `www.`; none where there is none.
fn host_of(address: &str) -> Option<String> {
    let lower = address.to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let rest = match rest {
        Some(rest) => rest,
        None if is_address(address) && !lower.starts_with("http") && !lower.contains(':') => &lower,
        None => return None,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let ending = labels.last().copied().unwrap_or_default();
    let is_host = labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && ending.len() >= 2
        && ending.chars().all(|c| c.is_ascii_alphabetic());
    is_host.then(|| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn is_same(shown: &str, host: &str) -> bool {
    shown == host || within(shown, host) || within(host, shown)
}

/// Whether a host is this one or below it.
fn within(host: &str, ending: &str) -> bool {
    host == ending || host.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'))
}

fn judge(link: &str, official: &[String], found: &mut Vec<Finding>) {
    let lower = link.to_lowercase();
    // A letter or a call, not a page.
    if ["mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return;
    }
    let mut say = |concern| found.push(Finding { concern, words: link.to_owned() });
    let Some(host) = host_of(link) else { return say(Concern::LinkBroken) };
    let known =
        |is_official: bool| HOSTS.iter().any(|(kind, ending)| *kind == is_official && within(&host, ending));
    if known(false) {
        say(Concern::LinkShortened { host });
    } else if !known(true) && !official.iter().any(|own| within(&host, &own.to_lowercase())) {
        say(Concern::LinkUnofficial { host });
    } else if lower.starts_with("http://") {
        say(Concern::LinkOpen);
    }
}
