//! Places in the manual order, as numbers with room between them.

/// `count` positions between `from` and `to`, as far apart as they can be: whole steps where one side is open. `None` where the
/// numbers are too near each other, or too large, to be told apart.
pub(crate) fn spread(from: Option<f64>, to: Option<f64>, count: usize) -> Option<Vec<f64>> {
    let number = |place: usize| u32::try_from(place).map(f64::from).ok();
    let steps = number(count)? + 1.0;
    let (first, step) = match (from, to) {
        (Some(from), Some(to)) => (from, (to - from) / steps),
        (Some(from), None) => (from, 1.0),
        (None, Some(to)) => (to - steps, 1.0),
        (None, None) => (0.0, 1.0),
    };
    let places: Vec<f64> = (1..=count).map(|place| Some(first + step * number(place)?)).collect::<Option<_>>()?;
    let all = || from.into_iter().chain(places.iter().copied()).chain(to);
    let ascends = all().zip(all().skip(1)).all(|(one, next)| one < next);
    (ascends && all().all(f64::is_finite)).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From, to, how many, and where.
    type Row<'a> = (Option<f64>, Option<f64>, usize, Option<&'a [f64]>);

    #[test]
    fn positions_lie_apart_or_there_are_none() {
        let table: [Row<'_>; 10] = [
            (None, None, 2, Some(&[1.0, 2.0])),
            (Some(4.0), None, 2, Some(&[5.0, 6.0])),
            (None, Some(4.0), 2, Some(&[2.0, 3.0])),
            (Some(0.0), Some(1.0), 1, Some(&[0.5])),
            (Some(0.0), Some(4.0), 3, Some(&[1.0, 2.0, 3.0])),
            (Some(1.0), Some(1.0), 1, None),
            (Some(2.0), Some(1.0), 1, None),
            (Some(1.0), Some(1.0_f64.next_up()), 1, None),
            (Some(1e300), None, 1, None),
            (Some(f64::MIN), Some(f64::MAX), 1, None),
        ];
        for (from, to, count, expected) in table {
            assert_eq!(spread(from, to, count).as_deref(), expected, "{count} between {from:?} and {to:?}");
        }
    }
}
