//! As many threads as there are cores, and results in the order of the work.
//!
//! Not its job: what is worked on. Only so much is in flight at a time, so that a fast reader or a slow
//! writer fills no memory.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, mpsc};
use std::thread;

/// Pieces of work in flight for each thread: one in its hands, one waiting, one done.
const IN_FLIGHT: usize = 3;

/// Takes work from `next` until there is none, and hands each result to `sink`, in the order of the
/// work. With one thread, everything is done on this one.
///
/// # Errors
/// Those of `sink`; then nothing more is begun.
pub(super) fn ordered<W: Send, T: Send>(
    threads: usize,
    mut next: impl FnMut() -> Option<W>,
    work: impl Fn(W) -> T + Sync,
    mut sink: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    if threads < 2 {
        while let Some(piece) = next() {
            sink(work(piece))?;
        }
        return Ok(());
    }
    let (begin, to_begin) = mpsc::channel::<(usize, W)>();
    let (end, ended) = mpsc::channel();
    let to_begin = Mutex::new(to_begin);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (end, to_begin, work) = (end.clone(), &to_begin, &work);
            scope.spawn(move || {
                loop {
                    let taken = to_begin.lock().map(|waiting| waiting.recv());
                    let Ok(Ok((number, piece))) = taken else {
                        return;
                    };
                    // A panic must reach the other end, or it would wait for ever.
                    let result = catch_unwind(AssertUnwindSafe(|| work(piece)));
                    if end.send((number, result)).is_err() {
                        return;
                    }
                }
            });
        }
        // Dropped on every way out, so that the threads end.
        let begin = begin;
        let mut begun = 0;
        let mut sunk = 0;
        let mut is_over = false;
        let mut waiting = BTreeMap::new();
        loop {
            while !is_over && begun - sunk < threads * IN_FLIGHT {
                match next() {
                    Some(piece) => {
                        // It fails only when every thread is gone, and none goes before the end.
                        let _ = begin.send((begun, piece));
                        begun += 1;
                    }
                    None => is_over = true,
                }
            }
            if sunk == begun {
                return Ok(());
            }
            let Ok((number, result)) = ended.recv() else {
                return Ok(());
            };
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&sunk) {
                sunk += 1;
                match result {
                    Ok(result) => sink(result)?,
                    Err(panic) => resume_unwind(panic),
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn squares(threads: usize, count: u64) -> Vec<u64> {
        let mut numbers = 0..count;
        let mut squares = Vec::new();
        ordered(
            threads,
            || numbers.next(),
            |number| {
                thread::sleep(Duration::from_micros((number * 7919) % 300));
                number * number
            },
            |square| {
                squares.push(square);
                Ok(())
            },
        )
        .unwrap();
        squares
    }

    #[test]
    fn results_keep_the_order_of_the_work() {
        for threads in [0, 1, 2, 5] {
            for count in [0, 1, 200] {
                let expected: Vec<u64> = (0..count).map(|number| number * number).collect();
                assert_eq!(squares(threads, count), expected, "{threads} {count}");
            }
        }
    }

    #[test]
    fn only_so_much_is_in_flight() {
        let (begun, sunk) = (AtomicUsize::new(0), AtomicUsize::new(0));
        ordered(
            2,
            || {
                let begun = begun.fetch_add(1, Ordering::SeqCst);
                assert!(begun - sunk.load(Ordering::SeqCst) <= 2 * IN_FLIGHT);
                (begun < 300).then_some(begun)
            },
            |number| number,
            |_| {
                sunk.fetch_add(1, Ordering::SeqCst);
                Ok(())
            },
        )
        .unwrap();
    }

    #[test]
    fn a_closed_sink_ends_it() {
        let mut numbers = 0..;
        let ended = ordered(
            3,
            || numbers.next(),
            |number: u64| number,
            |number| match number {
                9 => Err(io::ErrorKind::BrokenPipe.into()),
                _ => Ok(()),
            },
        );
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    #[should_panic(expected = "number five")]
    fn a_panic_is_not_waited_for() {
        let mut numbers = 0..9;
        let work = |number| assert!(number != 5, "number five");
        let _ = ordered(2, || numbers.next(), work, |()| Ok(()));
    }
}
