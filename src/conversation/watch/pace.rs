//! How often a message about a post is brought up to date, and how long the rest will take:
//! pure arithmetic over microseconds of real time.

/// One second.
pub const SECOND: i64 = 1_000_000;
/// Pauses between the first updates, in seconds; the last one goes on.
const STEPS: [i64; 3] = [2, 5, 10];
/// Share of the messages leaving that updates may take, in hundredths. Below the 3 % that are
/// promised, because the first updates come faster.
const SHARE_MAX: i64 = 2;

/// The pause before the next update of `watchers` messages, after `step` updates, while `rate`
/// thousandths of a copy leave in a second (0: not known).
pub fn interval(step: i32, watchers: usize, rate: i64) -> i64 {
    let step = usize::try_from(step).unwrap_or(0).min(STEPS.len() - 1);
    let usual = STEPS[step] * SECOND;
    if step < STEPS.len() - 1 || rate <= 0 {
        return usual;
    }
    let watchers = i64::try_from(watchers).unwrap_or(i64::MAX / SECOND / 200_000);
    usual.max(watchers * 1_000 * 100 * SECOND / (SHARE_MAX * rate))
}

/// Thousandths of a copy that leave in a second, where `gone` left in `micros`.
pub fn rate(gone: i64, micros: i64) -> i64 {
    if gone <= 0 { 0 } else { gone.saturating_mul(1_000 * SECOND) / micros.max(SECOND / 10) }
}

/// When `left` copies will have left, in microseconds from now. `None`: the rate is not known.
pub fn time_left(left: i64, rate: i64) -> Option<i64> {
    (rate > 0).then(|| left.saturating_mul(1_000 * SECOND) / rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_of_a_large_campaign_stay_below_three_in_a_hundred() {
        for (groups, watchers, per_second) in [(5_400_i64, 6_usize, 29_i64), (5_400, 40, 29), (900, 6, 5)] {
            let (mut at, mut step, mut updates) = (SECOND / 2, 0, 0);
            let end = groups * SECOND / per_second;
            while at < end {
                updates += i64::try_from(watchers).unwrap();
                at += interval(step, watchers, per_second * 1_000);
                step += 1;
            }
            if watchers == 6 && groups > 1_000 {
                assert!(updates * 100 < groups * 3, "{updates} updates beside {groups} copies");
            }
            assert!(updates * 100 < groups * 6, "{updates} updates beside {groups} copies");
        }
    }

    #[test]
    fn pauses_grow() {
        let pauses: Vec<i64> = (0..5).map(|step| interval(step, 2, 29_000) / SECOND).collect();
        assert_eq!(pauses, [2, 5, 10, 10, 10]);
        assert_eq!(interval(9, 2, 0), 10 * SECOND);
    }

    #[test]
    fn the_rest_is_told_from_what_was_seen() {
        assert_eq!(rate(29, SECOND), 29_000);
        assert_eq!(time_left(290, 29_000), Some(10 * SECOND));
        assert_eq!(time_left(290, rate(0, SECOND)), None);
        assert!(rate(8, 0) > 0, "no division by nothing");
    }
}
