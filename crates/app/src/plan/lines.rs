//! The lines of a plan's table, as far as it is unfolded: whose cookies, each of them, and what is folded away.

use std::collections::BTreeSet;

use super::groups::Grouped;
use crate::view::PlanFolds;

/// What stays of a group stands below what goes; more than so many rows are folded into one line.
const FEW: u64 = 4;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Whose the next lines are: the number of a group.
    Group(usize),
    /// The number of a row.
    Row(u64),
    /// The folded kept cookies of a group.
    Kept(usize),
    /// The folded groups that keep everything.
    Rest,
}

/// The lines from `offset` on, at most `limit`, and how many there are in all. Groups of which something goes come first.
/// One walk over the groups: folds change with every click, and a walk is cheaper than what it would be kept in.
pub(super) fn lines(groups: &[Grouped], folds: &PlanFolds, offset: u64, limit: u64) -> (u64, Vec<Line>) {
    let open: BTreeSet<&str> = folds.open.iter().map(String::as_str).collect();
    let mut part = Part { from: offset, to: offset.saturating_add(limit), total: 0, lines: Vec::new() };
    let mut first = 0;
    let mut rest_begun = false;
    for (number, group) in groups.iter().enumerate() {
        let (row, kept) = (first, first + group.goes);
        first = kept + group.stays;
        let clears = group.goes > 0;
        if !clears && !rest_begun {
            part.add(1, |_| Line::Rest);
            rest_begun = true;
        }
        if !clears && !folds.rest {
            continue;
        }
        let folded = group.stays > FEW || !clears;
        part.add(1, |_| Line::Group(number));
        part.add(group.goes, |step| Line::Row(row + step));
        if folded {
            part.add(1, |_| Line::Kept(number));
        }
        if !folded || open.contains(group.view.label.as_str()) {
            part.add(group.stays, |step| Line::Row(kept + step));
        }
    }
    (part.total, part.lines)
}

/// The lines asked for while all are counted.
struct Part {
    from: u64,
    to: u64,
    total: u64,
    lines: Vec<Line>,
}

impl Part {
    /// Counts so many lines and takes those of them that were asked for.
    fn add(&mut self, count: u64, line: impl Fn(u64) -> Line) {
        let start = self.total;
        self.total += count;
        let wanted = self.from.max(start)..self.to.min(self.total);
        self.lines.extend(wanted.map(|at| line(at - start)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::PlanGroup;

    fn groups(counts: &[(u64, u64)]) -> Vec<Grouped> {
        let group = |(number, &(goes, stays)): (usize, &(u64, u64))| {
            let label = format!("site{number}.example");
            let view = PlanGroup { label, company: false, clear: goes, keep: stays, browsers: 1 };
            Grouped { view, goes, stays }
        };
        counts.iter().enumerate().map(group).collect()
    }

    fn unfolded(open: &[usize], rest: bool) -> PlanFolds {
        PlanFolds { open: open.iter().map(|number| format!("site{number}.example")).collect(), rest }
    }

    #[test]
    fn what_is_kept_is_folded() {
        let (total, lines) = lines(&groups(&[(3, 2), (2, 40), (0, 7), (0, 1)]), &unfolded(&[], false), 0, 99);
        let expected = [
            Line::Group(0),
            Line::Row(0),
            Line::Row(1),
            Line::Row(2),
            Line::Row(3),
            Line::Row(4),
            Line::Group(1),
            Line::Row(5),
            Line::Row(6),
            Line::Kept(1),
            Line::Rest,
        ];
        assert_eq!((total, lines.as_slice()), (11, &expected[..]));
    }

    #[test]
    fn unfolded_every_row_stands_once_in_order() {
        let groups = groups(&[(3, 2), (2, 40), (0, 7), (0, 1)]);
        let folds = unfolded(&[1, 2, 3], true);
        let (total, all) = lines(&groups, &folds, 0, u64::MAX);
        let rows: Vec<u64> =
            all.iter().filter_map(|line| if let Line::Row(row) = line { Some(*row) } else { None }).collect();
        assert_eq!(rows, (0..55).collect::<Vec<_>>(), "no row is missing or told twice");
        assert_eq!(total, all.len() as u64);
        for limit in [1, 3, 7] {
            let offsets = (0..total).step_by(usize::try_from(limit).expect("small"));
            let paged: Vec<Line> =
                offsets.flat_map(|offset| lines(&groups, &folds, offset, limit).1).collect();
            assert_eq!(paged, all, "pages of {limit} join to the whole");
        }
        assert_eq!(lines(&groups, &folds, total, 5), (total, Vec::new()), "past the end is nothing");
    }
}
