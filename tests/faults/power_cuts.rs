//! The power goes while people work: what they were told is saved is there afterwards. With less than `synchronous=FULL` it is not,
//! which shows that these tests would notice.

use fault_tests::random::Random;
use fault_tests::scale::scaled;
use fault_tests::{Disk, Event, Lie, Platter};

use crate::workload::{Ledger, Outcome, block_on, load, scratch, spread, verify};

const CUTS_A_LOAD: usize = 100;
/// Commits of one load: enough for the log to be emptied into the file several times.
const WRITES: usize = 240;
/// One cut in so many is followed by another one while the next start repairs.
const TWICE: usize = 10;

/// How many cuts there were, and what they did.
#[derive(Debug, Default)]
struct Tally {
    cuts: usize,
    lost: usize,
    corrupt: usize,
    first: Option<Outcome>,
}

impl Tally {
    fn count(&mut self, outcome: Outcome) {
        self.cuts += 1;
        match outcome {
            Outcome::Good => return,
            Outcome::Lost(_) => self.lost += 1,
            Outcome::Corrupt(_) => self.corrupt += 1,
        }
        self.first.get_or_insert(outcome);
    }

    fn and(mut self, other: Self) -> Self {
        self.cuts += other.cuts;
        self.lost += other.lost;
        self.corrupt += other.corrupt;
        self.first = self.first.or(other.first);
        self
    }
}

#[test]
fn a_power_cut_takes_nothing_that_was_acknowledged() {
    let tally = cut(None, scaled(300, 10_000));
    assert_eq!((tally.lost, tally.corrupt), (0, 0), "of {}: {:?}", tally.cuts, tally.first);
    report("FULL", &tally);
}

#[test]
fn with_normal_acknowledged_changes_are_lost() {
    let tally = cut(Some(Lie::Normal), scaled(100, 1_000));
    assert!(tally.lost > tally.cuts / 4, "the test would not have noticed: {tally:?}");
    assert_eq!(tally.corrupt, 0, "NORMAL loses, and does not break: {:?}", tally.first);
    report("NORMAL", &tally);
}

#[test]
fn with_off_acknowledged_changes_are_lost_and_files_broken() {
    let tally = cut(Some(Lie::Off), scaled(100, 1_000));
    assert!(tally.lost > 0 && tally.corrupt > 0, "the test would not have noticed: {tally:?}");
    report("OFF", &tally);
}

#[allow(clippy::print_stdout, reason = "figures for the person who runs it")]
fn report(synchronous: &str, tally: &Tally) {
    println!("figure: power cuts, {synchronous}: {} cuts, {} lost, {} corrupt", tally.cuts, tally.lost, tally.corrupt);
}

/// At least `cuts` cuts, spread over as many loads as that takes.
fn cut(lie: Option<Lie>, cuts: usize) -> Tally {
    let tallies = spread(cuts.div_ceil(CUTS_A_LOAD), |number| cut_one_load(lie, 0x5EED + number as u64));
    tallies.into_iter().fold(Tally::default(), Tally::and)
}

fn cut_one_load(lie: Option<Lie>, seed: u64) -> Tally {
    let folder = scratch();
    let disk = Disk::recording(folder.path(), lie);
    let ledger = block_on(load(folder.path(), &disk, seed, WRITES));
    let log = disk.log();
    drop(disk);
    let mut random = Random::new(seed);
    let mut places: Vec<_> = (0..CUTS_A_LOAD).map(|_| random.below(log.len() + 1)).collect();
    places.sort_unstable();

    let (mut platter, mut played, mut acknowledged, mut tally) = (Platter::default(), 0, 0, Tally::default());
    for place in places {
        for event in &log[played..place] {
            platter.play(event);
            if let Event::Acknowledged { revision } = event {
                acknowledged = acknowledged.max(*revision);
            }
        }
        played = place;
        tally.count(cut_here(&platter, &ledger, acknowledged, &mut random));
    }
    tally
}

fn cut_here(platter: &Platter, ledger: &Ledger, acknowledged: u64, random: &mut Random) -> Outcome {
    let folder = scratch();
    platter.cut(random).write(folder.path(), random);
    if random.below(TWICE) > 0 {
        let _disk = Disk::plain(folder.path());
        return block_on(verify(folder.path(), ledger, acknowledged));
    }
    // The power goes again, while the log is read back or emptied.
    let disk = Disk::recording(folder.path(), None);
    let already = disk.log().len();
    let first = block_on(verify(folder.path(), ledger, acknowledged));
    if first != Outcome::Good {
        return first;
    }
    let log = disk.log();
    drop(disk);
    let mut again = Platter::default();
    log[..already + random.below(log.len() - already + 1)].iter().for_each(|event| again.play(event));
    let folder = scratch();
    again.cut(random).write(folder.path(), random);
    let _disk = Disk::plain(folder.path());
    block_on(verify(folder.path(), ledger, acknowledged))
}
